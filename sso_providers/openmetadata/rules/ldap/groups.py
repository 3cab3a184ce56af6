"""How a person's groups are found."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import arrives_as_null, has, is_empty, reads
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

from .accounts import GROUPS, short
from .directory_kind import is_active_directory

CLASS, VALUE = f"{LDAP}.groupAttributeName", f"{LDAP}.groupAttributeValue"
MEMBER, ALL = f"{LDAP}.groupMemberAttributeName", f"{LDAP}.allAttributeName"
MAPPING, REASSIGNED = f"{LDAP}.authRolesMapping", f"{LDAP}.authReassignRoles"
FILTER = (CLASS, VALUE, MEMBER)
NEEDED = (*FILTER, ALL, GROUPS)
RECURSIVE = f"{LDAP}.recursiveGroupMembership"
# Of people, not of groups.
OF_PEOPLE = {"memberof", "ismemberof"}


def maps(subject: Subject) -> bool:
    return has(subject, MAPPING) and subject.text(MAPPING).strip() not in ("", "{}")


def wants_groups(subject: Subject) -> bool:
    return maps(subject) or any(has(subject, path) for path in (GROUPS, *FILTER, REASSIGNED))


def is_null_filter(subject: Subject) -> bool:
    """Whether the filter has nulls, and nothing says that no groups are wanted: the server fails at each sign-in."""
    return any(arrives_as_null(subject, path) for path in FILTER) and not is_empty(subject, GROUPS)


def fix_of(subject: Subject, path: str) -> str | None:
    group = "groupOfNames" if is_active_directory(subject) is False else "group"
    member = "uniqueMember" if subject.text(VALUE).lower() == "groupofuniquenames" else "member"
    return {CLASS: "objectClass", VALUE: group, MEMBER: member, ALL: "*"}.get(path)


def incomplete(subject: Subject) -> Iterator[Found]:
    if not reads(subject, "ldap") or not (wants_groups(subject) or is_null_filter(subject)):
        return
    lacking = [path for path in NEEDED if not has(subject, path) and (path not in (ALL, GROUPS) or maps(subject))]
    empty = [path for path in lacking if is_empty(subject, path)]
    if lacking and not empty and not is_started(subject):
        yield left_out(subject, lacking)
        return
    for path in lacking:
        fault = say("is empty") if path in empty else say("is not set")
        message = say(
            "{setting} {fault}, and the search for groups needs it: {advice}.",
            setting=short(path),
            fault=fault,
            advice=advice(path),
        )
        level = Level.ERROR if path in empty else Level.WARNING
        yield Found(setting=path, message=message, fix=fix_of(subject, path), level=level)


def is_started(subject: Subject) -> bool:
    """Whether the search is shown, so that what is not shown of it is probably missing."""
    return subject.is_whole or any(subject.states(path) for path in FILTER)


def left_out(subject: Subject, lacking: list[str]) -> Found:
    names = ", ".join(map(short, lacking))
    stated = next((path for path in (MAPPING, GROUPS, REASSIGNED) if has(subject, path)), MAPPING)
    message = say(
        "The search for groups also needs {names}: set them, unless they are just not shown here.", names=names
    )
    return Found(setting=stated, message=message, level=Level.HINT)


def advice(path: str) -> str:
    return {
        CLASS: say("usually objectClass"),
        VALUE: say("group in Active Directory, groupOfNames or groupOfUniqueNames in others"),
        MEMBER: say("member, or uniqueMember with groupOfUniqueNames"),
        ALL: say("usually *"),
        GROUPS: say("the DN below which the groups are"),
    }[path]


def not_of_groups(subject: Subject) -> Iterator[Found]:
    for path, right in ((CLASS, "objectClass"), (MEMBER, "member")):
        text = subject.text(path)
        if reads(subject, "ldap") and text.lower() in OF_PEOPLE:
            message = say(
                "{text} is an attribute of people, and groups are searched here: use {right}.",
                text=quoted(text),
                right=right,
            )
            yield Found(setting=path, message=message, fix=right)


def no_pattern(subject: Subject) -> Iterator[Found]:
    value, name = subject.text(VALUE), subject.text(CLASS)
    if not reads(subject, "ldap") or "*" not in value:
        return
    right = fix_of(subject, VALUE)
    message = say(
        "{value} is compared to the letter, so no group is found by it: use the groups' class, {right}.",
        value=quoted(value),
        right=right,
    )
    yield Found(setting=VALUE, message=message, fix=right)
    if name and name.lower() != "objectclass":
        message = say(
            "{name} tells no groups from other entries with {value}: use objectClass.",
            name=quoted(name),
            value=quoted(value),
        )
        yield Found(setting=CLASS, message=message, fix="objectClass")


def not_every(subject: Subject) -> Iterator[Found]:
    text = subject.text(ALL).strip()
    if not maps(subject) or not reads(subject, "ldap") or text in ("", "*"):
        return
    message = say(
        "{text} asks the directory for one attribute of the groups: write *, for all of them.", text=quoted(text)
    )
    level = None
    if "*" in subject.items(REASSIGNED):
        message = say(
            "authReassignRoles has *, which means all roles only if allAttributeName is * too, not {text}.",
            text=quoted(text),
        )
        level = Level.WARNING
    yield Found(setting=ALL, message=message, fix="*", level=level)


def names_as_members(subject: Subject) -> Iterator[Found]:
    value, member = subject.text(VALUE).lower(), subject.text(MEMBER).lower()
    if not reads(subject, "ldap"):
        return
    if member == "memberuid":
        message = say(
            "memberUid holds user names, and the server compares the members with a person's DN: use groups that have "
            "member or uniqueMember."
        )
        yield Found(setting=MEMBER, message=message)
    elif value == "posixgroup":
        message = say(
            "A posixGroup holds user names, and the server compares DNs: use groupOfNames or groupOfUniqueNames."
        )
        yield Found(setting=VALUE, message=message)
    elif value == "groupofuniquenames" and member == "member":
        message = say("The members of a groupOfUniqueNames are in uniqueMember: use it.")
        yield Found(setting=MEMBER, message=message, fix="uniqueMember")
    elif value in {"groupofnames", "group"} and member == "uniquemember":
        message = say("The members of a {group} are in member: use it.", group=subject.text(VALUE))
        yield Found(setting=MEMBER, message=message, fix="member")


def not_recursive(subject: Subject) -> Iterator[Found]:
    wanted = subject.config.values.get(RECURSIVE) is True
    if wanted and reads(subject, "ldap") and is_active_directory(subject) is False:
        message = say(
            "Groups in groups are found by Active Directory's own search rule, which this directory may not have."
        )
        yield Found(setting=RECURSIVE, message=message)


AUTHENTICATOR = "OpenMetadata's LdapAuthenticator"
RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-groups-incomplete",
        title="The search for groups lacks something",
        level=Level.ERROR,
        reason="The server searches below groupBaseDN by (&(groupAttributeName=groupAttributeValue)"
        "(groupMemberAttributeName=the person's DN)); where a part is missing it only logs that, and gives no roles.",
        source="OpenMetadata issues 17631 and 22510; LdapAuthenticator",
        reads=(*NEEDED, MAPPING, REASSIGNED),
        check=incomplete,
    ),
    Rule(
        id="ldap-group-attribute",
        title="An attribute of people in the search for groups",
        level=Level.WARNING,
        reason="A group tells itself by its class, and its members by member; memberOf is of the person's entry.",
        source="OpenMetadata issue 17441",
        reads=(CLASS, MEMBER),
        check=not_of_groups,
    ),
    Rule(
        id="ldap-group-pattern",
        title="A pattern in the search for groups",
        level=Level.WARNING,
        reason="The server looks for groups with exactly this value; a * in it is a character like any other.",
        source="OpenMetadata's LdapAuthenticator, issue 21982; RFC 4511, section 4.5.1.7.1",
        reads=(CLASS, VALUE),
        check=no_pattern,
    ),
    Rule(
        id="ldap-all-attribute",
        title="One attribute in place of all",
        level=Level.HINT,
        reason="allAttributeName is what the search for groups asks for, and the word that means all roles in "
        "authReassignRoles.",
        source="OpenMetadata's LdapAuthenticator, issue 17441",
        reads=(ALL, REASSIGNED, MAPPING),
        check=not_every,
    ),
    Rule(
        id="ldap-group-members",
        title="Members that are no DNs, or are elsewhere",
        level=Level.WARNING,
        reason="A group has its members where its class says, and the server looks for DNs there.",
        source="RFC 4519, sections 3.5 and 3.6; RFC 2307, section 4",
        reads=(VALUE, MEMBER),
        check=names_as_members,
    ),
    Rule(
        id="ldap-groups-in-groups",
        title="Groups in groups outside Active Directory",
        level=Level.HINT,
        reason="The search uses the matching rule 1.2.840.113556.1.4.1941.",
        source=AUTHENTICATOR,
        reads=(RECURSIVE,),
        check=not_recursive,
    ),
)
