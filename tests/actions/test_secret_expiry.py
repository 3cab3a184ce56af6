"""Until when a secret works: entered with it, changed without a version, forgotten with it."""

from datetime import date

import pytest

from sso_providers.actions import registrations, secret_expiry
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.actions.secret_expiry import NoSecret
from sso_providers.catalogue import Secret
from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db
DAY, LATER = date(2031, 5, 9), date(2032, 1, 31)
NAME = "client_secret"


def stored_day() -> date | None:
    return ProviderRegistration.objects.get().secrets.get().expires_on


def details(event: Event = Event.SECRET_EXPIRY_SET) -> list[str]:
    return list(AuditEvent.objects.filter(event=event).order_by("pk").values_list("detail", flat=True))


def save(**given: object) -> ProviderRegistration:
    return registrations.update(registration=ProviderRegistration.objects.get(), by=SOMEONE, **given)  # type: ignore[arg-type]


def test_create_with_a_day_keeps_and_records_it():
    registrations.create(registration=people.draft(), secrets={NAME: Secret("s3cret")}, expires={NAME: DAY}, by=SOMEONE)

    assert stored_day() == DAY
    assert details() == ["client_secret: 2031-05-09"]


def test_update_with_another_day_is_recorded_but_makes_no_version():
    people.registration()

    saved = save(expires={NAME: DAY})

    assert (stored_day(), saved.version, saved.history.count()) == (DAY, 1, 1)
    assert details() == ["client_secret: 2031-05-09"]


def test_update_with_the_same_day_records_nothing():
    people.registration()
    save(expires={NAME: DAY})

    save(expires={NAME: DAY})

    assert details() == ["client_secret: 2031-05-09"]


def test_update_with_no_day_clears_it():
    people.registration()
    save(expires={NAME: DAY})

    save(expires={NAME: None})

    assert stored_day() is None
    assert details()[-1] == "client_secret: none"


def test_update_that_leaves_the_day_out_keeps_it():
    people.registration()
    save(expires={NAME: DAY})

    save(secrets={NAME: Secret(people.CANARY)})

    assert stored_day() == DAY


def test_update_with_another_secret_forgets_the_day_of_the_one_before():
    people.registration()
    save(expires={NAME: DAY})

    save(secrets={NAME: Secret("another s3cret")})

    assert stored_day() is None


def test_update_with_another_secret_and_its_day_keeps_that():
    people.registration()
    save(expires={NAME: DAY})

    save(secrets={NAME: Secret("another s3cret")}, expires={NAME: LATER})

    assert stored_day() == LATER


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_update_with_a_day_that_nobody_means_is_refused(day):
    people.registration()

    with pytest.raises(InvalidRegistration) as refused:
        save(expires={NAME: day})

    assert refused.value.errors.keys() == {"expires.client_secret"}
    assert day.isoformat() in refused.value.errors["expires.client_secret"]
    assert stored_day() is None


def test_day_of_a_secret_that_is_not_there_is_refused():
    people.registration(secret="")

    with pytest.raises(InvalidRegistration, match="no client secret yet"):
        save(expires={NAME: DAY})


def test_set_day_of_a_secret_that_is_not_there_is_refused():
    registration = people.registration(secret="")

    with pytest.raises(NoSecret):
        secret_expiry.set_day(registration=registration, name=NAME, expires_on=DAY, by=SOMEONE)


def test_set_day_told_by_the_provider_says_who_told_it():
    registration = people.registration()

    changed = secret_expiry.set_day(registration=registration, name=NAME, expires_on=DAY, by=SOMEONE, told_by="Entra")

    assert changed
    assert details() == ["client_secret: 2031-05-09, told by Entra"]
