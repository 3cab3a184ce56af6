"""The home page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from sso_providers.models import CheckResult, Deployment, User
from tests import people

pytestmark = pytest.mark.django_db


def home(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/admin/").content.decode()


def text(page: str) -> str:
    return " ".join(strip_tags(page.replace("<", " <")).split())


def test_home_without_rows_offers_three_ways_to_begin():
    page = home(people.ada())

    assert "Nothing is registered yet. How do you want to begin?" in page
    assert 'href="/admin/sso_providers/providerregistration/add/"' in page
    assert 'href="/diagnose/"' in page
    assert "<code>make demo</code>" in page


def test_home_without_rows_offers_a_viewer_no_registration():
    page = home(people.grace())

    assert "Nothing is registered yet" in page
    assert "/admin/sso_providers/providerregistration/add/" not in page


def test_home_with_rows_offers_no_beginning():
    people.registration()

    assert "Nothing is registered yet" not in home(people.ada())


def test_home_with_many_rows_shows_ten_and_leads_to_the_others():
    for number in range(11):
        registration = people.registration(slug=f"row-{number}", name=f"Registration {number}", secret="")
        people.deployment(registration, slug=f"row-{number}", name=f"Deployment {number}")

    page = home(people.ada())

    assert "11 registrations, 11 deployments." in text(page)
    assert "All 11 deployments" in page
    assert text(page).count("https://metadata.acme.example") == 10
    assert "and 12 more: filter the lists by status." in text(page)


def test_home_shows_a_deployment_with_registration_status_and_last_export():
    registration = people.registration(name="Okta production")
    deployment = people.deployment(registration)
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])
    Deployment.objects.update(exported_at=timezone.now() - timedelta(days=4), exported_versions="1.1")

    row = text(home(people.ada()).partition('<section class="card" aria-labelledby="deployments">')[2])

    assert f"{deployment.name} https://metadata.acme.example 1.9 Okta production" in row
    assert "works 4 days ago Export Production" in row


def test_home_says_that_all_is_well():
    registration = people.registration()
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])

    assert "all well No failing check" in text(home(people.ada()))


def test_home_says_through_which_registrations_people_sign_in():
    people.registration(name="Okta", staff_login=True, default_role="viewer")

    assert "People sign in through Okta ." in text(home(people.margaret()))
    assert "People sign in through" not in home(people.ada())


def test_page_of_the_application_is_the_home_page():
    client = Client()
    client.force_login(people.ada(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/admin/sso_providers/")["Location"] == "/admin/"


def test_home_of_a_person_without_a_role_says_whom_to_ask():
    client = Client()
    client.force_login(people.mallory(), backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403
    assert "have no role here" in response.content.decode()


# The way back in


def proof() -> str:
    """The panel's text, as people read it."""
    panel = home(people.margaret()).partition("Way back in</h2>")[2].partition("</section>")[0]
    return " ".join(strip_tags(panel).split())


def test_home_says_when_the_recovery_account_was_proven():
    people.local_root()
    at = timezone.now() - timedelta(days=21)
    User.objects.update(password_proven_at=at)

    assert proof() == (
        f"proven The recovery account root was proven on {at:%Y-%m-%d} UTC (21 days ago). Prove the recovery account"
    )


def test_home_says_of_an_old_proof_that_it_is_old():
    people.local_root()
    User.objects.update(password_proven_at=timezone.now() - timedelta(days=91))

    text = proof()

    assert text.startswith("proof is old The recovery account root was proven on")
    assert "(91 days ago). Do it again" in text


def test_home_says_that_the_recovery_account_was_never_proven():
    people.local_root()

    assert proof().startswith("never proven Nobody has shown yet that the password of the recovery account root is")


def test_home_without_a_recovery_account_says_how_to_make_one():
    text = proof()

    assert text.startswith("no recovery account No active superuser has a password")
    assert "manage.py createsuperuser" in text
    assert "Prove the recovery account" not in text


@pytest.mark.parametrize("who", [people.ada, people.grace])
def test_home_shows_the_way_back_in_to_who_may_see_people_alone(who):
    people.local_root()

    assert "Way back in" not in home(who())
