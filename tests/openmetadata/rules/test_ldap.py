import json

import pytest

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.findings import Found, Level
from sso_providers.openmetadata.rules import ldap
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, TRUST_STORE
from sso_providers.openmetadata.subject import Kind, Trouble

from .asking import Values, ask, level_of, subject

PROVIDER = f"{AUTHENTICATION}.provider"
CUSTOM = f"{TRUST_STORE}.customTrustManagerConfig.trustStoreFilePath"
ACCEPTED = f"{TRUST_STORE}.hostNameConfig.acceptableHostNames"
ADMINS = "cn=admins,ou=groups,dc=acme,dc=example"


def of(**names: Value | Secret) -> dict[str, Value | Secret]:
    """Settings of ldapConfiguration for a server that reads them."""
    return {PROVIDER: "ldap", **{f"{LDAP}.{name}": value for name, value in names.items()}}


def null(name: str) -> Trouble:
    return Trouble(kind=Kind.EMPTY, name=name, line=1, message="Empty.", setting=f"{LDAP}.{name}")


def found(rule: str, values: Values, **more: object) -> list[Found]:
    return ask(ldap.RULES, rule, subject(values, **more))  # type: ignore[arg-type]


def only(rule: str, values: Values, **more: object) -> tuple[str, object, Level]:
    (each,) = found(rule, values, **more)
    return each.setting.removeprefix(f"{LDAP}."), each.fix, level_of(ldap.RULES, rule, each)


@pytest.mark.parametrize(
    ("provider", "client_id", "level"),
    [
        ("basic", "", Level.ERROR),
        ("google", "", Level.ERROR),
        ("google", "abc", Level.WARNING),
        ("", "", Level.WARNING),
    ],
)
def test_ldap_settings_with_another_provider_are_told_at_the_provider(
    provider: str, client_id: str, level: Level
) -> None:
    values = {**of(host="dc1.acme.example"), PROVIDER: provider, f"{AUTHENTICATION}.clientId": client_id}
    assert only("ldap-not-the-provider", values) == (PROVIDER, "ldap", level)


@pytest.mark.parametrize(
    "values",
    [
        of(host="dc1.acme.example"),
        # As the chart has them for everybody.
        {**of(host="localhost", port=10636, userBaseDN="ou=people,dc=example,dc=com"), PROVIDER: "google"},
        {**of(usernameAttributeName="", groupBaseDN=""), PROVIDER: "google"},
    ],
)
def test_ldap_settings_that_are_read_or_untouched_are_no_matter(values: Values) -> None:
    assert found("ldap-not-the-provider", values) == []


@pytest.mark.parametrize(
    ("host", "fix"),
    [
        ("ldap://dc1.acme.example", "dc1.acme.example"),
        ("ldaps://dc1.acme.example:636", "dc1.acme.example"),
        ("ldaps://dc1.acme.example/", "dc1.acme.example"),
        ("dc1.acme.example:389", "dc1.acme.example"),
        (" dc1.acme.example", "dc1.acme.example"),
        ("ldap://10.0.0.5:389", "10.0.0.5"),
        ("dc1.acme.example,dc2.acme.example", None),
    ],
)
def test_host_with_more_than_a_host_gets_the_host(host: str, fix: str | None) -> None:
    assert only("ldap-host", of(host=host)) == ("host", fix, Level.ERROR)


@pytest.mark.parametrize("host", ["dc1.acme.example", "LDAPServerFQDN", "10.0.0.5", "open_ldap", "2001:db8::1", "${H}"])
def test_host_alone_is_right(host: str) -> None:
    assert found("ldap-host", of(host=host)) == []


def test_host_that_is_not_known_is_left_alone() -> None:
    unknown = of(host=Secret(""), truststoreConfigType=Secret(""), sslEnabled=True)
    rules = ("ldap-host", "ldap-host-itself", "ldap-server-empty", "ldap-trusts-anybody")
    assert [found(rule, unknown) for rule in rules] == [[], [], [], []]
    assert found("ldap-not-the-provider", {f"{LDAP}.host": Secret("")}) == []


def test_host_that_is_the_container_is_told_in_containers() -> None:
    assert only("ldap-host-itself", of(host="localhost"))[2] is Level.WARNING
    assert found("ldap-host-itself", of(host="localhost"), target="bare-metal") == []
    assert found("ldap-host-itself", of(host="openldap")) == []


