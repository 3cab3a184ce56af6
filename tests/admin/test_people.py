"""People in the admin, and that nobody makes themselves a superuser there."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, User
from tests import people
from tests.confirming import confirmed
from tests.login.journey import browser_of

from .forms import fields, submit

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/user/"


def change(user: User) -> str:
    return f"{LIST}{user.pk}/change/"


@pytest.mark.parametrize("who", ["viewer", "operator"])
def test_people_are_hidden_from_lower_roles(request, who):
    client, root = request.getfixturevalue(who), people.root()

    for path in (LIST, f"{LIST}add/", change(root), f"{LIST}{root.pk}/password/", f"{LIST}{root.pk}/delete/"):
        assert client.get(path).status_code == 403, path
        assert client.post(path).status_code == 403, path
    assert "People" not in client.get("/admin/").content.decode()


def test_administrator_gives_a_role(administrator):
    ada = people.person("newcomer")
    filled = fields(administrator.get(change(ada)).content.decode())

    response = administrator.post(change(ada), {**filled, "groups": str(group_id("operator"))})

    assert response.status_code == 302, response.content.decode()
    assert [group.name for group in ada.groups.all()] == ["operator"]


def group_id(name):
    return Group.objects.get(name=name).pk


@pytest.mark.parametrize("target", ["self", "another"])
def test_administrator_can_not_make_a_superuser(administrator, target):
    user = User.objects.get(username="margaret") if target == "self" else people.person("newcomer", role="viewer")
    filled = fields(administrator.get(change(user)).content.decode())
    assert "is_superuser" not in filled

    administrator.post(change(user), {**filled, "is_superuser": "on", "user_permissions": "1"})

    user.refresh_from_db()
    assert not user.is_superuser
    assert not user.user_permissions.exists()


def test_administrator_can_not_add_a_superuser(administrator):
    administrator.post(
        f"{LIST}add/",
        {
            "username": "fresh",
            "password1": "correct horse battery",
            "password2": "correct horse battery",
            "usable_password": "true",
            "is_superuser": "on",
            "external_identities-TOTAL_FORMS": "0",
            "external_identities-INITIAL_FORMS": "0",
        },
    )

    assert not User.objects.filter(is_superuser=True).exists()


def test_administrator_can_not_edit_a_superuser(administrator):
    root = people.root()
    identity = ExternalIdentity.objects.create(
        user=root, issuer="https://id.acme.example", subject="r", last_signed_in_at=timezone.now()
    )

    page = administrator.get(change(root))
    response = administrator.post(
        change(root),
        {
            "username": "taken",
            "is_active": "",
            "email": "margaret@acme.example",
            "external_identities-TOTAL_FORMS": "1",
            "external_identities-INITIAL_FORMS": "1",
            "external_identities-0-id": str(identity.pk),
            "external_identities-0-user": str(root.pk),
            "external_identities-0-DELETE": "on",
        },
    )

    assert page.status_code in {200, 403}
    assert "username" not in fields(page.content.decode())
    assert response.status_code == 403
    root.refresh_from_db()
    assert (root.username, root.is_active, root.email) == ("root", True, "root@acme.example")
    assert ExternalIdentity.objects.exists()


def test_administrator_can_not_set_a_superusers_password(administrator):
    root = people.root()
    before = root.password

    for method in ("get", "post"):
        response = getattr(administrator, method)(
            f"{LIST}{root.pk}/password/",
            {"password1": "correct horse battery", "password2": "correct horse battery", "usable_password": "true"},
        )
        assert response.status_code == 403
    root.refresh_from_db()
    assert root.password == before


def test_administrator_can_not_delete_people(administrator):
    root, ada = people.root(), people.ada()

    for user in (root, ada):
        assert administrator.post(f"{LIST}{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_superuser_edits_a_superuser(superuser):
    other = User.objects.create_superuser("second", email="second@acme.example")

    submit(superuser, change(other), first_name="Second")

    other.refresh_from_db()
    assert other.first_name == "Second"


def test_groups_are_not_editable(superuser):
    assert superuser.get("/admin/auth/group/").status_code == 404


def test_person_with_identities_shows_where_they_sign_in(superuser):
    ada = people.ada()
    ExternalIdentity.objects.create(
        user=ada, issuer="https://id.acme.example", subject="sub-ada", last_signed_in_at=timezone.now()
    )

    assert "https://id.acme.example" in superuser.get(change(ada)).content.decode()


def test_password_change_page_is_for_who_has_one(operator):
    assert operator.get(reverse("admin:password_change")).status_code == 200


def test_person_who_is_given_a_role_is_staff_and_loses_it_with_the_role(administrator):
    lin = people.person("lin")
    filled = fields(administrator.get(change(lin)).content.decode())

    administrator.post(change(lin), {**filled, "groups": str(group_id("operator"))})
    lin.refresh_from_db()
    assert lin.is_staff

    administrator.post(change(lin), {name: value for name, value in filled.items() if name != "groups"})
    lin.refresh_from_db()
    assert not lin.is_staff
    assert [event.detail for event in AuditEvent.objects.filter(event=Event.PERSON_CHANGED)] == ["", "Operator"]


# Newcomers


def waits(name: str = "lin", **columns: Any) -> User:
    user = people.person(name)
    known(user, awaits_approval=True, **columns)
    return user


def known(user: User, **columns: Any) -> ExternalIdentity:
    usual = {"issuer": "https://acme.eu.auth0.com/", "subject": f"auth0|{user.username}"}
    return ExternalIdentity.objects.create(user=user, last_signed_in_at=timezone.now(), **{**usual, **columns})


def test_people_who_wait_are_counted_at_home_and_found_in_the_list(administrator):
    assert "for approval" not in administrator.get("/admin/").content.decode()
    waits()
    waits("mary")
    people.ada()

    assert "2 people wait for approval." in administrator.get("/admin/").content.decode()
    found = administrator.get(f"{LIST}?approval=waits").content.decode()
    assert re.findall(r'<th class="field-username"><a [^>]*>(\w+)</a>', found) == ["lin", "mary"]
    assert found.count('<span class="badge warn">waits</span>') == 2


def test_people_who_wait_are_counted_for_who_may_approve_only(operator):
    waits()

    assert "for approval" not in operator.get("/admin/").content.decode()


def test_person_who_waits_can_be_approved_and_declined_on_their_page(administrator):
    lin = waits(registration=people.registration(group_roles={"staff": "viewer"}), email="lin@acme.example")

    page = administrator.get(change(lin)).content.decode()

    assert "Waits for approval" in page
    assert "lin@acme.example" in page
    assert f'action="/people/{lin.pk}/approve/"' in page
    assert f'action="/people/{lin.pk}/decline/"' in page


def test_person_who_waits_for_more_than_one_has_can_be_declined_only(administrator):
    lin = waits(registration=people.registration(group_roles={"staff": "superuser"}))

    page = administrator.get(change(lin)).content.decode()

    assert "which you don&#x27;t have: ask somebody who has it." in page
    assert f'action="/people/{lin.pk}/approve/"' not in page
    assert f'action="/people/{lin.pk}/decline/"' in page


def test_person_who_waits_for_nothing_has_no_such_buttons(administrator):
    page = administrator.get(change(people.ada())).content.decode()

    assert "/approve/" not in page
    assert "/decline/" not in page


# Sessions


def test_person_page_says_how_many_sessions_are_open(administrator):
    ada = people.ada()
    assert "No open session." in administrator.get(change(ada)).content.decode()
    for _ in range(2):
        browser_of(ada)

    assert "End all 2 sessions" in administrator.get(change(ada)).content.decode()


def select(client: Client, action: str, *chosen: User, **form: str) -> Any:
    pks = [str(user.pk) for user in chosen]
    return client.post(LIST, {"action": action, "_selected_action": pks, **form}, follow=True)


def test_sessions_of_selected_people_are_ended_but_superusers(administrator):
    ada, grace, root = people.ada(), people.grace(), people.root()
    for user in (ada, ada, grace, root):
        browser_of(user)

    page = select(administrator, "end_sessions", ada, grace, root).content.decode()

    assert "Sessions ended: 3." in page
    assert "only a superuser ends them" in page
    assert list(PortalSession.objects.values_list("user__username", flat=True).order_by("user")) == ["margaret", "root"]
    assert AuditEvent.objects.filter(event=Event.SESSIONS_ENDED, actor="margaret").count() == 2


def test_sessions_of_selected_superusers_are_ended_by_a_superuser(superuser):
    second = User.objects.create_superuser("second")
    browser_of(second)

    select(superuser, "end_sessions", second)

    assert not PortalSession.objects.filter(user=second).exists()


def test_sessions_of_ones_own_may_be_among_those_that_end(administrator):
    response = select(administrator, "end_sessions", User.objects.get(username="margaret"))

    assert response.redirect_chain[-1][0].startswith("/sign-in/")


def test_person_who_is_switched_off_is_signed_out(administrator):
    ada = people.ada()
    browser = browser_of(ada)
    filled = fields(administrator.get(change(ada)).content.decode())

    administrator.post(change(ada), {name: value for name, value in filled.items() if name != "is_active"})

    assert browser.get("/admin/").status_code == 302
    assert AuditEvent.objects.get(event=Event.SESSIONS_ENDED).detail == "1 session: switched off"


# The last way in


REFUSED = "Nobody who manages the portal could sign in any more"


@pytest.fixture
def last(db: None) -> Client:
    """The browser of the only superuser with a password."""
    return browser_of(people.local_root())


def form_of(client: Client, user: User, **changes: str | None) -> dict[str, str]:
    """With `changes`, of which None leaves a field out, as a browser does with a box without a tick."""
    groups = {} if user.groups.exists() else {"groups": None}
    filled: dict[str, str | None] = {**fields(client.get(change(user)).content.decode()), **groups, **changes}
    return {name: value for name, value in filled.items() if value is not None}


@pytest.mark.parametrize("field", ["is_active", "is_superuser"])
def test_last_superuser_with_a_password_stays_one(last, field):
    root = User.objects.get()

    page = last.post(change(root), form_of(last, root, **{field: None}), follow=True).content.decode()

    assert REFUSED in page
    assert "the local account &#x27;root&#x27;" in page
    assert "was changed successfully" not in page
    root.refresh_from_db()
    assert (root.is_active, root.is_superuser) == (True, True)
    assert not AuditEvent.objects.exists()


def test_last_superuser_with_a_password_keeps_it(last):
    root = User.objects.get()
    second = User.objects.create_superuser("second")
    other = confirmed(browser_of(second))

    page = other.post(
        f"{LIST}{root.pk}/password/", {"usable_password": "false", "unset-password": "1"}, follow=True
    ).content.decode()

    assert REFUSED in page
    root.refresh_from_db()
    assert root.has_usable_password()
    assert not AuditEvent.objects.filter(event=Event.PERSON_CHANGED).exists()


def test_password_of_one_superuser_of_two_can_be_taken(last):
    second = people.local_root("second")

    confirmed(last).post(f"{LIST}{second.pk}/password/", {"usable_password": "false", "unset-password": "1"})

    second.refresh_from_db()
    assert not second.has_usable_password()
    assert AuditEvent.objects.get(event=Event.PERSON_CHANGED).target == "second"


def test_last_superuser_with_a_password_is_not_deleted(last):
    root, second = User.objects.get(), User.objects.create_superuser("second")

    page = browser_of(second).post(f"{LIST}{root.pk}/delete/", {"post": "yes"}, follow=True).content.decode()

    assert REFUSED in page
    assert User.objects.filter(pk=root.pk).exists()
    assert not AuditEvent.objects.exists()


def test_last_superuser_with_a_password_is_not_deleted_among_others(last):
    page = select(last, "delete_selected", User.objects.get(), people.ada(), post="yes").content.decode()

    assert REFUSED in page
    assert User.objects.count() == 2
    assert not AuditEvent.objects.exists()


def test_people_who_are_no_last_way_in_are_deleted_and_recorded(last):
    ada, grace, mary = people.ada(), people.grace(), people.person("mary")

    last.post(f"{LIST}{mary.pk}/delete/", {"post": "yes"})
    select(last, "delete_selected", ada, grace, post="yes")

    assert [user.username for user in User.objects.all()] == ["root"]
    deleted = AuditEvent.objects.filter(event=Event.PERSON_DELETED, actor="root").values_list("target", flat=True)
    assert set(deleted) == {"ada", "grace", "mary"}


def test_last_administrators_role_is_not_taken(administrator):
    margaret = User.objects.get()
    registration = people.registration(staff_login=True, group_roles={"sso-admins": "administrator"})
    known(margaret, registration=registration)

    page = administrator.post(
        change(margaret), form_of(administrator, margaret, groups=str(group_id("operator"))), follow=True
    ).content.decode()

    assert REFUSED in page
    assert margaret.highest_role == "administrator"


def test_last_registration_that_leads_in_is_not_switched_off_or_deleted(administrator):
    registration = people.registration(staff_login=True, group_roles={"sso-admins": "administrator"})
    known(User.objects.get(), registration=registration)
    page = administrator.get(registration.get_absolute_url()).content.decode()
    filled = {name: value for name, value in fields(page).items() if name != "staff_login"}

    off = administrator.post(registration.get_absolute_url(), {**filled, "_continue": "1"}).content.decode()
    deleted = administrator.post(
        f"/admin/sso_providers/providerregistration/{registration.pk}/delete/", {"post": "yes"}, follow=True
    ).content.decode()

    assert REFUSED in off
    assert REFUSED in deleted
    registration.refresh_from_db()
    assert registration.staff_login


# Accounts at providers


def without_account(client: Client, user: User, identity: ExternalIdentity) -> Any:
    return client.post(
        change(user),
        form_of(
            client,
            user,
            **{
                "external_identities-0-id": str(identity.pk),
                "external_identities-0-user": str(user.pk),
                "external_identities-0-DELETE": "on",
            },
        ),
        follow=True,
    )


def test_account_at_a_provider_is_taken_away_and_recorded(administrator):
    ada = people.ada()
    identity = known(ada)
    browser = browser_of(ada)
    PortalSession.objects.filter(user=ada).update(issuer=identity.issuer, subject=identity.subject)

    without_account(administrator, ada, identity)

    assert not ExternalIdentity.objects.exists()
    event = AuditEvent.objects.get(event=Event.ACCOUNT_UNLINKED)
    assert (event.actor, event.target) == ("margaret", "ada")
    assert browser.get("/admin/").status_code == 302


def test_account_by_which_the_last_manager_comes_in_is_not_taken_away(administrator):
    margaret = User.objects.get()
    registration = people.registration(staff_login=True, group_roles={"sso-admins": "administrator"})
    identity = known(margaret, registration=registration)

    assert REFUSED in without_account(administrator, margaret, identity).content.decode()
    assert ExternalIdentity.objects.exists()


def test_account_that_made_a_superuser_takes_that_with_it(last):
    mapped = User.objects.create_superuser("mapped")
    identity = known(mapped, made_superuser=True)

    without_account(last, mapped, identity)

    mapped.refresh_from_db()
    assert (mapped.is_superuser, mapped.is_staff) == (False, False)


def test_accounts_at_providers_can_be_read_but_not_changed(administrator):
    ada = people.ada()
    identity = known(ada, awaits_approval=True)

    administrator.post(
        change(ada),
        form_of(
            administrator,
            ada,
            **{
                "external_identities-0-id": str(identity.pk),
                "external_identities-0-subject": "auth0|mallory",
                "external_identities-0-awaits_approval": "",
            },
        ),
    )

    identity.refresh_from_db()
    assert (identity.subject, identity.awaits_approval) == ("auth0|ada", True)


# Making administrators and superusers


def test_making_an_administrator_needs_a_confirmation(administrator):
    ada = people.ada()
    form = form_of(administrator, ada, groups=str(group_id("administrator")))

    page = administrator.post(change(ada), form).content.decode()
    assert "Before you make an administrator or a superuser, or switch one on again, confirm that it is you." in page
    assert 'Do that in <a href="/account/" target="_blank" rel="noopener">your account</a>' in page
    assert fields(page)["groups"] == str(group_id("administrator"))
    assert ada.highest_role == "operator"

    confirmed(administrator)
    administrator.post(change(ada), form)
    assert ada.highest_role == "administrator"


def test_making_a_superuser_needs_a_confirmation(last):
    ada = people.ada()

    page = last.post(change(ada), form_of(last, ada, is_superuser="on")).content.decode()
    assert "confirm that it is you" in page
    confirmed(last)
    last.post(change(ada), form_of(last, ada, is_superuser="on"))

    ada.refresh_from_db()
    assert ada.is_superuser


@pytest.mark.parametrize("rights", ["administrator", "superuser", "made-administrator"])
def test_switching_who_manages_the_portal_on_again_needs_a_confirmation(last, rights):
    margaret = people.margaret() if rights == "administrator" else people.ada()
    User.objects.filter(pk=margaret.pk).update(is_active=False, is_superuser=rights == "superuser")
    changes = {"groups": str(group_id("administrator"))} if rights == "made-administrator" else {}
    form = form_of(last, margaret, is_active="on", **changes)

    assert "confirm that it is you" in last.post(change(margaret), form).content.decode()
    margaret.refresh_from_db()
    assert not margaret.is_active

    confirmed(last).post(change(margaret), form)
    margaret.refresh_from_db()
    assert margaret.is_active


def test_switching_anybody_else_on_again_needs_none(last):
    ada = people.ada()
    User.objects.filter(pk=ada.pk).update(is_active=False)

    last.post(change(ada), form_of(last, ada, is_active="on"))

    ada.refresh_from_db()
    assert ada.is_active


def test_switching_off_and_on_again_in_other_hands_needs_one(administrator):
    """Administrators don't see the box that makes superusers; what it says counts all the same."""
    margaret = people.person("second", role="administrator")
    form = form_of(administrator, margaret)

    administrator.post(change(margaret), {name: value for name, value in form.items() if name != "is_active"})
    margaret.refresh_from_db()
    assert not margaret.is_active

    assert "confirm that it is you" in administrator.post(change(margaret), form).content.decode()


def test_other_changes_of_administrators_and_superusers_need_none(last):
    margaret = people.margaret()

    for user in (margaret, User.objects.get(username="root")):
        assert submit(last, change(user), first_name="Other").status_code == 302


def test_superuser_who_is_made_one_again_by_hand_is_one_by_hand(last):
    mapped = User.objects.create_superuser("mapped")
    known(mapped, made_superuser=True)
    confirmed(last)

    last.post(change(mapped), form_of(last, mapped, is_superuser=None))
    assert not ExternalIdentity.objects.filter(made_superuser=True).exists()
    last.post(change(mapped), form_of(last, mapped, is_superuser="on"))

    mapped.refresh_from_db()
    assert mapped.is_superuser


# Deleting people


def test_pages_about_deleting_people_show_no_session_key(last):
    ada, grace = people.ada(), people.grace()
    keys = [browser_of(user).session.session_key for user in (ada, ada, grace)]

    one = last.get(f"{LIST}{ada.pk}/delete/").content.decode()
    several = select(last, "delete_selected", ada, grace).content.decode()

    assert "a session of ada" in one
    assert "a session of grace" in several
    for key in keys:
        assert key not in one + several
