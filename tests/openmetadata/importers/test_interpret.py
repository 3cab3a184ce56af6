"""Values as the server takes them. The cases are what the real libraries answered (tests of commons-text, SnakeYAML
and Jackson), unless a comment names another source."""

import pytest

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.importers.interpret import Misread, of_native, of_source, read_source
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Kind

TEXT = SETTINGS[f"{AUTHENTICATION}.clientId"]
SECRET = SETTINGS[f"{OIDC}.secret"]
BOOLEAN = SETTINGS[f"{AUTHENTICATION}.enableSelfSignup"]
INTEGER = SETTINGS[f"{OIDC}.tokenValidity"]
LIST = SETTINGS[f"{AUTHENTICATION}.publicKeyUrls"]
MAP = SETTINGS[f"{OIDC}.customParams"]
ROLES = SETTINGS[f"{LDAP}.authRolesMapping"]
CANARY = "canary-3f9a"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ('""', ""),
        ("abc", "abc"),
        ("ab#cd", "ab#cd"),
        ("ab #cd", "ab"),
        ("#abc", None),
        ("*abc", "abc"),
        ("&abc", None),
        ("!abc", ""),
        ("abc:def", "abc:def"),
        ('a"b', 'a"b'),
        ("a'b", "a'b"),
        ("a\\b", "a\\b"),
        ("~", None),
        ("~abc", "~abc"),
        ("null", None),
        ("true", "true"),
        ("12345", "12345"),
        ("0123", "83"),
        ("0o17", "0o17"),
        ("1e10", "1.0E10"),
        ("0x1F", "31"),
        ("1_000", "1000"),
        ("1.10", "1.1"),
        ("-abc", "-abc"),
        ("?abc", "?abc"),
        ("=abc", "=abc"),
        ("2024-01-01", "2024-01-01"),
        ("12:30:45", "12:30:45"),
        ("${X}", "${X}"),
        ("$abc", "$abc"),
        ("a$$b", "a$$b"),
        (" lead", "lead"),
        ("trail ", "trail"),
        ("a,b", "a,b"),
        ("""'{"k":["R"]}'""", '{"k":["R"]}'),
        (r'"{\"k\":[\"R\"]}"', '{"k":["R"]}'),
        ("cn=admin,dc=example,dc=com", "cn=admin,dc=example,dc=com"),
        ("uid=#x,ou=a", "uid=#x,ou=a"),
        ('"ab #cd"', "ab #cd"),
        ('"@abc"', "@abc"),
        (r'"a\"b"', 'a"b'),
        (r'"a\\b"', "a\\b"),
        ('"0123"', "0123"),
        ('"true"', "true"),
        ('"abc: def"', "abc: def"),
        (r'"a\tb"', "a\tb"),
        (r'"a\u0024{X}b"', "a${X}b"),
        (r"'a\b'", r"a\b"),
        ("'a''b'", "a'b"),
        ("'0123'", "0123"),
        ("MIICabc+/=xyz==", "MIICabc+/=xyz=="),
        ("-----BEGIN CERTIFICATE----- MIICabc+/= -----END CERTIFICATE-----",) * 2,
        (r"-----BEGIN CERTIFICATE-----\nMIICabc+/=",) * 2,
        # The resolver of SnakeYAML, and how Jackson's parser uses it.
        ("=", "="),
        ("<<", "<<"),
        ("0128", "0128"),
        ("+5", "5"),
        ("-0x10", "-16"),
        ("0b101", "5"),
        ("1:30.5", "1:30.5"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("yes", "true"),
        ("Off", "false"),
        ("y", "y"),
        ("10.0.0.1", "10.0.0.1"),
        ("0.0001", "1.0E-4"),
        ("12345678.5", "1.23456785E7"),
        ("!!str 0123", "0123"),
        ("!!int 0123", "83"),
        ("9" * 1025,) * 2,
    ],
)
def test_text_from_source_is_what_the_server_holds(source: str, value: str | None) -> None:
    assert of_source(TEXT, source) == value


@pytest.mark.parametrize(
    "source",
    [
        "@abc",
        "%abc",
        "`abc",
        "{abc",
        "[abc",
        "abc: def",
        "abc:",
        "'abc",
        '"abc',
        "- abc",
        "? abc",
        "|abc",
        ">abc",
        "a\nb",
        "-----BEGIN CERTIFICATE-----\nMIICabc+/=\nxyz==\n-----END CERTIFICATE-----\n",
        # A value must not become more settings than one, nor another document.
        "x\nafter: ok",
        "x\n---\ny",
        "x\n...\n---\ny",
        "\x00",
        "\ud800",
        "[" * 200,
        "[" * 200_000,
    ],
)
def test_text_from_source_that_breaks_the_file_is_refused(source: str) -> None:
    with pytest.raises(Misread) as refused:
        of_source(TEXT, source)
    assert refused.value.kind is Kind.VALUE_NOT_YAML


