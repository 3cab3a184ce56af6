import json
from contextlib import suppress
from typing import Any

import pytest

from sso_providers.catalogue import RELEASES, Release, Secret, Value
from sso_providers.openmetadata.importers import server_json
from sso_providers.openmetadata.importers.imported import WHOLE_FILE, Format, Import, Unreadable
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML
from sso_providers.openmetadata.subject import Kind, Place
from tests.openmetadata import facts

LINE = Release("1.12")
CANARY = "canary-3f9a"
# As a server answers: what is not set is null, and secrets are asterisks.
ANSWER = """\
{
  "authenticationConfiguration": {
    "clientType": "confidential",
    "provider": "custom-oidc",
    "publicKeyUrls": [
      "https://id.acme.example/keys"
    ],
    "enableSelfSignup": true,
    "ldapConfiguration": null,
    "samlConfiguration": {"idp": null, "debugMode": null},
    "oidcConfiguration": {
      "id": "open-metadata",
      "secret": "*********",
      "useNonce": "true",
      "tokenValidity": 3600,
      "maxAge": "0",
      "customParams": {"customParamKey1": "hd"},
      "tenant": null
    }
  },
  "authorizerConfiguration": {
    "adminPrincipals": ["jane"],
    "principalDomain": "acme.example",
    "botPrincipals": null
  }
}
"""


def read(text: str) -> Import:
    return server_json.read(text, {}, LINE)


def value(found: Import, path: str) -> Value | Secret | None:
    return found.config.values.get(path)


def test_answer_of_a_server_gives_values_and_their_lines() -> None:
    found = read(ANSWER)
    assert (found.format, found.troubles) == (Format.API, ())
    assert dict(found.config.values) == {
        f"{AUTHORIZER}.adminPrincipals": ("jane",),
        f"{AUTHORIZER}.principalDomain": "acme.example",
        f"{AUTHENTICATION}.clientType": "confidential",
        f"{AUTHENTICATION}.provider": "custom-oidc",
        f"{AUTHENTICATION}.publicKeyUrls": ("https://id.acme.example/keys",),
        f"{AUTHENTICATION}.enableSelfSignup": True,
        f"{OIDC}.id": "open-metadata",
        f"{OIDC}.secret": Secret(""),
        f"{OIDC}.useNonce": "true",
        f"{OIDC}.tokenValidity": 3600,
        f"{OIDC}.customParams": '{"customParamKey1": "hd"}',
        f"{OIDC}.maxAge": "0",
    }
    assert found.places[f"{AUTHENTICATION}.publicKeyUrls"] == Place(f"{AUTHENTICATION}.publicKeyUrls", 5)
    assert found.places[f"{AUTHORIZER}.principalDomain"] == Place(f"{AUTHORIZER}.principalDomain", 23)


def test_answer_on_one_line_is_read_too() -> None:
    assert read(json.dumps(json.loads(ANSWER))).config == read(ANSWER).config


@pytest.mark.parametrize(
    ("block", "path", "expected"),
    [
        (AUTHENTICATION, f"{AUTHENTICATION}.provider", "custom-oidc"),
        (AUTHORIZER, f"{AUTHORIZER}.principalDomain", "acme.example"),
    ],
)
def test_bare_block_is_understood_as_what_it_is(block: str, path: str, expected: str) -> None:
    found = read(json.dumps(json.loads(ANSWER)[block]))
    assert (value(found, path), found.troubles) == (expected, ())


@pytest.mark.parametrize("release", [each for each in RELEASES.values() if each >= Release("1.10")], ids=str)
def test_every_name_of_the_servers_schema_is_known(release: Release) -> None:
    document = {
        AUTHENTICATION: example(schema(release, "authenticationConfiguration")),
        AUTHORIZER: example(schema(release, "authorizerConfiguration")),
    }
    unknown = [trouble.name for trouble in read(json.dumps(document)).troubles]
    assert unknown == []


def schema(release: Release, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(facts.fact(f"schemas/{release}/{name}.json"))
    return found


def example(schema: dict[str, Any]) -> dict[str, Any]:
    """An object with every property that the schema itself tells the type of."""
    return {
        name: each.get("default", {"array": [], "boolean": True, "integer": 1}.get(each.get("type", ""), "x"))
        for name, each in schema["properties"].items()
        if "$ref" not in each or "definitions" in each["$ref"]
        if each.get("type") != "object"
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"authenticationConfiguration": {\n"provider": "okta",\n}}', 3),
        ('{"authenticationConfiguration": {\n// which\n"provider": "okta"}}', 2),
        ('{"authenticationConfiguration": { /* which\n */ "provider": "okta" // this\n}}', 1),
        ("{'authenticationConfiguration': {'provider': 'okta'}}", 1),
        ('{authenticationConfiguration: {provider: "okta"}}', 1),
        ('{"authenticationConfiguration": {"provider": "okta"}', 1),
        ('{"authenticationConfiguration": {"provider": "okta", "publicKeyUrls": ["https://a", "htt', 1),
        ('{"authenticationConfiguration":\n {"provider": "okta",\n "clientId": "x', 3),
        ("authenticationConfiguration:\n  provider: okta\n", 1),
    ],
)
def test_what_is_no_json_is_told_and_read(text: str, line: int) -> None:
    found = read(text)
    assert value(found, f"{AUTHENTICATION}.provider") == "okta"
    assert found.troubles[0].kind is Kind.NOT_YAML
    assert (found.troubles[0].name, found.troubles[0].line) == (WHOLE_FILE, line)


