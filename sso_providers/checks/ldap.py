"""The check of an LDAP directory: connection, look-up account, users and groups.

Does what OpenMetadata's server does, but for a person's own password. Shows no names of people, and
nothing of a directory's texts, which could repeat the password.
"""

import time
from collections.abc import Sequence

from sso_providers.catalogue import InvalidValue, Secret, directory
from sso_providers.catalogue.sentences import say
from sso_providers.directory_door import PRESENT, SUCCESS, Answer, DirectoryError, Found, Reason, Search

from .discovery import DAY, SOON, described
from .report import CheckReport, Question, Stage
from .subject import Subject

ADDRESS = Question("address", "Address and certificate")
ACCOUNT = Question("account", "Look-up account")
USERS = Question("users", "Users")
GROUPS = Question("groups", "Groups and roles")

# Mapped groups that are looked up, of however many there are.
MOST_GROUPS = 50
ENOUGH = "sizeLimitExceeded"
NO_SUCH = "noSuchObject"
# Result codes (RFC 4511, appendix A) of a bind -> (field, what to do).
REFUSALS = {
    "invalidCredentials": ("bind_password", "The directory refused DN and password: enter both again."),
    "invalidDNSyntax": ("bind_dn", "The directory does not take the account's name for a DN: mend it."),
    "noSuchObject": ("bind_dn", "The directory knows no such account: mend its DN."),
    "confidentialityRequired": ("tls", "The directory wants an encrypted connection: switch TLS on, with port 636."),
    "strongerAuthRequired": ("tls", "The directory wants an encrypted connection: switch TLS on, with port 636."),
}


def run(subject: Subject) -> CheckReport:
    """Makes one connection."""
    secret = subject.application.secrets.get("bind_password")
    if not secret:
        # A bind without password succeeds as anonymous (RFC 4513, section 5.1.2) and would prove nothing.
        missing = ACCOUNT.failed(
            "There is no password, and nothing was sent: enter that of the look-up account.", field="bind_password"
        )
        waiting = (each.not_reached("the account's password") for each in (ADDRESS, USERS, GROUPS))
        address, users, groups = waiting
        return CheckReport((address, missing, users, groups))
    try:
        answer = converse(subject, secret)
    except DirectoryError as error:
        return unreached(subject, error)
    return CheckReport(
        (
            address_stage(subject, answer),
            account_stage(answer),
            users_stage(subject, answer),
            groups_stage(subject, answer),
        )
    )


def converse(subject: Subject, secret: Secret) -> Answer:
    """Raises `DirectoryError`."""
    settings = subject.application.settings
    return subject.ask_directory(
        subject.setting("host"),
        int(subject.setting("port")),
        tls=bool(settings["tls"]),
        name=subject.setting("bind_dn"),
        password=secret,
        searches=searches(subject),
        allow_private=subject.allow_private,
    )


def searches(subject: Subject) -> list[Search]:
    """For anybody with an address; with groups also for any group with members, and each group of the mapping."""
    users = Search(base=subject.setting("user_base_dn"), conditions=((subject.setting("mail_attribute"), PRESENT),))
    if not subject.setting("group_base_dn"):
        return [users]
    is_group = (subject.setting("group_attribute"), subject.setting("group_value"))
    has_members = (subject.setting("member_attribute"), PRESENT)
    groups = Search(base=subject.setting("group_base_dn"), conditions=(is_group, has_members))
    mapped = (Search(base=each, conditions=(is_group,), below=False) for each in mapped_groups(subject))
    return [users, groups, *mapped]


def mapped_groups(subject: Subject) -> list[str]:
    lines = subject.application.settings["role_mapping"]
    return [directory.group_of(line) for line in lines][:MOST_GROUPS] if isinstance(lines, tuple) else []


def unreached(subject: Subject, error: DirectoryError) -> CheckReport:
    facts = (("Address", place(subject)), ("Reason", error.reason))
    needs = "a connection"
    field = "tls" if error.reason is Reason.NOT_ENCRYPTED else "host"
    first = ADDRESS.failed(str(error), *facts, field=field)
    if error.reason is Reason.UNTRUSTED and own_trust(subject):
        needs = "a certificate that the portal trusts"
        first = ADDRESS.warning(
            say(
                "{error} OpenMetadata may take it, as the registration says how it checks certificates: to try, "
                "run the guide's commands on its server.",
                error=str(error),
            ),
            *facts,
            field="trust_store",
        )
    return CheckReport((first, *(each.not_reached(needs) for each in (ACCOUNT, USERS, GROUPS))))


def own_trust(subject: Subject) -> bool:
    """Whether OpenMetadata trusts other certificates than the portal, which takes its system's authorities."""
    settings = subject.application.settings
    return settings["trust_store"] != "JVMDefault" or not settings["verify_hostname"]


