"""What the fields of a version are called: as the forms call them."""

from typing import Any

from django.db.models import Field, Model
from django.utils.text import capfirst

from sso_providers.catalogue import KINDS
from sso_providers.forms import DeploymentForm, RegistrationForm
from sso_providers.language import in_words
from sso_providers.models import Deployment, ProviderRegistration
from sso_providers.openmetadata.server import FIELDS

FORMS: dict[type[Model], Any] = {Deployment: DeploymentForm, ProviderRegistration: RegistrationForm}


def column_label(model: type[Model], name: str) -> str:
    """`name` may be a foreign key's column."""
    field = FORMS[model].base_fields.get(name)
    if field is not None and field.label:
        return str(field.label)
    column: Field[Any, Any] = model._meta.get_field(name.removesuffix("_id"))  # type: ignore[assignment]
    return capfirst(str(column.verbose_name))


def setting_labels(model: type[Model], kinds: set[str]) -> dict[str, str]:
    """By the entry of `settings`. `kinds` are those of the registrations that are looked at."""
    if model is Deployment:
        return {field.name: in_words(field.label) for field in FIELDS}
    known = [KINDS[kind] for kind in sorted(kinds) if kind in KINDS]
    fields = (field for kind in known for flow in kind.flows for field in kind.fields[flow])
    return {field.name: in_words(field.label) for field in fields}


def secret_labels(kinds: set[str]) -> dict[str, str]:
    """By the secret's name, of every kind that is looked at."""
    known = [KINDS[kind] for kind in sorted(kinds) if kind in KINDS]
    fields = (field for kind in known for flow in kind.flows for field in kind.secret_fields(flow))
    return {field.name: in_words(field.label) for field in fields}
