"""What a registration's secrets must be. Writes nothing, and no sentence shows anything of a secret."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from sso_providers import crypto
from sso_providers.catalogue import KINDS, Field, FieldType, Flow, InvalidValue, Kind, Secret, UnknownName
from sso_providers.language import in_words, within_sentence
from sso_providers.models import ProviderRegistration, RegistrationSecret

from . import secret_shapes
from .audit import Actor

NO_SECRETS: Mapping[str, Secret] = MappingProxyType({})
# Of a secret, in characters: one line, and several.
LONGEST_LINE, LONGEST_BLOCK = 4096, 16 * 1024
# Of a generated secret: how many of its last characters are shown, and how many it must have for that.
END, LONG = 4, 20
LABELS = {
    field.name: field.label for kind in KINDS.values() for flow in kind.flows for field in kind.secret_fields(flow)
}


def stored_secrets(registration: ProviderRegistration) -> dict[str, RegistrationSecret]:
    """By name; none of a registration that is not saved yet."""
    return {each.name: each for each in registration.secrets.all()} if registration.pk else {}


def is_same(field: Field, stored: RegistrationSecret | None, secret: Secret, *, by: Actor) -> bool:
    """Whether `secret` is the stored one, as far as `by` may learn that.

    Of one that a person chose nobody at the console may: it could be guessed. The command line reads all of them
    anyway, and what it applies twice makes no second version.
    """
    if not (field.generated or by.user is None):
        return False
    try:
        return stored is not None and stored.sealed.open() == secret
    except (crypto.MissingKey, crypto.Damaged):
        return False


def shown_end(field: Field, secret: Secret) -> str:
    """The last characters, by which people tell one generated secret from another; else "".

    At least 16 random characters stay unknown. A password that a person chose, a short secret and a private key
    show nothing: what is left of those could be guessed.
    """
    text = secret.reveal()
    is_long = field.generated and field.type is FieldType.TEXT and len(text) >= LONG
    return text[-END:] if is_long and text.isascii() and text.isprintable() else ""


def clean_secrets(secrets: Mapping[str, Secret], kind: Kind, flow: Flow, errors: dict[str, str]) -> dict[str, Secret]:
    """`secrets` normalised; what is wrong with them joins `errors`."""
    cleaned = {}
    for name, secret in secrets.items():
        try:
            cleaned[name] = clean_secret(get_secret_field(kind, flow, name), secret)
        except (InvalidValue, UnknownName) as error:
            errors[f"secrets.{name}"] = str(error)
    return cleaned


def get_secret_field(kind: Kind, flow: Flow, name: str) -> Field:
    """Raises `InvalidValue` or `UnknownName`."""
    if kind.secret_fields(flow):
        return kind.secret_field(flow, name)
    what = kind.label if len(kind.flows) == 1 else _("The %(flow)s flow") % {"flow": within_sentence(flow.label)}
    raise InvalidValue(_("%(what)s has no %(secret)s: leave it blank.") % {"what": what, "secret": words(name)})


def clean_secret(field: Field, secret: Secret) -> Secret:
    """Raises `InvalidValue`."""
    is_block = field.type is FieldType.BLOCK
    text = secret.reveal().strip() if is_block else secret.reveal()
    longest = LONGEST_BLOCK if is_block else LONGEST_LINE
    if not text:
        raise InvalidValue(_("The secret is empty: enter it, or leave it out to keep the stored one."))
    if len(text) > longest:
        said = {"count": len(text), "most": longest}
        raise InvalidValue(_("The secret has %(count)s characters: at most %(most)s are possible.") % said)
    secret_shapes.refuse(field, text)
    return Secret(field.validate(text)) if field.validate else secret


def words(name: str) -> str:
    """A secret's name in a sentence; in other languages its label, as it is."""
    label = LABELS.get(name, "")
    spoken = in_words(label)
    return name.replace("_", " ") if spoken == label else spoken