@pytest.mark.parametrize(("tls", "fix"), [(True, 636), (False, 389)])
def test_port_that_is_none_gets_the_usual_one(tls: bool, fix: int) -> None:
    assert only("ldap-port", of(port=70000, sslEnabled=tls)) == ("port", fix, Level.ERROR)
    assert found("ldap-port", of(port=10636, sslEnabled=tls)) == []


@pytest.mark.parametrize(
    ("port", "tls", "setting", "fix"),
    [
        (636, False, "sslEnabled", True),
        (3269, False, "sslEnabled", True),
        (389, True, "port", 636),
        (3268, True, "port", 3269),
    ],
)
def test_port_of_the_other_kind_gets_what_fits(port: int, tls: bool, setting: str, fix: Value) -> None:
    assert only("ldap-port-and-tls", of(port=port, sslEnabled=tls)) == (setting, fix, Level.WARNING)
    assert found("ldap-port-and-tls", of(port=port, sslEnabled=not tls)) == []


def test_port_of_tls_without_a_word_on_tls_is_told() -> None:
    assert only("ldap-port-and-tls", of(port=636))[0] == "sslEnabled"
    assert found("ldap-port-and-tls", of(port=389)) == []


def test_pool_without_connections_is_an_error() -> None:
    assert only("ldap-pool-size", of(maxPoolSize=0)) == ("maxPoolSize", 3, Level.ERROR)
    assert found("ldap-pool-size", of(maxPoolSize=1)) == []


@pytest.mark.parametrize(("tls", "fix"), [(True, 636), (False, 389)])
def test_port_that_is_empty_gets_the_usual_one(tls: bool, fix: int) -> None:
    values = of(host="dc1.acme.example", sslEnabled=tls)
    assert only("ldap-server-empty", values, troubles=(null("port"),)) == ("port", fix, Level.ERROR)


def test_empty_server_of_another_provider_or_of_an_excerpt_is_nothing() -> None:
    assert found("ldap-server-empty", {PROVIDER: "google"}, troubles=(null("port"),)) == []
    assert found("ldap-server-empty", of(host="dc1.acme.example")) == []


def test_search_that_is_empty_gets_what_the_account_tells() -> None:
    values = of(dnAdminPrincipal="cn=om,ou=services,dc=acme,dc=example", userBaseDN="", mailAttributeName="")
    base, mail = found("ldap-search-empty", values)
    assert (base.fix, mail.fix) == ("dc=acme,dc=example", "mail")


def test_empty_account_is_a_warning_for_people_leave_it_out_when_they_ask() -> None:
    assert only("ldap-search-empty", of(dnAdminPrincipal="")) == ("dnAdminPrincipal", None, Level.WARNING)
    assert found("ldap-search-empty", of(dnAdminPassword=Secret(""))) == []


def test_missing_is_told_only_where_most_of_the_block_is_there() -> None:
    most = of(host="dc1.acme.example", dnAdminPrincipal="om@acme.example", userBaseDN="dc=acme,dc=example")
    told = {each.setting.rpartition(".")[2]: each.fix for each in found("ldap-search-missing", most)}
    assert told == {"port": 389, "dnAdminPassword": None, "mailAttributeName": "mail"}
    assert only("ldap-search-missing", of(host="dc1.acme.example")) == ("port", 389, Level.WARNING)
    assert found("ldap-search-missing", of(host="dc1.acme.example", port=389)) == []


@pytest.mark.parametrize(
    ("more", "fix"),
    [
        ({}, "sAMAccountName"),
        ({"userBaseDN": "CN=Users,DC=acme,DC=example"}, "sAMAccountName"),
        ({"userBaseDN": "ou=people,dc=acme,dc=example"}, "uid"),
        ({"groupAttributeValue": "groupOfNames"}, "uid"),
    ],
)
def test_user_name_attribute_that_is_empty_gets_the_directory_s(more: dict[str, Value], fix: str) -> None:
    values = of(usernameAttributeName="", **more)
    assert only("ldap-user-name-empty", values, target="kubernetes") == ("usernameAttributeName", fix, Level.WARNING)


def test_user_name_attribute_that_is_set_or_not_stated_is_right() -> None:
    assert found("ldap-user-name-empty", of(usernameAttributeName="uid")) == []
    assert found("ldap-user-name-empty", of(host="dc1.acme.example")) == []
    assert found("ldap-user-name-empty", {**of(usernameAttributeName=""), PROVIDER: "google"}) == []


