"""Which group gives which role: JSON inside a text, and the lists beside it."""

import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from sso_providers.catalogue.directory import Dn
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import arrives_as_null, has, is_empty, reads
from sso_providers.openmetadata.rules.wording import listed, quoted
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

from .accounts import GROUPS, given
from .groups import ALL, MAPPING, REASSIGNED, maps
from .names import dn_of, domain_parts

ADMIN = f"{LDAP}.roleAdminName"
ADMIN_ROLE = "Admin"
EVERY = "*"
# Nobody maps more by hand; comparing takes time.
MOST_GROUPS = 200
# How alike two parents are of which one is a slip, by difflib's measure.
ALIKE = 0.9


def parsed(subject: Subject) -> object:
    """The mapping as JSON says it; None for none that can be read."""
    if not reads(subject, "ldap") or not maps(subject):
        return None
    try:
        return json.loads(subject.text(MAPPING))
    except (ValueError, RecursionError):
        return None


def mapping(subject: Subject) -> dict[str, list[str]]:
    """What of it maps a group to roles; a text is the one role that is meant."""
    content = parsed(subject)
    if not isinstance(content, dict):
        return {}
    return {
        group: [role for role in as_list(roles) if isinstance(role, str)]
        for group, roles in list(content.items())[:MOST_GROUPS]
    }


def as_list(roles: object) -> list[object]:
    return roles if isinstance(roles, list) else [roles]


def mapped_roles(subject: Subject) -> list[str]:
    return list(dict.fromkeys(role for roles in mapping(subject).values() for role in roles))


def no_json(subject: Subject) -> Iterator[Found]:
    if not reads(subject, "ldap") or not maps(subject):
        return
    content = parsed(subject)
    if not isinstance(content, dict):
        message = say(
            "authRolesMapping is no JSON object: write the groups' DNs with lists of roles, such as "
            '{{"cn=admins,ou=groups,dc=acme,dc=example": ["Admin"]}}.'
        )
        yield Found(setting=MAPPING, message=message, fix=with_double_quotes(subject.text(MAPPING)))


def with_double_quotes(text: str) -> str | None:
    """The object with its single quotes, or braces, mended; None where that is not enough."""
    for attempt in (text.replace("'", '"'), "{" + text.strip('{}" ') + "}", '{"' + text.strip('{}" ') + "}"):
        try:
            content = json.loads(attempt)
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict) and content:
            return json.dumps(content, ensure_ascii=False)
    return None


def no_lists(subject: Subject) -> Iterator[Found]:
    content = parsed(subject)
    if not isinstance(content, dict):
        return
    wrong = [group for group, roles in content.items() if not is_texts(roles)]
    if wrong:
        mended = {group: [roles] if isinstance(roles, str) else roles for group, roles in content.items()}
        fix = json.dumps(mended, ensure_ascii=False) if all(map(is_texts, mended.values())) else None
        message = say(
            '{wrong} has no list of roles: write them in brackets, such as ["Admin"].', wrong=quoted(wrong[0])
        )
        yield Found(setting=MAPPING, message=message, fix=fix)


def is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def no_names(subject: Subject) -> Iterator[Found]:
    wrong = [group for group in mapping(subject) if dn_of(group) is None]
    if wrong:
        message = say(
            "{wrong} is no DN: write the group's whole name, as the directory writes it, such as "
            "cn=admins,ou=groups,dc=acme,dc=example.",
            wrong=quoted(wrong[0]),
        )
        yield Found(setting=MAPPING, message=message)


def groups_of(subject: Subject) -> dict[str, Dn]:
    return {group: name for group in mapping(subject) if (name := dn_of(group))}


def outside_base(subject: Subject) -> Iterator[Found]:
    text = given(subject, GROUPS)
    base = dn_of(text) if text else None
    outside = [group for group, name in groups_of(subject).items() if base and not name.lies_under(base)]
    if outside:
        message = say(
            "{group} lies not below groupBaseDN, {text}: mend one of them.",
            group=quoted(outside[0]),
            text=quoted(text),
        )
        yield Found(setting=MAPPING, message=message)


