"""Who becomes administrator."""

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import brief
from .outlook import Result, State, Topic

ADMINS = f"{AUTHORIZER}.adminPrincipals"


def is_named(subject: Subject, user_name: str) -> bool:
    """To the letter: user names are in lower case."""
    return user_name in subject.items(ADMINS)


def administrator(subject: Subject, user_name: str, by_role: str = "") -> Result:
    """`by_role` is a sentence about the role that makes the person one; "" for none."""
    if is_named(subject, user_name):
        sentence = say("adminPrincipals has {name}.", name=brief(user_name))
        return yes(sentence, sources.ADMINISTRATORS)
    if by_role:
        return yes(by_role, sources.ROLES)
    return Result(
        topic=Topic.ADMINISTRATOR,
        value=say("no"),
        decided_by=say("adminPrincipals has no {name}; who is one already stays it.", name=brief(user_name)),
        source=sources.ADMINISTRATORS,
    )


def yes(sentence: str, source: str) -> Result:
    return Result(topic=Topic.ADMINISTRATOR, value=say("yes"), decided_by=sentence, source=source, state=State.GOOD)
