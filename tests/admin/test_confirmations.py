"""Registrations that make administrators or superusers are saved after a fresh confirmation."""

import pytest

from sso_providers.actions import registrations
from sso_providers.models import ProviderRegistration
from tests import people
from tests.confirming import confirmed

from .forms import fields, submit

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/providerregistration/"
SECRET = "canary-typed-secret"
TOLD = 'Do that in <a href="/account/" target="_blank" rel="noopener">your account</a>'


def test_registration_that_makes_administrators_is_added_after_a_confirmation(administrator):
    typed = {
        "name": "Acme sign-in",
        "slug": "acme",
        "setting_domain": "acme.eu.auth0.com",
        "client_id": "abc123",
        "group_roles": "admins = administrator",
        "secret_client_secret": SECRET,
    }
    path = f"{LIST}add/?kind=auth0&flow=code"

    response = submit(administrator, path, **typed)

    page = response.content.decode()
    assert "Before you save a registration that makes administrators or superusers, confirm that it is you." in page
    assert TOLD in page
    kept = fields(page)
    assert {name: kept[name] for name in typed} == {**typed, "secret_client_secret": ""}
    assert SECRET not in page
    assert not ProviderRegistration.objects.exists()

    submit(confirmed(administrator), path, **typed)
    assert ProviderRegistration.objects.get().group_roles == {"admins": "administrator"}


def test_registration_that_makes_superusers_is_switched_on_after_a_confirmation(superuser):
    registration = people.registration(group_roles={"admins": "superuser"})

    page = submit(superuser, registration.get_absolute_url(), staff_login="on").content.decode()
    assert TOLD in page
    registration.refresh_from_db()
    assert not registration.staff_login

    submit(confirmed(superuser), registration.get_absolute_url(), staff_login="on")
    registration.refresh_from_db()
    assert registration.staff_login


def test_version_that_made_administrators_is_restored_after_a_confirmation(administrator):
    registration = people.registration(default_role="administrator")
    registration.default_role = "viewer"
    registrations.update(registration=registration, by=people.SOMEONE)
    path = f"{LIST}{registration.pk}/versions/1/restore/"

    page = administrator.post(path, follow=True).content.decode()
    assert TOLD in page
    assert "is in force again" not in page
    assert ProviderRegistration.objects.get().default_role == "viewer"

    confirmed(administrator).post(path)
    assert ProviderRegistration.objects.get().default_role == "administrator"


def test_what_needs_no_confirmation_is_saved_without(administrator):
    registration = people.registration(staff_login=True, default_role="administrator")
    other = people.registration("okta", staff_login=True, default_role="operator")

    renamed = submit(administrator, registration.get_absolute_url(), name="Another name")
    changed = submit(administrator, other.get_absolute_url(), client_id="another")

    assert (renamed.status_code, changed.status_code) == (302, 302)
    assert "Another name" in administrator.get(LIST).content.decode()
