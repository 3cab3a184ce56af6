"""Amazon Cognito. Facts: OpenMetadata's documentation "Amazon Cognito SSO" and its CognitoAuthValidator."""

from collections.abc import Mapping
from dataclasses import replace

from . import validators
from .common import RULES, client_secret, for_code, for_implicit
from .fields import Field
from .spec import ConsoleUrl, Endpoints, Flow, Guide, Kind, Language, Recipe, Use
from .values import Value

CLIENT = "User pools › your user pool › Applications › App clients › your app client"

USER_POOL_ID = Field(
    name="user_pool_id",
    label="User pool ID",
    help="It begins with the region.",
    why="Issuer and keys are the user pool's, in its region; the domain of the sign-in page has neither.",
    where="User pools › your user pool › Overview",
    example="eu-central-1_AbCdEf123",
    validate=validators.user_pool_id,
)


def region(settings: Mapping[str, Value]) -> dict[str, Value]:
    """The part of the user pool's ID before the underscore."""
    return {"region": str(settings.get("user_pool_id", "")).partition("_")[0]}


STEPS = (
    "Open **User pools**, choose your user pool and check under **Sign-up** that **email** is a required attribute.",
    "Under **Branding** › **Domain**, see that the pool has a domain: Cognito's sign-in page lives there.",
    "Open **Applications** › **App clients** and choose **Create app client**.",
)
PAGES_STEP = (
    "Under **Login pages** › **Edit**, enter the addresses listed here; under **OAuth grant types** choose "
    "**Authorization code grant** and under **OpenID Connect scopes** **OpenID**, **Email** and **Profile**."
)
PITFALLS = (
    "The issuer is the user pool's address, https://cognito-idp.{region}.amazonaws.com/{user_pool_id}, "
    "not the domain of the sign-in page.",
    "From 1.10 on, OpenMetadata's own page refuses every keys' address but Cognito's: that of OpenMetadata itself, "
    "which bots need, can stand in files alone.",
    "Managed login shows nothing for a client without a style: give it one under Branding › Managed login.",
)

APP_CLIENT = Recipe(
    tool="aws",
    language=Language.SHELL,
    before="Install the AWS CLI and sign in, for example with aws sso login.",
    documentation="https://docs.aws.amazon.com/cli/latest/reference/cognito-idp/create-user-pool-client.html",
    template="""\
# Prints the client's ID, and its secret: they are shown to you alone.
aws cognito-idp create-user-pool-client \\
  --region={region} \\
  --user-pool-id={user_pool_id} \\
  --client-name={name} \\
  --generate-secret \\
  --callback-urls={callbacks_json} \\
  --logout-urls={sign_outs_json} \\
  --supported-identity-providers=COGNITO \\
  --allowed-o-auth-flows-user-pool-client \\
  --allowed-o-auth-flows=code \\
  --allowed-o-auth-scopes openid email profile \\
  --query='UserPoolClient.[ClientId, ClientSecret]' \\
  --output=text
""",
)
PUBLIC_APP_CLIENT = replace(
    APP_CLIENT,
    template=APP_CLIENT.template.replace("--generate-secret", "--no-generate-secret")
    .replace("UserPoolClient.[ClientId, ClientSecret]", "UserPoolClient.ClientId")
    .replace("# Prints the client's ID, and its secret: they are shown to you alone.\n", "# Prints the client's ID.\n"),
)

RESOURCE = Recipe(
    tool="Terraform",
    language=Language.TERRAFORM,
    before="Sign in as for the AWS CLI. Terraform's state will hold the client secret.",
    documentation="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool_client",
    template="""\
provider "aws" {{
  region = {region}
}}

resource "aws_cognito_user_pool_client" "{resource}" {{
  name                                 = {name}
  user_pool_id                         = {user_pool_id}
  generate_secret                      = true
  callback_urls                        = {callbacks}
  logout_urls                          = {sign_outs}
  supported_identity_providers         = ["COGNITO"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email", "profile"]
}}

output "client_id" {{
  value = aws_cognito_user_pool_client.{resource}.id
}}
""",
)
SECRET_OUTPUT = """
output "client_secret" {{
  value     = aws_cognito_user_pool_client.{resource}.client_secret
  sensitive = true
}}
"""
PUBLIC_RESOURCE = replace(
    RESOURCE,
    before="Sign in as for the AWS CLI.",
    template=RESOURCE.template.replace("= true\n  callback_urls", "= false\n  callback_urls"),
)

