"""What a provider kind is: data, and the few functions that read it.

Forms, validation, the guide beside a form, the export and the checks are all
derived from these dataclasses. Knows nothing of Django, HTTP or OpenMetadata's files.
"""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from .fields import Field, FieldType, InvalidSettings, always, clean_all
from .sentences import say
from .values import Secret, UnknownName, Value

WELL_KNOWN = "/.well-known/openid-configuration"
CLIENT_SECRET = "client_secret"


class Protocol(StrEnum):
    """How OpenMetadata talks to the provider."""

    OIDC = "OpenID Connect"
    SAML = "SAML 2.0"
    LDAP = "LDAP"


class Flow(StrEnum):
    """How people sign in to OpenMetadata; its documentation says 'auth code' and 'implicit'.

    SAML and LDAP have no flow to choose: NONE.
    """

    CODE = "code"
    IMPLICIT = "implicit"
    NONE = "none"

    @property
    def label(self) -> str:
        return {Flow.CODE: "Authorization code", Flow.IMPLICIT: "Implicit", Flow.NONE: "No flow to choose"}[self]

    @property
    def client_type(self) -> str:
        """OpenMetadata's `clientType`, which its SAML and LDAP providers don't read."""
        return {Flow.CODE: "confidential", Flow.IMPLICIT: "public", Flow.NONE: "public"}[self]


class Use(StrEnum):
    """What a provider does with an address that is entered in its console; IDENTITY is a name that looks like one."""

    CALLBACK = "callback"
    SIGN_OUT = "sign-out"
    ORIGIN = "origin"
    IDENTITY = "identity"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleUrl:
    """URLs that the operator enters in the provider's console under `label`.

    Templates over `{server}`, OpenMetadata's address without a trailing slash, and the kind's names.
    Where the setting `unless` is filled in, its value is entered and the templates are not.
    """

    label: str
    templates: tuple[str, ...]
    unless: str = ""
    help: str = ""
    use: Use = Use.CALLBACK


class Language(StrEnum):
    """What a recipe is written in; decides how values are quoted in it."""

    SHELL = "shell"
    TERRAFORM = "terraform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Commands that register the application without clicking.

    `template` is over the guide's names, each quoted for the language, and the lists of
    `recipes.LISTS`. `before` says what must be installed or signed in; `documentation` is the tool's.
    `applies` tells from the settings whether this is the one to show.
    """

    tool: str
    language: Language
    template: str
    before: str = ""
    documentation: str = ""
    applies: Callable[[Mapping[str, Value]], bool] = always


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """How the application is made in the provider's console for one flow.

    `**double asterisks**` mark the console's own words. Templates over `{name}` (the
    registration's), `{server}`, `{client_id}` and the kind's names. `grants` are what the application
    must be allowed, and `asks` more that the identity team must know: (what, its value).
    """

    console: str
    urls_at: str
    steps: tuple[str, ...]
    urls: tuple[ConsoleUrl, ...]
    staff_callback_label: str = ""
    staff_sign_out_label: str = ""
    staff_back_channel_label: str = ""
    grants: str = ""
    asks: tuple[tuple[str, str], ...] = ()
    pitfalls: tuple[str, ...] = ()
    recipes: tuple[Recipe, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoints:
    """Where an OpenID provider is: templates over the kind's fields in the catalogue, else addresses."""

    issuer: str
    authority: str
    jwks_uri: str
    discovery_uri: str = ""


Rule = Callable[[Mapping[str, Value]], Mapping[str, str]]


