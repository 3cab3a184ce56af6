"""User name and e-mail address from the claims: by the mapping, else by the first claim of the order."""

from dataclasses import dataclass

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import Claims, after_at, before_at, brief
from .outlook import Result, Topic, refusal

ORDER = f"{AUTHENTICATION}.jwtPrincipalClaims"
MAPPING = f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"
PRINCIPAL_DOMAIN = f"{AUTHORIZER}.principalDomain"
# OpenMetadata #22350 of July 2025 takes a mapped user name up to its @; the patches before it took all of it.
CUT_AT_SIGN = Release("1.9")
BOT = "isBot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """`domain` is what the domain rule looks at: behind the @ of the claim that says who it is."""

    user_name: str
    email: str
    domain: str
    results: tuple[Result, ...]


def identify(subject: Subject, claims: Claims) -> Identity:
    """Raises `Refusal`."""
    if claims.says(BOT):
        raise refusal(
            Topic.USER_NAME,
            say("The claim 'isBot' is true, and a token of a bot counts only if OpenMetadata made it."),
            source=sources.FILTER,
            answer="The given token does not match the current bot's token!",
        )
    mapping = mapping_of(subject)
    found = by_mapping(subject, claims, mapping) if mapping else by_order(subject, claims)
    if not found.user_name or ("@" in found.email and not after_at(found.email)):
        raise refusal(
            Topic.USER_NAME,
            say("{value} leaves no user name or no domain, and no account can be without.", value=brief(found.email)),
            source=sources.NAME,
            unverified=say("Which error the server answers with is not proven."),
        )
    return found


def mapping_of(subject: Subject) -> dict[str, str]:
    """OpenMetadata's name -> claim; empty without a mapping. Raises `Refusal` for half a one."""
    pairs = (item.partition(":") for item in subject.items(MAPPING) if item.strip())
    mapping = {name.strip(): claim.strip() for name, _, claim in pairs}
    if mapping and not (mapping.get("username") and mapping.get("email")):
        raise refusal(
            Topic.USER_NAME,
            say("jwtPrincipalClaimsMapping must name a claim for username and one for email: the server stops."),
            source=sources.MAPPING,
            answer="Invalid JWT Principal Claims Mapping. Both username and email should be present",
        )
    return mapping


def by_mapping(subject: Subject, claims: Claims, mapping: dict[str, str]) -> Identity:
    user_name, mail = claims.text(mapping["username"]), claims.text(mapping["email"])
    if not user_name:
        raise refusal(
            Topic.USER_NAME,
            say(
                "jwtPrincipalClaimsMapping takes the user name from '{claim}', and the token has no such text.",
                claim=mapping["username"],
            ),
            source=sources.NAME,
            answer="Invalid JWT token, 'username' claim is not present",
        )
    if "@" not in mail:
        raise refusal(
            Topic.EMAIL,
            say(
                "jwtPrincipalClaimsMapping takes the address from '{claim}', which holds none: it needs an @.",
                claim=mapping["email"],
            ),
            source=sources.EMAIL,
            answer=f"Invalid JWT token, 'email' claim is not present or invalid : {mail}",
        )
    return Identity(
        user_name=before_at(user_name).lower(),
        email=mail.lower(),
        domain=after_at(mail),
        results=(mapped_name(subject, mapping["username"], user_name), mapped_mail(mapping["email"], mail)),
    )


def mapped_name(subject: Subject, claim: str, value: str) -> Result:
    has_at = "@" in value
    return Result(
        topic=Topic.USER_NAME,
        value=before_at(value).lower(),
        decided_by=(
            say("jwtPrincipalClaimsMapping: the claim '{claim}' up to its @, in lower case.", claim=claim)
            if has_at
            else say("jwtPrincipalClaimsMapping: the claim '{claim}', in lower case.", claim=claim)
        ),
        source=sources.with_issues(sources.NAME, 22350) if has_at else sources.NAME,
        unverified=(
            say("Patches from before July 2025 take the whole value, with its domain.")
            if has_at and subject.release < CUT_AT_SIGN
            else ""
        ),
    )


def mapped_mail(claim: str, value: str) -> Result:
    return Result(
        topic=Topic.EMAIL,
        value=value.lower(),
        decided_by=say("jwtPrincipalClaimsMapping: the claim '{claim}', in lower case.", claim=claim),
        source=sources.EMAIL,
    )


def by_order(subject: Subject, claims: Claims) -> Identity:
    order = subject.items(ORDER)
    claim = next(filter(claims.has, order), "")
    value = claims.text(claim)
    if not value:
        raise refusal(
            Topic.USER_NAME,
            say(
                "jwtPrincipalClaims: '{claim}' is the first claim of {order} that the token has, and it is no text.",
                claim=claim,
                order=listed(order),
            )
            if claim
            else say("jwtPrincipalClaims: the token has none of {order}.", order=listed(order)),
            source=sources.NAME,
            answer=f"Invalid JWT token, none of the following claims are present [{', '.join(order)}]",
        )
    return Identity(
        user_name=before_at(value).lower(),
        email=ordered_mail(subject, value).lower(),
        domain=after_at(value),
        results=(ordered_name_result(order, claim, value), ordered_mail_result(subject, claim, value)),
    )


def ordered_mail(subject: Subject, value: str) -> str:
    return value if "@" in value else f"{value}@{subject.text(PRINCIPAL_DOMAIN)}"


def ordered_name_result(order: tuple[str, ...], claim: str, value: str) -> Result:
    sentence = (
        say("'{claim}' is the first claim that the token has of {order}; its part before the @.", **named(order, claim))
        if "@" in value
        else say("'{claim}' is the first claim that the token has of {order}.", **named(order, claim))
    )
    return Result(topic=Topic.USER_NAME, value=before_at(value).lower(), decided_by=sentence, source=sources.NAME)


def named(order: tuple[str, ...], claim: str) -> dict[str, object]:
    return {"claim": claim, "order": listed(order)}


def ordered_mail_result(subject: Subject, claim: str, value: str) -> Result:
    domain = subject.text(PRINCIPAL_DOMAIN)
    sentence = (
        say("The claim '{claim}', which names the user, is an address.", claim=claim)
        if "@" in value
        else say(
            "The claim '{claim}', which names the user, has no @: principalDomain, {domain}, is put behind it.",
            claim=claim,
            domain=domain,
        )
    )
    return Result(
        topic=Topic.EMAIL, value=ordered_mail(subject, value).lower(), decided_by=sentence, source=sources.EMAIL
    )
