"""The audit log, to read and nothing else."""

import pytest

from sso_providers.actions.audit import record
from sso_providers.models import AuditEvent, Event
from tests import people

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/auditevent/"


@pytest.fixture
def event(db):
    return record(Event.CHECKED, by=people.SOMEONE, target_type="registration", target="<b>acme</b>", detail="works")


@pytest.mark.parametrize("who", ["viewer", "operator", "administrator", "superuser"])
def test_audit_log_can_be_read_by_every_role(request, event, who):
    page = request.getfixturevalue(who).get(LIST).content.decode()

    assert "Registration checked" in page
    assert "&lt;b&gt;acme&lt;/b&gt;" in page


def test_audit_log_is_hidden_without_a_role(nobody, event):
    assert nobody.get(LIST, follow=True).status_code == 403


def test_audit_log_can_be_changed_by_nobody(superuser, event):
    assert superuser.get(f"{LIST}add/").status_code == 403
    assert superuser.post(f"{LIST}{event.pk}/change/", {"actor": "another"}).status_code == 403
    assert superuser.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    superuser.post(LIST, {"action": "delete_selected", "_selected_action": str(event.pk), "post": "yes"})

    assert AuditEvent.objects.get().actor == "someone"


@pytest.mark.parametrize(
    "query", ["?q=some", "?event=registration+checked", "?at__year=2000", "?q=%00", "?o=1", "?p=99"]
)
def test_audit_log_can_be_searched(superuser, event, query):
    assert superuser.get(LIST + query, follow=True).status_code == 200
