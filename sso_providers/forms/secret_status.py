"""What the form of a registration says of a secret, and what can be done with it; never the secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sso_providers import crypto
from sso_providers.actions.expiry.ending import LEVELS, OVER, THRESHOLDS
from sso_providers.actions.secret_rules import shown_end, stored_secrets
from sso_providers.catalogue import CLIENT_SECRET, Field, Flow, Kind
from sso_providers.catalogue.replacing import replacing
from sso_providers.checks import entra_expiry
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration, RegistrationSecret, User

from .errors import EXPIRES, SECRET
from .inputs import SecretInput, SecretTextarea, help_of

REVEAL = "sso_providers.reveal_providerregistration"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """In a few words; `css` is the class of its badge, "" while there is time."""

    words: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretStatus:
    """Of a stored secret. `end` are its last characters, where they may be shown; `trouble` says why it is lost.

    What the `may_...` name is offered to this person.
    """

    set_at: datetime
    set_by: str
    end: str
    trouble: str
    expiry: Expiry | None
    is_rotating: bool
    may_rotate: bool
    may_reveal: bool
    may_ask: bool
    may_remove: bool


def describe_secrets(form: forms.ModelForm, kind: Kind, flow: Flow, user: User | None) -> None:
    """Gives each secret's input its status, its buttons and the day on which it expires."""
    registration: ProviderRegistration = form.instance
    stored = stored_secrets(registration)
    removable = removable_secrets(registration, stored)
    rotating = {each.name for each in registration.rotations.all()} if registration.pk else set()
    for field in kind.secret_fields(flow):
        name = SECRET + field.name
        if name not in form.fields:
            continue
        secret = stored.get(field.name)
        widget = form.fields[name].widget
        form.fields[name].help_text = "" if secret else unset_help(field)
        if EXPIRES + field.name in form.fields:
            form.initial.setdefault(EXPIRES + field.name, secret.expires_on if secret else None)
        if isinstance(widget, SecretInput | SecretTextarea):
            widget.frame = {
                "registration": registration,
                "field": field,
                "bound": form[name],
                "expires": form[EXPIRES + field.name] if EXPIRES + field.name in form.fields else None,
                "status": secret
                and status(
                    kind,
                    field,
                    secret,
                    user=user,
                    is_rotating=field.name in rotating,
                    may_remove=field.name in removable,
                ),
            }


def status(
    kind: Kind, field: Field, secret: RegistrationSecret, *, user: User | None, is_rotating: bool, may_remove: bool
) -> SecretStatus:
    end, trouble = end_of(field, secret)
    return SecretStatus(
        set_at=secret.set_at,
        set_by=secret.set_by,
        end=end,
        trouble=trouble,
        expiry=expiry(secret.expires_on, today=timezone.now().date()) if secret.expires_on else None,
        is_rotating=is_rotating,
        may_rotate=replacing(kind, field.name) is not None,
        may_reveal=user is not None and user.has_perm(REVEAL),
        may_ask=kind.id == entra_expiry.KIND and field.name == CLIENT_SECRET,
        may_remove=may_remove,
    )


def end_of(field: Field, secret: RegistrationSecret) -> tuple[str, str]:
    """The last characters, and what is the trouble with a secret that can't be read."""
    if not field.generated:
        return "", ""
    try:
        return shown_end(field, secret.sealed.open()), ""
    except (crypto.MissingKey, crypto.Damaged) as error:
        return "", in_words(str(error))


def expiry(day: date, *, today: date) -> Expiry:
    """`day` is the last on which the secret works."""
    left = (day - today).days
    if left < 0:
        words = ngettext("expired %(count)d day ago", "expired %(count)d days ago", -left) % {"count": -left}
        return Expiry(words=words, css=LEVELS[OVER])
    crossed = min((days for days in THRESHOLDS if left <= days), default=None)
    if left == 0:
        return Expiry(words=_("expires today"), css=LEVELS[crossed])
    words = ngettext("expires in %(count)d day", "expires in %(count)d days", left) % {"count": left}
    return Expiry(words=words, css="" if crossed is None else LEVELS[crossed])


def unset_help(field: Field) -> str:
    stored = _("It is stored encrypted.")
    return " ".join((_("Not set yet."), str(help_of(field)), stored))


def removable_secrets(registration: ProviderRegistration, stored: Mapping[str, RegistrationSecret]) -> list[str]:
    """Of the stored ones, by name: all but that which people sign in to this portal with."""
    kept = {CLIENT_SECRET} if registration.staff_login else set()
    return sorted(stored.keys() - kept)