COGNITO = Kind(
    id="aws-cognito",
    label="Amazon Cognito",
    documentation="https://docs.open-metadata.org/latest/deployment/security/amazon-cognito-sso",
    needs="User pool ID, client ID and secret",
    minutes=10,
    openmetadata_provider="aws-cognito",
    oidc_type="aws-cognito",
    urls=Endpoints(
        issuer="https://cognito-idp.{region}.amazonaws.com/{user_pool_id}",
        authority="https://cognito-idp.{region}.amazonaws.com/{user_pool_id}",
        jwks_uri="https://cognito-idp.{region}.amazonaws.com/{user_pool_id}/.well-known/jwks.json",
    ),
    derive=region,
    # https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
    sign_out_parameter="logout_uri",
    client_id=Field(
        name="client_id",
        label="Client ID",
        help="Public; it names the app client.",
        why="It tells Cognito which app client asks; it is sent with every sign-in.",
        where=f"{CLIENT} › App client information",
        example="1h57kf5cpq17m0eml12EXAMPLE",
        validate=validators.one_line,
    ),
    secrets=client_secret(
        label="Client secret",
        help="Only an app client that was made with a secret has one.",
        why="With it the server proves that it is the app client. Whoever has it can pose as OpenMetadata.",
        where=f"{CLIENT} › App client information",
    ),
    # Cognito knows no consent, and OpenMetadata's own default is just that.
    fields={
        Flow.CODE: for_code(USER_POOL_ID, prompts=("", "login", "select_account")),
        Flow.IMPLICIT: for_implicit(USER_POOL_ID, response_type="code"),
    },
    rules=RULES,
    guides={
        Flow.CODE: Guide(
            console="Cognito",
            urls_at=f"{CLIENT} › Login pages",
            grants="Authorization code grant",
            steps=(
                *STEPS,
                "Choose **Traditional web application**, which has a client secret, name it *{name}* and enter the "
                "first address as **Return URL**.",
                PAGES_STEP,
                "Copy **Client ID** and **Client secret**, and the **User pool ID** from the pool's **Overview**.",
            ),
            urls=(
                ConsoleUrl(label="Allowed callback URLs", templates=("{server}/callback",)),
                ConsoleUrl(label="Allowed sign-out URLs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            staff_callback_label="Allowed callback URLs",
            staff_sign_out_label="Allowed sign-out URLs",
            pitfalls=PITFALLS,
            recipes=(APP_CLIENT, replace(RESOURCE, template=RESOURCE.template + SECRET_OUTPUT)),
        ),
        Flow.IMPLICIT: Guide(
            console="Cognito",
            urls_at=f"{CLIENT} › Login pages",
            grants="Authorization code grant, with PKCE",
            steps=(
                *STEPS,
                "Choose **Single-page application (SPA)**, which has no client secret, name it *{name}* and enter the "
                "first address as **Return URL**.",
                PAGES_STEP,
                "Copy **Client ID**, and the **User pool ID** from the pool's **Overview**.",
            ),
            urls=(
                ConsoleUrl(label="Allowed callback URLs", templates=("{server}/callback", "{server}/silent-callback")),
                ConsoleUrl(label="Allowed sign-out URLs", templates=("{server}",), use=Use.SIGN_OUT),
            ),
            pitfalls=(
                *PITFALLS,
                "Many servers from 1.9 on ask for an id_token whatever is set, and Cognito has no such answer "
                "(issue 30903): prefer the authorization code flow.",
            ),
            recipes=(PUBLIC_APP_CLIENT, PUBLIC_RESOURCE),
        ),
    },
)