@pytest.mark.parametrize(
    ("base", "fix", "level"),
    [
        ("acme.example", "dc=acme,dc=example", Level.ERROR),
        ("ou=people,acme,dc=example", None, Level.ERROR),
        ("ou=people,dc=acme,dc=example,", None, Level.ERROR),
        ("ou=a<b,dc=acme", None, Level.WARNING),
    ],
)
def test_base_that_is_no_dn_is_told(base: str, fix: str | None, level: Level) -> None:
    assert only("ldap-base-dn", of(userBaseDN=base)) == ("userBaseDN", fix, level)


@pytest.mark.parametrize("base", ["OU=People, DC=acme, DC=example", "o=acme", "", "dc={your domain}"])
def test_base_that_is_a_dn_or_not_filled_in_is_right(base: str) -> None:
    assert found("ldap-base-dn", of(userBaseDN=base)) == []


@pytest.mark.parametrize(
    ("account", "level"), [("openmetadata", Level.WARNING), ("cn=om,services,dc=acme", Level.ERROR)]
)
def test_account_that_is_no_dn_is_told(account: str, level: Level) -> None:
    assert only("ldap-account", of(dnAdminPrincipal=account)) == ("dnAdminPrincipal", None, level)


@pytest.mark.parametrize("account", ["cn=om,dc=acme,dc=example", "om@acme.example", "ACME\\om", ""])
def test_account_in_every_form_that_directories_take_is_right(account: str) -> None:
    assert found("ldap-account", of(dnAdminPrincipal=account)) == []


def test_names_of_two_domains_are_told() -> None:
    values = of(
        dnAdminPrincipal="cn=om,dc=acme,dc=example", userBaseDN="dc=acme,dc=example", groupBaseDN="dc=acme,dc=exampel"
    )
    assert only("ldap-domains-differ", values)[0] == "groupBaseDN"
    parent = of(dnAdminPrincipal="cn=om,dc=corp,dc=acme,dc=example", userBaseDN="dc=acme,dc=example")
    assert found("ldap-domains-differ", parent) == []


@pytest.mark.parametrize("name", ["mail,userPrincipalName", "(mail=*)", "e mail"])
def test_attribute_that_is_more_than_a_name_is_an_error(name: str) -> None:
    assert only("ldap-attribute", of(mailAttributeName=name))[2] is Level.ERROR
    assert found("ldap-attribute", of(mailAttributeName="mail", usernameAttributeName="uid")) == []


@pytest.mark.parametrize(
    ("name", "more", "level"),
    [
        ("sAMAccountName", {}, Level.WARNING),
        ("uid", {}, Level.WARNING),
        ("email", {"usernameAttributeName": "sAMAccountName"}, Level.WARNING),
        ("email", {}, Level.HINT),
    ],
)
def test_attribute_without_addresses_gets_mail(name: str, more: dict[str, Value], level: Level) -> None:
    assert only("ldap-mail-attribute", of(mailAttributeName=name, **more)) == ("mailAttributeName", "mail", level)


@pytest.mark.parametrize("name", ["mail", "userPrincipalName", "rfc822Mailbox", ""])
def test_attribute_of_addresses_is_right(name: str) -> None:
    assert found("ldap-mail-attribute", of(mailAttributeName=name)) == []


def fixes(values: Values, target: str = "docker") -> dict[str, tuple[object, Level]]:
    rule = "ldap-groups-incomplete"
    every = found(rule, values, target=target)
    return {each.setting.rpartition(".")[2]: (each.fix, level_of(ldap.RULES, rule, each)) for each in every}


def test_group_attribute_that_is_null_gets_active_directory_s_filter() -> None:
    values = of(userBaseDN="dc=corp,dc=acme", dnAdminPrincipal="cn=x,cn=users,dc=corp,dc=acme", groupAttributeName="")
    assert fixes(values) == {
        "groupAttributeName": ("objectClass", Level.ERROR),
        "groupAttributeValue": ("group", Level.WARNING),
        "groupMemberAttributeName": ("member", Level.WARNING),
    }


def test_group_attribute_that_the_chart_quotes_is_no_null() -> None:
    assert fixes(of(groupAttributeName=""), target="kubernetes") == {}


def test_group_base_needs_a_filter_as_the_directory_has_it() -> None:
    values = of(groupBaseDN="ou=groups,dc=acme", userBaseDN="ou=people,dc=acme", groupAttributeName="objectClass")
    assert fixes(values) == {
        "groupAttributeValue": ("groupOfNames", Level.WARNING),
        "groupMemberAttributeName": ("member", Level.WARNING),
    }


