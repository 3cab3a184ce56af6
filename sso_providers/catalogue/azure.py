"""Microsoft Entra ID. Facts: OpenMetadata's documentation "Azure SSO" and its AzureAuthValidator."""

from collections.abc import Mapping
from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use
from .values import Value

TENANT = Field(
    name="tenant_id",
    label="Directory (tenant) ID",
    help="A GUID, not a domain: OpenMetadata builds the discovery address from it and looks at nothing else.",
    why="Without it, OpenMetadata's server asks Entra's tenant common, which lets in accounts of any organisation.",
    where="App registrations › your application › Overview",
    example="c1123b7c-b1b2-4854-9a01-56ab3de29500",
    validate=validators.tenant,
)

REGISTER_STEPS = (
    "Open **App registrations** and choose **New registration**.",
    "Name it *{name}*; under **Supported account types** choose **Accounts in this organizational directory only**.",
)
COPY_STEP = "From **Overview**, copy **Application (client) ID** and **Directory (tenant) ID**."
PITFALLS = (
    "If **Assignment required?** is on under **Enterprise applications** › **Properties**, "
    "people must be assigned before they can sign in.",
    "The authority is https://login.microsoftonline.com/{tenant_id}, without /oauth2 or /authorize behind it.",
)

# `az ad app` has no option for the addresses of a single-page application or for signing out: Microsoft Graph has.
APPLICATION = Recipe(
    tool="az",
    language=Language.SHELL,
    before="Install the Azure CLI and run az login --tenant {tenant_id} --allow-no-subscriptions.",
    documentation="https://learn.microsoft.com/en-us/cli/azure/ad/app",
    template="""\
client_id=$(az ad app create \\
  --display-name={name} \\
  --sign-in-audience=AzureADMyOrg \\
  --query=appId --output=tsv)
az rest --method=PATCH --url="https://graph.microsoft.com/v1.0/applications(appId='${{client_id:?}}')" \\
  --headers=Content-Type=application/json --body=@- <<'JSON'
{{
  "web": {{"redirectUris": {callbacks_body}, "logoutUrl": {server_body}}}
}}
JSON
az ad sp create --id="${{client_id:?}}"
echo "Application (client) ID: ${{client_id:?}}"
""",
)
PRINT_SECRET = """\
# Prints the secret's value: it is shown to you alone, and once. It is valid for a year.
az ad app credential reset --id="${{client_id:?}}" --append --display-name=OpenMetadata --query=password --output=tsv
"""
BROWSER_APPLICATION = replace(
    APPLICATION,
    template=APPLICATION.template.replace(
        '"web": {{"redirectUris": {callbacks_body}, "logoutUrl": {server_body}}}',
        '"spa": {{"redirectUris": {callbacks_body}}},\n  "web": {{"logoutUrl": {server_body}}}',
    ),
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="Sign in with az login. Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application",
    template="""\
provider "azuread" {{
  tenant_id = {tenant_id}
}}

data "azuread_client_config" "current" {{}}

resource "azuread_application" "{resource}" {{
  display_name     = {name}
  sign_in_audience = "AzureADMyOrg"
  owners           = [data.azuread_client_config.current.object_id]

  web {{
    logout_url    = {server}
    redirect_uris = {callbacks}
  }}
}}

resource "azuread_service_principal" "{resource}" {{
  client_id = azuread_application.{resource}.client_id
}}

output "client_id" {{
  value = azuread_application.{resource}.client_id
}}
""",
)
SECRET_RESOURCE = """
resource "azuread_application_password" "{resource}" {{
  application_id = azuread_application.{resource}.id
  display_name   = "OpenMetadata"
}}

output "client_secret" {{
  value     = azuread_application_password.{resource}.value
  sensitive = true
}}
"""
BROWSER_RESOURCE = replace(
    RESOURCE,
    before="Sign in with az login.",
    template=RESOURCE.template.replace(
        "    logout_url    = {server}\n    redirect_uris = {callbacks}\n",
        "    logout_url = {server}\n  }}\n\n  single_page_application {{\n    redirect_uris = {callbacks}\n",
    ),
)

OFFLINE_ACCESS = "offline_access"


