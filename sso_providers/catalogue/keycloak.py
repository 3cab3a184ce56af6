"""Keycloak, which OpenMetadata takes as any OpenID provider.

Facts: OpenMetadata's documentation "Keycloak SSO" and its CustomOidcValidator.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field, FieldType, Section
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use
from .values import Value

SETTINGS = "Clients › your client › Settings › Access settings"

SERVER_URL = Field(
    name="server_url",
    label="Keycloak's address",
    help="As people's browsers open it, up to where /realms begins: Keycloak 16 and older, and servers with that "
    "relative path, have /auth at its end.",
    why="The issuer in every token begins with it: the same server under another name is another issuer.",
    where="the address of Keycloak's Admin Console, without /admin",
    example="https://id.acme.example",
    type=FieldType.URL,
    validate=validators.keycloak_server,
)
REALM = Field(
    name="realm",
    label="Realm",
    help="Its name, not its display name; capitals count.",
    why="Each realm is an issuer with people of its own.",
    where="Realm settings › General › Realm name",
    example="acme",
    validate=validators.realm,
)
DISCOVERY = Field(
    name="discovery_uri",
    label="Discovery address for the server",
    help="Only where OpenMetadata's server reaches Keycloak under another name than a browser does. "
    "Blank is the realm's own.",
    why="In a container the public name can lead nowhere, and localhost is the container itself.",
    example="https://keycloak.internal.acme.example/realms/acme/.well-known/openid-configuration",
    type=FieldType.URL,
    section=Section.ADVANCED,
    required=False,
    validate=validators.discovery,
)
JWKS = Field(
    name="jwks_uri",
    label="Signing keys' address for the server",
    help="Only where OpenMetadata's server reaches Keycloak under another name than a browser does. "
    "From 1.10 on, OpenMetadata's own page wants it as the discovery document has it.",
    why="The server fetches these keys to check each token: where it can't, every call is refused.",
    example="https://keycloak.internal.acme.example/realms/acme/protocol/openid-connect/certs",
    type=FieldType.URL,
    section=Section.ADVANCED,
    required=False,
    validate=validators.url,
)


def realm_url(settings: Mapping[str, Value]) -> dict[str, Value]:
    """The issuer: Keycloak percent-encodes the realm's name in it."""
    server, realm = str(settings.get("server_url", "")), str(settings.get("realm", ""))
    return {"realm_url": f"{server}/realms/{quote(realm, safe='')}" if server and realm else ""}


CREATE_STEPS = (
    "In the **Admin Console**, choose the realm {realm}, open **Clients** and choose **Create client**.",
    "Leave **Client type** at **OpenID Connect**; enter a **Client ID**, such as open-metadata, and *{name}* as "
    "**Name**, and choose **Next**.",
)
ADDRESSES_STEP = "Choose **Next**, enter the addresses listed here and choose **Save**."
PITFALLS = (
    "In a container, localhost is the container: use a name that the server and people's browsers both resolve, "
    "or give the server addresses of its own under Advanced.",
    "Every person needs an e-mail address in Keycloak, or OpenMetadata makes one from the principal domain.",
    "OpenMetadata's Java must trust the certificate of {server_url}: a private authority goes into its trust store.",
)

# kcadm.sh asks for the password; the client's attributes join several addresses with ##.
CLIENT = Recipe(
    tool="kcadm.sh",
    language=Language.SHELL,
    before="kcadm.sh is in Keycloak's bin folder. KEYCLOAK_ADMIN names an administrator of the realm master, "
    "if that is not admin; the password is asked for.",
    documentation="https://www.keycloak.org/docs/latest/server_admin/#admin-cli",
    template="""\
kcadm.sh config credentials --server {server_url} --realm master --user "${{KEYCLOAK_ADMIN:-admin}}"
id=$(kcadm.sh create clients -r {realm} -i -f - <<'JSON'
{{
  "protocol": "openid-connect",
  "clientId": {client_id_body},
  "name": {name_body},
  "publicClient": false,
  "standardFlowEnabled": true,
  "implicitFlowEnabled": false,
  "directAccessGrantsEnabled": false,
  "redirectUris": {callbacks_body},
  "webOrigins": {origins_body},
  "attributes": {{"post.logout.redirect.uris": {sign_outs_hashes_body}}}
}}
JSON
)
""",
)
PRINT_SECRET = """\
# Prints the client secret: it is shown to you alone.
kcadm.sh get "clients/${{id:?}}/client-secret" -r {realm} --fields value --format csv --noquotes
"""
PUBLIC_CLIENT = replace(
    CLIENT,
    template=CLIENT.template.replace('"publicClient": false', '"publicClient": true').replace(
        '"implicitFlowEnabled": false', '"implicitFlowEnabled": true'
    )
    + 'echo "Made the client ${{id:?}}."\n',
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="KEYCLOAK_CLIENT_ID (admin-cli), KEYCLOAK_USER and KEYCLOAK_PASSWORD in the environment say who. "
    "Keycloak with /auth in its address needs base_path too. Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/keycloak/keycloak/latest/docs/resources/openid_client",
    template="""\
terraform {{
  required_providers {{
    keycloak = {{
      source = "keycloak/keycloak"
    }}
  }}
}}

provider "keycloak" {{
  url = {server_url}
}}

resource "keycloak_openid_client" "{resource}" {{
  realm_id                        = {realm}
  client_id                       = {client_id}
  name                            = {name}
  access_type                     = "CONFIDENTIAL"
  standard_flow_enabled           = true
  implicit_flow_enabled           = false
  valid_redirect_uris             = {callbacks}
  valid_post_logout_redirect_uris = {sign_outs}
  web_origins                     = {origins}
}}
""",
)
SECRET_OUTPUT = """
output "client_secret" {{
  value     = keycloak_openid_client.{resource}.client_secret
  sensitive = true
}}
"""
PUBLIC_RESOURCE = replace(
    RESOURCE,
    before=RESOURCE.before.removesuffix(" Terraform's state will hold the client secret."),
    template=RESOURCE.template.replace("CONFIDENTIAL", "PUBLIC").replace(
        "implicit_flow_enabled           = false", "implicit_flow_enabled           = true"
    ),
)

