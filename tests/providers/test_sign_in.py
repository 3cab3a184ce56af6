"""From the portal's button through the provider's own pages and back."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from sso_providers.actions import confirmation
from sso_providers.models import ExternalIdentity, User
from tests.login.journey import is_signed_in, refusal, signed_in

from .people import ADA, BOB
from .provider import Ability


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_sign_in_gives_the_policys_role(portal):
    portal.register(allowed_domains=["acme.example"])

    response = portal.sign_in(ADA)

    assert response["Location"] == reverse("admin:index")
    user = signed_in(portal.client)
    assert (user.username, user.get_full_name(), user.email) == ("ada", "Ada Lovelace", "ada@acme.example")
    assert (user.role, user.is_staff, user.is_superuser) == ("Operator", True, False)
    assert ExternalIdentity.objects.get().issuer == portal.provider.issuer
    assert portal.client.get(reverse("admin:index")).status_code == 200


def test_sign_in_of_the_same_person_finds_the_same_account(portal):
    portal.register()
    elsewhere = portal.another()
    portal.sign_in(ADA)
    elsewhere.sign_in(ADA)

    assert signed_in(portal.client) == signed_in(elsewhere.client)
    assert User.objects.count() == 1


@pytest.mark.needs(Ability.KEEP_SESSIONS)
def test_sign_in_of_who_is_signed_in_at_the_provider_shows_no_page_there(portal):
    portal.register()
    portal.sign_in(ADA)

    assert not portal.provider.asks(portal.browser, portal.start())


def test_sign_in_without_the_group_is_refused(portal):
    portal.register()

    assert refusal(portal.sign_in(BOB)) == "no-role"
    assert not is_signed_in(portal.client)
    assert not User.objects.exists()


def test_sign_in_that_the_person_declines_changes_nothing(portal):
    portal.register()
    page = portal.provider.decline(portal.browser.open(portal.start()), ADA)

    assert page.arrived
    assert query(page.url)["error"] == "access_denied"
    assert refusal(portal.come_back(page.url)) == portal.provider.when_declined
    assert not is_signed_in(portal.client)


def test_sign_in_with_a_wrong_secret_is_refused(portal):
    portal.register(secret="wrong")

    response = portal.sign_in(ADA)

    assert refusal(response) == "token-refused"
    assert re.search(r"client (ID or )?secret", response.content.decode())
    assert not is_signed_in(portal.client)


@pytest.mark.needs(Ability.CHOOSE_AUTHENTICATION)
@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_sign_in_with_each_client_authentication_is_taken(portal, method):
    portal.register(wish={"authentication": method})
    portal.sign_in(ADA)

    assert is_signed_in(portal.client)


def test_sign_in_by_a_code_that_was_used_is_refused(portal):
    portal.register()
    answer = portal.provider.walk(portal.browser, portal.start(), ADA)
    assert portal.come_back(answer).status_code == 302

    assert refusal(portal.come_back(answer)) == "sign-in-expired"


def test_sign_in_by_a_code_of_another_sign_in_is_refused(portal):
    """Code injection: PKCE and nonce bind the code to the sign-in it was made for."""
    portal.register()
    elsewhere = portal.another()
    stolen = query(elsewhere.provider.walk(elsewhere.browser, elsewhere.start(), BOB))
    own = query(portal.start())

    answer = {"code": stolen["code"], "state": own["state"]}
    if "iss" in stolen:
        answer["iss"] = stolen["iss"]
    response = portal.client.get("/sign-in/real/callback/", answer)

    assert refusal(response) in {"token-refused", "wrong-nonce"}
    assert not is_signed_in(portal.client)


@pytest.mark.needs(Ability.SIGN_USERINFO)
def test_sign_in_with_signed_userinfo_has_its_claims(portal):
    portal.register(wish={"signed_userinfo": True})
    portal.sign_in(ADA)

    assert signed_in(portal.client).role == "Operator"


@pytest.mark.needs(Ability.REAUTHENTICATE)
def test_confirmation_asks_the_person_again(portal):
    portal.register()
    portal.sign_in(ADA)
    address = portal.start(purpose="confirm", next="/sign-out/")
    assert portal.provider.asks(portal.browser, address)

    response = portal.come_back(portal.provider.walk(portal.browser, address, ADA))

    assert response["Location"] == "/sign-out/"
    assert confirmation.is_confirmed(portal.client.session)


@pytest.mark.needs(Ability.REAUTHENTICATE)
def test_confirmation_by_another_person_is_refused(portal):
    portal.register()
    portal.sign_in(ADA)
    elsewhere = portal.another()

    answer = portal.provider.walk(elsewhere.browser, portal.start(purpose="confirm"), BOB)

    assert refusal(portal.come_back(answer)) == "another-person"
    assert signed_in(portal.client).username == "ada"
    assert not confirmation.is_confirmed(portal.client.session)