def offline_access_is_asked_for(settings: Mapping[str, Value]) -> dict[str, str]:
    """AzureAuthValidator (1.10 and later) refuses the code flow without it."""
    scope = settings.get("scope")
    if scope is None or OFFLINE_ACCESS in str(scope).split():
        return {}
    return {
        "scope": f"'{scope}' lacks {OFFLINE_ACCESS}, without which OpenMetadata 1.10 and later refuse Azure: "
        f"use '{scope} {OFFLINE_ACCESS}'."
    }


AZURE = Kind(
    id="azure",
    label="Microsoft Entra ID (Azure)",
    documentation="https://docs.open-metadata.org/latest/deployment/security/azure",
    needs="Tenant ID, client ID and secret",
    minutes=10,
    openmetadata_provider="azure",
    oidc_type="azure",
    urls=Endpoints(
        issuer="https://login.microsoftonline.com/{tenant_id}/v2.0",
        authority="https://login.microsoftonline.com/{tenant_id}",
        jwks_uri="https://login.microsoftonline.com/{tenant_id}/discovery/v2.0/keys",
    ),
    client_id=Field(
        name="client_id",
        label="Application (client) ID",
        help="A GUID.",
        why="It tells Entra which application asks. OpenMetadata 1.10 and later refuse anything but a GUID.",
        where="App registrations › your application › Overview",
        example="0f8fad5b-d9cb-469f-a165-70867728950e",
        validate=validators.guid,
    ),
    secrets=client_secret(
        label="Client secret",
        help="The secret's Value, not its Secret ID; Entra shows it once.",
        why="With it the server proves that it is the application. With the Secret ID every sign-in ends in "
        "AADSTS7000215.",
        where="App registrations › your application › Certificates & secrets › Client secrets",
        validate=validators.entra_secret,
    ),
    # An empty prompt fails with AADSTS50058 (PR #30499).
    fields={
        Flow.CODE: for_code(
            TENANT,
            scope=f"openid email profile {OFFLINE_ACCESS}",
            prompt="select_account",
            prompts=("login", "consent", "select_account"),
        ),
        Flow.IMPLICIT: for_implicit(TENANT),
    },
    rules=(*RULES, offline_access_is_asked_for),
    guides={
        Flow.CODE: Guide(
            console="Entra",
            urls_at="App registrations › your application › Authentication › Web",
            grants="Authorization code",
            asks=(("ID tokens", "version 2.0, as the v2.0 endpoint makes them"),),
            steps=(
                *REGISTER_STEPS,
                "Under **Authentication**, choose **Add a platform** › **Web** "
                "and enter the redirect URIs listed here.",
                COPY_STEP,
                "Under **Certificates & secrets**, choose **New client secret** and copy its **Value** at once.",
            ),
            urls=(
                ConsoleUrl(label="Redirect URIs", templates=("{server}/callback",)),
                ConsoleUrl(label="Front-channel logout URL", templates=("{server}",), use=Use.OTHER),
            ),
            staff_callback_label="Redirect URIs",
            # Entra has one list for both: https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc
            staff_sign_out_label="Redirect URIs",
            pitfalls=PITFALLS,
            recipes=(
                replace(APPLICATION, template=APPLICATION.template + PRINT_SECRET),
                replace(RESOURCE, template=RESOURCE.template + SECRET_RESOURCE),
            ),
        ),
        Flow.IMPLICIT: Guide(
            console="Entra",
            urls_at="App registrations › your application › Authentication › Single-page application",
            grants="Authorization code with PKCE",
            asks=(("ID tokens", "version 2.0, as the v2.0 endpoint makes them"),),
            steps=(
                *REGISTER_STEPS,
                "Under **Authentication**, choose **Add a platform** › **Single-page application** "
                "and enter the redirect URIs listed here.",
                COPY_STEP,
            ),
            urls=(
                ConsoleUrl(
                    label="Redirect URIs",
                    templates=("{server}/callback", "{server}/silent-callback"),
                ),
                ConsoleUrl(label="Front-channel logout URL", templates=("{server}",), use=Use.OTHER),
            ),
            pitfalls=PITFALLS,
            recipes=(BROWSER_APPLICATION, BROWSER_RESOURCE),
        ),
    },
)