KEYCLOAK = Kind(
    id="keycloak",
    label="Keycloak",
    documentation="https://docs.open-metadata.org/latest/deployment/security/keycloak",
    needs="Address, realm, client ID and secret",
    minutes=5,
    openmetadata_provider="custom-oidc",
    oidc_type="custom-oidc",
    urls=Endpoints(
        issuer="{realm_url}",
        authority="{realm_url}",
        jwks_uri="{realm_url}/protocol/openid-connect/certs",
    ),
    derive=realm_url,
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="The name that you give the client.",
        why="It tells Keycloak which client asks; it is sent with every sign-in.",
        where="Clients › your client › Settings › General settings",
        example="open-metadata",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client Secret",
        help="Keycloak makes it when Client authentication is on.",
        why="With it the server proves that it is the client. Whoever has it can pose as OpenMetadata.",
        where="Clients › your client › Credentials",
    ),
    fields={
        Flow.CODE: for_code(SERVER_URL, REALM, DISCOVERY, JWKS, prompts=("", "consent", "login")),
        Flow.IMPLICIT: for_implicit(SERVER_URL, REALM, JWKS),
    },
    rules=RULES,
    guides={
        Flow.CODE: Guide(
            console="Keycloak",
            urls_at=SETTINGS,
            grants="Standard flow",
            steps=(
                *CREATE_STEPS,
                "Switch **Client authentication** on, and tick **Standard flow** alone.",
                ADDRESSES_STEP,
                "From the **Credentials** tab, copy **Client Secret**.",
            ),
            urls=(
                ConsoleUrl(label="Valid redirect URIs", templates=("{server}/callback",)),
                ConsoleUrl(label="Valid post logout redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
                ConsoleUrl(label="Web origins", templates=("{server}",), use=Use.ORIGIN),
            ),
            staff_callback_label="Valid redirect URIs",
            staff_sign_out_label="Valid post logout redirect URIs",
            staff_back_channel_label="Backchannel logout URL",
            pitfalls=(
                *PITFALLS,
                "**Backchannel logout URL** stands under **Logout settings**. Keycloak calls it only while **Front "
                "channel logout** is off.",
                "From 1.10 on, saving in OpenMetadata's own page also tries a client_credentials grant: "
                "if it is refused, tick Service accounts roles too.",
            ),
            recipes=(
                replace(CLIENT, template=CLIENT.template + PRINT_SECRET),
                replace(RESOURCE, template=RESOURCE.template + SECRET_OUTPUT),
            ),
        ),
        Flow.IMPLICIT: Guide(
            console="Keycloak",
            urls_at=SETTINGS,
            grants="Standard flow and Implicit flow",
            steps=(
                *CREATE_STEPS,
                "Leave **Client authentication** off, and tick **Standard flow** and **Implicit flow**.",
                ADDRESSES_STEP,
            ),
            urls=(
                ConsoleUrl(label="Valid redirect URIs", templates=("{server}/callback", "{server}/silent-callback")),
                ConsoleUrl(label="Valid post logout redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
                ConsoleUrl(label="Web origins", templates=("{server}",), use=Use.ORIGIN),
            ),
            pitfalls=(
                *PITFALLS,
                "Many servers from 1.9 on ask for an id_token whatever the response type says (issue 29597), "
                "which Keycloak gives only with Implicit flow ticked.",
            ),
            recipes=(PUBLIC_CLIENT, PUBLIC_RESOURCE),
        ),
    },
)
