"""Real secrets leave the portal only with the permission and a confirmation just before, by POST, and recorded."""

import html
import re
import time
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from cryptography.fernet import Fernet

from sso_providers.actions import confirmation
from sso_providers.models import AuditEvent, Event, ExternalIdentity, ProviderRegistration, User
from tests import people
from tests.fakes import ADA
from tests.login.journey import (
    browser_of,
    come_back,
    failure_code,
    is_signed_in,
    refusal,
    register,
    renamed,
    sign_in,
    signed_in,
    start,
)

pytestmark = pytest.mark.django_db
EXPORT = "/deployments/production/export/"
CONFIRM = f"{EXPORT}confirm/"
FILES = f"{EXPORT}files/"
REAL = {"target": "docker", "secrets": "real"}
BACK = f"{EXPORT}?target=docker&secrets=real"


def take(client):
    return client.post(FILES, REAL | {"file": "openmetadata-sso.env"})


def has_secret(response) -> bool:
    return people.CANARY.encode() in response.content


def exported_with_secrets() -> int:
    return AuditEvent.objects.filter(event=Event.EXPORTED_WITH_SECRETS).count()


# With a password


def test_real_secrets_after_the_right_password_are_in_the_file(administrator, deployment):
    response = administrator.post(CONFIRM, {"password": people.PASSWORD, "target": "docker"})
    assert response["Location"] == BACK

    taken = take(administrator)

    assert has_secret(taken)
    assert "no-store" in taken["Cache-Control"]
    event = AuditEvent.objects.get(event=Event.EXPORTED_WITH_SECRETS)
    assert (event.actor, event.target) == ("margaret", "production")
    assert people.CANARY not in event.detail


def test_real_secrets_after_the_confirmation_are_of_the_files_that_were_chosen(administrator, deployment):
    chosen = {"target": "kubernetes", "variant": "kustomize", "situation": "first-start", "secrets": "real"}
    page = html.unescape(administrator.get(EXPORT, chosen).content.decode())
    [confirm] = re.findall(rf'action="({CONFIRM}[^"]*)"', page)

    back = administrator.post(confirm, {"password": people.PASSWORD})["Location"]
    assert dict(parse_qsl(urlsplit(back).query)) == chosen
    page = administrator.get(back).content.decode()
    form = page[page.index("Confirmed.") :]
    for name, value in chosen.items():
        assert f'<input type="hidden" name="{name}" value="{value}">' in form[: form.index("</form>")]


def test_real_secrets_without_a_confirmation_are_refused(administrator, deployment):
    response = take(administrator)

    assert (response.status_code, response["Location"]) == (302, BACK)
    assert not has_secret(response)
    assert exported_with_secrets() == 0


@pytest.mark.parametrize("password", ["wrong", "", people.PASSWORD.upper(), people.PASSWORD + " "])
def test_real_secrets_after_a_wrong_password_are_refused(administrator, deployment, password):
    response = administrator.post(CONFIRM, {"password": password, "target": "docker"}, follow=True)

    assert "That is not your password" in response.content.decode()
    assert take(administrator).status_code == 302
    assert signed_in(administrator).username == "margaret"


def test_real_secrets_after_anothers_password_are_refused(administrator, deployment):
    other = people.root()
    other.set_password("another password")
    other.save()

    administrator.post(CONFIRM, {"username": "root", "password": "another password", "target": "docker"})

    assert take(administrator).status_code == 302


def test_real_secrets_password_can_not_be_guessed(administrator, deployment):
    statuses = [administrator.post(CONFIRM, {"password": f"wrong-{n}"}).status_code for n in range(5)]

    assert statuses[-1] == 429
    administrator.post(CONFIRM, {"password": people.PASSWORD})
    assert take(administrator).status_code == 302


def test_real_secrets_confirmation_lasts_five_minutes(administrator, deployment):
    administrator.post(CONFIRM, {"password": people.PASSWORD})
    for age, status in ((4 * 60 + 50, 200), (5 * 60 + 10, 302)):
        session = administrator.session
        session[confirmation.KEY] = time.time() - age
        session.save()
        assert take(administrator).status_code == status


def test_real_secrets_confirmation_ends_with_the_session(administrator, deployment):
    administrator.post(CONFIRM, {"password": people.PASSWORD})
    administrator.post("/sign-out/")
    administrator.post("/sign-in/", {"username": "margaret", "password": people.PASSWORD})

    assert take(administrator).status_code == 302


