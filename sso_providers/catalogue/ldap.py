"""An LDAP directory: OpenLDAP, Active Directory and others.

Facts: OpenMetadata's documentation "LDAP", its LdapAuthenticator (which compares the DN of a group as
text) and the validator behind its own settings page.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import replace

from . import directory, validators
from .common import PROVIDER_NAME, SESSION_EXPIRY
from .fields import Field, FieldType, InvalidValue, Section
from .spec import ConsoleUrl, Flow, Guide, Kind, Language, Protocol, Recipe, Use
from .values import Value

# RFC 1123, with the underscores that container networks have.
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.IGNORECASE | re.ASCII)
# user@domain and DOMAIN\\user ([MS-ADTS], section 5.1.1.1.1).
ACTIVE_DIRECTORY = re.compile(r"[^\s@=,\\]+@[\w.-]+|[\w.-]+\\[^\s@=,\\]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LONGEST_PASSWORD = 4096
# Of LDAP and of Active Directory's global catalogue: without and with TLS from the first byte.
PLAIN_PORTS, TLS_PORTS = {389, 3268}, {636, 3269}
ALL = "*"
TRUST_ALL, JVM_DEFAULT, HOST_NAME, CUSTOM = "TrustAll", "JVMDefault", "HostName", "CustomTrustStore"


def host(text: str) -> str:
    """A host name or IP address alone, in lower case."""
    if "://" in text:
        name = re.split("[:/]", text.partition("://")[2], maxsplit=1)[0]
        raise InvalidValue(
            f"'{text}' is an address: enter the host alone, probably '{name}'; port and TLS have fields of their own."
        )
    if is_ip_address(text) or (HOST.fullmatch(text) and len(text) <= 253):
        return text.lower()
    name, colon, port = text.rpartition(":")
    if colon and port.isdigit() and HOST.fullmatch(name):
        raise InvalidValue(f"'{text}' holds a port: enter '{name}' here, and {port} as the port.")
    raise InvalidValue(f"'{text}' is no host: use a name such as ldap.acme.example, without scheme, port or path.")


def is_ip_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def bind_name(text: str) -> str:
    """A distinguished name, or one of the two other forms that Active Directory takes."""
    return text if ACTIVE_DIRECTORY.fullmatch(text) else directory.dn(text)


def password(text: str) -> str:
    """Any text of one line, blanks included. The message shows nothing of it."""
    if CONTROL.search(text):
        raise InvalidValue("The password holds a line break or control character: copy it again.")
    if len(text) > LONGEST_PASSWORD:
        raise InvalidValue(f"The password has {len(text)} characters: at most {LONGEST_PASSWORD} are possible.")
    return text


def server_path(text: str) -> str:
    if not text.isprintable() or len(text) > 1000:
        raise InvalidValue("This is no path: enter where the server finds the file, such as /etc/ssl/truststore.jks.")
    return text


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
    base, mapping = settings["group_base_dn"], lines(settings, "role_mapping")
    if not base:
        return {}
    root = directory.parse(str(base))
    groups = [directory.group_of(line) for line in mapping]
    outside = [group for group in groups if not directory.parse(group).lies_under(root)]
    if outside:
        return {"role_mapping": f"'{outside[0]}' lies not below the base DN of groups, '{base}': mend one of them."}
    doubled = [group for group in groups if groups.count(group) > 1]
    if doubled:
        return {"role_mapping": f"'{doubled[0]}' stands there twice: write all its roles in one line."}
    return {}


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


def scheme(settings: Mapping[str, Value]) -> dict[str, Value]:
    return {"scheme": "ldaps" if settings.get("tls", True) else "ldap"}


SERVER = (
    Field(
        name="host",
        label="Host",
        help="Name or IP address of the directory's server, without ldap:// and port.",
        example="ldap.acme.example",
        validate=host,
    ),
    Field(
        name="port",
        label="Port",
        help="636 with TLS, 389 without; Active Directory's global catalogue 3269 and 3268.",
        example="636",
        type=FieldType.INTEGER,
        required=False,
        default=636,
        minimum=1,
        maximum=65535,
    ),
    Field(
        name="tls",
        label="TLS",
        help="LDAPS: encrypted from the first byte. Without it, everybody's password crosses the network in the clear.",
        example="true",
        type=FieldType.BOOLEAN,
        required=False,
        default=True,
    ),
    Field(
        name="bind_dn",
        label="DN of the look-up account",
        help="With it the server finds people; it needs to read users and groups, and nothing else. "
        "Active Directory also takes user@domain.",
        example="cn=openmetadata,ou=services,dc=acme,dc=example",
        validate=bind_name,
    ),
    Field(
        name="user_base_dn",
        label="Base DN of users",
        help="People are searched below it.",
        example="ou=people,dc=acme,dc=example",
        validate=directory.dn,
    ),
    Field(
        name="mail_attribute",
        label="Attribute of the e-mail address",
        help="Compared with what a person types to sign in; no two entries may have the same.",
        example="mail",
        required=False,
        default="mail",
        validate=directory.attribute,
    ),
    Field(
        name="username_attribute",
        label="Attribute of the user name",
        help="OpenMetadata stores it, but takes the user name from the e-mail address, before the @.",
        example="uid",
        section=Section.ADVANCED,
        required=False,
        default="uid",
        validate=directory.attribute,
    ),
    Field(
        name="max_pool_size",
        label="Connections of the look-up account",
        help="How many the server keeps open.",
        example="3",
        type=FieldType.INTEGER,
        section=Section.ADVANCED,
        required=False,
        default=3,
        minimum=1,
        maximum=1000,
    ),
)
GROUPS = (
    Field(
        name="group_base_dn",
        label="Base DN of groups",
        help="Groups are searched below it; blank gives nobody a role.",
        example="ou=groups,dc=acme,dc=example",
        section=Section.MAPPING,
        validate=directory.dn,
        applies=maps_roles,
    ),
    Field(
        name="role_mapping",
        label="Roles by group",
        help="One group a line: its DN, exactly as the directory writes it, capitals and blanks included; then the "
        "last =, with blanks around it, and the roles' names in OpenMetadata.",
        example="cn=admins,ou=groups,dc=acme,dc=example = Admin, DataSteward",
        type=FieldType.LINES,
        section=Section.MAPPING,
        required=False,
        default=(),
        validate=directory.mapping,
    ),
    Field(
        name="reassign_roles",
        label="Roles of each sign-in",
        help="Roles that a sign-in gives and takes by the mapping; * for all of them, which also takes away "
        "roles that were given in OpenMetadata. A mapped role that is not listed is never given.",
        example="Admin, DataSteward",
        type=FieldType.LIST,
        section=Section.MAPPING,
        required=False,
        default=(),
        validate=directory.role,
    ),
    Field(
        name="admin_role",
        label="Role that makes administrators",
        help="Whoever gets it by the mapping is an administrator of OpenMetadata.",
        example="Admin",
        section=Section.MAPPING,
        required=False,
        default="Admin",
        validate=directory.role,
    ),
    Field(
        name="group_attribute",
        label="Attribute that marks a group",
        help="With the value below it tells a group from other entries.",
        example="objectClass",
        section=Section.MAPPING,
        required=False,
        default="objectClass",
        validate=directory.attribute,
    ),
    Field(
        name="group_value",
        label="Its value",
        help="groupOfNames or groupOfUniqueNames; group in Active Directory.",
        example="groupOfNames",
        section=Section.MAPPING,
        required=False,
        default="groupOfNames",
        validate=validators.one_line,
    ),
    Field(
        name="member_attribute",
        label="Attribute of the members",
        help="It must hold the members' DNs: member or uniqueMember, and not memberUid.",
        example="member",
        section=Section.MAPPING,
        required=False,
        default="member",
        validate=directory.attribute,
    ),
    Field(
        name="recursive_groups",
        label="Groups in groups",
        help="By Active Directory's own search rule. OpenMetadata has it from 2.0 on, and no environment variable "
        "for it: Docker and Helm can't set it.",
        example="false",
        type=FieldType.BOOLEAN,
        section=Section.MAPPING,
        required=False,
        default=False,
    ),
    Field(
        name="all_attributes",
        label="Attributes to ask for",
        help="Leave it at *: the server also takes it for 'all roles' in the roles of each sign-in.",
        example="*",
        section=Section.ADVANCED,
        required=False,
        default=ALL,
        validate=directory.attribute_or_all,
    ),
)
TRUST = (
    Field(
        name="trust_store",
        label="How the certificate is checked",
        help="JVMDefault: by Java's own list of authorities. CustomTrustStore: by a file with yours. HostName: only "
        "the name in it. TrustAll: not at all, so that anybody in between reads the passwords.",
        example=JVM_DEFAULT,
        type=FieldType.CHOICE,
        section=Section.ADVANCED,
        required=False,
        default=JVM_DEFAULT,
        choices=(JVM_DEFAULT, CUSTOM, HOST_NAME, TRUST_ALL),
    ),
    Field(
        name="verify_hostname",
        label="Compare the certificate's name with the host",
        help="For JVMDefault and CustomTrustStore.",
        example="true",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=True,
    ),
    Field(
        name="examine_validity_dates",
        label="Check the certificate's dates",
        help="For CustomTrustStore and TrustAll.",
        example="true",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=True,
    ),
    Field(
        name="trust_store_path",
        label="Path of the trust store",
        help="For CustomTrustStore: a file on OpenMetadata's server.",
        example="/etc/openmetadata/truststore.jks",
        section=Section.ADVANCED,
        validate=server_path,
        applies=uses_custom_store,
    ),
    Field(
        name="trust_store_format",
        label="Format of the trust store",
        help="For CustomTrustStore.",
        example="JKS",
        type=FieldType.CHOICE,
        section=Section.ADVANCED,
        required=False,
        default="JKS",
        choices=("JKS", "PKCS12"),
    ),
    Field(
        name="acceptable_host_names",
        label="Accepted names",
        help="For HostName: those that the certificate may have.",
        example="ldap.acme.example",
        type=FieldType.LIST,
        section=Section.ADVANCED,
        default=(),
        validate=host,
        applies=uses_host_names,
    ),
    Field(
        name="allow_wildcards",
        label="Accept certificates for *.domain",
        help="For HostName.",
        example="false",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=False,
    ),
    replace(SESSION_EXPIRY, help="Seconds, at least 3600. For LDAP OpenMetadata has it from 2.0 on."),
)

SECRETS = (
    Field(
        name="bind_password",
        label="Password of the look-up account",
        help="The server does not start without a working one.",
        validate=password,
    ),
    Field(
        name="trust_store_password",
        label="Password of the trust store",
        help="For CustomTrustStore.",
        validate=password,
        applies=uses_custom_store,
    ),
)

STEPS = (
    "Make a look-up account for *{name}* that nobody signs in with, with a password that does not expire unnoticed. "
    "OpenLDAP: an entry such as *cn=openmetadata,ou=services,…*. Active Directory: a user, whose DN "
    "**Active Directory Users and Computers** › **Attribute Editor** › **distinguishedName** shows.",
    "Let it search and read users and groups, and nothing else; it needs *{mail_attribute}* of users and the members "
    "of groups.",
    "See to it that each person has an entry below *{user_base_dn}* with one e-mail address that nobody else has.",
    "For roles, make groups that hold their members' DNs (*member* or *uniqueMember*), and note the groups' DNs.",
    "Open the way from OpenMetadata's server to {host}, port {port}.",
    "If the certificate is from an authority of your own, hand it over: Java must know it, in its own list or in "
    "a trust store.",
)
PITFALLS = (
    "People sign in with their e-mail address and the directory's password; two entries with the same address can't.",
    "OpenMetadata opens its connections at the start: a wrong password or an unreachable directory keeps it from "
    "starting.",
    "The DN of a group in the mapping is compared as text with what the directory answers: CN= is not cn=.",
    "A role that does not exist in OpenMetadata is skipped, and only its log says so.",
    "TrustAll takes any certificate, an attacker's too, and hands over everybody's password.",
    "The Helm chart cannot render HostName; the export uses extraEnvs for it.",
    "Without self sign-up, people need an account in OpenMetadata before they sign in for the first time.",
)

SEARCH = """\
# Asks for the look-up account's password; put somebody's real address in. Exactly one entry must come back.
ldapsearch -H {scheme}://{host}:{port} -x -D {bind_dn} -W \\
  -b {user_base_dn} -s sub '('{mail_attribute}'=jane.doe@acme.example)' {mail_attribute}
