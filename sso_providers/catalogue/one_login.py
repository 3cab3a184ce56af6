"""OneLogin, which OpenMetadata takes as any OpenID provider.

Facts: OpenMetadata's documentation "OneLogin SSO", its CustomOidcValidator, and
https://developers.onelogin.com/openid-connect/connect-to-onelogin
"""

from collections.abc import Mapping
from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use
from .values import Value

CONFIGURATION = "Applications › your application › Configuration"
SSO = "Applications › your application › SSO"

SUBDOMAIN = Field(
    name="subdomain",
    label="Subdomain",
    help="What stands before .onelogin.com in the address of your account.",
    why="Issuer, discovery address and keys are made from it.",
    where="the address of OneLogin's portal",
    example="acme",
    validate=validators.onelogin_subdomain,
)

# What the console calls it, and token_endpoint_auth_method in the API.
AUTH_METHODS = {"client_secret_basic": ("Basic", 0), "client_secret_post": ("POST", 1)}
NO_SECRET = ("None (PKCE)", 2)


def auth_method(settings: Mapping[str, Value]) -> dict[str, Value]:
    """How the application shows its secret at the token endpoint; a browser has none to show."""
    console, number = AUTH_METHODS.get(str(settings.get("client_authentication_method")), NO_SECRET)
    return {"auth_method": console, "auth_method_number": number}


STEPS = (
    "Open **Applications** › **Applications** and choose **Add App**; search for **OpenId Connect (OIDC)** and choose "
    "it.",
    "Enter *{name}* as **Display Name** and choose **Save**.",
    "On the **Configuration** tab, enter the addresses listed here and choose **Save**.",
)
PEOPLE_STEP = "On the **Users** or **Access** tab, give the application to those who may sign in."
PITFALLS = (
    "OneLogin takes up to 10 minutes to use changed addresses.",
    "Redirect addresses must be https, but for localhost.",
)
LOGIN_URL = ConsoleUrl(
    label="Login Url",
    templates=("{server}/signin",),
    use=Use.OTHER,
    help="Where the tile in OneLogin's portal leads.",
)

# The connector's ID is the same in every account: onelogin/terraform-provider-onelogin has it too.
# The shell's quoting leaves a number as it is; Terraform's makes it a text, as all of that map are.
APPLICATION = Recipe(
    tool="curl",
    language=Language.SHELL,
    before="bash, curl 7.76 or later, jq and, in ONELOGIN_CLIENT_ID and ONELOGIN_CLIENT_SECRET, API credentials with "
    "the scope Manage All (Developers › API Credentials).",
    documentation="https://developers.onelogin.com/api-docs/2/apps/create-app",
    template="""\
token=$(curl --fail-with-body --silent --show-error https://{subdomain}.onelogin.com/auth/oauth2/v2/token \\
  --config <(printf 'user = "%s:%s"\\n' "${{ONELOGIN_CLIENT_ID:?}}" "${{ONELOGIN_CLIENT_SECRET:?}}") \\
  --header 'Content-Type: application/json' \\
  --data '{{"grant_type": "client_credentials"}}' | jq --raw-output .access_token)
# Prints the application; sso holds the client_id, and the client_secret where there is one.
curl --fail-with-body https://{subdomain}.onelogin.com/api/2/apps \\
  --header @<(printf 'Authorization: bearer %s' "${{token:?}}") \\
  --header 'Content-Type: application/json' \\
  --data @- <<'JSON'
{{
  "connector_id": 108419,
  "name": {name_body},
  "configuration": {{
    "login_url": {others_first_body},
    "redirect_uri": {callbacks_comma_body},
    "post_logout_redirect_uri": {sign_outs_comma_body},
    "oidc_application_type": 0,
    "token_endpoint_auth_method": {auth_method_number}
  }}
}}
JSON
""",
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="ONELOGIN_API_URL (https://{subdomain}.onelogin.com), ONELOGIN_CLIENT_ID and ONELOGIN_CLIENT_SECRET in the "
    "environment say where and who. Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/onelogin/onelogin/latest/docs/resources/onelogin_oidc_apps",
    template="""\
terraform {{
  required_providers {{
    onelogin = {{
      source = "onelogin/onelogin"
    }}
  }}
}}

resource "onelogin_oidc_apps" "{resource}" {{
  connector_id = 108419
  name         = {name}

  configuration = {{
    login_url                  = {others_first}
    redirect_uri               = {callbacks_comma}
    post_logout_redirect_uri   = {sign_outs_comma}
    oidc_application_type      = 0
    token_endpoint_auth_method = {auth_method_number}
  }}
}}

output "client_id" {{
  value = nonsensitive(onelogin_oidc_apps.{resource}.sso.client_id)
}}
""",
)
SECRET_OUTPUT = """
output "client_secret" {{
  value     = onelogin_oidc_apps.{resource}.sso.client_secret
  sensitive = true
}}
"""

