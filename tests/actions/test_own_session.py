"""The session of the request in which sessions were ended: it ends too if it was one of them."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from sso_providers.actions.own_session import leave_if_ended
from sso_providers.models import PortalSession
from sso_providers.models.session import SessionStore
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of_ada() -> HttpRequest:
    ada = people.ada()
    request = RequestFactory().post("/")
    request.session = SessionStore(browser_of(ada).session.session_key)
    request.user = ada
    assert request.session["_auth_user_id"]
    return request


@pytest.mark.parametrize("new_key", [False, True])
def test_leave_of_a_session_that_was_ended_signs_out(request_of_ada, new_key):
    if new_key:
        request_of_ada.session.cycle_key()
    PortalSession.objects.all().delete()

    leave_if_ended(request_of_ada)

    assert not request_of_ada.user.is_authenticated
    assert request_of_ada.session.is_empty()


@pytest.mark.parametrize("new_key", [False, True])
def test_leave_of_a_session_that_goes_on_does_nothing(request_of_ada, new_key):
    """Also with a key that is not saved yet, as after a change of one's own password."""
    if new_key:
        request_of_ada.session.cycle_key()

    leave_if_ended(request_of_ada)

    assert request_of_ada.user.is_authenticated
    request_of_ada.session.save()
    assert PortalSession.objects.get().session_key == request_of_ada.session.session_key


def test_leave_without_a_session_does_nothing(request_of_ada):
    request_of_ada.session = SessionStore()

    leave_if_ended(request_of_ada)

    assert request_of_ada.user.is_authenticated
