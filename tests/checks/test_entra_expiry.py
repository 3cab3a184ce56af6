"""What Entra says of when a secret ends, read and asked for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from sso_providers.catalogue import CLIENT_SECRET, Application, Flow, Secret, get_kind
from sso_providers.checks import entra_expiry
from sso_providers.checks.entra_expiry import Known, NotTold, ask, instant, known, last_day
from tests.fakes.entra import CLIENT, TENANT, TOKEN, Entra, running_entra

SECRET = "fS18Q~secret-of-the-application-x7Qd"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
STARTED, ENDS = "2026-01-01T00:00:00Z", "2027-05-09T12:00:00Z"


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch) -> Iterator[Entra]:
    with running_entra() as running:
        running.client_secret = SECRET
        running.secrets = [{"hint": SECRET[:3], "startDateTime": STARTED, "endDateTime": ENDS, "secretText": None}]
        monkeypatch.setattr(entra_expiry, "LOGIN", running.url)
        monkeypatch.setattr(entra_expiry, "GRAPH", running.url)
        yield running


def application(secret: str = SECRET) -> Application:
    kind = get_kind("azure")
    return Application(
        kind=kind,
        flow=Flow.CODE,
        client_id=CLIENT,
        secrets={CLIENT_SECRET: Secret(secret)} if secret else {},
        settings=kind.clean(Flow.CODE, {"tenant_id": TENANT}),
    )


def asked(secret: str = SECRET) -> date:
    return ask(application(secret), allow_private=True, now=NOW)


def refused(secret: str = SECRET) -> str:
    with pytest.raises(NotTold) as error:
        asked(secret)
    said = str(error.value)
    assert not [each for each in (SECRET, SECRET[:3], TOKEN) if each in said]
    return said


def test_ask_gives_the_last_day(entra):
    assert asked() == date(2027, 5, 9)
    assert entra.requests == ["POST 200", "GET 200"]


def test_ask_without_the_permission_names_it_and_the_other_way(entra):
    entra.granted = False

    said = refused()

    assert "Application.Read.All" in said
    assert "or enter the date yourself" in said


def test_ask_with_a_wrong_secret_leads_to_the_check(entra):
    assert "AADSTS7000215" in refused("another~secret-of-16-characters")
    assert entra.requests == ["POST 401"]


def test_ask_without_a_secret_asks_nobody(entra):
    assert "enter it first" in refused("")
    assert entra.requests == []


@pytest.mark.parametrize(("status", "words"), [(404, "no application with this client ID"), (503, "status 503")])
def test_ask_that_graph_does_not_answer_says_so(entra, status, words):
    entra.graph_status = status

    assert words in refused()


def test_ask_of_an_entra_that_is_gone_says_so(entra, monkeypatch):
    with running_entra() as other:
        monkeypatch.setattr(entra_expiry, "LOGIN", other.url)

    assert "refuses connections" in refused()


@pytest.mark.parametrize("token", ["", "two\nlines", None, 7, "ü"])
def test_ask_with_an_odd_token_goes_no_further(entra, monkeypatch, token):
    monkeypatch.setattr(entra, "token", lambda *_: (200, {"access_token": token}))

    if token == "":
        entra.granted = False
    refused()

    assert entra.requests[0] == "POST 200"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-05-09T12:00:00Z", datetime(2027, 5, 9, 12, tzinfo=UTC)),
        ("2027-05-09T12:00:00.1234567Z", datetime(2027, 5, 9, 12, tzinfo=UTC)),
        ("2299-12-31T00:00:00Z", datetime(2299, 12, 31, tzinfo=UTC)),
        ("2027-13-09T12:00:00Z", None),
        ("2027-05-09", None),
        ("soon", None),
        (1800000000, None),
        (None, None),
    ],
)
def test_instant_reads_what_graph_writes_and_nothing_else(text, expected):
    assert instant(text) == expected


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"passwordCredentials": None},
        {"passwordCredentials": "none"},
        {"passwordCredentials": [None, 7, "x", {}, {"hint": None, "endDateTime": ENDS}, {"hint": "abc"}]},
        {"passwordCredentials": [{"hint": "abc", "endDateTime": "soon"}]},
    ],
)
def test_known_of_odd_answers_is_nothing(document: dict[str, Any]):
    assert known(document) == []


def test_known_reads_hint_and_times():
    found = known({"passwordCredentials": [{"hint": "abc", "startDateTime": None, "endDateTime": ENDS}]})

    assert found == [Known("abc", None, datetime(2027, 5, 9, 12, tzinfo=UTC))]


def secret(ends: datetime, hint: str = SECRET[:3], starts: datetime | None = None) -> Known:
    return Known(hint, starts, ends)


def test_last_day_of_a_secret_that_ends_at_midnight_is_the_day_before():
    assert last_day([secret(datetime(2027, 1, 1, tzinfo=UTC))], Secret(SECRET), now=NOW) == date(2026, 12, 31)


def test_last_day_leaves_out_others_and_those_that_are_over_or_not_yet_valid():
    later = datetime(2028, 1, 1, 12, tzinfo=UTC)
    secrets = [
        secret(later, hint="xyz"),
        secret(datetime(2026, 11, 20, tzinfo=UTC)),
        secret(datetime(2029, 1, 1, tzinfo=UTC), starts=later),
        secret(datetime(2027, 5, 9, 12, tzinfo=UTC)),
    ]

    assert last_day(secrets, Secret(SECRET), now=NOW) == date(2027, 5, 9)


def test_last_day_of_two_that_begin_alike_is_told_if_they_end_on_one_day():
    secrets = [secret(datetime(2027, 5, 9, hour, tzinfo=UTC)) for hour in (10, 12)]

    assert last_day(secrets, Secret(SECRET), now=NOW) == date(2027, 5, 9)


def test_last_day_of_two_that_begin_alike_is_left_to_the_person():
    secrets = [secret(datetime(year, 5, 9, tzinfo=UTC)) for year in (2027, 2028)]

    with pytest.raises(NotTold, match="begin alike"):
        last_day(secrets, Secret(SECRET), now=NOW)


def test_last_day_of_an_unlisted_secret_is_left_to_the_person():
    with pytest.raises(NotTold, match="lists no secret"):
        last_day([], Secret(SECRET), now=NOW)
