"""What the guide beside a registration's form says of each field: what it is, where to find it, an example, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Field as Column
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sso_providers.catalogue import Flow, Kind, Section
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration

from .errors import SECRET, SETTING
from .registration import RegistrationForm, names_of

Text = str | Promise


@dataclass(frozen=True, slots=True)
class FieldNote:
    """`anchor` is the id of the field's input."""

    anchor: str
    label: Text
    what: Text
    why: Text
    where: Text = ""
    example: str = ""


# Of the fields that every kind has: why they are there, and an example.
OWN: dict[str, tuple[Text, str]] = {
    "name": (_("People read it on their sign-in button and in every list here."), "Auth0 production"),
    "slug": (
        _("It is part of the callback address that the provider knows, so another one would break the sign-in."),
        "auth0-production",
    ),
}
STAFF: dict[str, tuple[Text, str]] = {
    "staff_login": (
        _("People sign in here with the account that they have anyway, and lose this access when they lose that one."),
        "",
    ),
    "default_role": (_("Without a role by group or by this, somebody signs in and may see nothing."), ""),
    "group_roles": (
        _("The provider knows who is in which team: who leaves the group there loses the role here."),
        "data-platform = operator",
    ),
    "groups_claim": (_("Each provider names the list of groups in its own way."), "realm_access.roles"),
    "required_groups": (_("It keeps out everybody else who has an account at the provider."), "data-*"),
    "allowed_domains": (_("A provider can hold guests and customers, too."), "acme.example"),
    "trust_email": (
        _("Some providers never say email_verified. Where people type their address themselves, it proves nothing."),
        "",
    ),
    "authoritative_email": (
        _("People keep their account here when the provider changes; whoever can choose an address there gets one."),
        "",
    ),
    "newcomers_wait": (_("Somebody looks at each new person before that person sees anything."), ""),
}


def field_notes(kind: Kind, flow: Flow) -> list[FieldNote]:
    """In the order of the form."""
    notes = {name: own_note(name, *why) for name, why in {**OWN, **STAFF}.items()} | dict(catalogue_notes(kind, flow))
    provider, mapping, advanced = (names_of(kind, flow, section) for section in Section)
    staff = STAFF if flow is Flow.CODE else ()
    return [notes[name] for name in (*OWN, *provider, *staff, *mapping, *advanced)]


def own_note(name: str, why: Text, example: str) -> FieldNote:
    declared = RegistrationForm.declared_fields.get(name)
    if declared is not None:
        return FieldNote(f"id_{name}", declared.label or name, declared.help_text, why, example=example)
    column: Column = ProviderRegistration._meta.get_field(name)  # type: ignore[assignment]
    return FieldNote(f"id_{name}", capfirst(column.verbose_name), column.help_text, why, example=example)


def catalogue_notes(kind: Kind, flow: Flow) -> Iterator[tuple[str, FieldNote]]:
    """By the fields' names in the form."""
    own = {"client_id": kind.client_id} if kind.client_id else {}
    settings = {SETTING + field.name: field for field in kind.fields[flow]}
    secrets = {SECRET + field.name: field for field in kind.secret_fields(flow)}
    for name, field in {**own, **settings, **secrets}.items():
        texts = {"what": field.help, "why": field.why, "where": field.where}
        spoken = {part: in_words(text) for part, text in texts.items()}
        yield name, FieldNote(f"id_{name}", in_words(field.label), example=field.example, **spoken)
