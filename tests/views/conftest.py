"""Named people in a browser each, a provider that answers, and a deployment to export."""

from collections.abc import Callable

import pytest
from django.test import Client

from sso_providers.models import Deployment, User
from tests import people
from tests.login import journey

Browser = Callable[[User], Client]


@pytest.fixture
def operator(db: None) -> Client:
    return journey.browser_of(people.ada())


@pytest.fixture
def viewer(db: None) -> Client:
    return journey.browser_of(people.grace())


@pytest.fixture
def administrator(db: None) -> Client:
    """Margaret, whose local password is `people.PASSWORD`."""
    user = people.margaret()
    user.set_password(people.PASSWORD)
    user.save()
    return journey.browser_of(user)


@pytest.fixture
def superuser(db: None) -> Client:
    return journey.browser_of(people.root())


@pytest.fixture
def nobody(db: None) -> Client:
    """Signed in, but without a role."""
    return journey.browser_of(people.mallory())


@pytest.fixture
def deployment(db: None) -> Deployment:
    return people.deployment(people.registration())
