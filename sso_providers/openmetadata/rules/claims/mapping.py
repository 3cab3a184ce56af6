"""jwtPrincipalClaimsMapping: the claims for user name and address."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.validators import CLAIM
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.subject import Subject

from .own_tokens import MAPPING, MOST, OWN_CLAIMS, is_mapped, lacking

# Those of the own claims that name nobody's address.
NOT_AN_ADDRESS = frozenset({"sub", "name"})
STANDARD = {"username": "preferred_username", "email": "email"}
MAPPING_SINCE = Release("1.5")
NARROW_SINCE = Release("1.11")


def parsed(subject: Subject) -> dict[str, str] | None:
    """What is mapped, by OpenMetadata's names, as far as it can be told; None where nothing is stated.

    Takes what people write: other cases, blanks, another separator, both sides exchanged.
    """
    if not subject.states(MAPPING) or not is_openid(subject) or not is_mapped(subject):
        return None
    found: dict[str, str] = {}
    for item in subject.items(MAPPING)[:MOST]:
        left, _, right = (part.strip().strip("\"'") for part in re.sub("[=]", ":", item[:500], count=1).partition(":"))
        if left.lower() not in STANDARD and right.lower() in STANDARD:
            left, right = right, left
        if left.lower() in STANDARD and right:
            found.setdefault(left.lower(), right)
    return found


def mapping_of(found: dict[str, str]) -> tuple[str, ...]:
    return tuple(f"{name}:{found.get(name) or claim}" for name, claim in STANDARD.items())


def is_right(subject: Subject) -> bool:
    names = sorted(item.partition(":")[0] for item in subject.items(MAPPING))
    claims = [item.partition(":")[2] for item in subject.items(MAPPING)]
    return names == sorted(STANDARD) and all(claim and not re.search(r"\s", claim) for claim in claims)


def malformed(subject: Subject) -> Iterator[Found]:
    found = parsed(subject)
    if found is None or is_right(subject):
        return
    right = mapping_of(found)
    yield Found(
        setting=MAPPING,
        message=say(
            "{claims} is not exactly one username:claim and one email:claim, without blanks: use [{right}].",
            claims=listed(subject.items(MAPPING)),
            right=",".join(right)[:200],
        ),
        fix=right,
    )


def foreign(subject: Subject) -> Iterator[Found]:
    found = parsed(subject) or {}
    wrong = {name: claim for name, claim in found.items() if claim not in OWN_CLAIMS}
    if not wrong:
        return
    fix, level = mapping_of({**found, **standard(wrong)}), lacking(subject)
    claims, right = listed(wrong.values()), ",".join(fix)[:200]
    message = say(
        "Tokens that OpenMetadata signs have no {claims}, so with this mapping those of bots are refused: use "
        "[{right}].",
        claims=claims,
        right=right,
    )
    if level is Level.ERROR:
        message = say(
            "Tokens that OpenMetadata signs have no {claims}, so with this mapping those of bots and of everybody who "
            "signed in are refused: use [{right}].",
            claims=claims,
            right=right,
        )
    yield Found(setting=MAPPING, message=message, fix=fix, level=level)


def standard(wrong: dict[str, str]) -> dict[str, str]:
    return {name: STANDARD[name] for name in wrong}


def no_address(subject: Subject) -> Iterator[Found]:
    found = parsed(subject) or {}
    claim = found.get("email", "email")
    if claim not in OWN_CLAIMS or claim == "email":
        return
    what = (
        say("is no address")
        if claim in NOT_AN_ADDRESS
        else say("is the bare user name in the tokens that OpenMetadata signs")
    )
    yield Found(
        setting=MAPPING,
        message=say(
            "email is mapped to {claim}, which {what}, and one without an @ is refused: use email:email, if the "
            "provider sends it.",
            claim=claim,
            what=what,
        ),
        fix=mapping_of({**found, "email": "email"}),
    )


def namespaced(subject: Subject) -> Iterator[Found]:
    found = parsed(subject) or {}
    wrong = [claim for claim in found.values() if not CLAIM.fullmatch(claim)]
    if not wrong or not is_right(subject):
        return
    yield Found(
        setting=MAPPING,
        message=say(
            "{wrong} has other characters than letters, digits, _ and -, which OpenMetadata refuses from "
            "1.11.5 on: let the provider send the claim under a plain name.",
            wrong=listed(wrong),
        ),
        fix=mapping_of({**found, **standard({name: c for name, c in found.items() if c in wrong})}),
        level=Level.WARNING if subject.release == NARROW_SINCE else Level.ERROR,
    )


def too_early(subject: Subject) -> Iterator[Found]:
    if parsed(subject) is not None:
        yield Found(
            setting=MAPPING,
            message=say(
                "OpenMetadata {release} does not know jwtPrincipalClaimsMapping: upgrade to 1.5 or later, "
                "or use jwtPrincipalClaims.",
                release=subject.release,
            ),
        )


RULES = (
    Rule(
        id="claims-mapping-malformed",
        title="The claims mapping is not two pairs",
        level=Level.ERROR,
        reason="The server wants both username and email in it, and compares names and claims to the letter.",
        source="OpenMetadata #25128; SecurityUtil",
        check=malformed,
        reads=(MAPPING,),
        since=MAPPING_SINCE,
    ),
    Rule(
        id="claims-mapping-not-of-bots",
        title="Mapping to claims that OpenMetadata's own tokens lack",
        level=Level.WARNING,
        reason="Tokens that OpenMetadata signs carry sub, email, preferred_username and name, and no claim of the "
        "provider's; from 2.0 on the browser gets such a token after signing in.",
        source="OpenMetadata #18138, #29142, #32000",
        check=foreign,
        reads=(MAPPING,),
        since=MAPPING_SINCE,
    ),
    Rule(
        id="claims-mapping-without-address",
        title="email is mapped to what is no address",
        level=Level.WARNING,
        reason="The claim for email must hold an @; OpenMetadata's own tokens have the bare user name in "
        "preferred_username.",
        source="OpenMetadata #29142; SecurityUtil",
        check=no_address,
        reads=(MAPPING,),
        since=MAPPING_SINCE,
    ),
    Rule(
        id="claims-mapping-namespaced",
        title="Mapping to a namespaced claim",
        level=Level.ERROR,
        reason="From 1.11.5 on the schema has the pattern ^(username|email):[a-zA-Z0-9_-]+$.",
        source="jwtPrincipalClaimsMapping of authenticationConfiguration.json",
        check=namespaced,
        reads=(MAPPING,),
        since=NARROW_SINCE,
    ),
    Rule(
        id="claims-mapping-too-early",
        title="A claims mapping on a release without it",
        level=Level.WARNING,
        reason="The setting came with 1.5; before, its variable is read by nothing.",
        source="OpenMetadata PR #16643",
        check=too_early,
        reads=(MAPPING,),
        until=Release("1.4"),
    ),
)