def test_mapping_alone_in_an_excerpt_gives_one_hint() -> None:
    assert fixes(of(authRolesMapping=f'{{"{ADMINS}": ["Admin"]}}')) == {"authRolesMapping": (None, Level.HINT)}


@pytest.mark.parametrize(
    "values",
    [
        # The chart's own for people without groups.
        of(groupBaseDN="", groupAttributeName="", groupAttributeValue="", authRolesMapping="", authReassignRoles=()),
        of(groupBaseDN="dc=x", groupAttributeName="a", groupAttributeValue="b", groupMemberAttributeName="c"),
        of(host="dc1.acme.example"),
        {**of(groupAttributeName="objectClass"), PROVIDER: "google"},
    ],
)
def test_groups_that_are_complete_or_not_wanted_are_right(values: Values) -> None:
    assert fixes(values) == {}
    assert fixes(of(groupBaseDN="", groupAttributeName="")) == {}


@pytest.mark.parametrize(
    ("setting", "right"), [("groupAttributeName", "objectClass"), ("groupMemberAttributeName", "member")]
)
def test_attribute_of_people_in_the_search_for_groups_gets_the_group_s(setting: str, right: str) -> None:
    assert only("ldap-group-attribute", of(**{setting: "memberOf"})) == (setting, right, Level.WARNING)
    assert found("ldap-group-attribute", of(**{setting: right})) == []


@pytest.mark.parametrize(
    ("value", "member", "setting", "fix"),
    [
        ("posixGroup", "memberUid", "groupMemberAttributeName", None),
        ("posixGroup", "member", "groupAttributeValue", None),
        ("groupOfUniqueNames", "member", "groupMemberAttributeName", "uniqueMember"),
        ("group", "uniqueMember", "groupMemberAttributeName", "member"),
    ],
)
def test_members_that_are_elsewhere_or_no_dns_are_told(value: str, member: str, setting: str, fix: str | None) -> None:
    values = of(groupAttributeValue=value, groupMemberAttributeName=member)
    assert only("ldap-group-members", values) == (setting, fix, Level.WARNING)


@pytest.mark.parametrize(
    ("value", "member"), [("group", "member"), ("groupOfNames", "member"), ("groupOfUniqueNames", "uniqueMember")]
)
def test_members_where_the_class_has_them_are_right(value: str, member: str) -> None:
    assert found("ldap-group-members", of(groupAttributeValue=value, groupMemberAttributeName=member)) == []


def test_groups_in_groups_outside_active_directory_are_a_hint() -> None:
    values = of(recursiveGroupMembership=True, groupAttributeValue="groupOfNames")
    assert only("ldap-groups-in-groups", values)[2] is Level.HINT
    assert found("ldap-groups-in-groups", {**values, f"{LDAP}.groupAttributeValue": "group"}) == []


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        (f"{{'{ADMINS}': ['Admin']}}", f'{{"{ADMINS}": ["Admin"]}}'),
        (f'{ADMINS}":["Admin"]', f'{{"{ADMINS}": ["Admin"]}}'),
        (f"{ADMINS}=Admin", None),
        ('["Admin"]', None),
    ],
)
def test_mapping_that_is_no_object_is_an_error(text: str, fix: str | None) -> None:
    assert only("ldap-mapping-json", of(authRolesMapping=text)) == ("authRolesMapping", fix, Level.ERROR)


def test_mapping_that_is_an_object_or_empty_is_right() -> None:
    assert found("ldap-mapping-json", of(authRolesMapping=f'{{"{ADMINS}": ["Admin"]}}')) == []
    assert found("ldap-mapping-json", of(authRolesMapping="{}")) == []
    assert found("ldap-mapping-json", of(authRolesMapping="")) == []


def test_mapping_to_a_text_gets_a_list() -> None:
    values = of(authRolesMapping=json.dumps({ADMINS: "Admin"}))
    assert only("ldap-mapping-lists", values) == ("authRolesMapping", json.dumps({ADMINS: ["Admin"]}), Level.ERROR)
    assert found("ldap-mapping-lists", of(authRolesMapping=json.dumps({ADMINS: ["Admin"]}))) == []


