"""Okta. Facts: OpenMetadata's documentation "Okta SSO" and its OktaAuthValidator."""

from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use

GENERAL = "Applications › your application › General"

DOMAIN = Field(
    name="domain",
    label="Okta domain",
    help="Of your organisation, without -admin; or its custom domain.",
    why="Issuer and keys are made from it; tokens never come from the Admin Console's host, with -admin in it.",
    where="the menu under your name, at the top right of the Admin Console",
    example="acme.okta.com",
    validate=validators.okta_domain,
)
AUTHORIZATION_SERVER = Field(
    name="authorization_server",
    label="Authorization server",
    help="The name or ID of a custom authorization server, as in its Issuer URI behind /oauth2/. "
    "OpenMetadata 1.10 and later refuse the organisation's own server, whose issuer is the bare domain.",
    why="Each one is an issuer with keys of its own, and OpenMetadata compares both from 1.10 on.",
    where="Security › API › Authorization Servers",
    example="default",
    required=False,
    default="default",
    validate=validators.authorization_server,
)

CREATE_STEP = (
    "Open **Applications** › **Applications** and choose **Create App Integration**, **OIDC - OpenID Connect**"
)
ADDRESSES_STEP = (
    "Name it *{name}*, tick **Authorization Code** and **Refresh Token** under **Grant type**, and enter the addresses "
    "listed here."
)
LAST_STEPS = (
    "Under **Assignments**, choose who may sign in.",
    "Open **Security** › **API** › **Authorization Servers** › {authorization_server}: set **Issuer** to **Okta URL**, "
    "and under **Access Policies** give this client a policy with a rule.",
)
PITFALLS = (
    "OpenMetadata 1.10 and later refuse the keys of the organisation's own server, …/oauth2/v1/keys (issue 24334): "
    "use a custom authorization server, which production organisations have with API Access Management.",
    "Without an access policy that covers this client, Okta answers access_denied.",
)

# The `okta` command takes too few settings; this is the API that it calls. The token stays out of the process list.
APPLICATION = Recipe(
    tool="curl",
    language=Language.SHELL,
    before="bash, curl 7.76 or later and, in OKTA_API_TOKEN, the token of an administrator who may make applications "
    "(Security › API › Tokens).",
    documentation="https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Application/",
    template="""\
# Prints the application; credentials.oauthClient holds the client_id, and the client_secret where there is one.
curl --fail-with-body https://{domain}/api/v1/apps \\
  --header @<(printf 'Authorization: SSWS %s' "${{OKTA_API_TOKEN:?}}") \\
  --header 'Content-Type: application/json' \\
  --data @- <<'JSON'
{{
  "name": "oidc_client",
  "label": {name_body},
  "signOnMode": "OPENID_CONNECT",
  "credentials": {{
    "oauthClient": {{"token_endpoint_auth_method": {client_authentication_method_body}}}
  }},
  "settings": {{
    "oauthClient": {{
      "application_type": "web",
      "grant_types": ["authorization_code", "refresh_token"],
      "response_types": ["code"],
      "redirect_uris": {callbacks_body},
      "post_logout_redirect_uris": {sign_outs_body}
    }}
  }}
}}
JSON
""",
)
BROWSER_APPLICATION = replace(
    APPLICATION,
    template=APPLICATION.template.replace("{client_authentication_method_body}", '"none"').replace('"web"', '"browser"')
    + """\
echo 'Now add as Trusted Origins, with CORS and Redirect (Security › API › Trusted Origins):'
printf '  %s\\n' {origins}
""",
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="OKTA_ORG_NAME, OKTA_BASE_URL and OKTA_API_TOKEN in the environment say where and who. "
    "Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/okta/okta/latest/docs/resources/app_oauth",
    template="""\
terraform {{
  required_providers {{
    okta = {{
      source = "okta/okta"
    }}
  }}
}}

resource "okta_app_oauth" "{resource}" {{
  label                      = {name}
  type                       = "web"
  grant_types                = ["authorization_code", "refresh_token"]
  response_types             = ["code"]
  redirect_uris              = {callbacks}
  post_logout_redirect_uris  = {sign_outs}
  token_endpoint_auth_method = {client_authentication_method}
}}

output "client_id" {{
  value = okta_app_oauth.{resource}.client_id
}}
""",
)
SECRET_OUTPUT = """
output "client_secret" {{
  value     = okta_app_oauth.{resource}.client_secret
  sensitive = true
}}
"""
BROWSER_RESOURCE = replace(
    RESOURCE,
    before="OKTA_ORG_NAME, OKTA_BASE_URL and OKTA_API_TOKEN in the environment say where and who.",
    template="# Add these as Trusted Origins too, with CORS and Redirect: {origins}\n"
    + RESOURCE.template.replace("{client_authentication_method}", '"none"').replace('"web"', '"browser"'),
)

