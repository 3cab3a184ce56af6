"""Fields that several kinds share: what OpenMetadata lets one set for any OpenID provider."""

from dataclasses import replace

from . import validators
from .spec import Field, FieldType, Section

PROVIDER_NAME = Field(
    name="provider_name",
    label="Name on OpenMetadata's sign-in button",
    help="OpenMetadata wants a name for every provider; blank uses the provider kind's.",
    example="Acme SSO",
    section=Section.MAPPING,
    required=False,
    validate=validators.one_line,
)
PRINCIPAL_CLAIMS = Field(
    name="principal_claims",
    label="Claims for the user name, in order",
    help="The first claim that the token has names the user (the part before @). "
    "Do not reorder on a system with users.",
    example="email, preferred_username, sub",
    type=FieldType.LIST,
    section=Section.MAPPING,
    required=False,
    default=("email", "preferred_username", "sub"),
    validate=validators.claim,
)
USERNAME_CLAIM = Field(
    name="username_claim",
    label="Claim for the user name",
    help="Instead of the order above. OpenMetadata needs both mappings or none.",
    example="preferred_username",
    section=Section.MAPPING,
    required=False,
    validate=validators.claim,
)
EMAIL_CLAIM = Field(
    name="email_claim",
    label="Claim for the e-mail address",
    help="Its value must hold an @.",
    example="email",
    section=Section.MAPPING,
    required=False,
    validate=validators.claim,
)
RESPONSE_TYPE = Field(
    name="response_type",
    label="Response type",
    help="What the browser asks for. Several releases send id_token whatever is set here.",
    example="id_token",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
    default="id_token",
    choices=("id_token", "code"),
)
SCOPE = Field(
    name="scope",
    label="Scopes",
    help="Separated by spaces; openid must be among them.",
    example="openid email profile",
    section=Section.ADVANCED,
    required=False,
    default="openid email profile",
    validate=validators.scope,
)
PROMPT = Field(
    name="prompt",
    label="Prompt",
    help="What the provider asks at each sign-in. "
    "OpenMetadata's own default, consent, shows a consent page every time.",
    example="select_account",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
    choices=("", "login", "consent", "select_account"),
)
MAX_AGE = Field(
    name="max_age",
    label="Sign in again after",
    help="Seconds since the last sign-in at the provider; blank never asks. "
    "OpenMetadata's own default, 0, asks every time.",
    example="28800",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
)
CLIENT_AUTHENTICATION = Field(
    name="client_authentication_method",
    label="Client authentication",
    help="How the server shows its client secret.",
    example="client_secret_post",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
    default="client_secret_post",
    choices=("client_secret_post", "client_secret_basic"),
)
SIGNING_ALGORITHM = Field(
    name="signing_algorithm",
    label="Signing algorithm",
    help="Of the provider's ID tokens, as its discovery document lists it.",
    example="RS256",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
    default="RS256",
    choices=("RS256", "RS384", "RS512"),
)
PKCE = Field(
    name="pkce",
    label="Use PKCE between OpenMetadata and the provider",
    help="OpenMetadata leaves it off by default. The portal's own sign-in always uses it.",
    example="true",
    type=FieldType.BOOLEAN,
    section=Section.ADVANCED,
    required=False,
    default=False,
)
TOKEN_VALIDITY = Field(
    name="token_validity",
    label="OpenMetadata's token is valid for",
    help="Seconds; at least 1.",
    example="3600",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
    default=3600,
    minimum=1,
)
SESSION_EXPIRY = Field(
    name="session_expiry",
    label="OpenMetadata's session ends after",
    help="Seconds; OpenMetadata ignores less than 3600.",
    example="604800",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
    default=604800,
    minimum=3600,
)

MAPPING = (PROVIDER_NAME, PRINCIPAL_CLAIMS, USERNAME_CLAIM, EMAIL_CLAIM)


def for_code(*own: Field, scope: str = "openid email profile", prompt: str = "") -> tuple[Field, ...]:
    """The kind's own fields and those of every confidential client.

    A `prompt` is one that the provider needs: then it can't be left to the provider.
    """
    return (
        *own,
        *MAPPING,
        replace(SCOPE, default=scope),
        replace(PROMPT, default=prompt, choices=PROMPT.choices[bool(prompt) :]),
        MAX_AGE,
        CLIENT_AUTHENTICATION,
        SIGNING_ALGORITHM,
        PKCE,
        TOKEN_VALIDITY,
        SESSION_EXPIRY,
    )


def for_implicit(*own: Field) -> tuple[Field, ...]:
    """The kind's own fields and those of every public client."""
    return (*own, *MAPPING, RESPONSE_TYPE, SIGNING_ALGORITHM)
