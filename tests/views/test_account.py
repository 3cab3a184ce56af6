"""One's own account: role, ways to sign in, linked accounts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sso_providers.actions import confirmation
from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, User
from tests import people
from tests.confirming import confirmed
from tests.login.journey import browser_of, register, sign_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


def linked(user: User, **columns) -> ExternalIdentity:
    usual = {
        "issuer": "https://id.acme.example",
        "subject": f"sub-{user.username}",
        "email": "at-provider@acme.example",
    }
    return ExternalIdentity.objects.create(user=user, last_signed_in_at=timezone.now(), **{**usual, **columns})


def unlink(client, identity: ExternalIdentity):
    return client.post(f"{ACCOUNT}unlink/{identity.pk}/", follow=True)


def test_account_shows_name_role_and_how_one_signs_in(operator):
    page = operator.get(ACCOUNT).content.decode()

    assert "ada · Operator · signed in with the local account." in page
    assert "No account at a provider is linked." in page


def test_account_of_who_came_through_a_provider_names_it(client, provider, registration):
    sign_in(client, provider)

    page = client.get(ACCOUNT).content.decode()

    assert "signed in through Fake provider." in page
    assert "ada@acme.example" in page
    assert provider.issuer in page
    assert "You have no password here" in page


@pytest.mark.parametrize("who", ["viewer", "operator", "administrator", "superuser"])
def test_account_is_for_every_role_and_linked_in_the_header(request, who):
    client = request.getfixturevalue(who)

    response = client.get(ACCOUNT)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert f'href="{ACCOUNT}"' in client.get("/admin/").content.decode()


def test_account_is_not_for_who_is_signed_out_or_has_no_role(client, nobody):
    assert client.get(ACCOUNT)["Location"] == f"/sign-in/?next={ACCOUNT}"
    assert nobody.get(ACCOUNT).status_code == 403
    assert f'href="{ACCOUNT}"' not in nobody.get("/admin/login/").content.decode()


def test_account_offers_to_link_after_a_confirmation(administrator, registration):
    before = administrator.get(ACCOUNT).content.decode()
    assert "Link my account at" not in before

    administrator.post(ACCOUNT, {"password": people.PASSWORD})

    response = administrator.get(ACCOUNT)
    page = response.content.decode()
    assert "Link my account at Fake provider" in page
    assert '<input type="hidden" name="purpose" value="link">' in page
    assert "each sign-in through it sets your role by its policy" in page
    assert re.search(r"form-action [^;]*https:", response["Content-Security-Policy"])


def test_account_with_a_wrong_password_confirms_nothing(administrator, registration):
    response = administrator.post(ACCOUNT, {"password": "wrong"}, follow=True)

    assert "That is not your password" in response.content.decode()
    assert confirmation.KEY not in administrator.session


def test_account_without_a_registration_for_sign_in_offers_none(administrator):
    assert "No provider is set up for sign-in yet." in confirmed(administrator).get(ACCOUNT).content.decode()


def test_account_offers_no_link_where_one_is(administrator, registration):
    linked(User.objects.get(username="margaret"), registration=registration)

    page = confirmed(administrator).get(ACCOUNT).content.decode()

    assert "Link my account at" not in page
    assert "There is no other provider" in page


def test_account_asks_no_more_questions_for_many_linked_accounts(provider):
    user = people.local("grace", "viewer")
    client = confirmed(browser_of(user))
    link_many(user, provider, 0, 2)
    client.get(ACCOUNT)

    few = questions(client)
    link_many(user, provider, 2, 10)

    assert questions(client) == few


def link_many(user, provider, first: int, last: int) -> None:
    for number in range(first, last):
        linked(user, subject=f"sub-{number}", registration=register(provider, f"row-{number}"))


def questions(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ACCOUNT).status_code == 200
    return len(captured)


def test_unlink_takes_the_account_away_and_is_recorded(administrator):
    margaret = User.objects.get(username="margaret")
    identity = linked(margaret)

    response = unlink(confirmed(administrator), identity)

    assert "The account at-provider@acme.example is not linked any more." in response.content.decode()
    assert not ExternalIdentity.objects.exists()
    event = AuditEvent.objects.get(event=Event.ACCOUNT_UNLINKED)
    assert (event.actor, event.address, event.target) == ("margaret", "127.0.0.1", "margaret")


def test_unlink_keeps_the_session_in_which_it_is_done(administrator):
    identity = linked(User.objects.get(username="margaret"))
    PortalSession.objects.update(issuer=identity.issuer, subject=identity.subject)

    assert unlink(confirmed(administrator), identity).status_code == 200
    assert administrator.get(ACCOUNT).status_code == 200


def test_unlink_without_a_confirmation_is_refused(administrator):
    identity = linked(User.objects.get(username="margaret"))

    assert "Confirm first that it is you" in unlink(administrator, identity).content.decode()
    assert ExternalIdentity.objects.exists()


def test_unlink_of_the_only_way_in_is_refused(operator):
    identity = linked(User.objects.get(username="ada"))

    assert "It is your only way to sign in" in unlink(confirmed(operator), identity).content.decode()
    assert ExternalIdentity.objects.exists()


def test_unlink_of_the_portals_last_way_in_is_refused(superuser, provider):
    """With a password of one's own the person keeps a way in, but here is none who manages the portal."""
    registration = register(provider, group_roles={"sso-admins": "administrator"})
    identity = linked(User.objects.get(username="root"), registration=registration, issuer=provider.issuer)
    second = register(provider, "second", default_role="")
    linked(identity.user, subject="second", registration=second, issuer=provider.issuer)

    response = unlink(confirmed(superuser), identity)

    assert "Nobody who manages the portal could sign in any more" in response.content.decode()
    assert ExternalIdentity.objects.filter(pk=identity.pk).exists()


def test_unlink_of_somebody_elses_account_is_not_found(administrator):
    identity = linked(people.ada())

    assert unlink(confirmed(administrator), identity).status_code == 404
    assert ExternalIdentity.objects.exists()


def test_unlink_is_for_staff_by_post(nobody, administrator):
    own = linked(User.objects.get(username="mallory"))

    assert unlink(confirmed(nobody), own).status_code == 403
    assert administrator.get(f"{ACCOUNT}unlink/{own.pk}/").status_code == 405
    assert ExternalIdentity.objects.exists()
