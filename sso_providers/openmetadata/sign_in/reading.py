"""Which claims of a token OpenMetadata reads, and for what."""

from collections.abc import Iterator, Mapping
from typing import Any

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.subject import Subject

from .claims import Claims
from .display_names import FAMILY, GIVEN, WHOLE
from .identity import BOT, ORDER, mapping_of
from .outlook import Refusal
from .roles import CLAIM, FROM_PROVIDER
from .teams import SINCE, claim_of

USER_NAME, EMAIL = say("the user name"), say("the e-mail address")
BOTH = say("user name and e-mail address")


def claims_read(config: SecurityConfig, release: Release, claims: Mapping[str, Any]) -> dict[str, str]:
    """Claim, as the token spells it -> what for."""
    subject = Subject(config=config, target="", release=release, is_whole=True)
    wanted = {name.lower(): purpose for name, purpose in reversed(list(purposes(subject, Claims(claims))))}
    return {name: wanted[name.lower()] for name in claims if name.lower() in wanted}


def purposes(subject: Subject, claims: Claims) -> Iterator[tuple[str, str]]:
    """What matters most comes first."""
    yield from identity_purposes(subject, claims)
    if claims.says(BOT):
        yield BOT, say("whether it is a bot's token")
    if subject.value(FROM_PROVIDER) is True:
        yield CLAIM, say("roles")
    if subject.release >= SINCE and claim_of(subject):
        yield claim_of(subject), say("teams")
    for name in (*WHOLE, *GIVEN, *FAMILY):
        yield name, say("the display name")


def identity_purposes(subject: Subject, claims: Claims) -> Iterator[tuple[str, str]]:
    try:
        mapping = mapping_of(subject)
    except Refusal:
        return
    if not mapping:
        # The first that is there decides; the others are not looked at.
        yield from ((name, BOTH) for name in [next(filter(claims.has, subject.items(ORDER)), "")] if name)
        return
    yield mapping["username"], BOTH if mapping["username"] == mapping["email"] else USER_NAME
    yield mapping["email"], EMAIL
