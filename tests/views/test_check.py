"""The page of a registration's check: the last one by GET, a new one by POST."""

import re
from typing import Any

import pytest
from cryptography.fernet import Fernet

from sso_providers.models import AuditEvent, CheckResult, Event, ProviderRegistration
from tests import people
from tests.fakes import running_provider
from tests.login.journey import BROKEN_ROWS, register

pytestmark = pytest.mark.django_db
CHECK = "/registrations/fake/check/"
STAGES = ["address", "discovery", "issuer", "keys", "flow", "credentials", "redirect-uri", "logout"]


def test_check_that_never_ran_says_so(viewer, registration):
    page = viewer.get(CHECK).content.decode()

    assert "has not been checked yet" in page
    assert not CheckResult.objects.exists()


def test_check_by_post_runs_and_shows_its_stages(operator, provider, registration):
    response = operator.post(CHECK, follow=True)

    assert response.redirect_chain == [(CHECK, 302)]
    page = response.content.decode()
    assert [f'id="stage-{name}"' in page for name in STAGES] == [True] * len(STAGES)
    assert "the credentials are right" in page
    result = CheckResult.objects.get()
    assert (result.checked_by, result.registration_version) == ("ada", 1)
    event = AuditEvent.objects.get(event=Event.CHECKED)
    assert (event.actor, event.target, event.address) == ("ada", "fake", "127.0.0.1")


def test_check_by_get_asks_the_provider_nothing(operator, provider, registration):
    operator.post(CHECK)
    asked = len(provider.requests)

    assert "by ada" in operator.get(CHECK).content.decode()
    assert len(provider.requests) == asked


def test_check_of_a_wrong_secret_links_to_its_field(operator, provider, db):
    registration = register(provider, secret="wrong")

    page = operator.post(CHECK, follow=True).content.decode()

    assert f'href="{registration.get_absolute_url()}#id_secret_client_secret"' in page


def test_check_of_a_wrong_setting_links_to_its_field(operator, provider, db):
    registration = register(provider, settings={"jwks_uri": "http://127.0.0.1:9/jwks"})

    page = operator.post(CHECK, follow=True).content.decode()

    assert f'href="{registration.get_absolute_url()}#id_setting_jwks_uri"' in page


# Nobody listens on this port of loopback.
SILENT: dict[str, dict[str, Any]] = {
    "saml": {"sso_login_url": "http://127.0.0.1:9/sso"},
    "ldap": {"host": "127.0.0.1", "port": 9, "tls": False},
}


@pytest.mark.parametrize("kind", SILENT)
def test_check_without_openid_connect_gives_stages_that_lead_to_fields_of_the_form(operator, kind):
    registration = people.registration(kind, "none", settings={**people.SETTINGS[kind], **SILENT[kind]})

    page = operator.post(f"/registrations/{kind}-prod/check/", follow=True).content.decode()

    form = operator.get(registration.get_absolute_url()).content.decode()
    anchors = re.findall(rf'href="{registration.get_absolute_url()}#(\w+)"', page)
    assert anchors
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []
    assert CheckResult.objects.get().status == "failed"
    assert people.CANARY not in page


@pytest.mark.parametrize(
    ("kind", "field", "anchor"),
    [
        ("ldap", "bind_password", "id_secret_bind_password"),
        ("ldap", "host", "id_setting_host"),
        ("saml", "sp_private_key", "id_secret_sp_private_key"),
    ],
)
def test_check_that_failed_links_to_the_secret_or_setting_that_mends_it(operator, kind, field, anchor):
    registration = people.registration(kind, "none")
    stage = {"id": "a", "title": "A", "status": "failed", "summary": "No.", "evidence": [], "field": field}
    CheckResult.objects.create(registration=registration, registration_version=1, status="failed", stages=[stage])

    page = operator.get(f"/registrations/{kind}-prod/check/").content.decode()

    assert f'href="{registration.get_absolute_url()}#{anchor}"' in page


def test_check_older_than_the_registration_says_so(operator, provider, registration):
    operator.post(CHECK)
    ProviderRegistration.objects.update(version=2)

    assert "has changed since: it is at version 2" in operator.get(CHECK).content.decode()


def test_check_lists_the_last_ones_and_shows_the_one_that_is_chosen(operator, provider, registration):
    operator.post(CHECK)
    provider.metadata["issuer"] = "https://other.example"
    operator.post(CHECK)
    newest, first = CheckResult.objects.all()

    page = operator.get(CHECK).content.decode()
    earlier = operator.get(f"{CHECK}?result={first.pk}").content.decode()

    assert [f'href="?result={each.pk}"' in page for each in (newest, first)] == [True, True]
    assert "tokens would be refused" in page
    assert "tokens would be refused" not in earlier
    assert "This is an earlier check." in earlier


