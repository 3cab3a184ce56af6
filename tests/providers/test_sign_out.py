"""Signing out: here and at the provider, and there alone with word to here."""

import pytest
from django.urls import reverse

from tests.login.journey import is_signed_in

from .people import ADA, BOB
from .provider import Ability
from .test_sign_in import query

BOTH = {"data-platform": "operator", "marketing": "viewer"}


def may_go_on(client) -> bool:
    """Whether a page for people with a role still opens."""
    return client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("by_link", [False, True], ids=["by-itself", "by-link"])
def test_sign_out_leads_through_the_provider_and_back(portal, by_link):
    registration = portal.register()
    portal.sign_in(ADA)

    address = portal.leave(by_link=by_link)

    assert not is_signed_in(portal.client)
    assert address.startswith(portal.provider.metadata()["end_session_endpoint"])
    asked = query(address)
    # A page that stays open must not show the token.
    assert ("id_token_hint" in asked) is not by_link
    assert asked["client_id"] == registration.client_id
    assert asked["post_logout_redirect_uri"] == "http://testserver/sign-out/done/"
    response = portal.come_back(portal.provider.walk(portal.browser, address))
    assert response.status_code == 200
    assert "signed out" in response.content.decode()


def test_sign_out_that_comes_back_with_another_state_is_not_confirmed(portal):
    portal.register()
    portal.sign_in(ADA)
    portal.provider.walk(portal.browser, portal.leave())

    page = portal.client.get("/sign-out/done/", {"state": "another"})

    assert page.status_code >= 400
    assert "sign-out-not-confirmed" in page.content.decode()


@pytest.mark.needs(Ability.KEEP_SESSIONS)
def test_sign_out_ends_the_session_at_the_provider(portal):
    portal.register()
    portal.sign_in(ADA)
    portal.provider.walk(portal.browser, portal.leave())

    assert portal.provider.asks(portal.browser, portal.start())


@pytest.mark.needs(Ability.BACK_CHANNEL)
@pytest.mark.parametrize("by_session", [True, False], ids=["by-session", "by-person"])
def test_sign_out_at_the_provider_ends_the_session_here(served_portal, by_session):
    """The provider's word is about one of its sessions (sid), or about all that the person has (sub)."""
    served_portal.register(group_roles=BOTH, wish={"logout_by_session": by_session})
    served_portal.sign_in(ADA)
    bob, elsewhere = served_portal.another(), served_portal.another()
    bob.sign_in(BOB)
    elsewhere.sign_in(ADA)

    served_portal.provider.sign_out(served_portal.browser)

    assert not may_go_on(served_portal.client)
    # She has another session there, too.
    assert may_go_on(elsewhere.client) is by_session
    assert may_go_on(bob.client)


@pytest.mark.needs(Ability.BACK_CHANNEL, Ability.ROTATE_KEYS)
def test_sign_out_at_the_provider_by_a_new_key_ends_the_session_here(served_portal):
    """The logout token is the first that the portal sees of the key."""
    served_portal.register()
    served_portal.sign_in(ADA)
    served_portal.provider.rotate_keys()

    served_portal.provider.sign_out(served_portal.browser)

    assert not may_go_on(served_portal.client)


@pytest.mark.needs(Ability.BACK_CHANNEL)
def test_sign_out_here_ends_what_else_the_providers_session_opened(served_portal):
    served_portal.register()
    served_portal.sign_in(ADA)
    window = served_portal.another()
    window.browser = served_portal.browser
    window.sign_in(ADA)

    served_portal.provider.walk(served_portal.browser, served_portal.leave())

    assert not may_go_on(window.client)
