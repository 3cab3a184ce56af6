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


OPTIONS = (
    Option(
        f"{AUTHORIZER}.allowedEmailRegistrationDomains",
        Field(
            name="registration_domains",
            label="Mail domains that may register themselves",
            help="For accounts without the identity provider, and for MCP OAuth; all allows every domain.",
            required=False,
            type=FieldType.LIST,
            default=("all",),
            example="acme.example",
            validate=validators.domain_or_all,
        ),
    ),
    Option(
        f"{AUTHORIZER}.defaultOAuthRole",
        Field(
            name="default_oauth_role",
            label="Role of newcomers by MCP OAuth",
            help="An existing role; from 1.12.4 on.",
            required=False,
            example="DataConsumer",
            validate=validators.one_line,
        ),
    ),
    Option(
        f"{AUTHENTICATION}.additionalTrustedRedirectUris",
        Field(
            name="trusted_redirect_uris",
            label="Further redirect addresses",
            help="For browser extensions and further host names, each to the letter; from 2.0 on.",
            required=False,
            type=FieldType.LINES,
            default=(),
            example="https://extension.chromiumapp.org/callback",
            validate=validators.redirect_uri,
        ),
    ),
    Option(
        f"{AUTHENTICATION}.enableAutoRedirect",
        Field(
            name="auto_redirect",
            label="Skip OpenMetadata's sign-in page",
            help="From 1.11.5 on. Signing out then signs in again at once (OpenMetadata issue 25438).",
            required=False,
            type=FieldType.BOOLEAN,
            default=False,
            example="false",
        ),
    ),
    Option(
        f"{AUTHENTICATION}.forceSecureSessionCookie",
        Field(
            name="force_secure_cookie",
            label="Mark the session cookie as secure",
            help="Behind a proxy that ends TLS, where the server itself sees plain http; from 1.10.5 on.",
            required=False,
            type=FieldType.BOOLEAN,
            default=False,
            example="true",
        ),
    ),
    Option(
        f"{AUTHENTICATION}.maxActiveSessionsPerUser",
        Field(
            name="max_sessions",
            label="Sessions that one person may have",
            help="Beyond it the one that was not used for longest ends; from 2.0 on.",
            required=False,
            type=FieldType.INTEGER,
            default=5,
            minimum=1,
            example="5",
        ),
    ),
    Option(
        f"{JWT}.rsapublicKeyFilePath",
        Field(
            name="jwt_public_key_path",
            label="Public key of OpenMetadata's tokens",
            help="A path that the server can read. The shipped key pair is known to everybody: replace it.",
            required=False,
            default="./conf/public_key.der",
            example="/etc/openmetadata/public_key.der",
            validate=validators.one_line,
        ),
    ),
    Option(
        f"{JWT}.rsaprivateKeyFilePath",
        Field(
            name="jwt_private_key_path",
            label="Private key of OpenMetadata's tokens",
            help="A path that the server can read.",
            required=False,
            default="./conf/private_key.der",
            example="/etc/openmetadata/private_key.der",
            validate=validators.one_line,
        ),
    ),
    Option(
        f"{JWT}.jwtissuer",
        Field(
            name="jwt_issuer",
            label="Issuer of OpenMetadata's tokens",
            help="Changing it makes the tokens of bots invalid.",
            required=False,
            default="open-metadata.org",
            example="metadata.acme.example",
            validate=validators.one_line,
        ),
    ),
    Option(
        f"{JWT}.keyId",
        Field(
            name="jwt_key_id",
            label="Key ID of OpenMetadata's tokens",
            help="Any UUID that stays the same; changing it makes the tokens of bots invalid.",
            required=False,
            default="Gb389a-9f76-gdjs-a92j-0242bk94356",
            example="1f4c9c1e-8f0e-4a7e-9d2b-0a1b2c3d4e5f",
            validate=validators.one_line,
        ),
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