@pytest.mark.parametrize("wanted", ["0", "x", "99999999999999999999", ""])
def test_check_that_is_gone_shows_the_newest(operator, provider, registration, wanted):
    operator.post(CHECK)

    page = operator.get(f"{CHECK}?result={wanted}").content.decode()

    assert "This is an earlier check." not in page
    assert "the credentials are right" in page


def test_check_of_another_registration_is_not_shown(operator, registration):
    other = people.registration("ldap", "none")
    stage: dict[str, Any] = {
        "id": "a",
        "title": "A",
        "status": "failed",
        "summary": "Theirs.",
        "evidence": [],
        "field": None,
    }
    theirs = CheckResult.objects.create(registration=other, registration_version=1, status="failed", stages=[stage])

    assert "Theirs." not in operator.get(f"{CHECK}?result={theirs.pk}").content.decode()


def test_check_of_an_unknown_redirect_uri_leads_to_what_to_enter(operator, provider, registration):
    provider.redirect_uris = {"https://elsewhere.example/"}

    page = operator.post(CHECK, follow=True).content.decode()

    assert "does not know http://testserver/sign-in/fake/callback/" in page
    assert f'href="{registration.get_absolute_url()}#copy-to"' in page


def test_check_of_a_provider_that_is_down_gives_stages(operator, db):
    with running_provider() as gone:
        register(gone)

    response = operator.post(CHECK, follow=True)

    assert response.status_code == 200
    assert "refuses connections" in response.content.decode()
    stages = {stage["id"]: stage["status"] for stage in CheckResult.objects.get().stages}
    assert stages["address"] == "failed"
    assert {stages[name] for name in STAGES[1:]} == {"not-reached"}


@pytest.mark.parametrize(
    "fault", ["html", "error-500", "empty", "array", "huge", "disconnect", "redirect-private", "duplicate-keys"]
)
@pytest.mark.parametrize("endpoint", ["discovery", "jwks", "token"])
def test_check_of_a_provider_that_misbehaves_gives_stages(operator, provider, registration, endpoint, fault):
    provider.behave(**{endpoint: fault})

    response = operator.post(CHECK, follow=True)

    assert response.status_code == 200
    assert CheckResult.objects.get().status in {"failed", "warning"}


def test_check_escapes_what_the_provider_says(operator, provider, registration):
    provider.metadata["scopes_supported"] = ["openid", "<script>alert(1)</script>"]

    assert "<script>alert" not in operator.post(CHECK, follow=True).content.decode()


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
@pytest.mark.parametrize("checked", [True, False], ids=["checked-before", "never-checked"])
def test_check_of_a_broken_registration_says_why(operator, registration, columns, checked):
    if checked:
        operator.post(CHECK)
    ProviderRegistration.objects.update(**columns)

    response = operator.post(CHECK, follow=True)

    assert response.status_code == 200
    assert "messagelist" in response.content.decode()
    assert CheckResult.objects.count() == int(checked)


def test_check_with_another_encryption_key_says_why(operator, registration, settings):
    settings.PORTAL_ENCRYPTION_KEYS = Fernet.generate_key().decode()

    page = operator.post(CHECK, follow=True).content.decode()

    assert "PORTAL_ENCRYPTION_KEYS" in page
    assert not CheckResult.objects.exists()


def test_check_by_a_viewer_is_not_permitted(viewer, provider, registration):
    assert "Run the check" not in viewer.get(CHECK).content.decode()
    assert viewer.post(CHECK).status_code == 403
    assert not provider.requests


@pytest.mark.parametrize("method", ["get", "post"])
def test_check_without_a_role_is_not_permitted(nobody, registration, method):
    assert getattr(nobody, method)(CHECK).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_check_signed_out_leads_to_sign_in(client, registration, method):
    assert getattr(client, method)(CHECK)["Location"] == f"/sign-in/?next={CHECK}"


@pytest.mark.parametrize(("method", "status"), [("put", 405), ("delete", 405), ("patch", 405), ("head", 200)])
def test_check_by_another_method_changes_nothing(operator, registration, method, status):
    assert getattr(operator, method)(CHECK).status_code == status
    assert not CheckResult.objects.exists()


def test_check_of_an_unknown_registration_is_not_found(operator):
    assert operator.get("/registrations/nowhere/check/").status_code == 404
    assert operator.post("/registrations/nowhere/check/").status_code == 404
