"""LDAP: the server looks people up and tries their password (LdapAuthenticator)."""

import json
from collections.abc import Iterator

from sso_providers.catalogue import Application, Value, directory
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import LDAP, TRUST_STORE

from .entry import Entry, needed_secrets, own_tokens_only, secret

# The catalogue's name of a setting -> OpenMetadata's.
SEARCH = {
    "host": "host",
    "port": "port",
    "bind_dn": "dnAdminPrincipal",
    "user_base_dn": "userBaseDN",
    "mail_attribute": "mailAttributeName",
    "username_attribute": "usernameAttributeName",
    "max_pool_size": "maxPoolSize",
    "tls": "sslEnabled",
}
GROUPS = {
    "group_base_dn": "groupBaseDN",
    "group_attribute": "groupAttributeName",
    "group_value": "groupAttributeValue",
    "member_attribute": "groupMemberAttributeName",
    "all_attributes": "allAttributeName",
    "admin_role": "roleAdminName",
    "reassign_roles": "authReassignRoles",
}


def entries(application: Application, server: Server) -> Iterator[Entry]:
    settings = application.settings
    yield from own_tokens_only(server)
    for name, setting in SEARCH.items():
        yield f"{LDAP}.{setting}", settings[name]
    yield f"{LDAP}.dnAdminPassword", secret(application, "bind_password")
    if settings["group_base_dn"]:
        for name, setting in GROUPS.items():
            yield f"{LDAP}.{setting}", settings[name]
        yield f"{LDAP}.authRolesMapping", roles_mapping(settings["role_mapping"])
    if settings["recursive_groups"]:
        yield f"{LDAP}.recursiveGroupMembership", True
    yield from trust_store(application)


def roles_mapping(lines: Value) -> str:
    """JSON inside a text: the roles by group."""
    each = lines if isinstance(lines, tuple) else ()
    mapping = {directory.group_of(line): directory.roles_of(line) for line in each}
    return json.dumps(mapping, ensure_ascii=False) if mapping else ""


def trust_store(application: Application) -> Iterator[Entry]:
    """The one block that belongs to the chosen way; the others' variables have the same names."""
    settings = application.settings
    chosen = settings["trust_store"]
    yield f"{LDAP}.truststoreConfigType", chosen
    match chosen:
        case "TrustAll":
            yield f"{TRUST_STORE}.trustAllConfig.examineValidityDates", settings["examine_validity_dates"]
        case "JVMDefault":
            yield f"{TRUST_STORE}.jvmDefaultConfig.verifyHostname", settings["verify_hostname"]
        case "HostName":
            yield f"{TRUST_STORE}.hostNameConfig.allowWildCards", settings["allow_wildcards"]
            yield f"{TRUST_STORE}.hostNameConfig.acceptableHostNames", settings["acceptable_host_names"]
        case "CustomTrustStore":
            custom = f"{TRUST_STORE}.customTrustManagerConfig"
            yield f"{custom}.trustStoreFilePath", settings["trust_store_path"]
            if "trust_store_password" in needed_secrets(application):
                yield f"{custom}.trustStoreFilePassword", secret(application, "trust_store_password")
            yield f"{custom}.trustStoreFileFormat", settings["trust_store_format"]
            yield f"{custom}.verifyHostname", settings["verify_hostname"]
            yield f"{custom}.examineValidityDates", settings["examine_validity_dates"]
