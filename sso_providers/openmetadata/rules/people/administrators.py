"""Who is administrator, and lists of names that nothing may have any more."""

import re
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import REMOVE, Found, Level, Rule
from sso_providers.openmetadata.rules.wording import listed, quoted
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

ADMINS = f"{AUTHORIZER}.adminPrincipals"
TESTS = f"{AUTHORIZER}.testPrincipals"
PRINCIPAL = f"{AUTHORIZER}.principalDomain"
ALLOWED = f"{AUTHORIZER}.allowedDomains"


def names(subject: Subject) -> tuple[str, ...]:
    return subject.items(ADMINS) if subject.states(ADMINS) else ()


def user_name(item: str) -> str:
    """The name that is in it: before a password and a domain, in lower case."""
    return item.strip().strip("\"'").partition(":")[0].partition("@")[0].strip().lower()


def right(subject: Subject) -> tuple[str, ...]:
    """All that is wrong with a list of names at once put right, for every fix is of the whole list."""
    words = (word for item in names(subject) for word in re.split(r"[,;]", item))
    return tuple(dict.fromkeys(filter(None, map(user_name, words))))


def nobody(subject: Subject) -> Iterator[Found]:
    if subject.states(ADMINS) and not any(item.strip() for item in names(subject)):
        yield Found(
            setting=ADMINS,
            message=say(
                "No administrator is named, so nobody can give rights to anybody: name at least one user, by the "
                "part of the address before the @."
            ),
        )


def with_password(subject: Subject) -> Iterator[Found]:
    """The message shows nothing behind the colon."""
    wrong = [item for item in names(subject) if ":" in item]
    if wrong:
        yield Found(
            setting=ADMINS,
            message=say(
                "{names} has something behind a colon, such as a password, and all of it "
                "becomes the user name: leave the name alone.",
                names=listed(map(user_name, wrong)),
            ),
            fix=right(subject),
        )


def addresses(subject: Subject) -> Iterator[Found]:
    wrong = [item for item in names(subject) if "@" in item and ":" not in item]
    if not wrong:
        return
    own = {subject.text(PRINCIPAL).lower(), *map(str.lower, subject.items(ALLOWED))}
    foreign = [item for item in wrong if item.rpartition("@")[2].strip().lower() not in own]
    fix = right(subject)
    message = say(
        "{wrong} is an address, and administrators are known by user names: use {right}.",
        wrong=listed(wrong),
        right=listed(fix),
    )
    if foreign and subject.states(PRINCIPAL):
        message = say(
            "{wrong} is an address, and administrators are known by user names; {foreign} is not even of "
            "principalDomain: use {right}.",
            wrong=listed(wrong),
            foreign=quoted(foreign[0]),
            right=listed(fix),
        )
    yield Found(setting=ADMINS, message=message, fix=fix)


def untidy(subject: Subject) -> Iterator[Found]:
    """Several in one text are no administrator at all."""
    plain = [item for item in names(subject) if ":" not in item and "@" not in item]
    wrong = [item for item in plain if item != user_name(item) or not item or re.search(r"[\s,;]", item)]
    meant = right(subject)
    if not wrong or not meant:
        return
    is_clear = not any(re.search(r"\s", name) for name in meant)
    yield Found(
        setting=ADMINS,
        message=say(
            "{wrong} is no user name, which is the part of an address before the @, in lower case and "
            "without blanks: use {meant}.",
            wrong=listed(wrong),
            meant=listed(meant) if is_clear else say("one item for each"),
        ),
        fix=meant if is_clear else None,
        level=Level.ERROR if any(re.search("[,;]", item) for item in wrong) else Level.WARNING,
    )


def tests(subject: Subject) -> Iterator[Found]:
    if subject.states(TESTS) and any(subject.items(TESTS)):
        yield Found(
            setting=TESTS, message=say("testPrincipals are for OpenMetadata's own tests: take it out."), fix=REMOVE
        )


RULES = (
    Rule(
        id="no-administrator",
        title="No administrator",
        level=Level.ERROR,
        reason="The server makes those named here administrators at every start, and there is no other way to the "
        "first one; the validators want at least one.",
        source="ConfigurationValidator; DefaultAuthorizer",
        check=nobody,
        reads=(ADMINS,),
    ),
    Rule(
        id="administrator-with-password",
        title="An administrator with a password",
        level=Level.ERROR,
        reason="The list has names only: name:password becomes a user of that name.",
        source="OpenMetadata #15518; DefaultAuthorizer",
        check=with_password,
        reads=(ADMINS,),
    ),
    Rule(
        id="administrator-is-address",
        title="An administrator by address",
        level=Level.WARNING,
        reason="User names are the part of the address before the @; OpenMetadata's page says otherwise.",
        source="DefaultAuthorizer; settings of the chart (initialAdmins)",
        check=addresses,
        reads=(ADMINS, PRINCIPAL, ALLOWED),
    ),
    Rule(
        id="administrator-name-untidy",
        title="An administrator that no user name can be",
        level=Level.WARNING,
        reason="The server makes user names from claims in lower case, and compares.",
        source="SecurityUtil; DefaultAuthorizer",
        check=untidy,
        reads=(ADMINS,),
    ),
    Rule(
        id="test-principals",
        title="Names for OpenMetadata's own tests",
        level=Level.WARNING,
        reason="The list is in the server's class for its tests alone.",
        source="authorizerConfiguration.json",
        check=tests,
        reads=(TESTS,),
    ),
)
