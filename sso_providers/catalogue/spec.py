"""What a provider kind is: data, and the few functions that read it.

Forms, validation, the guide beside a form, the export and the checks are all
derived from these dataclasses. Knows nothing of Django, HTTP or OpenMetadata's files.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from .values import Secret, UnknownName, Value

WELL_KNOWN = "/.well-known/openid-configuration"
# OpenMetadata's numbers are Java's int.
LARGEST = 2**31 - 1


class Flow(StrEnum):
    """How people sign in to OpenMetadata; its documentation says 'auth code' and 'implicit'."""

    CODE = "code"
    IMPLICIT = "implicit"

    @property
    def label(self) -> str:
        return {Flow.CODE: "Authorization code", Flow.IMPLICIT: "Implicit"}[self]

    @property
    def client_type(self) -> str:
        """OpenMetadata's `clientType`."""
        return {Flow.CODE: "confidential", Flow.IMPLICIT: "public"}[self]


class FieldType(StrEnum):
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "list"


class Section(StrEnum):
    """Where on the registration form a field stands, in the order of the work."""

    PROVIDER = "provider"
    MAPPING = "mapping"
    ADVANCED = "advanced"


class InvalidValue(ValueError):
    """The message names the value, what was expected and the remedy."""


class InvalidSettings(ValueError):
    """Everything that is wrong with a set of settings: field name -> sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(f"{name}: {message}" for name, message in self.errors.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that the operator enters.

    `validate` takes the stripped text and returns the normalised text or raises
    `InvalidValue`. `where` is the place in the provider's console, in its own words.
    """

    name: str
    label: str
    help: str
    where: str = ""
    example: str = ""
    type: FieldType = FieldType.TEXT
    section: Section = Section.PROVIDER
    required: bool = True
    default: Value = ""
    choices: tuple[str, ...] = ()
    minimum: int = 0
    validate: Callable[[str], str] | None = None

    def clean(self, raw: object) -> Value:
        """`raw` as the field's type; blank gives the default.

        Raises `InvalidValue`. Accepts what a form, JSON or YAML delivers: text for
        any type, and the type itself.
        """
        value = self._typed(raw.strip() if isinstance(raw, str) else raw)
        if value not in ("", ()):
            return value
        if self.required:
            raise InvalidValue(f"{self.label} is missing. {self.help}".strip())
        return self.default

    def _typed(self, raw: object) -> Value:
        if raw in (None, "", [], ()):
            return ""
        match self.type:
            case FieldType.BOOLEAN:
                return self._boolean(raw)
            case FieldType.INTEGER:
                return self._integer(raw)
            case FieldType.LIST:
                return self._list(raw)
            case FieldType.CHOICE | FieldType.TEXT | FieldType.URL:
                return self._text(raw)

    def _boolean(self, raw: object) -> bool:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.lower() in {"true", "false"}:
            return raw.lower() == "true"
        raise InvalidValue(f"Unexpected value {raw!r}: use true or false.")

    def _integer(self, raw: object) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool):
            number = raw
        elif isinstance(raw, str) and re.fullmatch(r"[0-9]{1,10}", raw):
            number = int(raw)
        else:
            raise InvalidValue(f"Unexpected value {raw!r}: use a whole number, such as {self.example}.")
        if not self.minimum <= number <= LARGEST:
            raise InvalidValue(f"Unexpected value {number}: use a number from {self.minimum} to {LARGEST}.")
        return number

    def _list(self, raw: object) -> tuple[str, ...]:
        if isinstance(raw, str):
            raw = raw.replace("\n", ",").split(",")
        if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
            raise InvalidValue(f"Unexpected value {raw!r}: use a list of words, such as {self.example}.")
        items = (item.strip() for item in raw)
        return tuple(self.validate(item) if self.validate else item for item in items if item)

    def _text(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise InvalidValue(f"Unexpected value {raw!r}: use text, such as '{self.example}'.")
        if self.choices and raw not in self.choices:
            known = ", ".join(repr(choice) for choice in self.choices)
            raise InvalidValue(f"Unexpected value '{raw}': use one of {known}.")
        return self.validate(raw) if self.validate else raw


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleUrl:
    """URLs that the operator enters in the provider's console under `label`.

    Templates over `{server}`, OpenMetadata's address without a trailing slash.
    """

    label: str
    templates: tuple[str, ...]
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How the application is made in the provider's console for one flow.

    `**double asterisks**` mark the console's own words. Templates over `{name}` (the
    registration's), `{server}` and the kind's own fields.
    """

    console: str
    urls_at: str
    steps: tuple[str, ...]
    urls: tuple[ConsoleUrl, ...]
    staff_callback_label: str = ""
    pitfalls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where a provider is: templates over the kind's fields in the catalogue, else addresses."""

    issuer: str
    authority: str
    jwks_uri: str
    discovery_uri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One entry of the catalogue."""

    id: str
    label: str
    protocol: str
    documentation: str
    needs: str
    minutes: int
    initials: str
    openmetadata_provider: str
    oidc_type: str
    urls: Endpoints
    client_id: Field
    client_secret: Field
    fields: Mapping[Flow, tuple[Field, ...]]
    guides: Mapping[Flow, Guide]

    @property
    def flows(self) -> tuple[Flow, ...]:
        return tuple(self.guides)

    def flow(self, name: str) -> Flow:
        """The flow called `name`; raises `UnknownName` when this kind has none of it."""
        for flow in self.flows:
            if flow == name:
                return flow
        raise UnknownName(f"flow of {self.id}", name, self.flows)

    def field(self, flow: Flow, name: str) -> Field:
        for field in self.fields[flow]:
            if field.name == name:
                return field
        raise UnknownName(f"setting of {self.id}", name, [field.name for field in self.fields[flow]])

    def clean(self, flow: Flow, raw: Mapping[str, object], *, allow_http: bool = False) -> dict[str, Value]:
        """Every setting of the flow, validated and with defaults filled in.

        Raises `InvalidSettings` with one sentence for each bad, missing or unknown name.
        `allow_http` lets plain-http addresses through (development and in-house providers).
        """
        cleaned: dict[str, Value] = {}
        errors: dict[str, str] = {}
        known = [field.name for field in self.fields[flow]]
        for name in raw:
            if name not in known:
                errors[name] = str(UnknownName(f"setting of {self.id}", name, known))
        for field in self.fields[flow]:
            try:
                cleaned[field.name] = field.clean(raw.get(field.name))
            except InvalidValue as error:
                errors[field.name] = str(error)
                continue
            if field.type is FieldType.URL and not allow_http:
                refuse_http(field.name, cleaned[field.name], errors)
        if not errors:
            errors.update(both_or_none(cleaned, "username_claim", "email_claim"))
        if errors:
            raise InvalidSettings(errors)
        return cleaned

    def with_defaults(self, flow: Flow, settings: Mapping[str, Value]) -> dict[str, Value]:
        """Stored `settings`, and the default of each field that was added to the catalogue since."""
        return {field.name: settings.get(field.name, field.default) for field in self.fields[flow]}

    def endpoints(self, settings: Mapping[str, Value]) -> Endpoints:
        """The provider's addresses for cleaned `settings`."""
        issuer = self.urls.issuer.format_map(settings)
        discovery = str(settings.get("discovery_uri") or issuer.rstrip("/") + WELL_KNOWN)
        return Endpoints(
            issuer=issuer,
            authority=self.urls.authority.format_map(settings).rstrip("/"),
            jwks_uri=self.urls.jwks_uri.format_map(settings),
            discovery_uri=discovery,
        )


def refuse_http(name: str, value: Value, errors: dict[str, str]) -> None:
    if urlsplit(str(value)).scheme == "http":
        errors[name] = (
            f"'{value}' is not encrypted: use https, or start the portal with "
            "SSO_ALLOW_PRIVATE_ISSUERS=true if this provider is for development or in-house."
        )


def both_or_none(settings: Mapping[str, Value], one: str, other: str) -> dict[str, str]:
    """OpenMetadata's claims mapping needs user name and e-mail together (SecurityUtil)."""
    present = [name for name in (one, other) if settings.get(name)]
    if len(present) != 1:
        return {}
    missing = other if present == [one] else one
    return {missing: f"OpenMetadata maps {one} and {other} together: fill in both or leave both blank."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Our application at one identity provider: a registration, free of the database.

    `settings` are cleaned ones. `client_secret` is None where the flow has none or the
    caller withholds it.
    """

    kind: Kind
    flow: Flow
    client_id: str
    client_secret: Secret | None
    settings: Mapping[str, Value]

    @property
    def endpoints(self) -> Endpoints:
        return self.kind.endpoints(self.settings)