@pytest.mark.parametrize("source", ["{abc}", '{"k":["R"]}', "[a]"])
def test_text_from_source_of_another_type_is_refused(source: str) -> None:
    with pytest.raises(Misread) as refused:
        of_source(TEXT, source)
    assert refused.value.kind is Kind.WRONG_TYPE


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ("[]", ()),
        ("[a,b]", ("a", "b")),
        ("[a, b]", ("a", "b")),
        ('["a","b"]', ("a", "b")),
        ("['a','b']", ("a", "b")),
        ("[https://h/x,https://h2:8585/y]", ("https://h/x", "https://h2:8585/y")),
        ("[username:sub,email:email]", ("username:sub", "email:email")),
        ("[admin,john.doe@x.com]", ("admin", "john.doe@x.com")),
        ("[1234,007,1e5]", ("1234", "7", "100000.0")),
        ("[yes,no,true,null,~]", ("true", "false", "true", "", "")),
        ("[a b,c]", ("a b", "c")),
        ("[a#b]", ("a#b",)),
        ("[a,b] # comment", ("a", "b")),
        ("\n  - a\n  - b\n", ("a", "b")),
        ('["https://h/x?a=b#c"]', ("https://h/x?a=b#c",)),
    ],
)
def test_list_from_source_is_what_the_server_holds(source: str, value: tuple[str, ...] | None) -> None:
    assert of_source(LIST, source) == value


@pytest.mark.parametrize(
    ("source", "kind", "meant"),
    [
        ('""', Kind.WRONG_TYPE, None),
        ("a,b", Kind.WRONG_TYPE, ("a", "b")),
        ("a", Kind.WRONG_TYPE, ("a",)),
        ("https://h/x,https://h2/y", Kind.WRONG_TYPE, ("https://h/x", "https://h2/y")),
        ("[https://h/x?a=b&c=d#frag]", Kind.VALUE_NOT_YAML, ("https://h/x?a=b&c=d#frag",)),
        # SnakeYAML's scanPlain ends an item at each question mark.
        ("[https://h/x?a=b]", Kind.VALUE_NOT_YAML, ("https://h/x?a=b",)),
        ("[username: sub, email: email]", Kind.WRONG_TYPE, ("username:sub", "email:email")),
        ("{username: sub, email: email}", Kind.WRONG_TYPE, ("username:sub", "email:email")),
        ("{http://localhost:8080/realms/r}", Kind.WRONG_TYPE, ("http://localhost:8080/realms/r",)),
        ("[@x]", Kind.VALUE_NOT_YAML, ("@x",)),
        ("[*]", Kind.VALUE_NOT_YAML, ("*",)),
        ("[a #b]", Kind.VALUE_NOT_YAML, None),
        ("[{x}]", Kind.WRONG_TYPE, None),
        ('["a","b"', Kind.VALUE_NOT_YAML, ("a", "b")),
        ('"[a,b]"', Kind.WRONG_TYPE, ("a", "b")),
        ("[a,,b]", Kind.VALUE_NOT_YAML, ("a", "b")),
        ("[a,[b]]", Kind.WRONG_TYPE, None),
        ("true", Kind.WRONG_TYPE, None),
        ("*urls", Kind.VALUE_NOT_YAML, None),
    ],
)
def test_list_from_source_of_another_shape_is_refused(source: str, kind: Kind, meant: tuple[str, ...] | None) -> None:
    with pytest.raises(Misread) as refused:
        of_source(LIST, source)
    assert (refused.value.kind, refused.value.meant) == (kind, meant)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ("true", True),
        ("false", False),
        ('"true"', True),
        ('"false"', False),
        ("True", True),
        ("TRUE", True),
        ("yes", True),
        ("on", True),
        ("1", True),
        ("0", False),
        ('""', None),
        (" true", True),
        # Jackson's NumberDeserializers: every number but 0 is true; blanks around a word go.
        ("2", True),
        ('" true "', True),
        ('" "', None),
    ],
)
def test_boolean_from_source_is_what_the_server_holds(source: str, value: bool | None) -> None:
    assert of_source(BOOLEAN, source) is value


