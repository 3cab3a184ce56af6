"""The home page."""

import pytest
from django.test import Client

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
