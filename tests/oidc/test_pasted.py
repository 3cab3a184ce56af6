import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc import strict_json
from sso_providers.oidc.pasted import DEEPEST, MAX_LENGTH, PastedError, as_text, read, token_parts
from tests.fakes.keys import encoded

from .test_discovery import json_values

CLAIMS = {"sub": "ada", "groups": ["staff"]}


def token(claims, header=None):
    parts = [header or {"alg": "RS256", "kid": "1"}, claims]
    return ".".join([*(encoded(json.dumps(part).encode()) for part in parts), "c2lnbmF0dXJl"])


def nested(depth):
    value: list[object] = []
    for _ in range(depth):
        value = [value]
    return value


def test_read_of_json_gives_the_claims():
    found = read(f"\r\n {json.dumps(CLAIMS, indent=2)} ".replace("\n", "\r\n"))

    assert (found.claims, found.header) == (CLAIMS, None)


@pytest.mark.parametrize("header", [{"alg": "RS256", "kid": "1"}, {"alg": "none"}])
def test_read_of_a_token_gives_its_claims_and_header_unverified(header):
    found = read(f" {token(CLAIMS, header)}\n")

    assert (found.claims, found.header) == (CLAIMS, header)


def test_read_of_a_token_without_a_signature_gives_its_claims():
    assert read(token(CLAIMS).rpartition(".")[0] + ".").claims == CLAIMS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted"),
        (" \n", "Nothing was pasted"),
        ("[]", "is JSON, but no object"),
        ("1.5", "is JSON, but no object"),
        ('"a"', "is JSON, but no object"),
        ("null", "is JSON, but no object"),
        ("sub: ada", "it is not JSON"),
        ('{"sub": "ada"', "it is not JSON"),
        ('{"sub": "ada", "sub": "eve"}', "a key stands in it twice"),
        ('{"a": {"b": 1, "b": 2}}', "a key stands in it twice"),
        ('{"a": NaN}', "NaN"),
        ('{"a": "\\u0000"}', "can't be stored"),
        ("[" * 100_000, "bytes long"),
        ("[" * 60_000, "nested too deeply"),
        (json.dumps({"a": nested(DEEPEST)}), "nested more than 32 levels deep"),
        ("a.b.c", "This token is damaged. The token's parts are not base64url"),
        ("e30.W10.x", "This token is damaged. The token's parts are no JSON objects. Copy it again, or paste one JSON"),
        ("W10.e30.x", "The token's parts are no JSON objects."),
        ("e30.e.x", "This token is damaged"),
        ("e30.eyJhIjoxLCJhIjoyfQ.x", "and unambiguous JSON"),
        ("a.b.c.d.e", "This token is encrypted"),
        (token({"a": nested(DEEPEST)}), "nested more than 32 levels deep"),
        (token({}, {"a": nested(DEEPEST)}), "nested more than 32 levels deep"),
        (token({"a": "x" * MAX_LENGTH}), "bytes long: at most 65536"),
        (json.dumps({"a": "x" * MAX_LENGTH}), "bytes long: at most 65536"),
        (json.dumps({"a": "é" * (MAX_LENGTH // 2)}, ensure_ascii=False), "bytes long: at most 65536"),
    ],
)
def test_read_of_anything_else_says_what_is_wrong(text, words):
    with pytest.raises(PastedError) as caught:
        read(text)
    assert words in str(caught.value)
    assert str(caught.value).endswith(".")


@given(st.text() | st.from_regex(r"[\w.-]+", fullmatch=True) | json_values.map(json.dumps))
def test_read_of_any_text_gives_claims_or_says_why_not(text):
    try:
        assert isinstance(read(text).claims, dict)
    except PastedError as error:
        assert str(error).endswith(".")


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=5))
def test_as_text_is_what_read_takes(claims):
    with suppress(strict_json.JsonError):  # no provider's claims, for they would be refused
        claims = strict_json.loads(json.dumps(claims).encode())
        assert read(as_text(claims)).claims == claims


@pytest.mark.parametrize("claims", [{"a": "x" * MAX_LENGTH}, {"a": nested(DEEPEST)}, {"a": nested(5000)}])
def test_as_text_of_what_is_too_much_is_none(claims):
    assert as_text(claims) == ""


def test_as_text_fills_the_room_that_read_has():
    room = MAX_LENGTH - len('{\n  "a": ""\n}')

    assert len(as_text({"a": "x" * room})) == MAX_LENGTH
    assert read(as_text({"a": "x" * room}))
    assert as_text({"a": "x" * (room + 1)}) == ""


def test_token_parts_reads_what_the_signature_covers():
    assert token_parts(token(CLAIMS)) == ({"alg": "RS256", "kid": "1"}, CLAIMS)