@pytest.mark.parametrize(
    ("source", "meant"), [('"yes"', True), ("enabled", True), ("1.0", None), ("[true]", None), ("maybe", None)]
)
def test_boolean_from_source_of_another_kind_is_refused(source: str, meant: bool | None) -> None:
    with pytest.raises(Misread) as refused:
        of_source(BOOLEAN, source)
    assert refused.value.meant is meant


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ("3600", 3600),
        ('"3600"', 3600),
        ('""', None),
        ("0", 0),
        ("3_600", 3600),
        ("3600.0", 3600),
        # As above, by Jackson's source.
        ("-1", -1),
        ('" 60 "', 60),
        ("2147483647", 2147483647),
    ],
)
def test_integer_from_source_is_what_the_server_holds(source: str, value: int | None) -> None:
    assert of_source(INTEGER, source) == value


@pytest.mark.parametrize(
    ("source", "meant"),
    [("3600s", 3600), ("1h", None), ("true", None), ("2147483648", None), ("9" * 900, None), ("[1]", None)],
)
def test_integer_from_source_of_another_kind_is_refused(source: str, meant: int | None) -> None:
    with pytest.raises(Misread) as refused:
        of_source(INTEGER, source)
    assert refused.value.meant == meant


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("", None),
        ("{}", "{}"),
        ('{"customParamKey1":"a","customParamValue1":"b"}', '{"customParamKey1": "a", "customParamValue1": "b"}'),
        ("{customParamKey1: a, customParamValue1: b}", '{"customParamKey1": "a", "customParamValue1": "b"}'),
        ("{customParamKey1:a}", '{"customParamKey1:a": null}'),
        ('{"a":1,"b":true}', '{"a": 1, "b": true}'),
    ],
)
def test_map_from_source_is_what_the_server_holds(source: str, value: str | None) -> None:
    assert of_source(MAP, source) == value


@pytest.mark.parametrize(
    ("source", "meant"),
    [('"{}"', "{}"), ('""', "{}"), ("{}}", None), ("""'{"a":"b"}'""", '{"a": "b"}'), ("a", None), ("[]", None)],
)
def test_map_from_source_of_another_kind_is_refused(source: str, meant: str | None) -> None:
    with pytest.raises(Misread) as refused:
        of_source(MAP, source)
    assert refused.value.meant == meant


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ('{"k":["R"]}', '{"k": ["R"]}'),
        ('"{\n  "cn=A,dc=x": ["Admin"]\n}"', '{"cn=A,dc=x": ["Admin"]}'),
        ('"{"cn=A,dc=x": ["Admin"]}"', '{"cn=A,dc=x": ["Admin"]}'),
        ("abc: def", "abc: def"),
        ("@abc", "@abc"),
        ('"abc', "abc"),
        ("-----BEGIN CERTIFICATE-----\nMIIC\nxyz==\n-----END CERTIFICATE-----\n", "MIICxyz=="),
        ("a\nb", None),
        ("{a", None),
    ],
)
def test_text_that_is_refused_says_what_was_meant(source: str, meant: str | None) -> None:
    with pytest.raises(Misread) as refused:
        of_source(ROLES, source)
    assert refused.value.meant == meant


@pytest.mark.parametrize(
    ("source", "kind", "meant"),
    [
        ("0123", Kind.WRONG_TYPE, "0123"),
        ("1.10", Kind.WRONG_TYPE, "1.10"),
        ("yes", Kind.WRONG_TYPE, "yes"),
        ("*abc", Kind.VALUE_NOT_YAML, "*abc"),
        ("&abc", Kind.VALUE_NOT_YAML, "&abc"),
        ("!abc", Kind.VALUE_NOT_YAML, "!abc"),
        ("ab #cd", Kind.COMMENT_IN_VALUE, None),
        ("#abc", Kind.COMMENT_IN_VALUE, "#abc"),
    ],
)
def test_text_that_arrives_changed_is_doubted(source: str, kind: Kind, meant: str | None) -> None:
    (doubt,) = read_source(TEXT, source).doubts
    assert (doubt.kind, doubt.meant) == (kind, meant)


@pytest.mark.parametrize(
    ("source", "kind", "meant"),
    [
        ("[007,a]", Kind.WRONG_TYPE, ("007", "a")),
        ("[a,*b]", Kind.VALUE_NOT_YAML, None),
        ("[a,~]", Kind.EMPTY, ("a",)),
    ],
)
def test_list_whose_items_arrive_changed_is_doubted(source: str, kind: Kind, meant: tuple[str, ...] | None) -> None:
    (doubt,) = read_source(LIST, source).doubts
    assert (doubt.kind, doubt.meant) == (kind, meant)


def test_map_with_a_key_that_swallows_its_value_is_doubted() -> None:
    (doubt,) = read_source(MAP, "{customParamKey1:a, b: c}").doubts
    assert doubt.meant == '{"customParamKey1": "a", "b": "c"}'


@pytest.mark.parametrize("source", ["abc", "12345", '"0123"', '"ab" # cd', "true", "false", "ab#cd", "a:b", "'*x'", ""])
def test_text_that_arrives_as_written_is_not_doubted(source: str) -> None:
    assert read_source(TEXT, source).doubts == ()


