"""Replacing a secret step by step: what each step changes, and what it refuses."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from sso_providers.actions import registrations, rotation
from sso_providers.actions.audit import Actor
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.actions.rotation import RotationError
from sso_providers.catalogue import Flow, Secret
from sso_providers.checks import proof
from sso_providers.crypto import MissingKey, Sealed
from sso_providers.models import AuditEvent, Event, ProviderRegistration, SecretRotation
from tests import people
from tests.certificates import SP_PRIVATE_KEY
from tests.fakes import Provider
from tests.login.journey import register
from tests.openmetadata.cases import FULL_SETTINGS
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db
OLD, NEW = people.CANARY, "gT28Q~new-secret-of-the-application-y9Re"
NAME = "client_secret"
OLD_DAY, NEW_DAY = date(2026, 12, 31), date(2031, 5, 9)


@pytest.fixture
def registration(db: None) -> ProviderRegistration:
    made = people.registration()
    registrations.update(registration=made, expires={NAME: OLD_DAY}, by=SOMEONE)
    return made


def start(registration: ProviderRegistration, secret: str = NEW, **more: Any) -> SecretRotation:
    return rotation.start(registration=registration, name=NAME, secret=Secret(secret), by=SOMEONE, **more)


def do(step: Callable[..., Any], registration: ProviderRegistration, **more: Any) -> Any:
    return step(registration=registration, name=NAME, by=SOMEONE, **more)


def in_force(registration: ProviderRegistration) -> tuple[str | None, date | None]:
    return people.secret_of(registration), registration.secrets.get(name=NAME).expires_on


def beside() -> tuple[str, date | None]:
    row = SecretRotation.objects.get()
    return row.other.open().reveal(), row.other_expires_on


def version(registration: ProviderRegistration) -> int:
    return ProviderRegistration.objects.get(pk=registration.pk).version


def events() -> list[str]:
    known = [each for each in Event if each.name.startswith("ROTATION_")]
    return list(AuditEvent.objects.filter(event__in=known).order_by("pk").values_list("event", flat=True))


def test_start_keeps_the_new_secret_beside_the_one_in_force(registration):
    start(registration, expires_on=NEW_DAY)

    assert in_force(registration) == (OLD, OLD_DAY)
    assert beside() == (NEW, NEW_DAY)
    assert (version(registration), events()) == (1, ["secret rotation started"])


def test_start_of_a_second_rotation_is_refused(registration):
    start(registration)

    with pytest.raises(RotationError, match="being replaced already"):
        start(registration, "a third s3cret")

    assert beside() == (NEW, None)


def test_start_without_a_secret_in_force_is_refused(db):
    with pytest.raises(RotationError, match="no client secret to replace"):
        start(people.registration(secret=""))


@pytest.mark.parametrize(
    ("secret", "field"), [(OLD, "secret"), (" padded", "secret"), ("••••••", "secret"), ("", "secret")]
)
def test_start_with_a_wrong_secret_names_the_field(registration, secret, field):
    with pytest.raises(RotationError) as refused:
        start(registration, secret)

    assert refused.value.field == field
    assert not SecretRotation.objects.exists()


@pytest.mark.parametrize(("kind", "name"), [("ldap", "bind_password"), ("saml", "sp_private_key")])
def test_start_by_a_person_does_not_tell_of_a_secret_that_people_choose_that_it_is_in_force(kind, name):
    registration = people.registration(kind, Flow.NONE)
    same = people.secret_of(registration, name)
    assert same

    rotation.start(registration=registration, name=name, secret=Secret(same), by=Actor("ada", people.ada()))

    assert beside() == (same, None)


def test_start_by_a_person_with_the_generated_secret_in_force_is_refused(registration):
    with pytest.raises(RotationError, match="in force already"):
        rotation.start(registration=registration, name=NAME, secret=Secret(OLD), by=Actor("ada", people.ada()))


def test_start_with_a_wrong_day_names_the_field(registration):
    with pytest.raises(RotationError) as refused:
        start(registration, expires_on=date(1970, 1, 1))

    assert refused.value.field == "expires_on"


def test_start_with_a_name_that_the_kind_lacks_is_refused(registration):
    with pytest.raises(RotationError, match="no bind password"):
        rotation.start(registration=registration, name="bind_password", secret=Secret(NEW), by=SOMEONE)


def test_check_asks_the_provider_with_the_new_secret(provider: Provider):
    registration = register(provider)
    start(registration)
    provider.client_secret = NEW

    row = do(rotation.check, registration)

    assert row.check_status == "ok"
    assert row.check_summary.startswith("A made-up code was refused as invalid_grant: the credentials are right.\n")
    assert "Error: invalid_grant" in row.check_summary
    assert row.checked_at
    assert events()[-1] == "new secret checked"


def test_check_of_a_secret_that_the_provider_refuses_says_so(provider: Provider):
    registration = register(provider)
    start(registration)

    row = do(rotation.check, registration)

    assert (row.check_status, NEW in row.check_summary) == ("failed", False)
    assert "refused" in row.check_summary


def test_check_after_the_switch_asks_with_the_one_in_force(provider: Provider):
    registration = register(provider)
    start(registration)
    do(rotation.switch, registration, anyway=True)
    provider.client_secret = NEW

    assert do(rotation.check, registration).check_status == "ok"


def test_check_of_a_provider_that_describes_itself_no_more_sends_no_secret(provider: Provider):
    registration = register(provider)
    start(registration)
    provider.behave(discovery="error-500")

    row = do(rotation.check, registration)

    assert (row.check_status, provider.count("token")) == ("failed", 0)
    assert "500" in row.check_summary


def test_check_whose_secret_was_changed_meanwhile_keeps_no_answer(provider: Provider, monkeypatch):
    registration = register(provider)
    start(registration)
    asked = proof.prove

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        do(rotation.cancel, registration)
        start(registration, "a third s3cret")
        return asked(*args, **kwargs)

    monkeypatch.setattr(proof, "prove", meanwhile)
    with pytest.raises(RotationError, match="while the provider was asked"):
        do(rotation.check, registration)

    assert SecretRotation.objects.get().check_status == ""


def test_check_of_a_key_tells_whether_it_belongs_to_the_certificate(db):
    registration = people.registration("saml", Flow.NONE, **signing())
    registration.secrets.update_or_create(
        name="sp_private_key", defaults={"sealed": Sealed("v1:lost"), "set_at": registration.created_at}
    )
    rotation.start(registration=registration, name="sp_private_key", secret=Secret(SP_PRIVATE_KEY), by=SOMEONE)

    row = rotation.check(registration=registration, name="sp_private_key", by=SOMEONE)

    assert row.check_status in {"ok", "warning"}
    assert SP_PRIVATE_KEY[40:80] not in row.check_summary


def signing() -> dict[str, Any]:
    from_cases = FULL_SETTINGS["saml", Flow.NONE]
    return {"settings": {**people.SETTINGS["saml"], **from_cases}}


def proven(registration: ProviderRegistration) -> None:
    start(registration, expires_on=NEW_DAY)
    SecretRotation.objects.update(check_status="ok")


def test_switch_puts_the_new_one_in_force_as_the_next_version(registration):
    proven(registration)

    row = do(rotation.switch, registration)

    assert in_force(registration) == (NEW, NEW_DAY)
    assert beside() == (OLD, OLD_DAY)
    assert (version(registration), bool(row.switched_at)) == (2, True)
    newest = registration.history.first()
    assert newest is not None
    assert (newest.version, newest.history_change_reason) == (2, "client_secret put in force")
    assert events() == ["secret rotation started", "new secret put in force"]


@pytest.mark.parametrize("outcome", ["", "failed", "warning", "not-reached"])
def test_switch_without_proof_is_refused(registration, outcome):
    start(registration)
    SecretRotation.objects.update(check_status=outcome)

    with pytest.raises(RotationError, match="Nothing shows yet"):
        do(rotation.switch, registration)

    assert (in_force(registration), version(registration)) == ((OLD, OLD_DAY), 1)


def test_switch_without_proof_is_possible_for_who_insists(registration):
    start(registration)

    do(rotation.switch, registration, anyway=True)

    assert in_force(registration) == (NEW, None)


def test_switch_twice_is_refused(registration):
    proven(registration)
    do(rotation.switch, registration)

    with pytest.raises(RotationError, match="in force already"):
        do(rotation.switch, registration)

    assert in_force(registration) == (NEW, NEW_DAY)


def test_switch_with_a_row_that_was_read_before_keeps_what_changed_since(registration):
    stale = ProviderRegistration.objects.get()
    proven(registration)
    registration.name = "Another name"
    registrations.update(registration=registration, by=SOMEONE)

    do(rotation.switch, stale)

    stored = ProviderRegistration.objects.get()
    assert (stored.name, stored.version) == ("Another name", 3)


def test_take_back_puts_the_old_one_in_force_as_the_next_version(registration):
    proven(registration)
    do(rotation.switch, registration)
    do(rotation.confirm, registration)

    row = do(rotation.take_back, registration)

    assert in_force(registration) == (OLD, OLD_DAY)
    assert beside() == (NEW, NEW_DAY)
    assert (version(registration), row.switched_at, row.confirmed_at) == (3, None, None)
    assert events()[-1] == "old secret taken back"


def test_retire_forgets_the_old_one(registration):
    proven(registration)
    do(rotation.switch, registration)
    do(rotation.confirm, registration)

    do(rotation.retire, registration)

    assert not SecretRotation.objects.exists()
    assert (in_force(registration), version(registration)) == ((NEW, NEW_DAY), 2)
    assert events()[-2:] == ["new secret confirmed on the servers", "old secret retired"]


@pytest.mark.parametrize(
    "step", [rotation.take_back, rotation.confirm, rotation.retire], ids=lambda step: step.__name__
)
def test_step_before_the_switch_is_refused(registration, step):
    proven(registration)

    with pytest.raises(RotationError):
        do(step, registration)

    assert beside() == (NEW, NEW_DAY)


def test_retire_before_somebody_confirmed_is_refused(registration):
    proven(registration)
    do(rotation.switch, registration)

    with pytest.raises(RotationError, match="Confirm first"):
        do(rotation.retire, registration)


def test_cancel_before_the_switch_forgets_the_new_one(registration):
    start(registration)

    do(rotation.cancel, registration)

    assert not SecretRotation.objects.exists()
    assert (in_force(registration), version(registration)) == ((OLD, OLD_DAY), 1)


def test_cancel_after_the_switch_takes_the_old_one_back(registration):
    proven(registration)
    do(rotation.switch, registration)

    do(rotation.cancel, registration)

    assert not SecretRotation.objects.exists()
    assert (in_force(registration), version(registration)) == ((OLD, OLD_DAY), 3)
    assert events()[-2:] == ["old secret taken back", "secret rotation cancelled"]


STEPS = [rotation.check, rotation.switch, rotation.take_back, rotation.confirm, rotation.retire, rotation.cancel]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_step_of_a_rotation_that_is_over_is_refused(registration, step):
    with pytest.raises(RotationError, match="not being replaced any more"):
        do(step, registration)


def test_switch_and_take_back_need_no_key(registration):
    proven(registration)
    row = SecretRotation.objects.get()
    row.other = Sealed("v1:gone:x")
    row.save()

    do(rotation.switch, registration)
    with pytest.raises(MissingKey):
        in_force(registration)
    do(rotation.cancel, registration)

    assert in_force(registration) == (OLD, OLD_DAY)


# Other changes meanwhile


def change(registration: ProviderRegistration, secret: str = "", **fields: Any) -> None:
    stored = ProviderRegistration.objects.get(pk=registration.pk)
    for name, value in fields.items():
        setattr(stored, name, value)
    registrations.update(registration=stored, secrets={NAME: Secret(secret)} if secret else {}, by=SOMEONE)


def test_update_with_another_secret_is_refused_while_it_rotates(registration):
    start(registration)

    with pytest.raises(InvalidRegistration) as refused:
        change(registration, "a third s3cret")

    assert "step by step" in refused.value.errors["secrets.client_secret"]
    assert in_force(registration) == (OLD, OLD_DAY)


def test_update_with_the_same_secret_and_another_name_is_taken_while_it_rotates(registration):
    start(registration)

    change(registration, OLD, name="Another name")

    assert (version(registration), beside()) == (2, (NEW, None))


@pytest.mark.parametrize("secret", [OLD, NEW])
def test_update_by_a_person_of_a_password_that_rotates_is_refused_whether_equal_or_not(secret):
    registration = people.registration("ldap", Flow.NONE)
    by = Actor("ada", people.ada())
    rotation.start(registration=registration, name="bind_password", secret=Secret(NEW), by=by)

    with pytest.raises(InvalidRegistration) as refused:
        registrations.update(registration=registration, secrets={"bind_password": Secret(secret)}, by=by)

    assert refused.value.errors.keys() == {"secrets.bind_password"}


def test_update_to_another_address_is_refused_while_a_secret_rotates(registration):
    """Else the new secret would be sent to an address that it was not entered for."""
    start(registration)

    with pytest.raises(InvalidRegistration) as refused:
        change(registration, OLD, settings={"domain": "evil.example"})

    assert refused.value.errors.keys() == {"secrets.client_secret"}


def test_update_to_a_flow_without_secret_ends_the_rotation(registration):
    start(registration)

    change(registration, flow=Flow.IMPLICIT.value, settings=people.SETTINGS["auth0"])

    assert not SecretRotation.objects.exists()
    assert events()[-1] == "secret rotation cancelled"


def test_remove_secret_ends_its_rotation(registration):
    start(registration)

    registrations.remove_secret(registration=registration, name=NAME, by=SOMEONE)

    assert not SecretRotation.objects.exists()
    assert people.secret_of(registration) is None


def test_restore_leaves_the_rotation_alone(registration):
    change(registration, name="Another name")
    start(registration)

    registrations.restore(registration=ProviderRegistration.objects.get(), version=1, by=SOMEONE)

    assert (in_force(registration), beside()) == ((OLD, OLD_DAY), (NEW, None))


def test_delete_takes_the_rotation_along(registration):
    start(registration)

    registrations.delete(registration=registration, by=SOMEONE)

    assert not SecretRotation.objects.exists()
