"""The token that OpenMetadata signs at the end of a sign-in, and reads at each request by the same rules.

It carries sub, preferred_username (both the bare user name), email and name, whatever the provider sent, so settings
that name other claims refuse it (OpenMetadata #32000, #29142).
"""

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.subject import Subject

from . import sources
from .accounts import EXISTS
from .claims import Claims, brief
from .identity import Identity, identify
from .outlook import Refusal, Result, State, Topic

SOURCE = sources.with_issues(sources.FILTER, 32000, 29142)


def own_token(subject: Subject, user_name: str, email: str) -> Result:
    claims = {"sub": user_name, "preferred_username": user_name, "email": email, "name": user_name}
    try:
        found = identify(subject, Claims(claims))
    except Refusal as refusal:
        return refused(
            say("The browser's token is OpenMetadata's own. {sentence}", sentence=refusal.result.decided_by),
            refusal.result.answer,
        )
    return agrees(found, user_name, email)


def agrees(found: Identity, user_name: str, email: str) -> Result:
    if (found.user_name, found.email) == (user_name, email):
        return Result(
            topic=Topic.SESSION,
            value=say("names the same person"),
            decided_by=say("The claims that name the user are in OpenMetadata's own tokens, too."),
            source=SOURCE,
            state=State.GOOD,
        )
    return refused(
        say(
            "The browser's token is OpenMetadata's own, and by the same settings it names {other}, {address}: let "
            "'email' come first, or map username:preferred_username and email:email.",
            other=brief(found.user_name),
            address=brief(found.email),
        ),
        EXISTS,
    )


def refused(sentence: str, answer: str) -> Result:
    return Result(
        topic=Topic.SESSION,
        value=say("refused"),
        decided_by=sentence,
        source=SOURCE,
        state=State.REFUSED,
        answer=answer,
    )
