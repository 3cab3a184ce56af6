"""Microsoft Entra ID. Facts: OpenMetadata's documentation "Azure SSO" and its AzureAuthValidator."""

from . import validators
from .common import for_code, for_implicit
from .spec import ConsoleUrl, Endpoints, Field, Flow, Guide, Kind

TENANT = Field(
    name="tenant_id",
    label="Directory (tenant) ID",
    help="Becomes part of the authority. OpenMetadata builds the discovery address from it, so use the GUID.",
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

AZURE = Kind(
    id="azure",
    label="Microsoft Entra ID (Azure)",
    protocol="OpenID Connect",
    documentation="https://docs.open-metadata.org/latest/deployment/security/azure",
    needs="Tenant ID, client ID and secret",
    minutes=10,
    initials="Az",
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
        where="App registrations › your application › Overview",
        example="0f8fad5b-d9cb-469f-a165-70867728950e",
        validate=validators.guid,
    ),
    client_secret=Field(
        name="client_secret",
        label="Client secret",
        help="The secret's Value, not its Secret ID; Entra shows it once.",
        where="App registrations › your application › Certificates & secrets › Client secrets",
    ),
    # offline_access: AzureAuthValidator (1.10+) demands it. prompt: an empty one fails with AADSTS50058 (PR #30499).
    fields={
        Flow.CODE: for_code(TENANT, scope="openid email profile offline_access", prompt="select_account"),
        Flow.IMPLICIT: for_implicit(TENANT),
    },
    guides={
        Flow.CODE: Guide(
            console="Entra",
            urls_at="App registrations › your application › Authentication › Web",
            steps=(
                *REGISTER_STEPS,
                "Under **Authentication**, choose **Add a platform** › **Web** "
                "and enter the redirect URIs listed here.",
                COPY_STEP,
                "Under **Certificates & secrets**, choose **New client secret** and copy its **Value** at once.",
            ),
            urls=(
                ConsoleUrl(label="Redirect URIs", templates=("{server}/callback",)),
                ConsoleUrl(label="Front-channel logout URL", templates=("{server}",)),
            ),
            staff_callback_label="Redirect URIs",
            pitfalls=PITFALLS,
        ),
        Flow.IMPLICIT: Guide(
            console="Entra",
            urls_at="App registrations › your application › Authentication › Single-page application",
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
                ConsoleUrl(label="Front-channel logout URL", templates=("{server}",)),
            ),
            pitfalls=PITFALLS,
        ),
    },
)