@pytest.mark.parametrize(
    ("path", "source"), [(f"{AUTHENTICATION}.provider", "google # ours"), (f"{OIDC}.useNonce", "True")]
)
def test_text_that_means_the_same_is_not_doubted(path: str, source: str) -> None:
    assert read_source(SETTINGS[path], source).doubts == ()


@pytest.mark.parametrize("source", [f"*{CANARY}", f"!{CANARY}", "0123", f"{CANARY} #1"])
def test_doubts_about_a_secret_show_nothing_of_it(source: str) -> None:
    (doubt,) = read_source(SECRET, source).doubts
    assert doubt.meant is None
    assert CANARY not in doubt.message
    assert "83" not in doubt.message


@pytest.mark.parametrize("source", [f"@{CANARY}", f'"{CANARY}', f"{CANARY}: x", f"{{{CANARY}}}"])
def test_secret_that_is_refused_shows_nothing_of_it(source: str) -> None:
    with pytest.raises(Misread) as refused:
        of_source(SECRET, source)
    assert refused.value.meant is None
    assert CANARY not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "secret"),
    [("REPLACE_WITH_OIDC_CLIENT_SECRET", ""), ("*********", ""), ("", ""), ("s3cr*t", "s3cr*t"), (1234, "1234")],
)
def test_secret_that_only_stands_for_one_is_empty(value: object, secret: str) -> None:
    assert of_native(SECRET, value) == Secret(secret)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (TEXT.path, True, "true"),
        (TEXT.path, 1e10, "1.0E10"),
        (TEXT.path, float("inf"), "Infinity"),
        (TEXT.path, 1.5, "1.5"),
        (LIST.path, ["a", 1, None], ("a", "1", "")),
        (INTEGER.path, "60", 60),
        (BOOLEAN.path, "true", True),
        (MAP.path, {"a": [1]}, '{"a": [1]}'),
        (MAP.path, None, None),
    ],
)
def test_parsed_value_becomes_what_the_setting_holds(path: str, value: object, expected: Value | None) -> None:
    assert of_native(SETTINGS[path], value) == expected


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (TEXT.path, object()),
        (LIST.path, [["a"]]),
        (LIST.path, [object()]),
        (INTEGER.path, float("nan")),
        (MAP.path, {"a": object()}),
        (MAP.path, {("a",): 1}),
    ],
)
def test_parsed_value_that_no_setting_can_hold_is_refused(path: str, value: object) -> None:
    with pytest.raises(Misread):
        of_native(SETTINGS[path], value)


@pytest.mark.parametrize("path", [TEXT.path, INTEGER.path])
def test_number_that_is_too_long_to_be_written_is_refused(path: str) -> None:
    with pytest.raises(Misread):
        of_native(SETTINGS[path], 10**5000)


def test_map_that_is_nested_without_end_is_refused() -> None:
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(Misread):
        of_native(MAP, deep)


@pytest.mark.parametrize(
    "source", ["{Client ID}", "{ISSUER_URL}", "{your-domain}/x", "{http://id.test/realms/{realm}}"]
)
def test_text_with_a_documentations_braces_is_told_apart(source):
    with pytest.raises(Misread) as caught:
        of_source(SETTINGS[f"{AUTHENTICATION}.authority"], source)

    assert "placeholder" in str(caught.value)
    assert "braces" in caught.value.remedy
    assert caught.value.meant is None


@pytest.mark.parametrize("source", ["{http://id.test/realms/acme}", '{"name":"value"}'])
def test_braces_around_a_whole_value_are_no_placeholder(source):
    with pytest.raises(Misread) as caught:
        of_source(SETTINGS[f"{AUTHENTICATION}.authority"], source)

    assert caught.value.remedy == ""


@pytest.mark.parametrize("source", ["{{ address }}/realms/acme", '{{ get .Secrets "url" }}', "[{{ a }}, {{ b }}]"])
def test_what_a_template_fills_in_is_not_known(source):
    with pytest.raises(Misread) as caught:
        of_source(SETTINGS[f"{AUTHENTICATION}.authority"], source)

    assert caught.value.kind is Kind.UNRESOLVED


@pytest.mark.parametrize("source", ["********", "[REDACTED]", "...", "…"])
def test_secret_that_was_taken_out_is_withheld(source):
    assert of_source(SETTINGS[f"{OIDC}.secret"], source) == Secret("")


def test_scopes_in_a_list_are_meant_with_blanks_between_them():
    with pytest.raises(Misread) as caught:
        of_source(SETTINGS[f"{OIDC}.scope"], "[openid, email]")

    assert caught.value.meant == "openid email"
