"""jwtPrincipalClaims: the claims that name the user, in order."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid, provider_kind
from sso_providers.openmetadata.rules.wording import listed, quoted
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from .own_tokens import CLAIMS, MAPPING, MOST, OWN_CLAIMS, is_mapped, lacking

ENFORCED = f"{AUTHORIZER}.enforcePrincipalDomain"
DEFAULT = ("email", "preferred_username", "sub")
# How people spell what is a claim's name.
SPELT = {
    "mail": "email",
    "e-mail": "email",
    "username": "preferred_username",
    "preferred-username": "preferred_username",
}


def ordered(subject: Subject) -> tuple[str, ...]:
    """The stated claims, where they count."""
    if not subject.states(CLAIMS) or not is_openid(subject) or is_mapped(subject):
        return ()
    return subject.items(CLAIMS)[:MOST]


def email_first(claims: tuple[str, ...]) -> tuple[str, ...]:
    """The default's claims first, then what else was there."""
    return ("email", *(claim for claim in dict.fromkeys(claims) if claim and claim != "email"))


def empty(subject: Subject) -> Iterator[Found]:
    if not subject.states(CLAIMS) or not is_openid(subject) or any(item.strip() for item in subject.items(CLAIMS)):
        return
    yield Found(
        setting=CLAIMS,
        message=say("jwtPrincipalClaims is empty, so no claim names the user: use [email,preferred_username,sub]."),
        fix=DEFAULT,
        level=Level.WARNING if is_mapped(subject) else Level.ERROR,
    )


def order(subject: Subject) -> Iterator[Found]:
    claims = ordered(subject)
    if not any(claims) or claims[0] == "email" or any(map(misspelt, claims)) or not OWN_CLAIMS & set(claims):
        return
    enforced = claims[0] == "preferred_username" and subject.value(ENFORCED) is True
    right = email_first(claims)
    why = (
        say("and with enforcePrincipalDomain everybody whose user name has another domain is refused")
        if enforced
        else say("so an account may be made by one name and looked for by another")
    )
    yield Found(
        setting=CLAIMS,
        message=say(
            "{claim} names the user before email does, {why}: use [{right}], and "
            "jwtPrincipalClaimsMapping for a user name that is not the part before the @.",
            claim=quoted(claims[0]),
            why=why,
            right=",".join(right)[:200],
        ),
        fix=right,
        level=Level.ERROR if enforced else Level.WARNING,
    )


def alone(subject: Subject) -> Iterator[Found]:
    claims = ordered(subject)
    if claims != ("email",):
        return
    at_azure = provider_kind(subject) == "azure"
    why = say("Entra's tokens have it for accounts with a mailbox only") if at_azure else say("a token may lack it")
    yield Found(
        setting=CLAIMS,
        message=say("email is the only claim, and {why}: use [email,preferred_username,sub].", why=why),
        fix=DEFAULT,
        level=Level.ERROR if at_azure else Level.WARNING,
    )


def misspelt(claim: str) -> str:
    """The claim that was meant where this is none; "" where it may be one."""
    tidy = claim.strip().strip("\"'")
    plain = tidy.rpartition(":")[2].strip() if tidy.startswith(("username:", "email:")) else tidy
    known = next((own for own in sorted(OWN_CLAIMS) if own == plain.lower()), SPELT.get(plain.lower(), plain))
    return known if known != claim else ""


def unknown(subject: Subject) -> Iterator[Found]:
    """Capital letters alone make no other claim: the server's map of claims ignores them."""
    claims = ordered(subject)
    wrong = [claim for claim in claims if claim and misspelt(claim).lower() not in ("", claim.lower())]
    if not wrong:
        return
    right = email_first(tuple(misspelt(claim) or claim for claim in claims))
    yield Found(
        setting=CLAIMS,
        message=say(
            "No token has {wrong}: claims are plain names, such as email: use [{right}].",
            wrong=listed(wrong),
            right=",".join(right)[:200],
        ),
        fix=right,
    )


def own_missing(subject: Subject) -> Iterator[Found]:
    claims = ordered(subject)
    if not any(claims) or OWN_CLAIMS & {misspelt(claim) or claim for claim in claims}:
        return
    right = (*DEFAULT, *claims)
    yield Found(
        setting=CLAIMS,
        message=say(
            "Tokens that OpenMetadata signs have none of {claims}, so bots are refused: put email, "
            "preferred_username and sub before.",
            claims=listed(claims),
        ),
        fix=right,
        level=lacking(subject),
    )


RULES = (
    Rule(
        id="principal-claims-empty",
        title="No claim that names the user",
        level=Level.ERROR,
        reason="The first of these claims that a token has names the user; with none every token is refused.",
        source="SecurityUtil; ConfigurationValidator",
        check=empty,
        reads=(CLAIMS, MAPPING),
    ),
    Rule(
        id="principal-claims-order",
        title="email is not the first claim",
        level=Level.WARNING,
        reason="The page makes an account from the address, and the server looks for the name in the first claim that "
        "the token has: both must be the same person.",
        source="OpenMetadata #9078, #15241, #21532; SecurityUtil",
        check=order,
        reads=(CLAIMS, MAPPING, ENFORCED),
    ),
    Rule(
        id="principal-claims-email-alone",
        title="email is the only claim",
        level=Level.WARNING,
        reason="email is optional in an ID token; a token without any of the claims is refused.",
        source="OpenMetadata #15241, #29189; OpenID Connect Core 1.0, section 5.1",
        check=alone,
        reads=(CLAIMS, MAPPING),
    ),
    Rule(
        id="principal-claims-misspelt",
        title="Claims that no token has",
        level=Level.WARNING,
        reason="A claim that the token lacks is passed over. username:claim belongs into jwtPrincipalClaimsMapping.",
        source="SecurityUtil; JwtFilter (OpenMetadata #5154); OpenID Connect Core 1.0, section 5.1",
        check=unknown,
        reads=(CLAIMS, MAPPING),
    ),
    Rule(
        id="principal-claims-not-of-bots",
        title="Claims that OpenMetadata's own tokens lack",
        level=Level.WARNING,
        reason="Tokens of bots, and personal ones, have sub, email and preferred_username, and nothing of the "
        "provider's; from 2.0 on the browser gets such a token after signing in.",
        source="OpenMetadata #18138, #32000",
        check=own_missing,
        reads=(CLAIMS, MAPPING),
    ),
)
