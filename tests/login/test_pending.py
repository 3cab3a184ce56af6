"""What a state stands for, and that it stands for it once."""

import time
from types import SimpleNamespace

import pytest
from django.test import Client

from sso_providers import http
from sso_providers.login import pending
from sso_providers.login.errors import SignInError
from sso_providers.login.pending import KEY, LIFETIME, Pending, Spending
from sso_providers.models.session import SessionStore
from tests.login.journey import come_back, is_signed_in, refusal, sign_in, start

pytestmark = pytest.mark.django_db


def started(**changes):
    usual = {
        "registration": "fake",
        "issuer": "https://id.acme.example",
        "redirect_uri": "https://sso.acme.example/sign-in/fake/callback/",
        "nonce": "nonce",
        "verifier": "verifier",
        "purpose": "sign-in",
        "next_url": "",
        "started_at": int(time.time()),
    }
    return Pending(**{**usual, **changes})


@pytest.fixture
def request_with_session():
    store = SessionStore()
    request = SimpleNamespace(session=store)
    return request


def again(request):
    """Another request of the same browser, in whichever process."""
    return SimpleNamespace(session=SessionStore(request.session.session_key))


def test_find_gives_what_was_remembered(request_with_session):
    state = pending.remember(request_with_session, started())

    assert pending.find(request_with_session, state, registration="fake") == started()
    assert pending.find(request_with_session, state, registration="other") is None
    assert pending.find(request_with_session, "another", registration="fake") is None


@pytest.mark.parametrize(("age", "is_found"), [(LIFETIME - 5, True), (LIFETIME + 1, False)])
def test_find_of_an_old_one_finds_none(request_with_session, age, is_found):
    state = pending.remember(request_with_session, started(started_at=int(time.time()) - age))

    assert (pending.find(request_with_session, state, registration="fake") is not None) == is_found


@pytest.mark.parametrize("change", [{"purpose": None}, {"more": "1"}])
def test_find_of_what_another_release_wrote_finds_none(request_with_session, change):
    state = pending.remember(request_with_session, started())
    entry = {**request_with_session.session[KEY][state], **change}
    request_with_session.session[KEY] = {state: {name: value for name, value in entry.items() if value is not None}}

    assert pending.find(request_with_session, state, registration="fake") is None


def test_spending_works_once(request_with_session):
    state = pending.remember(request_with_session, started())
    request_with_session.session.save()
    first, second = again(request_with_session), again(request_with_session)
    assert pending.find(first, state, registration="fake")
    assert pending.find(second, state, registration="fake")
    spend = Spending(first, state)
    spend()
    spend()

    with pytest.raises(SignInError):
        Spending(second, state)()
    assert pending.find(again(request_with_session), state, registration="fake") is None


def test_spending_beside_another_state_keeps_that_one(request_with_session):
    one = pending.remember(request_with_session, started())
    other = pending.remember(request_with_session, started())
    request_with_session.session.save()
    first, second = again(request_with_session), again(request_with_session)
    assert first.session[KEY].keys() == second.session[KEY].keys() == {one, other}
    Spending(first, one)()
    Spending(second, other)()

    assert again(request_with_session).session[KEY] == {}


@pytest.fixture
def twice(client, monkeypatch):
    """The same answer comes a second time while the provider thinks about the code of the first."""
    second, fetch = Client(), http.fetch
    outcomes: list[str] = []

    def interrupted(*args, meanwhile, **options):
        monkeypatch.setattr(http, "fetch", fetch)

        def first_and_second():
            meanwhile()
            outcomes.append(refusal(come_back(second, outcomes.pop())))

        return fetch(*args, meanwhile=first_and_second, **options)

    def come_twice(answer):
        second.cookies = client.cookies.copy()
        outcomes.append(answer)
        monkeypatch.setattr(http, "fetch", interrupted)
        return come_back(client, answer), outcomes[0]

    return come_twice


def test_answer_that_comes_twice_at_once_signs_in_once(client, provider, registration, twice):
    sign_in(Client(), provider)  # discovery and keys are cached by now
    response, second = twice(provider.sign_in(start(client)))

    assert second == "sign-in-expired"
    assert response.status_code == 302
    assert is_signed_in(client)
    assert provider.count("token") == 2


def test_state_is_spent_by_a_failure_before_the_exchange(client, provider, registration):
    address = start(client)
    answer = provider.sign_in(address)
    registration.delete()

    assert refusal(come_back(client, answer)) == "sign-in-expired"
    assert client.session[KEY] == {}


def test_purpose_that_this_release_does_not_know_is_no_program_error(client, provider, registration):
    address = start(client)
    session = client.session
    session[KEY] = {state: {**entry, "purpose": "of-tomorrow"} for state, entry in session[KEY].items()}
    session.save()

    assert refusal(come_back(client, provider.sign_in(address))) == "sign-in-expired"