ONE_LOGIN = Kind(
    id="one-login",
    label="OneLogin",
    documentation="https://docs.open-metadata.org/latest/deployment/security/one-login",
    needs="Subdomain, client ID and secret",
    minutes=5,
    openmetadata_provider="custom-oidc",
    oidc_type="custom-oidc",
    urls=Endpoints(
        issuer="https://{subdomain}.onelogin.com/oidc/2",
        authority="https://{subdomain}.onelogin.com/oidc/2",
        jwks_uri="https://{subdomain}.onelogin.com/oidc/2/certs",
    ),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the application.",
        why="It tells OneLogin which application asks; it is sent with every sign-in.",
        where=SSO,
        example="a1b2c3d0-1234-0139-abcd-0a1b2c3d4e5f12345",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client Secret",
        help="Choose Show client secret.",
        why="With it the server proves that it is the application. Whoever has it can pose as OpenMetadata.",
        where=SSO,
    ),
    fields={
        Flow.CODE: for_code(SUBDOMAIN, prompts=("", "consent", "login")),
        # Without an authentication at the token endpoint, OneLogin's clients use code with PKCE.
        Flow.IMPLICIT: for_implicit(SUBDOMAIN, response_type="code"),
    },
    rules=RULES,
    derive=auth_method,
    guides={
        Flow.CODE: Guide(
            console="OneLogin",
            urls_at=CONFIGURATION,
            grants="Authorization code",
            steps=(
                *STEPS,
                "On the **SSO** tab, set **Token Endpoint** › **Authentication Method** to **{auth_method}**, and copy "
                "**Client ID** and **Client Secret**.",
                PEOPLE_STEP,
            ),
            urls=(
                LOGIN_URL,
                ConsoleUrl(label="Redirect URI's", templates=("{server}/callback",)),
                ConsoleUrl(label="Post Logout Redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            staff_callback_label="Redirect URI's",
            staff_sign_out_label="Post Logout Redirect URIs",
            pitfalls=PITFALLS,
            recipes=(APPLICATION, replace(RESOURCE, template=RESOURCE.template + SECRET_OUTPUT)),
        ),
        Flow.IMPLICIT: Guide(
            console="OneLogin",
            urls_at=CONFIGURATION,
            grants="Authorization code with PKCE",
            steps=(
                *STEPS,
                "On the **SSO** tab, set **Token Endpoint** › **Authentication Method** to **{auth_method}**, and copy "
                "**Client ID**.",
                PEOPLE_STEP,
            ),
            urls=(
                LOGIN_URL,
                ConsoleUrl(label="Redirect URI's", templates=("{server}/callback", "{server}/silent-callback")),
                ConsoleUrl(label="Post Logout Redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            pitfalls=(
                *PITFALLS,
                "Many servers from 1.9 on ask for an id_token whatever the response type says (issue 29597), which "
                "None (PKCE) does not give: prefer the authorization code flow.",
            ),
            recipes=(APPLICATION, RESOURCE),
        ),
    },
)
