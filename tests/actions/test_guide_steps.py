"""Ticking off the steps of the guide."""

import pytest

from sso_providers.actions import guide_steps
from sso_providers.models import AuditEvent, ProviderRegistration
from tests import people

pytestmark = pytest.mark.django_db


def test_tick_keeps_the_steps_in_order_and_makes_no_version():
    registration = people.registration()
    before = (registration.history.count(), AuditEvent.objects.count(), registration.changed_at)

    guide_steps.tick(registration=registration, done=[3, 1, 3])

    stored = ProviderRegistration.objects.get()
    assert (stored.steps_done, stored.version) == ([1, 3], 1)
    assert (stored.history.count(), AuditEvent.objects.count(), stored.changed_at) == before


def test_tick_of_nothing_takes_all_back():
    registration = people.registration()
    guide_steps.tick(registration=registration, done=[1])

    guide_steps.tick(registration=registration, done=[])

    assert ProviderRegistration.objects.get().steps_done == []


@pytest.mark.parametrize("number", [0, -1, 5])
def test_tick_of_an_unknown_step_changes_nothing(number):
    registration = people.registration()

    with pytest.raises(guide_steps.UnknownStep, match=f"There is no step {number}: the guide has steps 1 to 4."):
        guide_steps.tick(registration=registration, done=[1, number])

    assert ProviderRegistration.objects.get().steps_done == []
