"""Roles from the token: useRolesFromProvider and the claim `roles`."""

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import Claims
from .outlook import Result, State, Topic
from .way import Way, has_own_token, way_of

FROM_PROVIDER = f"{AUTHORIZER}.useRolesFromProvider"
DEFAULT_ROLE = f"{AUTHORIZER}.defaultOAuthRole"
DEFAULT_ROLE_SINCE = Release("1.12")
CLAIM = "roles"
# Makes administrators, and is no role that a person has.
ADMIN = "Admin"
NONE = say("none")
AS_THEY_ARE = say("as they are")


def roles(subject: Subject, claims: Claims) -> Result:
    if subject.value(FROM_PROVIDER) is not True:
        return of_newcomers(subject)
    if has_own_token(subject):
        return lost(subject, claims)
    found = named(claims)
    if not found:
        return Result(
            topic=Topic.ROLES,
            value=AS_THEY_ARE,
            decided_by=say("useRolesFromProvider: the token has no list of names in the claim 'roles'."),
            source=sources.ROLES,
        )
    return Result(
        topic=Topic.ROLES,
        value=say(", ").join(name for name in found if name != ADMIN) or AS_THEY_ARE,
        decided_by=say(
            "useRolesFromProvider: those of {found} that exist in OpenMetadata replace the person's roles.",
            found=listed(found),
        ),
        source=sources.ROLES,
    )


def named(claims: Claims) -> tuple[str, ...]:
    """A text of one role is none to the server, which wants a list."""
    return tuple(dict.fromkeys(claims.texts(CLAIM) or ()))


def of_newcomers(subject: Subject) -> Result:
    role = subject.text(DEFAULT_ROLE)
    if role and way_of(subject) is Way.CODE and subject.release >= DEFAULT_ROLE_SINCE:
        return Result(
            topic=Topic.ROLES,
            value=role,
            decided_by=say("defaultOAuthRole: a new account gets this role, if it exists; others keep theirs."),
            source=sources.CODE_FLOW,
            unverified=say("In which patch of 1.12 the setting reached this way of signing in is not proven.")
            if subject.release == DEFAULT_ROLE_SINCE
            else "",
        )
    return Result(
        topic=Topic.ROLES,
        value=NONE,
        decided_by=say("useRolesFromProvider is false: no role comes from the provider."),
        source=sources.ROLES,
    )


def lost(subject: Subject, claims: Claims) -> Result:
    """The rule reads the token of each request, which here is OpenMetadata's own."""
    if way_of(subject) is not Way.CODE:
        return Result(
            topic=Topic.ROLES,
            value=AS_THEY_ARE,
            decided_by=say("useRolesFromProvider reads tokens of OpenID providers, and here is none."),
            source=sources.ROLES,
        )
    found = named(claims)
    return Result(
        topic=Topic.ROLES,
        value=say("depends on the patch release") if found else AS_THEY_ARE,
        decided_by=say(
            "useRolesFromProvider: roles are read from the browser's token, which from 2.0 on is OpenMetadata's own, "
            "so the claim 'roles' with {found} has no effect.",
            found=listed(found),
        )
        if found
        else say("useRolesFromProvider: the token has no list of names in the claim 'roles'."),
        source=sources.with_issues(sources.ROLES, 32960, 32961),
        state=State.WARNING if found else State.PLAIN,
        unverified=say("Mended by a change of September 2026; which patches of 2.0 have it is not proven.")
        if found
        else "",
    )


def makes_administrator(subject: Subject, claims: Claims) -> str:
    """A sentence where the roles of the token do; else ""."""
    if subject.value(FROM_PROVIDER) is not True or has_own_token(subject) or ADMIN not in named(claims):
        return ""
    return say("useRolesFromProvider: the claim 'roles' has '{admin}'.", admin=ADMIN)
