"""What several of a directory's settings mean together: which of them count, and what contradicts."""

from collections.abc import Mapping

from sso_providers.catalogue import directory
from sso_providers.catalogue.values import Value

from .texts import is_ip_address

# Of LDAP and of Active Directory's global catalogue: without and with TLS from the first byte.
PLAIN_PORTS, TLS_PORTS = {389, 3268}, {636, 3269}
ALL = "*"
TRUST_ALL, JVM_DEFAULT, HOST_NAME, CUSTOM = "TrustAll", "JVMDefault", "HostName", "CustomTrustStore"


def chosen(settings: Mapping[str, Value], *ways: str) -> bool:
    return bool(settings.get("tls")) and settings.get("trust_store") in ways


def uses_custom_store(settings: Mapping[str, Value]) -> bool:
    return chosen(settings, CUSTOM)


def uses_host_names(settings: Mapping[str, Value]) -> bool:
    return chosen(settings, HOST_NAME)


def maps_roles(settings: Mapping[str, Value]) -> bool:
    return bool(settings.get("role_mapping") or settings.get("reassign_roles") or settings.get("recursive_groups"))


def lines(settings: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = settings.get(name)
    return value if isinstance(value, tuple) else ()


def port_and_tls(settings: Mapping[str, Value]) -> dict[str, str]:
    """OpenMetadata speaks LDAPS or nothing: its sslEnabled is no STARTTLS."""
    port, tls = settings["port"], settings["tls"]
    if tls and port in PLAIN_PORTS:
        other = 636 if port == 389 else 3269
        return {"port": f"Port {port} does not begin with TLS, and OpenMetadata knows no STARTTLS: use {other}."}
    if not tls and port in TLS_PORTS:
        return {"tls": f"Port {port} speaks TLS: switch it on."}
    return {}


def groups_below_base(settings: Mapping[str, Value]) -> dict[str, str]:
    """A group that the search can't find gives nobody a role."""
    base = settings["group_base_dn"]
    if not base:
        return {}
    root = directory.parse(str(base))
    outside = [group for group in mapped_groups(settings) if not directory.parse(group).lies_under(root)]
    if not outside:
        return {}
    return {"role_mapping": f"'{outside[0]}' lies not below the base DN of groups, '{base}': mend one of them."}


def groups_once(settings: Mapping[str, Value]) -> dict[str, str]:
    """In the JSON object that the lines become, a group's second line would replace its first."""
    groups = mapped_groups(settings)
    doubled = [group for group in groups if groups.count(group) > 1]
    if not doubled:
        return {}
    return {"role_mapping": f"'{doubled[0]}' stands there twice: write all its roles in one line."}


def mapped_groups(settings: Mapping[str, Value]) -> list[str]:
    return [directory.group_of(line) for line in lines(settings, "role_mapping")]


def roles_are_given(settings: Mapping[str, Value]) -> dict[str, str]:
    """LdapAuthenticator drops each mapped role that authReassignRoles lacks (getReassignRoles)."""
    reassigned = set(lines(settings, "reassign_roles"))
    if reassigned & {ALL, str(settings["all_attributes"])}:
        return {}
    mapped = [role for line in lines(settings, "role_mapping") for role in directory.roles_of(line)]
    missing = list(dict.fromkeys(role for role in mapped if role not in reassigned))
    if not missing:
        return {}
    return {
        "reassign_roles": f"OpenMetadata gives only the mapped roles that are listed here, and {', '.join(missing)} "
        f"is missing: add it, or enter {ALL} for all of them."
    }


def all_means_all(settings: Mapping[str, Value]) -> dict[str, str]:
    """The server compares authReassignRoles with allAttributeName, not with an asterisk."""
    if settings["all_attributes"] == ALL or ALL not in lines(settings, "reassign_roles"):
        return {}
    return {
        "all_attributes": f"{ALL} among the roles of each sign-in means all of them only if this is {ALL} too: "
        f"enter {ALL} here."
    }


def address(settings: Mapping[str, Value]) -> dict[str, Value]:
    """The parts of an ldap:// address; an IPv6 host stands in brackets there (RFC 3986, section 3.2.2)."""
    host = str(settings.get("host", ""))
    return {
        "scheme": "ldaps" if settings.get("tls", True) else "ldap",
        "url_host": f"[{host}]" if is_ip_address(host) and ":" in host else host,
    }
