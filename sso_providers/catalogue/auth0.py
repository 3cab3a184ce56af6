"""Auth0. Facts: OpenMetadata's documentation "Auth0 SSO" and its Auth0AuthValidator."""

from collections.abc import Mapping
from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use
from .values import Value

DOMAIN = Field(
    name="domain",
    label="Domain",
    help="Your Auth0 tenant's domain, or its custom domain.",
    why="Issuer, discovery address and keys are made from it. A tenant with a custom domain has two; take the one "
    "that people see.",
    where="Applications › your application › Settings › Basic Information",
    example="acme.eu.auth0.com",
    validate=validators.domain,
)

AUTH_METHODS = {"client_secret_post": "Post", "client_secret_basic": "Basic"}


def auth_method(settings: Mapping[str, Value]) -> dict[str, Value]:
    """How the application shows its secret, by the CLI's names; a browser has none to show."""
    return {"auth_method": AUTH_METHODS.get(str(settings.get("client_authentication_method")), "None")}


COPY_STEP = "On the **Settings** tab, copy **Domain** and **Client ID** from **Basic Information**"
PITFALLS = (
    "Claims with a namespace (https://…/email) can't be mapped: OpenMetadata refuses their names from 1.11.5 on.",
    "From 1.10 on, saving in OpenMetadata's own page also tries a client_credentials grant for "
    "https://{domain}/api/v2/; the application needs that grant, or the save is refused.",
)

APPLICATION = Recipe(
    tool="auth0",
    language=Language.SHELL,
    before="Install the Auth0 CLI and run auth0 login for the tenant {domain}.",
    documentation="https://auth0.github.io/auth0-cli/auth0_apps_create.html",
    template="""\
# Prints the client ID, and the client secret: they are shown to you alone.
auth0 apps create \\
  --name={name} \\
  --type=regular \\
  --auth-method={auth_method} \\
  --grants=code,refresh-token \\
  --callbacks={callbacks_comma} \\
  --logout-urls={sign_outs_comma} \\
  --reveal-secrets
""",
)
BROWSER_APPLICATION = replace(
    APPLICATION,
    template="""\
# Prints the client ID.
auth0 apps create \\
  --name={name} \\
  --type=spa \\
  --auth-method={auth_method} \\
  --grants=code,refresh-token \\
  --callbacks={callbacks_comma} \\
  --logout-urls={sign_outs_comma} \\
  --web-origins={origins_comma}
""",
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="AUTH0_DOMAIN ({domain}), AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET of a machine-to-machine application "
    "in the environment say where and who. Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/auth0/auth0/latest/docs/resources/client",
    template="""\
terraform {{
  required_providers {{
    auth0 = {{
      source = "auth0/auth0"
    }}
  }}
}}

resource "auth0_client" "{resource}" {{
  name                = {name}
  app_type            = "regular_web"
  oidc_conformant     = true
  grant_types         = ["authorization_code", "refresh_token"]
  callbacks           = {callbacks}
  allowed_logout_urls = {sign_outs}
  web_origins         = {origins}

  jwt_configuration {{
    alg = "RS256"
  }}
}}

resource "auth0_client_credentials" "{resource}" {{
  client_id             = auth0_client.{resource}.id
  authentication_method = {client_authentication_method}
}}

output "client_id" {{
  value = auth0_client.{resource}.client_id
}}
""",
)
SECRET_OUTPUT = """
output "client_secret" {{
  value     = auth0_client_credentials.{resource}.client_secret
  sensitive = true
}}
"""
BROWSER_RESOURCE = replace(
    RESOURCE,
    before=RESOURCE.before.removesuffix(" Terraform's state will hold the client secret."),
    template=RESOURCE.template.replace("regular_web", "spa").replace("{client_authentication_method}", '"none"'),
)

AUTH0 = Kind(
    id="auth0",
    label="Auth0",
    documentation="https://docs.open-metadata.org/latest/deployment/security/auth0",
    needs="Domain, client ID and secret",
    minutes=5,
    openmetadata_provider="auth0",
    oidc_type="auth0",
    # The issuer ends in a slash (its discovery document says so); OpenMetadata's authority must not.
    urls=Endpoints(
        issuer="https://{domain}/",
        authority="https://{domain}",
        jwks_uri="https://{domain}/.well-known/jwks.json",
    ),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the application.",
        why="It tells Auth0 which application asks; it is sent with every sign-in.",
        where="Applications › your application › Settings › Basic Information",
        example="AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client Secret",
        help="Shown beside the client ID.",
        why="With it the server proves that it is the application. Whoever has it can pose as OpenMetadata.",
        where="Applications › your application › Settings › Basic Information",
    ),
    fields={Flow.CODE: for_code(DOMAIN), Flow.IMPLICIT: for_implicit(DOMAIN)},
    rules=RULES,
    derive=auth_method,
    guides={
        Flow.CODE: Guide(
            console="Auth0",
            urls_at="Applications › your application › Settings › Application URIs",
            grants="Authorization Code, Refresh Token",
            steps=(
                "Open **Applications** › **Applications** and choose **Create Application**.",
                "Name it *{name}* and choose **Regular Web Applications**.",
                COPY_STEP + ", and **Client Secret** too.",
                "Under **Application URIs**, enter the addresses listed here and choose **Save Changes**.",
            ),
            urls=(
                ConsoleUrl(label="Allowed Callback URLs", templates=("{server}/callback",)),
                ConsoleUrl(label="Allowed Logout URLs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            staff_callback_label="Allowed Callback URLs",
            staff_sign_out_label="Allowed Logout URLs",
            staff_back_channel_label="Back-Channel Logout URI",
            pitfalls=(
                *PITFALLS,
                "**Back-Channel Logout URI** stands under **OpenID Connect Back-Channel Logout**, in Enterprise plans "
                "only.",
            ),
            recipes=(APPLICATION, replace(RESOURCE, template=RESOURCE.template + SECRET_OUTPUT)),
        ),
        Flow.IMPLICIT: Guide(
            console="Auth0",
            urls_at="Applications › your application › Settings › Application URIs",
            grants="Authorization Code with PKCE, Refresh Token",
            steps=(
                "Open **Applications** › **Applications** and choose **Create Application**.",
                "Name it *{name}* and choose **Single Page Web Applications**.",
                COPY_STEP + ".",
                "Under **Application URIs**, enter the addresses listed here and choose **Save Changes**.",
            ),
            urls=(
                ConsoleUrl(
                    label="Allowed Callback URLs",
                    templates=("{server}/callback", "{server}/silent-callback"),
                ),
                ConsoleUrl(label="Allowed Logout URLs", templates=("{server}",), use=Use.SIGN_OUT),
                ConsoleUrl(label="Allowed Web Origins", templates=("{server}",), use=Use.ORIGIN),
            ),
            pitfalls=PITFALLS,
            recipes=(BROWSER_APPLICATION, BROWSER_RESOURCE),
        ),
    },
)
