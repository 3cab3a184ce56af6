import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.http import FetchError, Reason, Response

from .calls import CANARY


def body(data):
    return Response(url="https://acme.example/x", status=200, headers={}, body=data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b'{"a": 1, "a": 2}', "a key stands in it twice", id="duplicate key"),
        pytest.param(b'[{"b": {"a": 1, "a": 1}}]', "a key stands in it twice", id="nested duplicate key"),
        pytest.param(b'{"a": NaN}', "NaN or Infinity", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "NaN or Infinity", id="Infinity"),
        pytest.param(b'{"a": 1e999}', "number without end", id="infinite float"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "not JSON", id="endless integer"),
        pytest.param(b'{"a": "\xe9"}', "not UTF-8", id="Latin-1"),
        pytest.param('{"a": 1}'.encode("utf-16"), "not UTF-8", id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "not JSON", id="byte order mark"),
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"<!doctype html>", "not JSON", id="HTML"),
        pytest.param(b"{} {}", "not JSON", id="two documents"),
        pytest.param(b"[" * 200_000, "nested too deeply", id="nested"),
        pytest.param(b'{"a": "\\u0000"}', "can't be stored", id="NUL"),
        pytest.param(b'{"\\ud800": 1}', "can't be stored", id="half a surrogate pair"),
    ],
)
def test_json_of_anything_less_is_refused(data, words):
    with pytest.raises(FetchError) as caught:
        body(data).json()
    assert caught.value.reason is Reason.NOT_JSON
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("data", "value"),
    [(b"[1, 2.5, null]", [1, 2.5, None]), (b'{"a": "\\ud83d\\ude00 \\\\u0000"}', {"a": "\U0001f600 \\u0000"})],
)
def test_json_of_a_good_document_is_its_value(data, value):
    assert body(data).json() == value


@pytest.mark.parametrize("data", [b"[]", b"null", b'"text"', b"1"])
def test_json_object_of_another_type_is_refused(data):
    with pytest.raises(FetchError, match="no object"):
        body(data).json_object()


@given(
    st.binary() | st.text().map(str.encode) | st.recursive(st.none(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_json_of_any_bytes_is_a_value_or_its_own_error(data):
    try:
        body(data).json()
    except FetchError as error:
        assert error.reason is Reason.NOT_JSON


def test_repr_of_a_response_shows_neither_body_nor_headers():
    shown = repr(Response(url="https://acme.example", status=200, headers={"set-cookie": CANARY}, body=CANARY.encode()))
    assert CANARY not in shown
