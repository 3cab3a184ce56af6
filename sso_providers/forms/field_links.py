"""Where a registration's field is on the pages, for whoever has to mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sso_providers.catalogue import Field
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS

from .errors import SECRET, SETTING

# What some kinds make the issuer from, where others ask for it.
ISSUER = "issuer"
ISSUER_PARTS = {"tenant_id", "domain", "authorization_server", "server_url", "realm", "user_pool_id", "subdomain"}


@dataclass(frozen=True, slots=True)
class FieldLink:
    """`label` as the form has it, `address` a path with the field's anchor."""

    registration: str
    label: str
    address: str


def link_to_field(registration: ProviderRegistration, name: str) -> FieldLink | None:
    """To a field by its catalogue name, or to the redirect address; None for one that the registration lacks."""
    if not name or not registration.is_known:
        return None
    if name == REDIRECT_ADDRESS:
        return made(registration, _("Callback address"), "copy-to")
    found = fields(registration)
    form_name = next((each for each in form_names(name) if each in found), None)
    return made(registration, in_words(found[form_name].label), f"id_{form_name}") if form_name else None


def fields(registration: ProviderRegistration) -> dict[str, Field]:
    """By their names in the form."""
    kind, flow = registration.catalogue_kind, registration.catalogue_flow
    return {
        **{SETTING + field.name: field for field in kind.fields[flow]},
        **{SECRET + field.name: field for field in kind.secret_fields(flow)},
        **({"client_id": kind.client_id} if kind.client_id else {}),
    }


def form_names(name: str) -> list[str]:
    """What the form may call it, the likeliest first."""
    names = [name, SETTING + name, SECRET + name]
    return [*names, SETTING + ISSUER] if name in ISSUER_PARTS else names


def made(registration: ProviderRegistration, label: str, anchor: str) -> FieldLink:
    return FieldLink(registration.name, label, f"{registration.get_absolute_url()}#{anchor}")
