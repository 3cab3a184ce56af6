"""Named people in a browser each."""

import pytest
from django.test import Client

from tests import people
from tests.login.journey import browser_of


@pytest.fixture
def operator(db: None) -> Client:
    return browser_of(people.ada())


@pytest.fixture
def viewer(db: None) -> Client:
    return browser_of(people.grace())


@pytest.fixture
def administrator(db: None) -> Client:
    return browser_of(people.margaret())


@pytest.fixture
def superuser(db: None) -> Client:
    return browser_of(people.root())


@pytest.fixture
def nobody(db: None) -> Client:
    return browser_of(people.mallory())
