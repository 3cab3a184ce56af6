"""Keeping the ticks of a registration's guide."""

import pytest

from sso_providers.models import ProviderRegistration
from tests import people

PATH = "/registrations/auth0-prod/steps/"


@pytest.fixture
def registration(db: None) -> ProviderRegistration:
    return people.registration()


def done() -> list[int]:
    return ProviderRegistration.objects.get().steps_done


def test_ticks_sent_by_the_form_are_kept_and_shown(operator, registration):
    page = operator.post(PATH, {"step": ["1", "3"]}, follow=True).content.decode()

    assert done() == [1, 3]
    assert "The ticks are saved." in page
    assert page.count(" checked>") == 2


def test_ticks_sent_by_the_script_are_kept_without_a_page(operator, registration):
    response = operator.post(PATH, {"step": ["2"]}, headers={"Accept": "application/json"})

    assert (response.status_code, response.content, done()) == (204, b"", [2])


@pytest.mark.parametrize("step", ["0", "99", "one", "1" * 5000, ""])
def test_ticks_of_something_else_are_refused(operator, registration, step):
    assert operator.post(PATH, {"step": ["1", step]}).status_code == 400
    assert done() == []


def test_ticks_of_a_registration_of_an_unknown_kind_are_refused(operator, registration):
    ProviderRegistration.objects.update(kind="gone")

    assert operator.post(PATH, {"step": ["1"]}).status_code == 400


def test_ticks_of_an_unknown_registration_are_not_found(operator, registration):
    assert operator.post("/registrations/nothing/steps/", {"step": ["1"]}).status_code == 404


def test_ticks_by_who_is_signed_out_lead_to_the_sign_in(client, registration):
    assert client.post(PATH, {"step": ["1"]})["Location"].startswith("/sign-in/")
    assert done() == []


def test_ticks_by_a_viewer_are_not_permitted(viewer, registration):
    assert viewer.post(PATH, {"step": ["1"]}).status_code == 403
    assert done() == []
