"""A sign-in with LDAP: by the address that the person types, and the groups that the directory lists for them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

from . import sources
from .accounts import account
from .administrators import administrator
from .claims import after_at, before_at
from .domains import domain_rule
from .outlook import Outlook, Refusal, Result, Topic, in_order, refusal

GROUP_BASE = f"{LDAP}.groupBaseDN"
MAPPING = f"{LDAP}.authRolesMapping"
ADMIN_ROLE = f"{LDAP}.roleAdminName"
NONE = say("none")


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """`mail` is what the person types at OpenMetadata, `groups` the names (DN) of their groups in the directory."""

    mail: str
    groups: tuple[str, ...] = ()


def foresee_directory(config: SecurityConfig, release: Release, entry: DirectoryEntry) -> Outlook:
    subject = Subject(config=config, target="", release=release, is_whole=True)
    mail = entry.mail.strip()
    try:
        require_address(mail)
    except Refusal as error:
        return in_order([error.result])
    user_name, email = before_at(mail).lower(), mail.lower()
    mapped = mapped_roles(subject, entry.groups)
    return in_order(
        [
            *identity_results(mail),
            account(subject, user_name, email),
            domain_rule(subject, after_at(mail)),
            administrator(subject, user_name, by_role(subject, mapped)),
            roles(subject, mapped),
        ]
    )


def require_address(mail: str) -> None:
    if not before_at(mail) or not after_at(mail):
        raise refusal(
            Topic.USER_NAME,
            say("People sign in with the address that the directory has for them, such as ada@acme.example."),
            source=sources.LDAP,
            unverified=say("Which error the server answers with is not proven."),
        )


def identity_results(mail: str) -> Iterator[Result]:
    unverified = "" if mail == mail.lower() else say("That the server lower-cases what is typed is not proven.")
    yield Result(
        topic=Topic.USER_NAME,
        value=before_at(mail).lower(),
        decided_by=say("The address that the person types, up to its @; usernameAttributeName is not used."),
        source=sources.LDAP,
        unverified=unverified,
    )
    yield Result(
        topic=Topic.EMAIL,
        value=mail.lower(),
        decided_by=say("The address that the person types, if mailAttributeName finds exactly one entry by it."),
        source=sources.LDAP,
        unverified=unverified,
    )


def mapped_roles(subject: Subject, groups: tuple[str, ...]) -> tuple[str, ...]:
    """Groups are compared to the letter."""
    mapping = role_mapping(subject)
    found = (role for group in groups for role in mapping.get(group.strip(), ()))
    return tuple(dict.fromkeys(found))


def role_mapping(subject: Subject) -> dict[str, list[str]]:
    """Group -> roles; empty where authRolesMapping can't be read, which the server only logs."""
    try:
        found = json.loads(subject.text(MAPPING) or "{}")
    except ValueError:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {name: [role for role in each if isinstance(role, str)] for name, each in pairs if isinstance(each, list)}


def by_role(subject: Subject, mapped: tuple[str, ...]) -> str:
    admin = subject.text(ADMIN_ROLE)
    if not admin or admin not in mapped:
        return ""
    return say("authRolesMapping gives '{admin}', which is roleAdminName.", admin=admin)


def roles(subject: Subject, mapped: tuple[str, ...]) -> Result:
    admin = subject.text(ADMIN_ROLE)
    given = [role for role in mapped if role != admin]
    if not subject.text(GROUP_BASE):
        sentence = say("groupBaseDN is not set: no role comes from the directory.")
    elif not mapped:
        sentence = say("authRolesMapping has none of the groups, which are compared to the letter.")
    else:
        sentence = say("authRolesMapping: those of {roles} that exist in OpenMetadata.", roles=listed(mapped))
    return Result(topic=Topic.ROLES, value=", ".join(given) or NONE, decided_by=sentence, source=sources.LDAP)
