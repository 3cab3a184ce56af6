"""By which algorithm tokens are signed."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid, provider_kind
from sso_providers.openmetadata.rules.shown import CLIENT_TYPE, means_code_flow
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Subject

VALIDATION = f"{AUTHENTICATION}.tokenValidationAlgorithm"
PREFERRED = f"{OIDC}.preferredJwsAlgorithm"
SYMMETRIC = ("HS256", "HS384", "HS512")
# RFC 7518, section 3.1, and RFC 8037.
ASYMMETRIC = (*(f"{family}{bits}" for family in ("RS", "ES", "PS") for bits in (256, 384, 512)), "EdDSA")
# As their discovery documents say.
RS256_ONLY = {"azure": "Entra", "google": "Google", "aws-cognito": "Cognito"}


def validation(subject: Subject) -> Iterator[Found]:
    value, kind = subject.text(VALIDATION), provider_kind(subject)
    if (
        kind not in RS256_ONLY
        or subject.is_confidential
        or value == "RS256"
        or value not in SETTINGS[VALIDATION].choices
    ):
        return
    yield Found(
        setting=VALIDATION,
        message=say(
            "{provider} signs with RS256 only, and {value} is demanded: use RS256.",
            provider=RS256_ONLY[kind],
            value=value,
        ),
        fix="RS256",
    )


def preferred(subject: Subject) -> Iterator[Found]:
    value = subject.text(PREFERRED)
    if not value.strip() or not means_code_flow(subject):
        return
    meant = next((known for known in (*ASYMMETRIC, *SYMMETRIC) if known.lower() == value.strip().lower()), "")
    only = RS256_ONLY.get(provider_kind(subject))
    if not meant:
        yield Found(
            setting=PREFERRED,
            message=say("{value} is no signature algorithm: use RS256.", value=quoted(value)),
            fix="RS256",
        )
    elif only and meant != "RS256":
        yield Found(
            setting=PREFERRED,
            message=say("{provider} signs with RS256 only: use it instead of {meant}.", provider=only, meant=meant),
            fix="RS256",
        )
    elif meant in SYMMETRIC:
        yield Found(
            setting=PREFERRED,
            message=say(
                "{meant} signs with the client secret, which few providers do: use what the discovery document "
                "lists, mostly RS256.",
                meant=meant,
            ),
            fix="RS256",
            level=Level.WARNING,
        )
    elif meant != value:
        message = say("{value} is spelt {meant}.", value=quoted(value), meant=meant)
        yield Found(setting=PREFERRED, message=message, fix=meant)


def own_tokens(subject: Subject) -> Iterator[Found]:
    value = subject.text(VALIDATION)
    if subject.is_confidential and is_openid(subject) and value != "RS256" and value in SETTINGS[VALIDATION].choices:
        yield Found(
            setting=VALIDATION,
            message=say(
                "In the code flow this is about OpenMetadata's own tokens, which its key pair signs: with {value} "
                "those of bots may be refused, so use RS256, and the provider's algorithm as preferredJwsAlgorithm.",
                value=value,
            ),
            fix="RS256",
        )


RULES = (
    Rule(
        id="token-algorithm-of-another",
        title="Tokens checked by an algorithm that the provider has not",
        level=Level.ERROR,
        reason="In the browser's flow OpenMetadata checks the provider's tokens, and refuses those that are signed by "
        "another algorithm.",
        source="tokenValidationAlgorithm of authenticationConfiguration.json; JwtFilter",
        check=validation,
        reads=(VALIDATION, CLIENT_TYPE),
    ),
    Rule(
        id="preferred-algorithm-unusable",
        title="Preferred algorithm that the provider has not",
        level=Level.ERROR,
        reason="The server compares it, to the letter, with id_token_signing_alg_values_supported of the discovery "
        "document.",
        source="OidcDiscoveryValidator; pac4j TokenValidator; RFC 7518, section 3.1",
        check=preferred,
        reads=(PREFERRED,),
    ),
    Rule(
        id="token-algorithm-of-own-tokens",
        title="Another algorithm for OpenMetadata's own tokens",
        level=Level.HINT,
        reason="OpenMetadata signs its own tokens with tokenValidationAlgorithm and checks them by it; the provider's "
        "tokens don't reach that check in the code flow.",
        source="JwtFilter; tokenValidationAlgorithm of authenticationConfiguration.json",
        check=own_tokens,
        reads=(VALIDATION, CLIENT_TYPE),
    ),
)
