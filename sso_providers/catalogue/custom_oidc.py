"""Any OpenID Connect provider. Facts: OpenMetadata's documentation "Custom OIDC SSO" and its CustomOidcValidator."""

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field, FieldType, Section
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Use

ISSUER = Field(
    name="issuer",
    label="Issuer",
    help="Exactly as the discovery document's issuer says, trailing slash included.",
    why="Authority and discovery address are made from it, and this portal refuses tokens that name another one.",
    where="the issuer of the provider's discovery document, …/.well-known/openid-configuration",
    example="https://id.acme.example/realms/acme",
    type=FieldType.URL,
    validate=validators.issuer,
)
JWKS = Field(
    name="jwks_uri",
    label="Signing keys",
    help="The jwks_uri of the discovery document, to the letter: OpenMetadata checks tokens with these keys.",
    why="The server checks every token with these keys, and from 1.10 on refuses an address that differs from the "
    "discovery document.",
    where="the jwks_uri of the provider's discovery document",
    example="https://id.acme.example/realms/acme/protocol/openid-connect/certs",
    type=FieldType.URL,
    validate=validators.url,
)
DISCOVERY = Field(
    name="discovery_uri",
    label="Discovery address for the server",
    help="Only where OpenMetadata's server reaches the provider under another name than a browser does. "
    "Blank is the issuer's own.",
    why="In a container the public name can lead nowhere, and localhost is the container itself.",
    example="https://id.internal.acme.example/.well-known/openid-configuration",
    type=FieldType.URL,
    section=Section.ADVANCED,
    required=False,
    validate=validators.discovery,
)

PITFALLS = (
    "In a container, localhost is the container: use a name that the server and people's browsers both resolve.",
    "Every person needs an e-mail address at the provider, or OpenMetadata makes one from the principal domain.",
)
REGISTER_STEP = "In the provider's console, register an application called *{name}*"

CUSTOM_OIDC = Kind(
    id="custom-oidc",
    label="Any OpenID Connect provider",
    documentation="https://docs.open-metadata.org/latest/deployment/security/custom-oidc",
    needs="Issuer, client ID and secret",
    minutes=10,
    openmetadata_provider="custom-oidc",
    oidc_type="custom-oidc",
    urls=Endpoints(issuer="{issuer}", authority="{issuer}", jwks_uri="{jwks_uri}"),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the application.",
        why="It tells the provider which application asks; it is sent with every sign-in.",
        example="open-metadata",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client secret",
        help="From the provider's console.",
        why="With it the server proves that it is the application. Whoever has it can pose as OpenMetadata.",
    ),
    fields={
        Flow.CODE: for_code(ISSUER, JWKS, DISCOVERY),
        Flow.IMPLICIT: for_implicit(ISSUER, JWKS),
    },
    rules=RULES,
    guides={
        Flow.CODE: Guide(
            console="your provider",
            urls_at="The application's redirect and sign-out addresses",
            grants="Authorization code",
            steps=(
                REGISTER_STEP + " as a **confidential** (web) client with the **authorization code** flow.",
                "Enter the addresses listed here and allow the scopes openid, email and profile.",
                "Copy the **client ID** and the **client secret**.",
                "Open the discovery document, {issuer}/.well-known/openid-configuration, and copy **issuer** "
                "and **jwks_uri**.",
            ),
            urls=(
                ConsoleUrl(label="Redirect URI", templates=("{server}/callback",)),
                ConsoleUrl(label="Post-logout redirect URI", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            staff_callback_label="Redirect URI",
            staff_sign_out_label="Post-logout redirect URI",
            staff_back_channel_label="Back-channel logout URI",
            pitfalls=PITFALLS,
        ),
        Flow.IMPLICIT: Guide(
            console="your provider",
            urls_at="The application's redirect, sign-out and origin addresses",
            grants="Implicit, with an ID token",
            steps=(
                REGISTER_STEP + " as a **public** (single-page) client with the **implicit** flow and ID tokens.",
                "Enter the addresses listed here and allow the scopes openid, email and profile.",
                "Copy the **client ID**.",
                "Open the discovery document, {issuer}/.well-known/openid-configuration, and copy **issuer** "
                "and **jwks_uri**.",
            ),
            urls=(
                ConsoleUrl(
                    label="Redirect URI",
                    templates=("{server}/callback", "{server}/silent-callback"),
                ),
                ConsoleUrl(label="Post-logout redirect URI", templates=("{server}",), use=Use.SIGN_OUT),
                ConsoleUrl(label="Web origin", templates=("{server}",), use=Use.ORIGIN),
            ),
            pitfalls=(
                *PITFALLS,
                "Most releases ask for an id_token in the browser whatever the response type says: "
                "allow the implicit flow at the provider.",
            ),
        ),
    },
)
