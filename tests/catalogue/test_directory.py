"""Distinguished names as RFC 4514 has them and as people paste them, and the mapping of groups to roles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import escape_rdn, parse_dn

from sso_providers.catalogue import InvalidValue
from sso_providers.catalogue.directory import attribute, dn, group_of, mapping, parse, role, roles_of


def refused(function, text) -> str:
    with pytest.raises(InvalidValue) as caught:
        function(text)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "dc=acme",
        "ou=people,dc=acme,dc=example",
        "CN=Doe\\, Jane,OU=Berlin & Bonn,DC=acme,DC=example",
        "cn=a\\2Cb,dc=acme",
        "cn=\\23hash,dc=acme",
        "cn=#0401ff,dc=acme",
        "cn=Jane+uid=jane,dc=acme",
        "2.5.4.3=Jane,dc=acme",
        "cn = Jane , dc = acme",
        "cn=Société 東京,dc=acme",
        "cn=Soci\\C3\\A9t\\C3\\A9,dc=acme",
        "cn=trailing\\ ,dc=acme",
        "cn=a=b,dc=acme",
        "cn=back\\\\slash,dc=acme",
        'cn=\\"quoted\\",dc=acme',
    ],
)
def test_dn_of_a_name_keeps_it_to_the_letter(text):
    assert dn(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "a part is empty"),
        ("acme", "'acme' has no ="),
        ("jane@acme.example", "has no ="),
        ("ou=people,dc=acme,", "a part is empty"),
        ("ou=people,,dc=acme", "a part is empty"),
        ("ou=,dc=acme", "a value is empty"),
        ("=people,dc=acme", "'' is no attribute"),
        ("o u=people", "'o u' is no attribute"),
        ("1=people", "'1' is no attribute"),
        ('cn="Doe, Jane",dc=acme', 'a " in a value must be written'),
        ("cn=<jane>,dc=acme", "a < in a value"),
        ("cn=a\\b,dc=acme\\x", "must be written \\\\"),
        ("cn=a\\", "must be written \\\\"),
        ("cn=#xyz", "a # at the beginning"),
        ("cn=\\FF,dc=acme", "no UTF-8"),
        ("cn=a\nb,dc=acme", "line break"),
        ("cn=" + "a" * 1000, "1003 characters"),
    ],
)
def test_dn_of_anything_else_says_what_is_wrong(text, words):
    message = refused(dn, text)
    assert words in message
    assert "use one such as ou=people,dc=acme,dc=example" in message


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CN=Jane,DC=Acme", "cn=jane, dc=acme"),
        ("cn=Doe\\, Jane", "cn=Doe\\2c Jane"),
        ("cn=a+uid=b", "uid=b+cn=a"),
        ("cn=two  blanks", "cn=two blanks"),
        ("cn=é", "cn=\\C3\\A9"),
    ],
)
def test_parse_of_the_same_name_written_otherwise_is_equal(one, other):
    assert parse(one) == parse(other)


@pytest.mark.parametrize(
    ("name", "base", "expected"),
    [
        ("cn=a,ou=groups,dc=acme", "OU=Groups,DC=Acme", True),
        ("ou=groups,dc=acme", "ou=groups,dc=acme", True),
        ("dc=acme", "ou=groups,dc=acme", False),
        ("cn=a,ou=people,dc=acme", "ou=groups,dc=acme", False),
        ("cn=a\\,ou=groups,dc=acme", "ou=groups,dc=acme", False),
    ],
)
def test_lies_under_compares_whole_parts(name, base, expected):
    assert parse(name).lies_under(parse(base)) is expected


VALUES = st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" "), min_size=1, max_size=12)


@given(st.lists(VALUES.filter(lambda value: bool(value.strip())), min_size=1, max_size=4))
def test_parse_reads_what_ldap3_escapes(values):
    """Another's reading of the same RFC."""
    text = ",".join(f"cn={escape_rdn(value)}" for value in values)
    assert [next(iter(rdn))[1] for rdn in parse(text).rdns] == [" ".join(value.lower().split()) for value in values]


@given(st.text(max_size=40))
def test_parse_of_any_text_reads_it_or_raises_its_own_error(text):
    try:
        found = parse(text)
    except InvalidValue as error:
        assert str(error).isprintable()
        return
    try:
        peer = parse_dn(text)
    except LDAPInvalidDnError:
        return
    # ldap3 splits at + too, as it were a comma.
    assert sum(len(rdn) for rdn in found.rdns) <= len(peer)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cn=admins,dc=acme = Admin", "cn=admins,dc=acme = Admin"),
        ("  cn=admins,dc=acme  =  Admin ,DataSteward", "cn=admins,dc=acme = Admin, DataSteward"),
        ("cn=a \\= b,dc=acme = Data Consumer", "cn=a \\= b,dc=acme = Data Consumer"),
        ("cn = admins,dc=acme = Admin", "cn = admins,dc=acme = Admin"),
    ],
)
def test_mapping_keeps_the_equals_signs_of_the_dn(text, expected):
    line = mapping(text)
    assert line == expected
    assert mapping(line) == line
    assert group_of(line) == expected.rpartition(" = ")[0]
    assert roles_of(line) == expected.rpartition(" = ")[2].split(", ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cn=admins,dc=acme", "maps no group to roles"),
        ("cn=admins,dc=acme=Admin", "maps no group to roles"),
        ("cn=admins,dc=acme = ", "maps no group to roles"),
        ("cn=admins,dc=acme = Admin,", "maps no group to roles"),
        ("admins = Admin", "'admins' has no ="),
        (" = Admin", "a part is empty"),
        ('cn=admins = "Admin"', "is no role"),
        ("cn=a,dc=b = x=y", "'x=y' is no role"),
    ],
)
def test_mapping_of_anything_else_says_how_to_write_it(text, words):
    assert words in refused(mapping, text)


@pytest.mark.parametrize(
    ("function", "text"), [(attribute, "my mail"), (attribute, ""), (attribute, "mail;x"), (role, "a\tb")]
)
def test_attribute_and_role_refuse_other_texts(function, text):
    assert f"'{text}' is no " in refused(function, text)