def parents_differ(subject: Subject) -> Iterator[Found]:
    """One that differs from the others by a letter is a slip; one in another domain too."""
    groups = groups_of(subject)
    parents = {group: ",".join(group.replace(";", ",").split(",")[1:]).strip().lower() for group in groups}
    if len(parents) < 2:
        return
    usual = Counter(parents.values()).most_common(1)[0][0]
    usual_name = dn_of(usual)
    for group, parent in parents.items():
        name = dn_of(parent)
        if name is None or usual_name is None or name == usual_name:
            continue
        other_domain = domain_parts(name) != domain_parts(usual_name)
        if other_domain or SequenceMatcher(None, parent, usual, autojunk=False).ratio() >= ALIKE:
            message = say(
                "{group} ends with another parent than the other groups, {usual}: is it a slip?",
                group=quoted(group),
                usual=quoted(usual),
            )
            yield Found(setting=MAPPING, message=message)
            return


def never_given(subject: Subject) -> Iterator[Found]:
    """An empty list reassigns nothing; the name of all attributes means all roles."""
    roles, listed_roles = mapped_roles(subject), set(subject.items(REASSIGNED))
    if not roles or listed_roles & {EVERY, subject.text(ALL)}:
        return
    absent = [role for role in roles if role not in listed_roles]
    if absent:
        message = say(
            "The mapping gives {absent}, which authReassignRoles does not list: a sign-in gives only roles "
            "that are listed, so add it.",
            absent=listed(absent),
        )
        fix = (*subject.items(REASSIGNED), *absent)
        is_stated = subject.states(REASSIGNED) or subject.is_whole
        yield Found(setting=REASSIGNED, message=message, fix=fix, level=None if is_stated else Level.HINT)


def no_admin_role(subject: Subject) -> Iterator[Found]:
    roles = mapped_roles(subject)
    if not roles or has(subject, ADMIN):
        return
    fix = ADMIN_ROLE if ADMIN_ROLE in roles else None
    if arrives_as_null(subject, ADMIN):
        message = say("roleAdminName is null, so the server gives no roles at all: write Admin.")
        yield Found(setting=ADMIN, message=message, fix=ADMIN_ROLE, level=Level.ERROR)
    elif is_empty(subject, ADMIN) and fix:
        message = say("roleAdminName is empty, so nobody becomes an administrator by the mapping: write Admin.")
        yield Found(setting=ADMIN, message=message, fix=fix)
    elif not subject.states(ADMIN):
        message = say("roleAdminName is not set, and without it the server gives no roles at all: write Admin.")
        yield Found(setting=ADMIN, message=message, fix=ADMIN_ROLE, level=Level.HINT)


AUTHENTICATOR = "OpenMetadata's LdapAuthenticator"
RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-mapping-json",
        title="A mapping of roles that is no JSON",
        level=Level.ERROR,
        reason="The server reads the text as a JSON object; where it can't, it only logs that, and gives no roles.",
        source="OpenMetadata PR #12503, issue 15737",
        reads=(MAPPING,),
        check=no_json,
    ),
    Rule(
        id="ldap-mapping-lists",
        title="A group without a list of roles",
        level=Level.ERROR,
        reason="The server reads a list of roles for each group, and fails on anything else.",
        source=AUTHENTICATOR,
        reads=(MAPPING,),
        check=no_lists,
    ),
    Rule(
        id="ldap-mapping-names",
        title="A group that is not named by its DN",
        level=Level.ERROR,
        reason="The DN of each group that the search finds is looked up in the mapping, as text.",
        source=AUTHENTICATOR,
        reads=(MAPPING,),
        check=no_names,
    ),
    Rule(
        id="ldap-mapping-outside-base",
        title="A group that the search can't find",
        level=Level.ERROR,
        reason="Groups are searched below groupBaseDN only.",
        source=AUTHENTICATOR,
        reads=(MAPPING, GROUPS),
        check=outside_base,
    ),
    Rule(
        id="ldap-mapping-parents",
        title="One group at another place than the others",
        level=Level.WARNING,
        reason="A DN that is wrong by a letter never equals the one that the directory answers.",
        source=AUTHENTICATOR,
        reads=(MAPPING,),
        check=parents_differ,
    ),
    Rule(
        id="ldap-roles-not-listed",
        title="Mapped roles that no sign-in gives",
        level=Level.WARNING,
        reason="The server gives and takes only the roles of authReassignRoles, or all where it holds the value of "
        "allAttributeName.",
        source=AUTHENTICATOR,
        reads=(MAPPING, REASSIGNED, ALL),
        check=never_given,
    ),
    Rule(
        id="ldap-admin-role",
        title="No role that makes administrators",
        level=Level.WARNING,
        reason="Each mapped role is compared with roleAdminName: where that is null the server fails, and gives none.",
        source=AUTHENTICATOR,
        reads=(ADMIN, MAPPING),
        check=no_admin_role,
    ),
)
