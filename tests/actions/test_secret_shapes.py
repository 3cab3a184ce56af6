"""What a typed secret looks like: refused where that is sure, doubted where it is likely, never shown."""

import pytest

from sso_providers.actions.secret_shapes import doubts, refuse
from sso_providers.catalogue import KINDS, Field, Flow, InvalidValue
from tests.certificates import SP_PRIVATE_KEY
from tests.people import CLIENT_IDS

CLIENT_SECRET = KINDS["auth0"].secret_field(Flow.CODE, "client_secret")
PASSWORD = KINDS["ldap"].secret_field(Flow.NONE, "bind_password")
KEY = KINDS["saml"].secret_field(Flow.NONE, "sp_private_key")


def doubted(field: Field, text: str) -> str:
    found = " ".join(doubts(field, text, client_id=CLIENT_IDS["auth0"]))
    assert text.strip() not in found
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-----BEGIN CERTIFICATE----- MIIB -----END CERTIFICATE-----", "key or certificate"),
        ("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----", "key or certificate"),
        ("••••••••", "the dots that stand for a secret"),
        ("*************", "the dots that stand for a secret"),
        (" ●●●● ", "the dots that stand for a secret"),
    ],
)
@pytest.mark.parametrize("field", [CLIENT_SECRET, PASSWORD], ids=lambda field: field.name)
def test_refuse_of_what_is_surely_no_secret_says_what_it_is(field, text, words):
    with pytest.raises(InvalidValue, match=words):
        refuse(field, text)


@pytest.mark.parametrize("text", ["gT28Q~new-secret", "a b", "**", "p*ssw***rd", "BEGIN"])
def test_refuse_of_a_possible_secret_refuses_nothing(text):
    refuse(CLIENT_SECRET, text)


def test_refuse_and_doubts_of_a_private_key_leave_it_to_its_own_rule():
    refuse(KEY, SP_PRIVATE_KEY)
    assert not list(doubts(KEY, f" {SP_PRIVATE_KEY} ", client_id=""))


@pytest.mark.parametrize(
    "text",
    [
        "changeme",
        "change-me",
        "<secret>",
        "your-client-secret",
        "YOUR_CLIENT_SECRET",
        "client secret",
        "xxxxxxxx",
        "TODO",
        "REPLACE_WITH_CLIENT_SECRET",
    ],
)
def test_doubts_of_a_placeholder_say_so(text):
    assert "stands for a secret" in doubted(CLIENT_SECRET, text)


def test_doubts_of_blanks_around_it_say_so():
    assert "begins or ends with a blank" in doubted(PASSWORD, "tr0ub4dor ")
    assert "begins or ends with a blank" in doubted(PASSWORD, " tr0ub4dor")


def test_doubts_of_the_client_id_say_so():
    assert doubted(CLIENT_SECRET, CLIENT_IDS["auth0"]).startswith("It equals the client ID")


@pytest.mark.parametrize(
    "text", ["gT28Q~new-secret-of-the-application-y9Re", "Zp4$kd93nfWq", "correct horse battery staple", "hunter2"]
)
def test_doubts_of_a_good_secret_are_none(text):
    assert doubted(CLIENT_SECRET, text) == ""
