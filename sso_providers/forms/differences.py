"""How much of a registration differs from the defaults, for the sections of its form that are folded."""

from collections.abc import Collection

from sso_providers.models import ProviderRegistration

from .errors import SETTING


def differing(registration: ProviderRegistration, names: Collection[str]) -> list[str]:
    """Those of the form's fields `names` whose stored value is another than a new registration's; secrets don't count.

    Raises `UnknownName` for a row whose kind or flow the catalogue does not have.
    """
    fields = registration.catalogue_kind.fields[registration.catalogue_flow]
    stored = registration.application(with_secret=False).settings
    settings = {SETTING + field.name: stored[field.name] != field.default for field in fields}
    usual = ProviderRegistration()
    return [name for name in names if settings.get(name, column_differs(registration, usual, name))]


def column_differs(registration: ProviderRegistration, usual: ProviderRegistration, name: str) -> bool:
    return hasattr(usual, name) and getattr(registration, name) != getattr(usual, name)