def test_real_secrets_confirmation_of_one_browser_serves_no_other(administrator, deployment):
    administrator.post(CONFIRM, {"password": people.PASSWORD})

    assert take(browser_of(User.objects.get(username="margaret"))).status_code == 302


def test_real_secrets_are_never_in_the_page(administrator, deployment):
    administrator.post(CONFIRM, {"password": people.PASSWORD})

    for target in ("docker", "bare-metal", "kubernetes", "ingestion"):
        response = administrator.get(EXPORT, {"target": target, "secrets": "real"})
        assert response.status_code == 200
        assert not has_secret(response)


def test_real_secrets_without_the_permission_are_refused(operator, deployment):
    user = User.objects.get(username="ada")
    user.set_password(people.PASSWORD)
    user.save()
    client = browser_of(user)

    assert client.post(CONFIRM, {"password": people.PASSWORD}).status_code == 403
    session = client.session
    session[confirmation.KEY] = time.time()
    session.save()
    assert take(client).status_code == 302
    assert exported_with_secrets() == 0


def test_real_secrets_signed_out_lead_to_sign_in(client, deployment):
    assert take(client)["Location"].startswith("/sign-in/")
    assert client.post(CONFIRM, {"password": people.PASSWORD})["Location"].startswith("/sign-in/")


def test_real_secrets_by_a_link_are_not_possible(administrator, deployment):
    administrator.post(CONFIRM, {"password": people.PASSWORD})

    assert administrator.get(FILES, REAL).status_code == 405
    assert administrator.get(CONFIRM).status_code == 405


def test_real_secrets_where_none_is_stored_say_so(administrator, deployment):
    people.deployment(people.registration("custom-oidc", secret=""), slug="empty")
    administrator.post(CONFIRM, {"password": people.PASSWORD})

    response = administrator.post("/deployments/empty/export/files/", REAL, follow=True)

    assert "secret" in response.content.decode()
    assert exported_with_secrets() == 0


def test_real_secrets_whose_key_is_lost_say_so(administrator, deployment, settings):
    administrator.post(CONFIRM, {"password": people.PASSWORD})
    settings.PORTAL_ENCRYPTION_KEYS = Fernet.generate_key().decode()

    response = administrator.post(FILES, REAL, follow=True)

    assert "PORTAL_ENCRYPTION_KEYS" in response.content.decode()
    assert exported_with_secrets() == 0


def test_real_secrets_of_an_unknown_deployment_are_not_found(administrator):
    assert administrator.post("/deployments/nowhere/export/confirm/", {"password": people.PASSWORD}).status_code == 404


@pytest.mark.parametrize("target", ["", "okd", "//evil.example", "docker&next=//evil.example"])
def test_real_secrets_confirmation_leads_back_to_the_page(administrator, deployment, target):
    location = administrator.post(CONFIRM, {"password": people.PASSWORD, "target": target})["Location"]

    assert urlsplit(location).netloc == ""
    assert urlsplit(location).path == EXPORT


# Through the provider


@pytest.fixture
def remote(client, provider, db):
    """Ada signed in as an administrator at the provider; she has no password here."""
    register(provider, default_role="administrator")
    people.deployment(people.registration())
    provider.claims["auth_time"] = 9_999_999_999
    sign_in(client, provider)
    return client


def confirm(client, provider, person="ada", **claims):
    provider.claims = claims
    return come_back(client, provider.sign_in(start(client, purpose="confirm", next=BACK), person))


def now() -> int:
    return int(time.time())


def test_confirmation_by_provider_asks_it_for_a_new_sign_in(remote, provider):
    query = parse_qs(urlsplit(start(remote, purpose="confirm")).query)

    assert (query["prompt"], query["max_age"]) == (["login"], ["0"])


def test_confirmation_by_provider_unlocks_real_secrets(remote, provider):
    response = confirm(remote, provider, auth_time=now())

    assert response["Location"] == BACK
    assert has_secret(take(remote))
    assert AuditEvent.objects.get(event=Event.EXPORTED_WITH_SECRETS).actor == "ada"


@pytest.mark.parametrize(
    ("auth_time", "code"),
    [
        (None, "missing-claim"),
        ("now", "missing-claim"),
        (True, "missing-claim"),
        (lambda: now() - 3600, "too-old"),
        (0, "too-old"),
        (-1, "too-old"),
    ],
    ids=["missing", "text", "boolean", "an-hour-ago", "zero", "negative"],
)
def test_confirmation_by_provider_without_a_new_sign_in_there_is_refused(remote, provider, auth_time, code):
    response = confirm(remote, provider, auth_time=auth_time() if callable(auth_time) else auth_time)

    assert refusal(response) == code
    assert take(remote).status_code == 302
    assert signed_in(remote).username == "ada"


