"""Fields that several kinds share: what OpenMetadata lets one set for any OpenID provider."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from . import validators
from .fields import Field, FieldType, Section
from .spec import CLIENT_SECRET, Flow
from .values import Value

PROVIDER_NAME = Field(
    name="provider_name",
    label="Name on OpenMetadata's sign-in button",
    help="OpenMetadata wants a name for every provider; blank uses the provider kind's.",
    why="OpenMetadata's validation refuses a configuration without a name from 1.10 on, and people look for this "
    "name on the button.",
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
    why="The name is all that OpenMetadata knows a person by: with another order, people who have an account get a "
    "second one.",
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
    why="For providers whose tokens have no claim above, or an opaque one, from which nobody would recognise a person.",
    example="preferred_username",
    section=Section.MAPPING,
    required=False,
    validate=validators.claim,
)
EMAIL_CLAIM = Field(
    name="email_claim",
    label="Claim for the e-mail address",
    help="Its value must hold an @.",
    why="Without a mapping, an address that the token lacks is made of the user name and the principal domain.",
    example="email",
    section=Section.MAPPING,
    required=False,
    validate=validators.claim,
)
RESPONSE_TYPE = Field(
    name="response_type",
    label="Response type",
    help="What the browser asks for. Several releases send id_token whatever is set here.",
    why="It decides what the provider must allow: id_token needs the implicit flow there, code the authorization "
    "code with PKCE.",
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
    why="Each one lets the provider say more: email the address, profile the name. Without openid there is no ID "
    "token at all.",
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
    why="It is sent with every sign-in: a value that the provider does not take keeps everybody out.",
    example="select_account",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
)
MAX_AGE = Field(
    name="max_age",
    label="Sign in again after",
    help="Seconds since the last sign-in at the provider; blank never asks. "
    "OpenMetadata's own default, 0, asks every time.",
    why="With 0 people type their password for every sign-in, although the provider knows them.",
    example="28800",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
)
CLIENT_AUTHENTICATION = Field(
    name="client_authentication_method",
    label="Client authentication",
    help="How the server shows its client secret.",
    why="Where the application at the provider is set to the other way, the provider refuses the secret.",
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
    help="Of the provider's ID tokens, as its discovery document lists it. For tokens in the browser, OpenMetadata "
    "takes ES256, ES384 and ES512 from 1.12 on.",
    why="A token that is signed with another algorithm is refused.",
    example="RS256",
    type=FieldType.CHOICE,
    section=Section.ADVANCED,
    required=False,
    default="RS256",
    choices=("RS256", "RS384", "RS512", "ES256", "ES384", "ES512"),
)
MOST_PARAMETERS = 5
PARAMETERS = Field(
    name="authorization_parameters",
    label="Further parameters of the authorization request",
    help=f"One a line, at most {MOST_PARAMETERS}, each name = value.",
    why="Some providers want to be told more, such as how strong the sign-in must be.",
    example="acr_values = mfa",
    type=FieldType.LINES,
    section=Section.ADVANCED,
    required=False,
    default=(),
    validate=validators.parameter,
)
PKCE = Field(
    name="pkce",
    label="Use PKCE between OpenMetadata and the provider",
    help="OpenMetadata leaves it off by default. The portal's own sign-in always uses it.",
    why="It makes a code that somebody else caught worthless.",
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
    why="People's calls carry a token of OpenMetadata's own: a stolen one can be used as long as this.",
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
    help="Seconds, at least 3600. Before 2.0 only the authorization code flow reads it, from 1.8.2 on.",
    why="How long a browser stays signed in before the provider is asked again.",
    example="604800",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
    default=604800,
    minimum=3600,
)

TEAM_CLAIM = Field(
    name="team_claim",
    label="Claim for the team",
    help="Puts people into the existing team that it names. OpenMetadata has it from 1.11.6 on, "
    "and no environment variable for it: Docker and Helm can't set it.",
    why="Otherwise somebody puts each new person into a team by hand.",
    example="department",
    section=Section.MAPPING,
    required=False,
    validate=validators.claim,
)
MAX_CLOCK_SKEW = Field(
    name="max_clock_skew",
    label="Clocks may differ by",
    help="Seconds; blank leaves it to the server's library.",
    why="To a server whose clock is behind, a fresh token is not valid yet.",
    example="30",
    type=FieldType.INTEGER,
    section=Section.ADVANCED,
    required=False,
)

MAPPING = (PROVIDER_NAME, PRINCIPAL_CLAIMS, USERNAME_CLAIM, EMAIL_CLAIM, TEAM_CLAIM)


def client_secret(
    label: str, help: str, why: str = "", where: str = "", validate: Callable[[str], str] = validators.secret
) -> dict[Flow, tuple[Field, ...]]:
    """The secret of a confidential client, in the console's own words."""
    secret = Field(name=CLIENT_SECRET, label=label, help=help, why=why, where=where, validate=validate, generated=True)
    return {Flow.CODE: (secret,)}


def claims_together(settings: Mapping[str, Value]) -> dict[str, str]:
    """OpenMetadata's claims mapping needs user name and e-mail together (SecurityUtil)."""
    names = ("username_claim", "email_claim")
    missing = [name for name in names if not settings.get(name)]
    if len(missing) != 1:
        return {}
    return {missing[0]: "OpenMetadata maps username_claim and email_claim together: fill in both or leave both blank."}


def few_parameters(settings: Mapping[str, Value]) -> dict[str, str]:
    """OpenMetadata reads customParamKey1 to customParamKey5, and keeps one value a name."""
    lines = settings.get(PARAMETERS.name)
    names = [validators.parameter_of(line)[0] for line in lines] if isinstance(lines, tuple) else []
    doubled = [name for name in names if names.count(name) > 1]
    if len(names) > MOST_PARAMETERS:
        return {PARAMETERS.name: f"OpenMetadata takes {MOST_PARAMETERS} parameters, and there are {len(names)}."}
    if doubled:
        return {PARAMETERS.name: f"'{doubled[0]}' stands there twice: OpenMetadata sends each name once."}
    return {}


RULES = (claims_together, few_parameters)


def for_code(
    *own: Field,
    scope: str = "openid email profile",
    prompt: str = "",
    prompts: tuple[str, ...] = ("", "login", "consent", "select_account"),
) -> tuple[Field, ...]:
    """The kind's own fields and those of every confidential client.

    `prompts` are those that the provider takes and OpenMetadata's validators allow; without a blank
    one it can't be left to the provider.
    """
    return (
        *own,
        *MAPPING,
        replace(SCOPE, default=scope, example=scope),
        replace(PROMPT, default=prompt, choices=prompts, example=prompts[-1]),
        MAX_AGE,
        MAX_CLOCK_SKEW,
        CLIENT_AUTHENTICATION,
        SIGNING_ALGORITHM,
        PARAMETERS,
        PKCE,
        TOKEN_VALIDITY,
        SESSION_EXPIRY,
    )


def for_implicit(*own: Field, response_type: str = "id_token") -> tuple[Field, ...]:
    """The kind's own fields and those of every public client."""
    return (*own, *MAPPING, replace(RESPONSE_TYPE, default=response_type), SIGNING_ALGORITHM, SESSION_EXPIRY)