def nothing_more(settings: Mapping[str, Value]) -> Mapping[str, Value]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One entry of the catalogue.

    `secrets` are write-only fields, by flow; a `Field.applies` of theirs says whether the settings
    need them. `rules` tell what is wrong with several settings together: field name -> sentence.
    `derive` makes further names for the address templates from the settings. SAML and LDAP have
    neither `urls` nor `client_id`; for them `destination` is the template of where a secret is sent.
    `sign_out_parameter` names the page to come back to at a provider whose sign-out is not that of
    OpenID Connect: it takes no other parameter than this and client_id, and returns no state.
    """

    id: str
    label: str
    protocol: Protocol = Protocol.OIDC
    documentation: str
    needs: str
    minutes: int
    openmetadata_provider: str
    oidc_type: str = ""
    urls: Endpoints | None = None
    destination: str = ""
    client_id: Field | None = None
    secrets: Mapping[Flow, tuple[Field, ...]] = dataclasses.field(default_factory=dict)
    fields: Mapping[Flow, tuple[Field, ...]]
    guides: Mapping[Flow, Guide]
    rules: tuple[Rule, ...] = ()
    derive: Callable[[Mapping[str, Value]], Mapping[str, Value]] = nothing_more
    sign_out_parameter: str = ""

    @property
    def flows(self) -> tuple[Flow, ...]:
        return tuple(self.guides)

    @property
    def default_flow(self) -> Flow:
        return self.flows[0]

    def flow(self, name: str) -> Flow:
        """The flow called `name`; raises `UnknownName` when this kind has none of it."""
        for flow in self.flows:
            if flow == name:
                return flow
        raise UnknownName(f"flow of {self.id}", name, self.flows)

    def field(self, flow: Flow, name: str) -> Field:
        for each in self.fields[flow]:
            if each.name == name:
                return each
        raise UnknownName(f"setting of {self.id}", name, [each.name for each in self.fields[flow]])

    def secret_fields(self, flow: Flow) -> tuple[Field, ...]:
        return self.secrets.get(flow, ())

    def secret_field(self, flow: Flow, name: str) -> Field:
        for each in self.secret_fields(flow):
            if each.name == name:
                return each
        raise UnknownName(f"secret of {self.id}", name, [each.name for each in self.secret_fields(flow)])

    def clean(self, flow: Flow, raw: Mapping[str, object], *, allow_http: bool = False) -> dict[str, Value]:
        """Every setting of the flow, validated and with defaults filled in.

        Raises `InvalidSettings` with one sentence for each bad, missing or unknown name.
        `allow_http` lets plain-http addresses through (development and in-house providers).
        """
        known = [each.name for each in self.fields[flow]]
        cleaned = clean_all(
            self.fields[flow], raw, unknown=lambda name: str(UnknownName(f"setting of {self.id}", name, known))
        )
        errors: dict[str, str] = {}
        if not allow_http:
            errors = {
                each.name: refused_http(cleaned[each.name])
                for each in self.fields[flow]
                if each.type is FieldType.URL and urlsplit(str(cleaned[each.name])).scheme == "http"
            }
        for rule in self.rules:
            errors.update(rule(cleaned))
        if errors:
            raise InvalidSettings(errors)
        return cleaned

    def with_defaults(self, flow: Flow, settings: Mapping[str, Value]) -> dict[str, Value]:
        """Stored `settings`, and the default of each field that was added to the catalogue since."""
        return {each.name: settings.get(each.name, each.default) for each in self.fields[flow]}

    def names(self, settings: Mapping[str, Value]) -> dict[str, Value]:
        """What templates are filled with: the settings and what is derived from them."""
        return {**settings, **self.derive(settings)}

    def endpoints(self, settings: Mapping[str, Value]) -> Endpoints:
        """The OpenID provider's addresses for cleaned `settings`. Raises `TypeError` for SAML and LDAP."""
        if self.urls is None:
            raise TypeError(f"{self.label} has no OpenID endpoints.")
        names = self.names(settings)
        issuer = self.urls.issuer.format_map(names)
        discovery = str(settings.get("discovery_uri") or issuer.rstrip("/") + WELL_KNOWN)
        return Endpoints(
            issuer=issuer,
            authority=self.urls.authority.format_map(names).rstrip("/"),
            jwks_uri=str(settings.get("jwks_uri") or self.urls.jwks_uri.format_map(names)),
            discovery_uri=discovery,
        )

    def destinations(self, settings: Mapping[str, Value]) -> tuple[str, ...]:
        """Whom a check or a sign-in shows the secrets: they decide it, and nothing else does."""
        if self.urls is None:
            return (self.destination.format_map(self.names(settings)),) if self.destination else ()
        endpoints = self.endpoints(settings)
        return tuple(dict.fromkeys((endpoints.issuer, endpoints.discovery_uri)))


def refused_http(value: Value) -> str:
    return say(
        "'{value}' is not encrypted: use https, or start the portal with SSO_ALLOW_PRIVATE_ISSUERS=true if this "
        "provider is for development or in-house.",
        value=value,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Our application at one identity provider: a registration, free of the database.

    `settings` are cleaned ones. `secrets` has those that are known, by the catalogue's names; the
    caller may withhold them.
    """

    kind: Kind
    flow: Flow
    client_id: str = ""
    secrets: Mapping[str, Secret] = dataclasses.field(default_factory=dict)
    settings: Mapping[str, Value]

    @property
    def endpoints(self) -> Endpoints:
        return self.kind.endpoints(self.settings)

    @property
    def client_secret(self) -> Secret | None:
        return self.secrets.get(CLIENT_SECRET)
