"""What a registration's secrets must be. Writes nothing, and no sentence shows anything of a secret."""

from collections.abc import Mapping
from types import MappingProxyType

from sso_providers.catalogue import Field, FieldType, Flow, InvalidValue, Kind, Secret, UnknownName
from sso_providers.models import ProviderRegistration, RegistrationSecret

NO_SECRETS: Mapping[str, Secret] = MappingProxyType({})
# Of a secret, in characters: one line, and several.
LONGEST_LINE, LONGEST_BLOCK = 4096, 16 * 1024


def stored_secrets(registration: ProviderRegistration) -> dict[str, RegistrationSecret]:
    """By name; none of a registration that is not saved yet."""
    return {each.name: each for each in registration.secrets.all()} if registration.pk else {}


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
    what = kind.label if len(kind.flows) == 1 else f"The {flow.label.lower()} flow"
    raise InvalidValue(f"{what} has no {words(name)}: leave it blank.")


def clean_secret(field: Field, secret: Secret) -> Secret:
    is_block = field.type is FieldType.BLOCK
    text = secret.reveal().strip() if is_block else secret.reveal()
    longest = LONGEST_BLOCK if is_block else LONGEST_LINE
    if not text:
        raise InvalidValue("The secret is empty: enter it, or leave it out to keep the stored one.")
    if len(text) > longest:
        raise InvalidValue(f"The secret has {len(text)} characters: at most {longest} are possible.")
    return Secret(field.validate(text)) if field.validate else secret


def words(name: str) -> str:
    """A secret's name in a sentence."""
    return name.replace("_", " ")