OKTA = Kind(
    id="okta",
    label="Okta",
    documentation="https://docs.open-metadata.org/latest/deployment/security/okta",
    needs="Okta domain, client ID and secret",
    minutes=10,
    openmetadata_provider="okta",
    oidc_type="okta",
    urls=Endpoints(
        issuer="https://{domain}/oauth2/{authorization_server}",
        authority="https://{domain}/oauth2/{authorization_server}",
        jwks_uri="https://{domain}/oauth2/{authorization_server}/v1/keys",
    ),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the application.",
        why="It tells Okta which application asks; it is sent with every sign-in.",
        where=f"{GENERAL} › Client Credentials",
        example="0oa1b2c3d4e5f6g7h8i9",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client secret",
        help="Listed under CLIENT SECRETS.",
        why="With it the server proves that it is the application. Whoever has it can pose as OpenMetadata.",
        where=f"{GENERAL} › Client Credentials",
    ),
    fields={
        Flow.CODE: for_code(DOMAIN, AUTHORIZATION_SERVER, prompts=("", "consent", "login")),
        Flow.IMPLICIT: for_implicit(DOMAIN, AUTHORIZATION_SERVER),
    },
    rules=RULES,
    guides={
        Flow.CODE: Guide(
            console="Okta",
            urls_at=f"{GENERAL} › LOGIN",
            grants="Authorization Code, Refresh Token",
            steps=(
                CREATE_STEP + " and **Web Application**.",
                ADDRESSES_STEP,
                "From **General**, copy **Client ID** and the **Client secret**.",
                *LAST_STEPS,
            ),
            urls=(
                ConsoleUrl(label="Sign-in redirect URIs", templates=("{server}/callback",)),
                ConsoleUrl(label="Sign-out redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            staff_callback_label="Sign-in redirect URIs",
            staff_sign_out_label="Sign-out redirect URIs",
            pitfalls=(
                *PITFALLS,
                "Sessions are renewed only with the scope offline_access, which needs the grant type Refresh Token.",
            ),
            recipes=(APPLICATION, replace(RESOURCE, template=RESOURCE.template + SECRET_OUTPUT)),
        ),
        Flow.IMPLICIT: Guide(
            console="Okta",
            urls_at=f"{GENERAL} › LOGIN",
            grants="Authorization Code with PKCE, Refresh Token",
            steps=(
                CREATE_STEP + " and **Single-Page Application**.",
                ADDRESSES_STEP + " **Base URIs** stands under **Trusted Origins**.",
                "From **General**, copy **Client ID**.",
                *LAST_STEPS,
            ),
            urls=(
                ConsoleUrl(label="Sign-in redirect URIs", templates=("{server}/callback", "{server}/silent-callback")),
                ConsoleUrl(label="Sign-out redirect URIs", templates=("{server}",), use=Use.SIGN_OUT),
                ConsoleUrl(label="Base URIs", templates=("{server}",), use=Use.ORIGIN),
            ),
            pitfalls=(
                *PITFALLS,
                "OpenMetadata's page uses Okta's own library: code with PKCE and the scope offline_access, "
                "so the application needs the grant type Refresh Token.",
            ),
            recipes=(BROWSER_APPLICATION, BROWSER_RESOURCE),
        ),
    },
)
