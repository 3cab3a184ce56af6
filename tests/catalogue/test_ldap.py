"""The LDAP kind: what it takes, what it refuses, and OpenMetadata's own requirements."""

import shlex
import subprocess

import pytest

from sso_providers.catalogue import Flow, InvalidSettings, InvalidValue, Protocol, get_kind
from sso_providers.catalogue.guide import fill

LDAP = get_kind("ldap")
DIRECTORY = {
    "host": "ldap.acme.example",
    "bind_dn": "cn=openmetadata,ou=services,dc=acme,dc=example",
    "user_base_dn": "ou=people,dc=acme,dc=example",
}
TEAMS = "ou=groups,dc=acme,dc=example"
LINE = f"cn=admins,{TEAMS} = Admin, DataSteward"


def clean(**settings):
    return LDAP.clean(Flow.NONE, {**DIRECTORY, **settings})


def errors(**settings):
    with pytest.raises(InvalidSettings) as caught:
        clean(**settings)
    return caught.value.errors


def needed(**settings):
    cleaned = clean(**settings)
    return {field.name for field in LDAP.secret_fields(Flow.NONE) if field.applies(cleaned)}


def test_ldap_has_no_flow_and_no_client():
    assert (LDAP.protocol, LDAP.flows, LDAP.client_id, LDAP.urls) == (Protocol.LDAP, (Flow.NONE,), None, None)


def test_clean_of_the_least_is_encrypted_and_checks_the_certificate():
    cleaned = clean()
    assert (cleaned["port"], cleaned["tls"]) == (636, True)
    assert (cleaned["trust_store"], cleaned["verify_hostname"]) == ("JVMDefault", True)
    assert LDAP.clean(Flow.NONE, cleaned) == cleaned
    assert needed() == {"bind_password"}


def test_destination_changes_with_host_port_and_encryption():
    """A stored password is then asked for again, before it goes anywhere else or in the clear."""
    assert LDAP.destinations(clean()) == ("ldaps://ldap.acme.example:636",)
    assert LDAP.destinations(clean(tls=False, port=389)) == ("ldap://ldap.acme.example:389",)
    assert LDAP.destinations(clean(host="fd00::5")) == ("ldaps://[fd00::5]:636",)
    assert LDAP.destinations(clean(host="10.0.0.5")) == ("ldaps://10.0.0.5:636",)


@pytest.mark.parametrize(
    "host", ["ldap", "LDAP.Acme.Example", "openldap_1", "10.0.0.5", "fd00::5", "dc1.acme.example."]
)
def test_clean_takes_hosts_of_every_form(host):
    assert clean(host=host)["host"] == host.lower()


@pytest.mark.parametrize("name", ["openmetadata@acme.example", "ACME\\openmetadata", "CN=om,DC=acme"])
def test_clean_takes_the_account_names_that_active_directory_takes(name):
    assert clean(bind_dn=name)["bind_dn"] == name


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("host", "", "Host is missing"),
        ("host", "ldap://ldap.acme.example", "enter the host alone, probably 'ldap.acme.example'"),
        ("host", "ldaps://ldap.acme.example:636/", "enter the host alone, probably 'ldap.acme.example'"),
        ("host", "ldap://[x", "enter the host alone"),
        ("host", "ldap.acme.example:636", "enter 'ldap.acme.example' here, and 636 as the port"),
        ("host", "ldap.acme.example/x", "is no host"),
        ("host", "-x", "is no host"),
        ("host", "ldap acme", "is no host"),
        ("host", "a" * 64, "is no host"),
        ("port", "0", "from 1 to 65535"),
        ("port", "65536", "from 1 to 65535"),
        ("port", "ldaps", "use a whole number"),
        ("bind_dn", "openmetadata", "'openmetadata' has no ="),
        ("bind_dn", "a b@acme.example", "is no distinguished name"),
        ("user_base_dn", "people", "is no distinguished name"),
        ("user_base_dn", "", "Base DN of users is missing"),
        ("mail_attribute", "e mail", "is no attribute"),
        ("max_pool_size", "0", "from 1 to 1000"),
        ("group_base_dn", "groups", "is no distinguished name"),
        ("role_mapping", ["cn=a,dc=b"], "maps no group to roles"),
        ("trust_store_path", "a\tb", "This is no path"),
        ("trust_store", "Everything", "use one of"),
        ("trust_store_format", "PEM", "use one of"),
        ("password", "x", "Unknown setting of ldap 'password'"),
    ],
)
def test_clean_of_a_bad_value_says_what_is_wrong(name, value, words):
    assert words in errors(**{name: value})[name]


@pytest.mark.parametrize(
    ("settings", "field", "words"),
    [
        ({"port": 389}, "port", "knows no STARTTLS: use 636"),
        ({"port": 3268}, "port", "use 3269"),
        ({"tls": False}, "tls", "Port 636 speaks TLS"),
        ({"tls": False, "port": 3269}, "tls", "Port 3269 speaks TLS"),
    ],
)
def test_clean_of_port_and_tls_that_contradict_says_so(settings, field, words):
    assert words in errors(**settings)[field]


@pytest.mark.parametrize("settings", [{"port": 10389}, {"port": 10636, "tls": False}, {"port": 389, "tls": False}])
def test_clean_leaves_other_ports_to_the_operator(settings):
    assert clean(**settings)["port"] == settings["port"]


def test_clean_of_a_mapping_needs_the_groups():
    assert "Base DN of groups is missing" in errors(role_mapping=[LINE], reassign_roles="*")["group_base_dn"]
    assert "Base DN of groups is missing" in errors(recursive_groups=True)["group_base_dn"]


