"""One OpenMetadata installation: what its operator decides about it, whatever the provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sso_providers.catalogue import Field, FieldType, Release, UnknownName, Value, validators
from sso_providers.catalogue.fields import clean_all

from .settings import AUTHENTICATION, AUTHORIZER, JWT


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of openmetadata.yaml, by its path, that an operator may change for one installation."""

    path: str
    field: Field


def option(path: str, name: str, label: str, help: str, **more: object) -> Option:
    return Option(path, Field(name=name, label=label, help=help, required=False, **more))  # type: ignore[arg-type]


OPTIONS = (
    option(
        f"{AUTHORIZER}.allowedEmailRegistrationDomains",
        "registration_domains",
        "Mail domains that may register themselves",
        "For accounts without the identity provider, and for MCP OAuth; all allows every domain.",
        type=FieldType.LIST,
        default=("all",),
        example="acme.example",
        validate=validators.domain_or_all,
    ),
    option(
        f"{AUTHORIZER}.defaultOAuthRole",
        "default_oauth_role",
        "Role of newcomers by MCP OAuth",
        "An existing role; from 1.12.4 on.",
        example="DataConsumer",
        validate=validators.one_line,
    ),
    option(
        f"{AUTHENTICATION}.additionalTrustedRedirectUris",
        "trusted_redirect_uris",
        "Further redirect addresses",
        "For browser extensions and further host names, each to the letter; from 2.0 on.",
        type=FieldType.LINES,
        default=(),
        example="https://extension.chromiumapp.org/callback",
        validate=validators.redirect_uri,
    ),
    option(
        f"{AUTHENTICATION}.enableAutoRedirect",
        "auto_redirect",
        "Skip OpenMetadata's sign-in page",
        "From 1.11.5 on. Signing out then signs in again at once (OpenMetadata issue 25438).",
        type=FieldType.BOOLEAN,
        default=False,
        example="false",
    ),
    option(
        f"{AUTHENTICATION}.forceSecureSessionCookie",
        "force_secure_cookie",
        "Mark the session cookie as secure",
        "Behind a proxy that ends TLS, where the server itself sees plain http; from 1.10.5 on.",
        type=FieldType.BOOLEAN,
        default=False,
        example="true",
    ),
    option(
        f"{AUTHENTICATION}.maxActiveSessionsPerUser",
        "max_sessions",
        "Sessions that one person may have",
        "Beyond it the one that was not used for longest ends; from 2.0 on.",
        type=FieldType.INTEGER,
        default=5,
        minimum=1,
        example="5",
    ),
    option(
        f"{JWT}.rsapublicKeyFilePath",
        "jwt_public_key_path",
        "Public key of OpenMetadata's tokens",
        "A path that the server can read. The shipped key pair is known to everybody: replace it.",
        default="./conf/public_key.der",
        example="/etc/openmetadata/public_key.der",
        validate=validators.one_line,
    ),
    option(
        f"{JWT}.rsaprivateKeyFilePath",
        "jwt_private_key_path",
        "Private key of OpenMetadata's tokens",
        "A path that the server can read.",
        default="./conf/private_key.der",
        example="/etc/openmetadata/private_key.der",
        validate=validators.one_line,
    ),
    option(
        f"{JWT}.jwtissuer",
        "jwt_issuer",
        "Issuer of OpenMetadata's tokens",
        "Changing it makes the tokens of bots invalid.",
        default="open-metadata.org",
        example="metadata.acme.example",
        validate=validators.one_line,
    ),
    option(
        f"{JWT}.keyId",
        "jwt_key_id",
        "Key ID of OpenMetadata's tokens",
        "Any UUID that stays the same; changing it makes the tokens of bots invalid.",
        default="Gb389a-9f76-gdjs-a92j-0242bk94356",
        example="1f4c9c1e-8f0e-4a7e-9d2b-0a1b2c3d4e5f",
        validate=validators.one_line,
    ),
)
FIELDS = tuple(each.field for each in OPTIONS)


def clean_options(raw: Mapping[str, object]) -> dict[str, Value]:
    """Every option, validated and with defaults filled in. Raises `InvalidSettings`."""
    known = [each.name for each in FIELDS]
    return clean_all(FIELDS, raw, unknown=lambda name: str(UnknownName("OpenMetadata setting", name, known)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """`url` is the public address without a trailing slash. `options` are cleaned ones, or those
    that differ from OpenMetadata's own defaults."""

    url: str
    release: Release
    admin_principals: tuple[str, ...]
    principal_domain: str
    allowed_domains: tuple[str, ...]
    enforce_principal_domain: bool
    enable_secure_socket: bool
    use_roles_from_provider: bool
    self_signup: bool
    options: Mapping[str, Value] = field(default_factory=dict)

    @property
    def callback(self) -> str:
        return f"{self.url}/callback"

    @property
    def keys(self) -> str:
        """Where OpenMetadata shows the keys of its own tokens, those of bots among them."""
        return f"{self.url}/api/v1/system/config/jwks"

    def option(self, each: Option) -> Value:
        return self.options.get(each.field.name, each.field.default)
