"""People in the admin, and that nobody makes themselves a superuser there."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from sso_providers.models import AuditEvent, Event, ExternalIdentity, User
from tests import people

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


def test_administrator_resets_an_operators_password(administrator):
    ada = people.ada()

    administrator.post(
        f"{LIST}{ada.pk}/password/",
        {"password1": "correct horse battery", "password2": "correct horse battery", "usable_password": "true"},
    )

    ada.refresh_from_db()
    assert ada.check_password("correct horse battery")


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


def test_own_password_is_not_set_without_the_old_one(administrator):
    me = User.objects.get(username="margaret")

    response = administrator.post(
        f"{LIST}{me.pk}/password/", {"password1": "new-pass-word-1", "password2": "new-pass-word-1"}
    )

    assert response["Location"] == "/admin/password_change/"
    me.refresh_from_db()
    assert not me.check_password("new-pass-word-1")