def test_mapping_by_a_group_s_short_name_is_an_error() -> None:
    assert only("ldap-mapping-names", of(authRolesMapping='{"admins": ["Admin"]}'))[2] is Level.ERROR
    assert found("ldap-mapping-names", of(authRolesMapping=json.dumps({ADMINS: ["Admin"]}))) == []


def test_mapping_outside_the_base_of_groups_is_an_error() -> None:
    mapping = json.dumps({ADMINS: ["Admin"]})
    assert only("ldap-mapping-outside-base", of(authRolesMapping=mapping, groupBaseDN="ou=roles,dc=acme,dc=example"))
    inside = of(authRolesMapping=mapping, groupBaseDN="OU=Groups, DC=acme,DC=example")
    assert found("ldap-mapping-outside-base", inside) == []


@pytest.mark.parametrize("slip", ["ou=group,dc=acme,dc=example", "ou=groups,dc=acme,dc=exampel"])
def test_mapping_with_one_parent_that_is_a_slip_is_told(slip: str) -> None:
    groups = {ADMINS: ["Admin"], ADMINS.replace("admins", "others"): ["X"], f"cn=third,{slip}": ["Y"]}
    assert only("ldap-mapping-parents", of(authRolesMapping=json.dumps(groups)))[2] is Level.WARNING


def test_mapping_with_groups_at_two_places_is_right() -> None:
    groups = {ADMINS: ["Admin"], "cn=x,ou=projects,ou=europe,dc=acme,dc=example": ["X"]}
    assert found("ldap-mapping-parents", of(authRolesMapping=json.dumps(groups))) == []


@pytest.mark.parametrize(("stated", "level"), [(("Admin",), Level.WARNING), ((), Level.WARNING), (None, Level.HINT)])
def test_mapped_role_that_is_not_listed_is_added(stated: tuple[str, ...] | None, level: Level) -> None:
    listed = {} if stated is None else {"authReassignRoles": stated}
    values = of(authRolesMapping=json.dumps({ADMINS: ["Admin", "DataSteward"]}), **listed)
    expected = ("authReassignRoles", ("Admin", "DataSteward"), level)
    assert only("ldap-roles-not-listed", values) == expected


@pytest.mark.parametrize("listed", [("Admin",), ("*",), ("Admin", "Other")])
def test_mapped_roles_that_are_listed_are_right(listed: tuple[str, ...]) -> None:
    values = of(authRolesMapping=json.dumps({ADMINS: ["Admin"]}), authReassignRoles=listed)
    assert found("ldap-roles-not-listed", values) == []


def test_admin_role_is_as_bad_as_the_server_takes_it() -> None:
    mapped = of(authRolesMapping=json.dumps({ADMINS: ["Admin"]}))
    empty = {**mapped, f"{LDAP}.roleAdminName": ""}
    expected = ("roleAdminName", "Admin")
    assert only("ldap-admin-role", empty) == (*expected, Level.ERROR)
    assert only("ldap-admin-role", empty, target="kubernetes") == (*expected, Level.WARNING)
    assert only("ldap-admin-role", mapped) == (*expected, Level.HINT)
    assert found("ldap-admin-role", {**mapped, f"{LDAP}.roleAdminName": "Admin"}) == []
    assert found("ldap-admin-role", of(roleAdminName="")) == []


def test_trust_store_of_its_own_needs_a_file() -> None:
    custom = of(truststoreConfigType="CustomTrustStore")
    assert only("ldap-trust-store-missing", custom)[2] is Level.WARNING
    assert only("ldap-trust-store-missing", {**custom, CUSTOM: ""})[2] is Level.ERROR
    assert found("ldap-trust-store-missing", {**custom, CUSTOM: "/x.jks"}) == []
    assert found("ldap-trust-store-missing", of(truststoreConfigType="JVMDefault")) == []


def test_trust_store_that_is_not_read_gets_the_way_that_reads_it() -> None:
    values = {**of(truststoreConfigType="JVMDefault"), CUSTOM: "/x.jks"}
    assert only("ldap-trust-store-unused", values) == ("truststoreConfigType", "CustomTrustStore", Level.WARNING)
    assert only("ldap-trust-store-unused", {**of(), CUSTOM: "/x.jks"})[2] is Level.HINT
    assert found("ldap-trust-store-unused", {**values, f"{LDAP}.truststoreConfigType": "CustomTrustStore"}) == []