"""
GROUP_SEARCH = """\
# Lists the groups; the DNs in the mapping must read exactly as they do here.
ldapsearch -H {scheme}://{host}:{port} -x -D {bind_dn} -W \\
  -b {group_base_dn} -s sub '(&('{group_attribute}'='{group_value}')('{member_attribute}'=*))' dn
"""
CERTIFICATE = """\
# Shows the directory's certificate, who signed it and until when it is valid.
openssl s_client -connect {host}:{port} -servername {host} -showcerts </dev/null \\
  | openssl x509 -noout -subject -issuer -enddate
"""

LDAP = Kind(
    id="ldap",
    label="LDAP",
    protocol=Protocol.LDAP,
    documentation="https://docs.open-metadata.org/latest/deployment/security/ldap",
    needs="Host, look-up account with its password, base DN of users",
    minutes=15,
    initials="LD",
    openmetadata_provider="ldap",
    destination="{scheme}://{host}:{port}",
    secrets={Flow.NONE: SECRETS},
    fields={Flow.NONE: (PROVIDER_NAME, *SERVER, *GROUPS, *TRUST)},
    rules=(port_and_tls, groups_below_base, roles_are_given, all_means_all),
    derive=scheme,
    guides={
        Flow.NONE: Guide(
            console="the directory",
            urls_at="OpenMetadata's sign-in page; the directory itself needs no address",
            steps=STEPS,
            urls=(
                ConsoleUrl(
                    label="Where people sign in",
                    templates=("{server}/signin",),
                    help="Nothing to enter in the directory: for those whom you tell about it.",
                    use=Use.OTHER,
                ),
            ),
            pitfalls=PITFALLS,
            recipes=(
                Recipe(
                    tool="ldapsearch: a person",
                    language=Language.SHELL,
                    template=SEARCH,
                    before="Proves account, password and search from wherever it runs; best on OpenMetadata's server. "
                    "An authority of your own: LDAPTLS_CACERT=ca.pem in front.",
                    documentation="https://www.openldap.org/software/man.cgi?query=ldapsearch",
                ),
                Recipe(
                    tool="ldapsearch: the groups",
                    language=Language.SHELL,
                    template=GROUP_SEARCH,
                    before="For roles only.",
                    documentation="https://www.openldap.org/software/man.cgi?query=ldapsearch",
                ),
                Recipe(
                    tool="openssl: the certificate",
                    language=Language.SHELL,
                    template=CERTIFICATE,
                    documentation="https://docs.openssl.org/master/man1/openssl-s_client/",
                ),
            ),
        )
    },
)