def test_comment_signs_in_texts_are_text() -> None:
    found = read('{"authenticationConfiguration": {"authority": "https://a//b/*c*/", "clientId": "\\"//x"}}')
    assert value(found, f"{AUTHENTICATION}.authority") == "https://a//b/*c*/"
    assert value(found, f"{AUTHENTICATION}.clientId") == '"//x'
    assert found.troubles == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r'"\ud83d\udd11"', "🔑"),
        (r'"\u00e9\/\b\f\n\r\t\\\""', 'é/\b\f\n\r\t\\"'),
        (r'"\\ud83d\udd11"', "\\ud83d\ufffd"),
        (r'"\ud83d"', "\ufffd"),
        (r'"\udd11\ud83d\udd11"', "\ufffd🔑"),
        (r'"\u0000"', "\0"),
        ('"東京 ${X:-y} $${Z}"', "東京 ${X:-y} $${Z}"),
        ('" #x: y"', " #x: y"),
        ('"0123"', "0123"),
        ('""', ""),
        ('"null"', "null"),
        ("true", "true"),
        ("12", "12"),
    ],
)
def test_text_is_what_json_means(source: str, expected: str) -> None:
    found = read(f'{{"authenticationConfiguration": {{"providerName": {source}}}}}')
    assert (value(found, f"{AUTHENTICATION}.providerName"), found.troubles) == (expected, ())


@pytest.mark.parametrize(
    ("text", "kind", "setting", "fix"),
    [
        (
            '{"authenticationConfiguration": {"publicKeyUrl": ["https://a"]}}',
            Kind.MISSPELT,
            "publicKeyUrls",
            ("https://a",),
        ),
        (
            '{"authenticationConfiguration": {"publicKeyUrls": "https://a"}}',
            Kind.WRONG_TYPE,
            "publicKeyUrls",
            ("https://a",),
        ),
        ('{"authenticationConfiguration": {"enableSelfSignup": "yes"}}', Kind.WRONG_TYPE, "enableSelfSignup", True),
        ('{"authenticationConfiguration": {"provider": {}}}', Kind.WRONG_TYPE, "provider", None),
        ('{"authenticationConfiguration": {"provider": "a", "provider": "b"}}', Kind.DUPLICATE, "provider", None),
        ('{"authorizerConfiguration": {"clientId": "x"}}', Kind.MISPLACED, "clientId", "x"),
    ],
)
def test_what_the_server_would_not_take_is_told(text: str, kind: Kind, setting: str, fix: Value | None) -> None:
    (trouble,) = read(text).troubles
    assert (trouble.kind, trouble.setting, trouble.fix) == (kind, f"{AUTHENTICATION}.{setting}", fix)


def test_block_at_the_left_edge_is_told() -> None:
    found = read('{"authenticationConfiguration": {"provider": "okta"},\n"oidcConfiguration": {"id": "x"}}')
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.MISPLACED, "oidcConfiguration", 2)
    assert value(found, f"{OIDC}.id") == "x"


@pytest.mark.parametrize("mask", ["*********", "*", "REPLACE_WITH_OIDC_CLIENT_SECRET", ""])
def test_secret_that_is_withheld_is_empty(mask: str) -> None:
    blocks = {
        "oidcConfiguration": {"secret": mask},
        "ldapConfiguration": {"dnAdminPassword": mask},
        "samlConfiguration": {"sp": {"spPrivateKey": mask}},
    }
    found = read(json.dumps({AUTHENTICATION: blocks}))
    secrets = {f"{OIDC}.secret", f"{LDAP}.dnAdminPassword", f"{SAML}.sp.spPrivateKey"}
    assert dict(found.config.values) == dict.fromkeys(secrets, Secret(""))


def test_secret_of_another_type_is_not_shown() -> None:
    found = read(
        json.dumps({AUTHENTICATION: {"oidcConfiguration": {"secret": {"is": CANARY}, "clientSecret": CANARY}}})
    )
    assert found.troubles
    assert not any(CANARY in f"{trouble.message}{trouble.fix}" for trouble in found.troubles)


@pytest.mark.parametrize("text", ["", " ", "[]", '"x"', "1", "null", "[{}]", "// nothing\n"])
def test_text_that_is_no_object_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize("start", ["\ufeff", "\n\n", "  "])
def test_what_stands_before_the_object_does_not_matter(start: str) -> None:
    assert read(start + ANSWER).config == read(ANSWER).config


@pytest.mark.parametrize(
    "text",
    [
        '{"a":' * 100_000,
        "[" * 100_000,
        '{"authenticationConfiguration": {"clientId": ' + "9" * 100_000 + "}}",
        '{"authenticationConfiguration": {"clientId": 1e999}}',
        '{"authenticationConfiguration": {"clientId": NaN}}',
        '{"authenticationConfiguration": {"oidcConfiguration": {"customParams": '
        + '{"a":' * 90
        + "1"
        + "}" * 90
        + "}}}",
    ],
)
def test_nesting_and_numbers_without_end_end(text: str) -> None:
    with suppress(Unreadable):
        assert read(text).format is Format.API


def test_importer_does_not_look_at_files_beside_it() -> None:
    assert server_json.read(ANSWER, {"x.env": "A=b"}, None) == read(ANSWER)