def test_confirmation_as_another_person_is_refused_and_makes_no_account(remote, provider):
    response = confirm(remote, provider, "bob", auth_time=now())

    assert refusal(response) == "another-person"
    assert signed_in(remote).username == "ada"
    assert take(remote).status_code == 302
    assert ExternalIdentity.objects.count() == 1
    assert not AuditEvent.objects.filter(actor="bob").exists()


def test_confirmation_by_provider_is_recorded_and_is_no_sign_in(remote, provider):
    identity = ExternalIdentity.objects.get()
    ProviderRegistration.objects.filter(slug="fake").update(default_role="viewer")

    confirm(remote, provider, auth_time=now())

    event = AuditEvent.objects.get(event=Event.CONFIRMED)
    assert (event.actor, event.address, event.target) == ("ada", "127.0.0.1", "fake")
    assert AuditEvent.objects.filter(event=Event.SIGNED_IN).count() == 1
    assert signed_in(remote).highest_role == "administrator"
    before = identity.last_signed_in_at
    identity.refresh_from_db()
    assert identity.last_signed_in_at == before


def test_confirmation_by_password_is_recorded(administrator, deployment):
    administrator.post(CONFIRM, {"password": "wrong"})
    administrator.post(CONFIRM, {"password": people.PASSWORD})

    event = AuditEvent.objects.get(event=Event.CONFIRMED)
    assert (event.actor, event.address, event.detail) == ("margaret", "127.0.0.1", "with a password")


def test_confirmation_by_an_identity_that_waits_is_refused_and_not_offered(remote, provider):
    address = start(remote, purpose="confirm", next=BACK)
    ExternalIdentity.objects.update(awaits_approval=True)
    provider.claims = {"auth_time": now()}

    assert failure_code(come_back(remote, provider.sign_in(address, "ada"))) == "approval-pending"
    assert take(remote).status_code == 302
    assert 'action="/sign-in/fake/"' not in remote.get(EXPORT, {"secrets": "real"}).content.decode()
    assert not AuditEvent.objects.filter(event=Event.CONFIRMED).exists()


def test_confirmation_by_an_identity_that_came_in_is_offered_whatever_another_waits_for(remote, provider):
    known = ExternalIdentity.objects.get()
    ExternalIdentity.objects.create(
        user=known.user,
        registration=register(provider, "second"),
        issuer="https://other.example",
        subject="second",
        awaits_approval=True,
        last_signed_in_at=known.last_signed_in_at,
    )

    page = remote.get(EXPORT, {"secrets": "real"}).content.decode()

    assert 'action="/sign-in/fake/"' in page
    assert 'action="/sign-in/second/"' not in page


def test_confirmation_after_the_role_is_gone_is_refused(remote, provider):
    provider.people["ada"] = renamed(ADA, email_verified=False)
    registration = provider_registration()
    registration.allowed_domains = ["acme.example"]
    registration.save()

    assert refusal(confirm(remote, provider, auth_time=now())) == "no-role"
    assert take(remote).status_code == 302
    assert not is_signed_in(remote)


def provider_registration():
    return ExternalIdentity.objects.get().registration


def test_confirmation_by_a_sign_in_that_was_none_is_refused(remote, provider):
    """An ordinary sign-in of the same person proves nothing about who sits there now."""
    sign_in(remote, provider)

    assert take(remote).status_code == 302


def test_confirmation_purpose_of_who_is_signed_out_is_a_sign_in(client, provider, registration):
    sign_in(client, provider, purpose="confirm")

    assert signed_in(client).username == "ada"
    assert confirmation.KEY not in client.session


def test_confirmation_started_signed_in_and_ended_signed_out_is_refused(remote, provider):
    address = start(remote, purpose="confirm")
    session = remote.session
    del session["_auth_user_id"]
    session.save()
    provider.claims = {"auth_time": now()}

    assert refusal(come_back(remote, provider.sign_in(address, "ada"))) == "another-person"


def test_confirmation_form_shows_the_ways_that_a_person_has(remote, administrator):
    by_provider = remote.get(EXPORT, {"secrets": "real"}).content.decode()
    by_password = administrator.get(EXPORT, {"secrets": "real"}).content.decode()

    assert 'action="/sign-in/fake/"' in by_provider
    assert 'name="password"' not in by_provider
    assert 'action="/sign-in/fake/"' not in by_password
    assert 'name="password"' in by_password