def address_stage(subject: Subject, answer: Answer) -> Stage:
    facts = (("Address", place(subject)), ("IP address", described(answer.address)))
    speed = say(
        "{place} answers in {milliseconds} ms", place=place(subject), milliseconds=f"{answer.elapsed * 1000:.0f}"
    )
    if answer.certificate_ends is None:
        return ADDRESS.warning(
            say(
                "{speed}, but without TLS, so that everybody's password crosses the network in the clear: "
                "switch TLS on.",
                speed=speed,
            ),
            *facts,
            field="tls",
        )
    days = int((answer.certificate_ends - time.time()) // DAY)
    left = ("Certificate, days left", days)
    if days < SOON:
        summary = say(
            "{speed}, but its TLS certificate ends in {days} days: have the directory's operators renew it.",
            speed=speed,
            days=days,
        )
        return ADDRESS.warning(summary, *facts, left)
    return ADDRESS.ok(say("{speed}; TLS certificate valid for {days} days.", speed=speed, days=days), *facts, left)


def account_stage(answer: Answer) -> Stage:
    if not answer.bound:
        why = answer.trouble
        return ACCOUNT.failed(str(why) if why else "The directory did not answer: try again.")
    facts = (("Result", answer.bound),)
    if answer.bound == SUCCESS:
        return ACCOUNT.ok("The directory took the look-up account's name and password.", *facts)
    field, summary = REFUSALS.get(
        answer.bound,
        ("bind_dn", say("The directory refused the look-up account ({bound}): ask its operators.", bound=answer.bound)),
    )
    return ACCOUNT.failed(summary, *facts, field=field)


def users_stage(subject: Subject, answer: Answer) -> Stage:
    base, mail = subject.setting("user_base_dn"), subject.setting("mail_attribute")
    found = answer.found[0] if answer.found else None
    if found is None:
        return USERS.failed(str(answer.trouble)) if lost(answer) else USERS.not_reached("the look-up account")
    facts = (("Base DN", base), ("Filter", f"({mail}=*)"), ("Result", found.result))
    if found.dns and found.result in {SUCCESS, ENOUGH}:
        return USERS.ok(say("The account finds people with {mail} below {base}.", mail=mail, base=base), *facts)
    if found.result == SUCCESS:
        return USERS.failed(
            say(
                "The account sees nobody with {mail} below {base}: mend the base DN or the attribute, or let "
                "the account read the users.",
                mail=mail,
                base=base,
            ),
            *facts,
            field="user_base_dn",
        )
    return USERS.failed(
        say("{refusal}, so nobody can sign in.", refusal=refused(found, base)), *facts, field="user_base_dn"
    )


def groups_stage(subject: Subject, answer: Answer) -> Stage:
    base = subject.setting("group_base_dn")
    if not base:
        return GROUPS.not_applicable("No base DN of groups is entered, so nobody gets a role from the directory.")
    wanted = mapped_groups(subject)
    if len(answer.found) < 2 + len(wanted):
        return GROUPS.failed(str(answer.trouble)) if lost(answer) else GROUPS.not_reached("the look-up account")
    groups = answer.found[1]
    facts = (("Base DN", base), ("Result", groups.result), ("Groups of the mapping", len(wanted)))
    if groups.result not in {SUCCESS, ENOUGH}:
        return GROUPS.failed(
            say("{refusal}, so nobody gets a role.", refusal=refused(groups, base)), *facts, field="group_base_dn"
        )
    if not groups.dns:
        return GROUPS.failed(
            say(
                "Below {base} no entry has {group_attribute}={group_value} and {member_attribute}: mend these "
                "three, or let the account read the groups.",
                base=base,
                group_attribute=subject.setting("group_attribute"),
                group_value=subject.setting("group_value"),
                member_attribute=subject.setting("member_attribute"),
            ),
            *facts,
            field="group_value",
        )
    if fault := mapping_fault(wanted, answer.found[2:], subject):
        return GROUPS.failed(fault, *facts, field="role_mapping")
    if not wanted:
        return GROUPS.warning("Groups are found, but no group is mapped to a role.", *facts, field="role_mapping")
    return GROUPS.ok("Groups are found, and each group of the mapping is there as it is written.", *facts)


def mapping_fault(wanted: Sequence[str], found: Sequence[Found], subject: Subject) -> str:
    """The first group of the mapping that gives nobody a role, as a sentence."""
    for dn, each in zip(wanted, found, strict=False):
        if each.result != SUCCESS:
            return say("{refusal}: mend the line of the mapping.", refusal=refused(each, dn))
        if not each.dns:
            kind = f"{subject.setting('group_attribute')}={subject.setting('group_value')}"
            return say("'{dn}' is no group with {kind}: mend the line of the mapping, or that value.", dn=dn, kind=kind)
        if dn not in each.dns:
            return other_spelling(dn, each.dns[0])
    return ""


def other_spelling(wanted: str, found: str) -> str:
    """The DN that the directory gave is shown only if it is the one asked for: it could be anything else."""
    try:
        same = directory.parse(wanted) == directory.parse(found)
    except InvalidValue:
        same = False
    if not same:
        return say(
            "'{wanted}': the line must read exactly as the directory writes the DN, as OpenMetadata compares them as "
            "text.",
            wanted=wanted,
        )
    return say(
        "'{wanted}': the line must read exactly as the directory writes the DN, as OpenMetadata compares them as "
        "text, which is {found}.",
        wanted=wanted,
        found=repr(found),
    )


def lost(answer: Answer) -> bool:
    return answer.bound == SUCCESS and answer.trouble is not None


def refused(found: Found, dn: str) -> str:
    """Why a search brought nothing, without a full stop."""
    match found.result:
        case "noSuchObject":
            return say("The directory has no entry '{dn}', or hides it from the account", dn=dn)
        case "insufficientAccessRights":
            return say("The account may not search '{dn}'", dn=dn)
        case "referral":
            return say("The directory refers elsewhere for '{dn}', and OpenMetadata should ask that server", dn=dn)
        case _:
            return say("The directory refused to search '{dn}' ({result})", dn=dn, result=found.result)


def place(subject: Subject) -> str:
    return f"{subject.setting('host')}:{subject.setting('port')}"
