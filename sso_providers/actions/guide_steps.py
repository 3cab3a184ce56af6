"""Ticking off the steps of a registration's guide: notes of the people who set it up, and no part of its versions."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from sso_providers.models import ProviderRegistration


class UnknownStep(ValueError):
    """A number that the guide has no step for."""


@transaction.atomic
def tick(*, registration: ProviderRegistration, done: Collection[int]) -> None:
    """`done` are all that are done now, by their numbers from 1. Nobody's access hangs on it, so no audit event.

    Raises `UnknownStep`.
    """
    registration.steps_done = steps_of(registration, done)
    # Not by saving the row: that would make a version, and undo what somebody else saves meanwhile.
    ProviderRegistration.objects.filter(pk=registration.pk).update(steps_done=registration.steps_done)


def steps_of(registration: ProviderRegistration, done: Collection[int]) -> list[int]:
    """Each once and in order. Raises `UnknownStep`."""
    count = len(registration.catalogue_kind.guides[registration.catalogue_flow].steps)
    for number in done:
        if not 1 <= number <= count:
            missing = _("There is no step %(number)s: the guide has steps 1 to %(count)s.")
            raise UnknownStep(missing % {"number": number, "count": count})
    return sorted(set(done))
