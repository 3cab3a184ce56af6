"""Google. Facts: OpenMetadata's documentation "Google SSO" and its GoogleAuthValidator."""

from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use

CLIENT = "Google Auth Platform › Clients › your client"

STEPS = (
    "Open the **Google Cloud console** and choose your organisation's project.",
    "Open **Google Auth Platform** › **Branding** and give the application a name; under **Audience** choose "
    "**Internal**, so that only accounts of your organisation can sign in.",
    "Under **Clients**, choose **Create client** and, as **Application type**, **Web application**.",
    "Name it *{name}*, enter the addresses listed here and choose **Create**.",
)
PITFALLS = (
    "Older consoles call the same pages **APIs & Services** › **OAuth consent screen** and **Credentials**.",
    "With the audience **External**, anyone with a Google account can sign in: restrict the domains in OpenMetadata.",
    "Google has no prompt called login, and OpenMetadata refuses it from 1.10 on.",
)

# What `gcloud iam oauth-clients` makes serves Workforce Identity Federation alone, says
# https://docs.cloud.google.com/iam/docs/workforce-manage-oauth-app; clients for sign-in are made in the console.
PROJECT = Recipe(
    tool="gcloud",
    language=Language.SHELL,
    before="Install the gcloud CLI and run gcloud auth login. No gcloud command and no Terraform resource makes an "
    "OAuth client for sign-in with Google: these commands make the project, and print what is left to click.",
    documentation="https://cloud.google.com/sdk/gcloud/reference/projects/create",
    template="""\
# The ID is yours to choose: 6 to 30 small letters, digits and hyphens, unused in all of Google Cloud.
project="${{PROJECT_ID:?set it to the ID of the new project}}"
# The audience Internal is for projects of an organisation; gcloud organizations list shows its ID.
gcloud projects create "$project" --name='OpenMetadata sign-in' --organization="${{ORGANIZATION_ID:?}}"

echo 'Fill in Branding and Audience, then create a client of the type Web application:'
echo "https://console.cloud.google.com/auth/clients?project=$project"
echo 'Name:'
printf '  %s\\n' {name}
echo 'Authorized redirect URIs:'
printf '  %s\\n' {callbacks}
""",
)
PROJECT_AND_ORIGINS = replace(
    PROJECT,
    template=PROJECT.template
    + """\
echo 'Authorized JavaScript origins:'
printf '  %s\\n' {origins}
""",
)

GOOGLE = Kind(
    id="google",
    label="Google",
    documentation="https://docs.open-metadata.org/latest/deployment/security/google",
    needs="Client ID and secret",
    minutes=10,
    openmetadata_provider="google",
    oidc_type="google",
    urls=Endpoints(
        issuer="https://accounts.google.com",
        authority="https://accounts.google.com",
        jwks_uri="https://www.googleapis.com/oauth2/v3/certs",
    ),
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Ends in .apps.googleusercontent.com.",
        why="It tells Google which application asks. OpenMetadata 1.10 and later refuse an ID with another ending.",
        where=CLIENT,
        example="123456789012-abcdefghijklmnop.apps.googleusercontent.com",
        validate=validators.google_client_id,
    ),
    secrets=client_secret(
        label="Client secret",
        help="Google shows it once, when the client or a further secret is made.",
        why="With it the server proves that it is the application. Whoever has it can pose as OpenMetadata.",
        where=CLIENT,
    ),
    fields={
        Flow.CODE: for_code(prompts=("", "consent", "select_account")),
        Flow.IMPLICIT: for_implicit(),
    },
    rules=RULES,
    guides={
        Flow.CODE: Guide(
            console="Google Cloud",
            urls_at=CLIENT,
            grants="Authorization code",
            steps=(*STEPS, "Copy the **Client ID** and the **Client secret** at once."),
            urls=(ConsoleUrl(label="Authorized redirect URIs", templates=("{server}/callback",)),),
            staff_callback_label="Authorized redirect URIs",
            pitfalls=PITFALLS,
            recipes=(PROJECT,),
        ),
        Flow.IMPLICIT: Guide(
            console="Google Cloud",
            urls_at=CLIENT,
            grants="Implicit, with an ID token",
            steps=(*STEPS, "Copy the **Client ID**; a browser keeps no secret."),
            urls=(
                ConsoleUrl(
                    label="Authorized redirect URIs", templates=("{server}/callback", "{server}/silent-callback")
                ),
                ConsoleUrl(label="Authorized JavaScript origins", templates=("{server}",), use=Use.ORIGIN),
            ),
            pitfalls=(
                *PITFALLS,
                "Renewing the sign-in in the background is slow with Google (issue 25331): "
                "the authorization code flow does not need it.",
            ),
            recipes=(PROJECT_AND_ORIGINS,),
        ),
    },
)