def test_clean_of_a_whole_mapping_takes_it():
    cleaned = clean(group_base_dn=TEAMS, role_mapping=f"{LINE}\n\ncn=b,{TEAMS} = DataSteward", reassign_roles="*")
    assert cleaned["role_mapping"] == (LINE, f"cn=b,{TEAMS} = DataSteward")
    names = ("group_attribute", "group_value", "member_attribute", "all_attributes", "admin_role")
    assert [cleaned[name] for name in names] == ["objectClass", "groupOfNames", "member", "*", "Admin"]


def test_clean_of_a_group_elsewhere_says_so():
    found = errors(group_base_dn=TEAMS, role_mapping=["cn=a,ou=people,dc=acme,dc=example = Admin"], reassign_roles="*")
    assert "'cn=a,ou=people,dc=acme,dc=example' lies not below" in found["role_mapping"]


def test_clean_of_a_group_mapped_twice_says_so():
    found = errors(group_base_dn=TEAMS, role_mapping=[LINE, f"cn=admins,{TEAMS} = DataConsumer"], reassign_roles="*")
    assert "stands there twice" in found["role_mapping"]


@pytest.mark.parametrize(
    ("roles", "missing"), [("", "Admin, DataSteward"), ("Admin", "DataSteward"), ("DataSteward", "Admin")]
)
def test_clean_of_mapped_roles_that_nobody_would_get_names_them(roles, missing):
    """LdapAuthenticator drops what authReassignRoles lacks."""
    found = errors(group_base_dn=TEAMS, role_mapping=[LINE], reassign_roles=roles)
    assert f"and {missing} is missing" in found["reassign_roles"]


def test_clean_of_all_roles_by_another_sign_says_so():
    found = errors(group_base_dn=TEAMS, role_mapping=[LINE], reassign_roles="*", all_attributes="cn")
    assert "enter * here" in found["all_attributes"]


def test_clean_of_a_custom_trust_store_wants_path_and_password():
    assert "Path of the trust store is missing" in errors(trust_store="CustomTrustStore")["trust_store_path"]
    store = {"trust_store": "CustomTrustStore", "trust_store_path": "/etc/truststore.jks"}
    assert needed(**store) == {"bind_password", "trust_store_password"}
    assert needed(**store, tls=False, port=389) == {"bind_password"}


def test_clean_of_host_names_wants_some():
    assert "Accepted names is missing" in errors(trust_store="HostName")["acceptable_host_names"]
    cleaned = clean(trust_store="HostName", acceptable_host_names="LDAP.acme.example, dc2.acme.example")
    assert cleaned["acceptable_host_names"] == ("ldap.acme.example", "dc2.acme.example")


@pytest.mark.parametrize("text", [" blanks ", "p@ss: #1", '"${x}"', "Société 東京 🔑", "a\u00a0b", "x" * 4096])
def test_bind_password_is_taken_as_it_is(text):
    validate = LDAP.secret_field(Flow.NONE, "bind_password").validate
    assert validate is not None
    assert validate(text) == text


@pytest.mark.parametrize("text", ["canary\n7Qd", "canary\x007Qd", "canary\x857Qd", "canary7Qd" * 500])
def test_bind_password_of_another_form_is_refused_without_showing_it(text):
    validate = LDAP.secret_field(Flow.NONE, "bind_password").validate
    assert validate is not None
    with pytest.raises(InvalidValue) as caught:
        validate(text)
    assert "canary" not in str(caught.value)


def recipes(**settings):
    filled = fill(LDAP, Flow.NONE, name="x", settings=clean(**settings), servers=[])
    return [recipe.text for recipe in filled.recipes]


def test_recipes_ask_for_the_password_and_take_awkward_names():
    person, groups, certificate = recipes(
        bind_dn="CN=O'Neil \\, $(x),DC=acme", group_base_dn=TEAMS, group_value="a (b) $c", user_base_dn="ou=a b,dc=acme"
    )
    assert words_of(person) == [
        "-H", "ldaps://ldap.acme.example:636", "-x", "-D", "CN=O'Neil \\, $(x),DC=acme", "-W",
        "-b", "ou=a b,dc=acme", "-s", "sub", "(mail=jane.doe@acme.example)", "mail",
    ]  # fmt: skip
    assert words_of(groups)[-4:] == ["-s", "sub", "(&(objectClass=a (b) $c)(member=*))", "dn"]
    assert "-w" not in words_of(person)
    assert "openssl s_client -connect ldap.acme.example:636 -servername ldap.acme.example" in certificate


def test_recipes_put_an_ipv6_address_in_brackets():
    person, groups, certificate = recipes(host="fd00::5", group_base_dn=TEAMS)
    assert words_of(person)[1] == words_of(groups)[1] == "ldaps://[fd00::5]:636"
    assert shlex.split(certificate, comments=True)[2:4] == ["-connect", "[fd00::5]:636"]


def test_trust_store_password_stands_beside_its_path():
    password, path = LDAP.secret_field(Flow.NONE, "trust_store_password"), LDAP.field(Flow.NONE, "trust_store_path")
    assert password.section is path.section


def words_of(script: str) -> list[str]:
    """The arguments that a real shell hands to ldapsearch."""
    shell = f"ldapsearch() {{ printf '%s\\0' \"$@\"; }}\n{script}"
    run = subprocess.run(["sh", "-c", shell], check=True, capture_output=True, text=True)
    return run.stdout.rstrip("\0").split("\0")
