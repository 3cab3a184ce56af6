"""The failure page says what the provider's own error means, in words of our own."""

import html
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.test import RequestFactory
from django.urls import resolve

from sso_providers.login import errors
from sso_providers.login.errors import REFUSALS, SignInError
from sso_providers.login.views.failure import failure
from tests import people
from tests.login.journey import come_back, refusal, sign_in, start

pytestmark = pytest.mark.django_db
CANARY = "canary7f3a9Zsecret"


def refuse(client: Any, provider: Any, error: str, description: str = "") -> str:
    """The page after the provider's refusal, with a valid state."""
    state = parse_qs(urlsplit(start(client)).query)["state"][0]
    query = {"error": error, "error_description": description, "state": state, "iss": provider.issuer}
    response = come_back(client, f"http://testserver/sign-in/fake/callback/?{urlencode(query)}")
    assert refusal(response)
    return text(response)


def text(response: Any) -> str:
    return html.unescape(response.content.decode())


def shown(error: SignInError, user: Any) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return text(render(request, "portal/sign_in_failed.html", {"error": error, "reference": "0123abcd"}))


# The whole way


def test_refusal_with_a_providers_code_says_what_it_means(client, provider, registration):
    page = refuse(client, provider, "access_denied", f"AADSTS50105: The user {CANARY} is not assigned. Trace ID: 1")

    assert "Your account is not assigned to this application." in page
    assert "Ask whoever runs this portal" in page
    assert "AADSTS50105" in page
    assert "Users and groups" in page[page.index("<details") :]
    assert CANARY not in page
    assert "Trace ID" not in page


def test_refusal_that_the_person_can_mend_tells_them_how(client, provider, registration):
    page = refuse(client, provider, "access_denied", "AADSTS53000: Device is not in required device state.")

    assert "Enrol the device" in page[: page.index("<details")]
    assert "Ask whoever runs this portal" not in page


@pytest.mark.parametrize("code", REFUSALS)
def test_refusal_with_a_standard_code_says_what_it_means(client, provider, registration, code):
    page = refuse(client, provider, code)

    assert f'<span class="mono">{code}</span>' in page
    assert f'Code <span class="mono">{code.replace("_", "-")}</span>' in page


@pytest.mark.parametrize(
    ("error", "description"),
    [("surprise", CANARY), (CANARY, ""), ("<script>alert(1)</script>", "<b>why</b>"), ("x" * 5000, "y" * 50_000)],
)
def test_refusal_that_nobody_knows_shows_nothing_of_it(client, provider, registration, error, description):
    page = refuse(client, provider, error, description)

    assert "The identity provider refused the sign-in." in page
    assert "<details>" not in page
    assert not re.search(rf"{CANARY}|alert\(|<b>|xxx|yyy", page)


def test_token_endpoints_refusal_says_what_it_means(client, provider, registration):
    provider.token_error = (401, {"error": "invalid_client", "error_description": f"wrong secret {CANARY}"})

    response = sign_in(client, provider)

    assert refusal(response) == "token-refused"
    assert "does not accept this portal's client ID or secret" in text(response)
    assert '<span class="mono">invalid_client</span>' in text(response)
    assert CANARY not in text(response)


def test_failure_without_a_providers_error_has_no_operators_part(client, provider, registration):
    page = text(client.get("/sign-in/fake/callback/"))

    assert "Sign-in failed" in page
    assert "<details>" not in page


# With the registration


def test_refused_for_a_registration_reads_its_kind(db):
    google, okta = people.registration("google"), people.registration("okta")

    assert errors.refused("access_denied", registration=google).decoded != errors.refused("access_denied").decoded
    assert errors.refused("org_internal", registration=okta).decoded is None


def test_refused_for_a_registration_says_which_field_mends_it(db):
    error = errors.refused(
        "invalid_scope", "Invalid scopes: openid groups", registration=people.registration("keycloak")
    )

    assert (error.code, error.status) == ("invalid-scope", 403)
    assert error.mend
    assert (error.mend.label, error.mend.registration) == ("Scopes", "keycloak production")


def test_token_refused_reads_the_description_and_logs_only_codes(db):
    description = f"AADSTS7000222: The provided client secret keys {CANARY} are expired."

    error = errors.token_refused(401, "invalid_client", description, registration=people.registration("azure"))

    assert (error.code, error.status) == ("token-refused", 502)
    assert error.sentence == "The client secret has expired."
    assert error.mend
    assert error.mend.address.endswith("#id_secret_client_secret")
    assert "AADSTS7000222" in str(error)
    assert CANARY not in repr(error) + str(error)


@pytest.mark.parametrize("description", [None, 7, ["AADSTS7000222"], {"a": CANARY}, "", CANARY])
@pytest.mark.parametrize("code", [None, 7, {"error": CANARY}, CANARY, "x" * 9000])
def test_token_refused_of_strange_answers_is_plain(code, description):
    error = errors.token_refused(400, code, description)

    assert error.sentence == "The identity provider did not accept this portal's request."
    assert error.decoded is None
    assert CANARY not in repr(error) + str(error)


def test_page_links_the_field_for_who_may_change_it(db):
    registration = people.registration("azure")
    error = errors.token_refused(401, "invalid_client", "AADSTS7000215: wrong", registration=registration)
    link = f'<a href="{registration.get_absolute_url()}#id_secret_client_secret">'

    assert f"{link}Client secret of azure production</a>" in shown(error, people.ada())
    for user in (people.grace(), people.mallory(), AnonymousUser()):
        page = shown(error, user)
        assert "Client secret of azure production" in page
        assert link not in page


# For whom


def test_page_tells_who_runs_the_portal_what_to_do_and_nobody_else(db):
    error = errors.token_refused(401, "invalid_client", registration=people.registration("azure"))

    for user in (people.ada(), people.grace()):
        page = shown(error, user)
        assert "Open the registration's check" in page
        assert "Ask whoever runs this portal" not in page
        assert "<details" not in page
    for outsider in (people.mallory(), AnonymousUser()):
        page = shown(error, outsider)
        assert "Ask whoever runs this portal" in page
        assert "Open the registration's check" not in page


def test_page_of_an_error_that_the_person_can_mend_tells_operators_the_same(db):
    error = errors.refused("access_denied", "AADSTS53000: Device is not in required device state.")

    assert "Enrol the device" in shown(error, people.ada())


@pytest.mark.parametrize(
    ("error", "page"),
    [(errors.broken_registration("no key"), "check"), (errors.link_without_role("No group."), "policy")],
)
def test_failure_leads_operators_to_the_registrations_page(db, error, page):
    request = RequestFactory().get("/sign-in/fake/callback/")
    request.user, request.resolver_match = people.ada(), resolve("/sign-in/fake/callback/")

    assert f'href="/registrations/fake/{page}/"' in text(failure(request, error))


def test_failure_before_the_address_was_looked_at_leads_to_the_tables(db):
    request = RequestFactory().get("/sign-in/fake/callback/")
    request.user = people.ada()

    assert 'href="/provider-errors/"' in text(failure(request, errors.broken_registration("no key")))


def test_page_of_who_waits_is_no_alarm(db):
    page = shown(errors.waits(), AnonymousUser())

    assert '<p class="note" role="status">' in page
    assert 'role="alert"' not in page
