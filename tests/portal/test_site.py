"""The home page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from sso_providers.models import User
from tests import people

pytestmark = pytest.mark.django_db


def home(user) -> str:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get("/admin/").content.decode()


def test_home_without_rows_says_how_to_begin():
    page = home(people.ada())

    assert "Nothing is registered yet" in page
    assert "No deployment yet" in page


def test_home_with_many_rows_shows_ten_and_leads_to_the_others():
    for number in range(11):
        registration = people.registration(slug=f"row-{number}", name=f"Registration {number}", secret="")
        people.deployment(registration, slug=f"row-{number}", name=f"Deployment {number}")

    page = home(people.grace())

    assert "11 registrations, 11 deployments." in page
    assert "All 11 registrations" in page
    assert "All 11 deployments" in page
    assert sum(f"/registrations/row-{number}/check/" in page for number in range(11)) == 10


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
        f"proven The recovery account root was proven on {at:%Y-%m-%d} (21 days ago). Prove the recovery account"
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
