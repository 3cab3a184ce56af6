import socket
import ssl

import pytest
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3 import exceptions as urllib3_errors

from sso_providers.http import FetchError, Reason, bare, heads, reasons, shown

from .calls import CANARY

URL = f"https://acme.example/a?code={CANARY}"


def test_sentences_have_one_for_each_reason():
    assert set(reasons.SENTENCES) == set(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_fetch_error_of_every_reason_names_the_address_without_its_query(reason):
    error = FetchError(reason, URL, "a detail")
    assert str(error).startswith("https://acme.example/a ")
    assert str(error).endswith(".")
    assert CANARY not in f"{error!r} {error.url}"


def raised_from(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (InvalidIPAddress(), Reason.REFUSED_ADDRESS),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), Reason.UNRESOLVABLE),
        (urllib3_errors.ProtocolError("Aborted.", heads.HeadTooLong(99)), Reason.TOO_LARGE),
        (urllib3_errors.SSLError(ssl.SSLError("bad record")), Reason.TLS),
        (raised_from(OSError("no connection"), ConnectionRefusedError()), Reason.CONNECTION_REFUSED),
        (TimeoutError(), Reason.TIMEOUT),
        (urllib3_errors.ProtocolError("Aborted.", TimeoutError()), Reason.TIMEOUT),
        (UnicodeEncodeError("latin-1", CANARY, 0, 1, "no"), Reason.BAD_REQUEST),
        (urllib3_errors.LocationParseError(CANARY), Reason.BAD_ADDRESS),
        (ConnectionResetError(), Reason.BROKEN),
        (ValueError(CANARY), Reason.BROKEN),
    ],
)
def test_translate_of_what_libraries_raise_is_a_reason_without_their_words(error, reason):
    found = reasons.translate(error, URL, 10.0)
    assert found.reason is reason
    assert CANARY not in str(found)


def test_translate_of_a_long_head_tells_its_limit():
    assert "more than 99 bytes" in str(reasons.translate(heads.HeadTooLong(99), URL, 10.0))


def test_chain_of_errors_in_a_circle_ends():
    one, other = ValueError(), ValueError()
    one.__context__, other.__context__ = other, one
    assert reasons.chain(one) == [one, other]


def test_bare_error_has_no_frames_and_no_causes():
    try:
        try:
            raise ValueError(CANARY)
        except ValueError as cause:
            raise RuntimeError("wrong") from cause
    except RuntimeError as error:
        stripped = bare(error)
        assert (stripped.__traceback__, stripped.__cause__, stripped.__context__) == (None, None, None)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://acme.example/a?code={CANARY}#{CANARY}", "https://acme.example/a"),
        (f"https://user:{CANARY}@acme.example:8443/a", "https://acme.example:8443/a"),
        ("https://[broken", "This address"),
        ("https://acme.example/\x1b[31m", "https://acme.example/?[31m"),
    ],
)
def test_shown_url_holds_no_secret_part(url, expected):
    assert shown(url) == expected


def test_shown_url_that_is_long_is_cut():
    assert len(shown("https://acme.example/" + "a" * 500)) == 200
