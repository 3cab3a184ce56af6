"""Whether the person gets an account: enableSelfSignup, and what may stand against it."""

from collections.abc import Callable

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from . import sources
from .administrators import is_named
from .claims import after_at, brief
from .identity import PRINCIPAL_DOMAIN
from .outlook import Result, State, Topic
from .way import Way, has_own_token, makes_accounts, way_of

SELF_SIGNUP = f"{AUTHENTICATION}.enableSelfSignup"
REGISTRATION_DOMAINS = f"{AUTHORIZER}.allowedEmailRegistrationDomains"
# With the sign-up by MCP OAuth the code flow got this rule; the patch is not proven.
REGISTRATION_DOMAINS_SINCE = Release("1.12")
# OpenMetadata #29227 of June 2026; before, a new account's address was made of the user name.
RIGHT_ADDRESS = Release("2.0")
EXISTS = "Account already exists. Please contact administrator."
NO_SIGN_UP = "User not found and self-signup is disabled"
NO_SIGN_UP_BY_LDAP = (
    "Self Signup is not enabled. Please contact your Administrator for assistance with account creation"
)


def account(subject: Subject, user_name: str, email: str) -> Result:
    if is_named(subject, user_name):
        return of_administrator(subject, user_name, email)
    if subject.value(SELF_SIGNUP) is not True:
        return closed(subject, user_name)
    rules: tuple[Callable[[Subject, str, str], Result | None], ...] = (wrong_domain, wrong_address)
    return next((found for rule in rules if (found := rule(subject, user_name, email))), opened(subject, user_name))


def of_administrator(subject: Subject, user_name: str, email: str) -> Result:
    """The server makes administrators' accounts when it starts, with an address of its own making."""
    made = f"{user_name}@{subject.text(PRINCIPAL_DOMAIN)}".lower()
    if made == email or has_own_token(subject):
        return Result(
            topic=Topic.ACCOUNT,
            value=user_name,
            decided_by=say("adminPrincipals: the server made this account when it started."),
            source=sources.ADMINISTRATORS,
        )
    return Result(
        topic=Topic.ACCOUNT,
        value=say("only if the addresses agree"),
        decided_by=say(
            "adminPrincipals: the server made the account {name} when it started, with the address {made}; a token "
            "with {email} is refused until an administrator has changed the account's address.",
            name=brief(user_name),
            made=brief(made),
            email=brief(email),
        ),
        source=sources.with_issues(sources.SAME_ADDRESS, 26507, 29189),
        state=State.UNSURE,
        answer=EXISTS,
        unverified=say("An account that existed before keeps its address, which can't be seen from here."),
    )


def closed(subject: Subject, user_name: str) -> Result:
    return Result(
        topic=Topic.ACCOUNT,
        value=say("only with an account already"),
        decided_by=say(
            "enableSelfSignup is false: OpenMetadata refuses {name} unless an account of this name exists.",
            name=brief(user_name),
        ),
        source=source_of(subject),
        state=State.UNSURE,
        answer=answer_of(subject),
        unverified=""
        if makes_accounts(subject)
        else say("The page in the browser refuses here, not the server, with words of its own."),
    )


def answer_of(subject: Subject) -> str:
    if way_of(subject) is Way.LDAP:
        return NO_SIGN_UP_BY_LDAP
    return NO_SIGN_UP if makes_accounts(subject) else ""


def source_of(subject: Subject) -> str:
    match way_of(subject):
        case Way.LDAP:
            return sources.with_issues(sources.LDAP, 18430)
        case Way.SAML if makes_accounts(subject):
            return sources.SAML
        case Way.CODE if makes_accounts(subject):
            return sources.CODE_FLOW
    return sources.BROWSER


def wrong_domain(subject: Subject, user_name: str, email: str) -> Result | None:
    """allowedEmailRegistrationDomains, which an existing account needs not."""
    allowed = [each.lower() for each in subject.items(REGISTRATION_DOMAINS)]
    if way_of(subject) is not Way.CODE or subject.release < REGISTRATION_DOMAINS_SINCE:
        return None
    if not allowed or "all" in allowed or after_at(email) in allowed:
        return None
    return Result(
        topic=Topic.ACCOUNT,
        value=say("only with an account already"),
        decided_by=say(
            "allowedEmailRegistrationDomains is {allowed}: OpenMetadata refuses {name} unless an account of this "
            "name exists.",
            allowed=listed(allowed),
            name=brief(user_name),
        ),
        source=sources.CODE_FLOW,
        state=State.UNSURE,
        answer=f"Email domain not allowed for self-signup: {after_at(email)}",
        unverified=say("In which patch of 1.12 the rule reached this way of signing in is not proven."),
    )


def wrong_address(subject: Subject, user_name: str, email: str) -> Result | None:
    """A newcomer's account got another address than the token has, so that the next request failed."""
    made = f"{user_name}@{after_at(email)}"
    if way_of(subject) is not Way.CODE or not makes_accounts(subject) or subject.release >= RIGHT_ADDRESS:
        return None
    if made == email:
        return None
    return Result(
        topic=Topic.ACCOUNT,
        value=say("depends on the patch release"),
        decided_by=say(
            "A new account gets the address {made} instead of {email}, and OpenMetadata then refuses the token as "
            "somebody else's.",
            made=brief(made),
            email=brief(email),
        ),
        source=sources.with_issues(sources.CODE_FLOW, 29189, 29227),
        state=State.UNSURE,
        answer=EXISTS,
        unverified=say("Mended by a change of June 2026; which patches have it is not proven."),
    )


def opened(subject: Subject, user_name: str) -> Result:
    sentence = (
        say("enableSelfSignup: who has no account gets one at the first sign-in.")
        if makes_accounts(subject)
        else say("enableSelfSignup: who has no account is led to the sign-up page, and makes one there.")
    )
    unverified = "" if way_of(subject) in (Way.BROWSER, Way.LDAP) else say("From which patch on is not proven.")
    return Result(
        topic=Topic.ACCOUNT,
        value=user_name,
        decided_by=sentence,
        source=source_of(subject),
        unverified=unverified if subject.release == Release("1.10") else "",
    )
