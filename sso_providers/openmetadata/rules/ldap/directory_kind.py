"""Whether a directory is Active Directory, by what a file says of it."""

import re

from sso_providers.catalogue.ldap.texts import ACTIVE_DIRECTORY
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

ATTRIBUTES = tuple(
    f"{LDAP}.{name}"
    for name in ("mailAttributeName", "usernameAttributeName", "groupAttributeName", "groupAttributeValue")
)
NAMES = (f"{LDAP}.dnAdminPrincipal", f"{LDAP}.userBaseDN", f"{LDAP}.groupBaseDN")
GLOBAL_CATALOGUE = (3268, 3269)
OF_ACTIVE_DIRECTORY = {"samaccountname", "userprincipalname", "memberof", "group", "displayname"}
OF_OTHERS = {"uid", "groupofnames", "groupofuniquenames", "posixgroup", "inetorgperson"}
# Active Directory's own container of users, and the capitals with which its tools write names.
WRITTEN_BY_IT = re.compile(r"cn=users,\s*dc=|\b(?:CN|OU|DC)=")
WRITTEN_BY_OTHERS = re.compile(r"\buid=|\bou=people\b|\bcn=(?:admin|manager|directory manager)\b", re.IGNORECASE)
CONTROLLER = re.compile(r"(?:dc|ad)[0-9-]*\..+", re.IGNORECASE)


def is_active_directory(subject: Subject) -> bool | None:
    """None where nothing tells. Attributes tell more than habits of writing."""
    attributes = {subject.text(path).lower() for path in ATTRIBUTES}
    bind = subject.text(f"{LDAP}.dnAdminPrincipal")
    if attributes & OF_OTHERS:
        return False
    if attributes & OF_ACTIVE_DIRECTORY or ACTIVE_DIRECTORY.fullmatch(bind[:1000]):
        return True
    names = [subject.text(path)[:1000] for path in NAMES]
    if any(WRITTEN_BY_OTHERS.search(name) for name in names):
        return False
    if subject.value(f"{LDAP}.port") in GLOBAL_CATALOGUE or any(WRITTEN_BY_IT.search(name) for name in names):
        return True
    return True if CONTROLLER.fullmatch(subject.text(f"{LDAP}.host")) else None
