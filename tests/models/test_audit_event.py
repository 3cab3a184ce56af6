"""Audit events are written once."""

import pytest
from django.db import transaction

from sso_providers.actions.audit import Actor, record
from sso_providers.models import AuditEvent, Event

pytestmark = pytest.mark.django_db


def event() -> AuditEvent:
    return record(Event.SIGNED_OUT, by=Actor("ada"), target_type="registration", target="auth0")


def save(one: AuditEvent) -> None:
    one.detail = "other"
    one.save()


def bulk_update(one: AuditEvent) -> None:
    one.detail = "other"
    AuditEvent.objects.bulk_update([one], ["detail"])


CHANGES = {
    "save": save,
    "save-a-copy": lambda one: AuditEvent(pk=one.pk, event="other", actor="mallory").save(),
    "update": lambda one: AuditEvent.objects.update(detail="other"),
    "filtered-update": lambda one: AuditEvent.objects.filter(pk=one.pk).exclude(actor="x").update(detail="other"),
    "bulk-update": bulk_update,
    "update-or-create": lambda one: AuditEvent.objects.update_or_create(pk=one.pk, defaults={"detail": "other"}),
    "upsert": lambda one: AuditEvent.objects.bulk_create(
        [AuditEvent(pk=one.pk, event="other", actor="mallory")],
        update_conflicts=True,
        update_fields=["event"],
        unique_fields=["id"],
    ),
    "delete": lambda one: one.delete(),
    "delete-all": lambda one: AuditEvent.objects.all().delete(),
    "delete-some": lambda one: AuditEvent.objects.filter(pk=one.pk).delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_audit_event_that_is_changed_or_deleted_refuses(change):
    one = event()

    with pytest.raises(TypeError, match="Audit events are"), transaction.atomic():
        change(one)

    assert list(AuditEvent.objects.values_list("event", "actor", "detail")) == [("signed out", "ada", "")]


def test_audit_events_come_newest_first():
    first, second = event(), event()

    assert list(AuditEvent.objects.all()) == [second, first]


def test_record_of_long_texts_cuts_them():
    one = record(Event.CHECKED, by=Actor("a" * 200, address="1" * 60), target="t" * 200, detail="d" * 600)

    one.refresh_from_db()
    assert (len(one.actor), len(one.address), len(one.target), len(one.detail)) == (150, 45, 150, 500)


def test_audit_event_has_no_foreign_key():
    assert [field.name for field in AuditEvent._meta.get_fields() if field.is_relation] == []