def test_host_names_that_are_empty_get_the_host() -> None:
    values = {**of(truststoreConfigType="HostName", host="dc1.acme.example"), ACCEPTED: ()}
    assert only("ldap-host-names-empty", values)[1:] == (("dc1.acme.example",), Level.ERROR)
    assert found("ldap-host-names-empty", {**values, ACCEPTED: ("x",)}) == []


def test_host_name_by_the_chart_fails_and_by_extra_variables_works() -> None:
    values = of(truststoreConfigType="HostName")
    assert only("ldap-host-name-by-chart", values, target="kubernetes")[2] is Level.ERROR
    assert found("ldap-host-name-by-chart", values, target="docker") == []
    assert found("ldap-host-name-by-chart", {**values, ACCEPTED: ("x",)}, target="kubernetes") == []


def test_certificate_that_nobody_checks_is_a_hint() -> None:
    assert only("ldap-trusts-anybody", of(sslEnabled=True))[2] is Level.HINT
    assert found("ldap-trusts-anybody", of(sslEnabled=True, truststoreConfigType="JVMDefault")) == []
    assert found("ldap-trusts-anybody", of(sslEnabled=False)) == []


def test_bind_hint_has_the_command_without_the_password() -> None:
    values = of(
        host="dc1.acme.example",
        port=636,
        sslEnabled=True,
        dnAdminPrincipal="cn=om,dc=acme",
        dnAdminPassword=Secret("canary-7"),
        userBaseDN="dc=acme",
    )
    (each,) = found("ldap-bind-untested", values)
    assert (
        "ldapsearch -H ldaps://dc1.acme.example:636 -x -D cn=om,dc=acme -W -b dc=acme '(mail=ADDRESS)'" in each.message
    )
    assert "canary-7" not in each.message
    assert found("ldap-bind-untested", values, is_whole=True) == []
    assert found("ldap-bind-untested", {PROVIDER: "ldap"}) == []


def test_bind_hint_quotes_what_a_shell_would_take_apart() -> None:
    (each,) = found("ldap-bind-untested", of(host="x; rm -rf /", dnAdminPrincipal="cn=a b,dc=$(id)"))
    assert "'x; rm -rf /'" in each.message and "'cn=a b,dc=$(id)'" in each.message


def test_tls_hint_is_for_tls_only() -> None:
    (each,) = found("ldap-tls-untested", of(host="LDAPServerFQDN", port=636, sslEnabled=True))
    assert each.setting == "(JVM)" and "openssl s_client -connect LDAPServerFQDN:636" in each.message
    assert found("ldap-tls-untested", of(host="dc1", sslEnabled=False)) == []


@pytest.mark.parametrize(
    ("attribute", "fix"),
    [
        ("userPrincipal Name", "userPrincipalName"),
        ("(mail={0})", "mail"),
        ("sAMAccountName=*", "sAMAccountName"),
        ("a b", None),
    ],
)
def test_attribute_in_a_filter_or_with_a_blank_is_offered(attribute: str, fix: str | None) -> None:
    assert only("ldap-attribute", of(mailAttributeName=attribute))[:2] == ("mailAttributeName", fix)


def test_pattern_as_group_value_finds_no_group() -> None:
    values = of(groupAttributeName="cn", groupAttributeValue="*", usernameAttributeName="sAMAccountName")

    fixes = {each.setting.removeprefix(f"{LDAP}."): each.fix for each in found("ldap-group-pattern", values)}
    assert fixes == {"groupAttributeValue": "group", "groupAttributeName": "objectClass"}
    assert found("ldap-group-pattern", of(groupAttributeName="cn", groupAttributeValue="admins")) == []


@pytest.mark.parametrize(("listed", "level"), [(("Admin",), Level.HINT), (("*",), Level.WARNING)])
def test_one_attribute_in_place_of_all_is_told(listed: tuple[str, ...], level: Level) -> None:
    mapping = json.dumps({ADMINS: ["Admin"]})
    values = of(authRolesMapping=mapping, allAttributeName="dn", authReassignRoles=listed)

    assert only("ldap-all-attribute", values) == ("allAttributeName", "*", level)
    assert found("ldap-all-attribute", of(authRolesMapping=mapping, allAttributeName="*")) == []


def test_role_without_brackets_counts_as_mapped() -> None:
    values = of(authRolesMapping=json.dumps({ADMINS: "Admin"}), authReassignRoles=("DataConsumer",))

    assert only("ldap-roles-not-listed", values)[:2] == ("authReassignRoles", ("DataConsumer", "Admin"))
