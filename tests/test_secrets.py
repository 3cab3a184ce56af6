"""A secret that is saved appears nowhere but in the export that says it holds secrets.

Codes, tokens and nonces of a sign-in appear in no log line.
"""

import base64
import io
import logging
import sys
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from sso_providers import http
from sso_providers.actions import admission
from sso_providers.catalogue import KINDS, Flow
from sso_providers.checks import entra_expiry
from sso_providers.http import connections, exchanges
from sso_providers.login import pending as login_pending
from sso_providers.login import provider as login_provider
from sso_providers.models import Deployment, PortalSession, ProviderRegistration, User
from sso_providers.models.session import SessionStore
from sso_providers.oidc import authorization, tokens
from sso_providers.openmetadata.exporters import TARGETS
from tests import people
from tests.admin.forms import fields
from tests.certificates import SP_PRIVATE_KEY
from tests.confirming import confirmed
from tests.fakes import Provider, running_provider
from tests.fakes.entra import CLIENT, TOKEN, running_entra
from tests.login.journey import MODEL_BACKEND, PORTAL, SPARSE, start
from tests.openmetadata.cases import COMBINATIONS, FULL_SETTINGS, OWN_SETTINGS

pytestmark = pytest.mark.django_db
# Letters and digits, so that it reads the same in HTML, in a query and in JSON.
CANARY = "canary7f3a9Zsecret0b5c2XclientQ8"
LIST = "/admin/sso_providers/providerregistration/"
EXPORT = "/deployments/production/export/"
SECRETS = "/registrations/fake/secrets/"


class Watched(Client):
    """A browser that keeps every answer."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.seen: list[str] = []

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        cookies = " ".join(str(cookie) for cookie in response.cookies.values())
        self.seen.append(f"{response.headers} {cookies} {response.content.decode('utf-8', 'replace')}")
        return response


def shapes(secret: str) -> set[str]:
    """The secret as it may appear: plain, and inside base64 at each of its three positions."""
    encoded = (base64.b64encode(b"x" * offset + secret.encode()).decode() for offset in range(3))
    return {secret, *(text[4:-4] for text in encoded)}


def holds(text: object, *secrets: str) -> list[str]:
    return [shape for secret in secrets for shape in shapes(secret) if shape in str(text)]


def database() -> str:
    """Every row of every table, and what the sessions hold."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our tables
            rows.append((table, cursor.fetchall()))
    return f"{rows} {[session.get_decoded() for session in PortalSession.objects.all()]}"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        running.client_secret = CANARY
        running.people[SPARSE.name] = SPARSE
        yield running


@pytest.fixture
def browser(db: None) -> Watched:
    client = Watched(raise_request_exception=False)
    client.force_login(people.root(), backend=MODEL_BACKEND)
    # A registration that makes administrators is saved by who has just confirmed.
    confirmed(client)
    return client


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """What would be mailed to the administrators for each unhandled error."""
    made: list[str] = []

    def report(sender: object, request: Any, **_: object) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        made.extend((reporter.get_traceback_html(), reporter.get_traceback_text()))

    got_request_exception.connect(report)
    yield made
    got_request_exception.disconnect(report)


def save(browser: Client, provider: Provider, **changes: str) -> Any:
    """The canary, typed into the admin's form."""
    form = {
        "name": "Acme",
        "slug": "fake",
        "client_id": provider.client_id,
        "secret_client_secret": CANARY,
        "setting_issuer": provider.issuer,
        "setting_jwks_uri": provider.jwks_uri,
        "setting_principal_claims": "email",
        "setting_scope": "openid email profile",
        "setting_client_authentication_method": "client_secret_basic",
        "setting_signing_algorithm": "RS256",
        "setting_prompt": "",
        "staff_login": "on",
        "default_role": "administrator",
        "groups_claim": "groups",
    }
    return browser.post(f"{LIST}add/?kind=custom-oidc&flow=code", {**form, **changes})


def sign_in(provider: Provider, person: str = "ada") -> Watched:
    browser = Watched(raise_request_exception=False)
    browser.get(provider.sign_in(start(browser), person).removeprefix(PORTAL))
    return browser


def look_everywhere(browser: Client, registration: ProviderRegistration) -> None:
    pages = ["/admin/", LIST, registration.get_absolute_url(), "/admin/sso_providers/auditevent/", "/sign-in/"]
    pages += [reverse("admin:sso_providers_providerregistration_history", args=[registration.pk])]
    pages += ["/registrations/fake/check/", EXPORT, f"{EXPORT}?target=kubernetes", f"{EXPORT}?secrets=real"]
    pages += [f"{SECRETS}{each.name}/reveal/" for each in registration.secrets.all()]
    for page in pages:
        assert browser.get(page).status_code == 200, page


def deploy(registration: ProviderRegistration) -> Deployment:
    return people.deployment(registration, slug="production")


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_secret_is_found_nowhere_after_a_whole_journey(browser, provider, logs, capfd, reports, method):
    browsers = [browser]
    assert save(browser, provider, setting_issuer="no address").status_code == 200
    assert save(browser, provider, setting_client_authentication_method=method).status_code == 302
    registration = ProviderRegistration.objects.get()
    deploy(registration)
    browser.post("/registrations/fake/check/")
    browsers.append(sign_in(provider))
    for behaviour in ({"token": "invalid-client"}, {"token": "error-500"}, {"token": "html"}, {"id_token": "expired"}):
        provider.behave(**behaviour)
        browsers.append(sign_in(provider))
        browser.post("/registrations/fake/check/")
    provider.behave()
    for document in ({"error": CANARY}, {"error": "invalid_client", "error_description": CANARY}, {"a": CANARY}):
        provider.token_error = (400, document)
        browsers.append(sign_in(provider))
        browser.post("/registrations/fake/check/")
    for target in ("docker", "bare-metal", "kubernetes", "ingestion"):
        for way in ("placeholder", "reference"):
            files = browser.post(f"{EXPORT}files/", {"target": target, "secrets": way})
            unpacked = zipfile.ZipFile(io.BytesIO(files.content))
            assert not holds([unpacked.read(name) for name in unpacked.namelist()], CANARY)
    look_everywhere(browser, registration)

    assert [holds(answer, CANARY) for each in browsers for answer in each.seen if holds(answer, CANARY)] == []
    assert not holds(database(), CANARY)
    assert not holds(logs.text, CANARY)
    assert not holds(logs.records, CANARY)
    assert not holds("".join(capfd.readouterr()), CANARY)
    assert reports == []


def canaries(kind: str, flow: Flow) -> dict[str, str]:
    """A secret of its own for each name; a private key has to be one."""
    real = {"sp_private_key": SP_PRIVATE_KEY}
    names = [field.name for field in KINDS[kind].secret_fields(flow)]
    return {name: real.get(name, f"{CANARY}{number}") for number, name in enumerate(names)}


@pytest.mark.parametrize(
    ("kind", "flow"), [(kind, flow) for kind, flow in COMBINATIONS if KINDS[kind].secret_fields(flow)]
)
def test_secret_of_every_kind_is_found_nowhere(browser, logs, capfd, reports, kind, flow):
    secrets = canaries(kind, flow)
    address = f"{LIST}add/?kind={kind}&flow={flow}"
    form = fields(browser.get(address).content.decode())
    form |= {"name": "Acme", "slug": "fake", "client_id": people.CLIENT_IDS.get(kind, "")}
    form |= {f"setting_{name}": str(value) for name, value in people.SETTINGS[kind].items()}
    form |= {f"secret_{name}": text for name, text in secrets.items()}

    assert browser.post(address, {**form, "slug": "No Slug"}).status_code == 200
    assert browser.post(address, {**form, "_fill": "1", "metadata": "no metadata"}).status_code == 200
    assert browser.post(address, form).status_code == 302
    registration = ProviderRegistration.objects.get()
    deploy(registration)
    assert browser.post(registration.get_absolute_url(), {**form, "name": ""}).status_code == 200
    for target in TARGETS:
        browser.get(f"{EXPORT}?target={target}")
        browser.post(f"{EXPORT}files/", {"target": target, "secrets": "placeholder"})
    look_everywhere(browser, registration)
    for name in secrets:
        browser.post(f"/registrations/fake/secrets/{name}/remove/")

    assert registration.secrets.count() == 0
    found = [*browser.seen, database(), logs.text, str(logs.records), "".join(capfd.readouterr()), *reports]
    assert [text for text in found if holds(text, *secrets.values())] == []


def test_secret_that_a_provider_repeats_as_its_error_code_is_not_kept(browser, provider):
    save(browser, provider)
    provider.token_error = (400, {"error": CANARY})

    browser.post("/registrations/fake/check/")

    assert not holds(database(), CANARY)


def test_secret_is_in_the_export_that_says_so(browser, provider):
    save(browser, provider)
    deploy(ProviderRegistration.objects.get())

    real = browser.post(f"{EXPORT}files/", {"target": "docker", "secrets": "real", "file": "openmetadata-sso.env"})

    assert CANARY in real.content.decode()
    assert "no-store" in real["Cache-Control"]
    assert not holds(database(), CANARY)


def test_secret_is_in_the_answer_that_reveals_it_and_nowhere_else(browser, provider, logs, capfd, reports):
    save(browser, provider)
    registration = ProviderRegistration.objects.get()
    deploy(registration)

    revealed = browser.post(f"{SECRETS}client_secret/reveal/")

    answer = browser.seen.pop()
    look_everywhere(browser, registration)
    assert CANARY in revealed.content.decode()
    assert CANARY not in str(revealed.headers)
    assert "no-store" in revealed["Cache-Control"]
    assert holds(answer, CANARY)
    found = [*browser.seen, database(), logs.text, str(logs.records), "".join(capfd.readouterr()), *reports]
    assert [text for text in found if holds(text, CANARY)] == []


def test_secrets_of_a_rotation_are_found_nowhere(browser, provider, logs, capfd, reports):
    """The new one beside the old, in each step, taken back and forward, and with a provider that repeats it."""
    new = f"new{CANARY}"
    save(browser, provider)
    registration = ProviderRegistration.objects.get()
    deploy(registration)
    address = f"{SECRETS}client_secret/rotate/"
    assert browser.post(address, {"do": "start", "secret": f" {new}"}).status_code == 200
    assert browser.post(address, {"do": "start", "secret": new, "expires_on": "soon"}).status_code == 200
    assert browser.post(address, {"do": "start", "secret": new}).status_code == 302
    for document in ({"error": new}, {"error": "invalid_client", "error_description": new}):
        provider.token_error = (400, document)
        browser.post(address, {"do": "check"})
    for step in ("switch", "switch-anyway", "take-back", "switch-anyway", "check", "confirm"):
        browser.post(address, {"do": step})
        assert browser.get(address).status_code == 200
    look_everywhere(browser, registration)
    browser.post(address, {"do": "retire"})

    assert people.secret_of(registration) == new
    found = [*browser.seen, database(), logs.text, str(logs.records), "".join(capfd.readouterr()), *reports]
    assert [text for text in found if holds(text, CANARY, new)] == []


def test_secret_and_token_are_found_nowhere_after_entra_was_asked(browser, logs, capfd, reports, monkeypatch):
    people.registration("azure", secret=CANARY, slug="fake", client_id=CLIENT)
    with running_entra() as entra:
        monkeypatch.setattr(entra_expiry, "LOGIN", entra.url)
        monkeypatch.setattr(entra_expiry, "GRAPH", entra.url)
        entra.client_secret = CANARY
        entra.secrets = [{"hint": CANARY[:3], "startDateTime": None, "endDateTime": "2031-05-09T12:00:00Z"}]
        browser.post(f"{SECRETS}client_secret/expiry/")
        entra.granted = False
        browser.post(f"{SECRETS}client_secret/expiry/")
        entra.client_secret = "another"
        browser.post(f"{SECRETS}client_secret/expiry/")
        assert entra.requests == ["POST 200", "GET 200", "POST 200", "GET 403", "POST 401"]

    found = [*browser.seen, database(), logs.text, str(logs.records), "".join(capfd.readouterr()), *reports]
    assert [text for text in found if holds(text, CANARY, TOKEN)] == []


def test_own_password_is_found_nowhere(browser, logs, capfd, reports):
    """Typed wrong, then right: the lock after wrong passwords keeps the forms of none."""
    person = User.objects.get()
    person.set_password(CANARY)
    person.save()
    browser.force_login(person, backend=MODEL_BACKEND)
    form = {"new_password1": f"new-{CANARY}", "new_password2": f"new-{CANARY}"}
    for path, statuses in {"/admin/password_change/": (200, 200, 302), "/account/": (302,)}.items():
        for password, status in zip((f"almost-{CANARY}", f"{CANARY}-nearly", CANARY), statuses, strict=False):
            fields = {**form, "old_password": password, "password": password}
            assert browser.post(f"{path}?token={CANARY}", fields).status_code == status

    assert AccessAttempt.objects.count() == 1
    found = [*browser.seen, database(), logs.text, str(logs.records), "".join(capfd.readouterr()), *reports]
    assert [text for text in found if holds(text, CANARY)] == []


def failing(*args: Any, **kwargs: Any) -> Any:
    raise RuntimeError("An error that nobody expected.")


# Where it fails: before the request, within it, and with its answer.
PLACES = [
    pytest.param(authorization, "client_authentication", id="client-authentication"),
    pytest.param(http, "fetch", id="fetch"),
    pytest.param(exchanges, "revealed", id="revealed"),
    pytest.param(connections.Connection, "request", id="request"),
    pytest.param(tokens, "validate_id_token", id="token"),
    pytest.param(admission, "admit", id="admit"),
    pytest.param(login_provider, "userinfo", id="userinfo"),
]


@pytest.mark.parametrize(("module", "name"), PLACES)
def test_secret_is_in_no_error_report_of_a_sign_in(browser, provider, logs, capfd, reports, monkeypatch, module, name):
    save(browser, provider)
    other = Watched(raise_request_exception=False)
    answer = provider.sign_in(start(other), "sparse")
    monkeypatch.setattr(module, name, failing)

    response = other.get(answer.removeprefix(PORTAL))

    assert response.status_code == 500
    assert len(reports) == 2
    assert "An error that nobody expected" in reports[0]
    assert not holds(reports, CANARY)
    assert not holds(logs.text + "".join(capfd.readouterr()), CANARY)
    assert not holds(other.seen, CANARY)


@pytest.mark.parametrize(("module", "name"), [(login_pending, "asdict"), (authorization, "urlencode")])
def test_verifier_and_nonce_are_in_no_error_report_of_a_start(browser, provider, reports, monkeypatch, module, name):
    save(browser, provider)
    started: list[login_pending.Pending] = []
    remember = login_pending.remember

    def noted(request: Any, pending: login_pending.Pending) -> str:
        started.append(pending)
        return remember(request, pending)

    monkeypatch.setattr(login_pending, "remember", noted)
    monkeypatch.setattr(module, name, failing)

    assert browser.post("/sign-in/fake/").status_code == 500
    assert len(reports) == 2
    assert "An error that nobody expected" in reports[0]
    (pending,) = started
    assert not holds(reports, pending.verifier, pending.nonce)


@pytest.mark.parametrize("action", ["registrations.create", "registration_rules.clean"])
@pytest.mark.parametrize("button", ["_continue", "_check"])
def test_secret_is_in_no_error_report_of_the_form(browser, provider, logs, reports, monkeypatch, action, button):
    monkeypatch.setattr(f"sso_providers.actions.{action}", failing)

    assert save(browser, provider, **{button: "1"}).status_code == 500
    assert len(reports) == 2
    assert not holds(reports, CANARY)
    assert not holds(logs.text, CANARY)


def test_secret_is_in_no_error_report_of_save_and_check(browser, provider, reports, monkeypatch):
    """The browser sends the whole form on to the check."""
    save(browser, provider)
    monkeypatch.setattr("sso_providers.actions.checks.run", failing)

    response = browser.post("/registrations/fake/check/", {"secret_client_secret": CANARY, "_check": "1"})

    assert response.status_code == 500
    assert len(reports) == 2
    assert not holds(reports, CANARY)


def test_secret_is_in_no_error_report_of_a_check_of_a_saml_key(browser, reports, monkeypatch):
    people.registration(
        "saml",
        Flow.NONE,
        slug="fake",
        settings={**OWN_SETTINGS["saml"], **FULL_SETTINGS["saml", Flow.NONE]},
    )
    monkeypatch.setattr("sso_providers.catalogue.x509.load_der_private_key", failing)

    assert browser.post("/registrations/fake/check/").status_code == 500
    assert len(reports) == 2
    assert not holds(reports, SP_PRIVATE_KEY)


# Where each of a secret's own pages fails, and what was sent to it.
SECRET_PAGES = [
    pytest.param("reveal/", {"password": CANARY}, "sso_providers.views.secrets.reveal_secret", id="reveal"),
    pytest.param("reveal/", {}, "sso_providers.views.secrets.page", id="reveal-page"),
    pytest.param("rotate/", {"do": "start"}, "sso_providers.actions.rotation.is_same", id="start"),
    pytest.param("rotate/", {"do": "start"}, "sso_providers.views.rotation.doubts", id="doubts"),
    pytest.param("rotate/", {"do": "check"}, "sso_providers.checks.proof.prove", id="check"),
]


@pytest.mark.parametrize(("page", "form", "failure"), SECRET_PAGES)
def test_secret_is_in_no_error_report_of_its_own_pages(
    browser, provider, logs, reports, monkeypatch, page, form, failure
):
    new = f"new{CANARY}"
    save(browser, provider)
    if form.get("do") == "check":
        browser.post(f"{SECRETS}client_secret/rotate/", {"do": "start", "secret": new})
    monkeypatch.setattr(failure, failing)

    response = browser.post(f"{SECRETS}client_secret/{page}", {"secret": new, **form})

    assert response.status_code == 500
    assert len(reports) == 2
    assert "An error that nobody expected" in reports[0]
    assert not holds(reports, CANARY, new)
    assert not holds(logs.text, CANARY, new)


def test_secret_is_in_no_error_report_of_asking_entra(browser, reports, monkeypatch):
    people.registration("azure", secret=CANARY, slug="fake", client_id=CLIENT)
    monkeypatch.setattr(entra_expiry, "token_of", failing)

    assert browser.post(f"{SECRETS}client_secret/expiry/").status_code == 500
    assert len(reports) == 2
    assert not holds(reports, CANARY)


def test_secret_is_in_no_error_report_of_an_export(browser, provider, reports, monkeypatch):
    save(browser, provider)
    deploy(ProviderRegistration.objects.get())
    monkeypatch.setattr("sso_providers.views.exports.as_zip", failing)

    assert browser.post(f"{EXPORT}files/", {"target": "docker", "secrets": "real"}).status_code == 500
    assert len(reports) == 2
    assert not holds(reports, CANARY)


FAULTS = [
    {},
    {"token": "error-500"},
    {"token": "disconnect"},
    {"id_token": "expired"},
    {"id_token": "wrong-nonce"},
    {"id_token": "bad-signature"},
    {"id_token": "garbage"},
    {"userinfo": "error-401"},
    {"userinfo": "other-sub"},
    {"authorize": "wrong-iss"},
    {"jwks": "html"},
]


@pytest.mark.parametrize("behaviour", FAULTS, ids=lambda behaviour: "-".join(behaviour.values()) or "none")
def test_codes_tokens_and_nonces_are_in_no_log_line(browser, provider, logs, capfd, monkeypatch, behaviour):
    save(browser, provider)
    cache.clear()
    other = Watched(raise_request_exception=False)
    answers: list[Any] = []
    monkeypatch.setattr(provider, "token", kept(provider.token, answers))
    address = start(other)
    (pending,) = other.session["sso_pending"].values()
    provider.behave(**behaviour)
    answer = provider.sign_in(address, "sparse")
    query = {name: values[0] for name, values in parse_qs(urlsplit(answer).query).items()}
    other.get(answer.removeprefix(PORTAL))
    other.get(answer.removeprefix(PORTAL))

    secrets = [query["code"], query["state"], pending["nonce"], pending["verifier"]]
    secrets += [text for each in answers for text in (each["access_token"], each["id_token"])]
    written = logs.text + "".join(capfd.readouterr())
    assert "/sign-in/fake/callback/" in written
    assert not holds(written, *secrets)
    assert not holds(other.seen[1:], *secrets)
    assert not holds(database(), query["code"], *secrets[4:])


def kept(function: Any, answers: list[Any]) -> Any:
    def call(*args: Any) -> Any:
        answers.append(function(*args))
        return answers[-1]

    return call


def test_search_finds_what_is_there(logs):
    """So that the searches above mean something."""
    logging.getLogger("sso_providers").info("Basic %s", base64.b64encode(f"portal:{CANARY}".encode()).decode())
    session = SessionStore()
    session["a"] = CANARY
    session.save()

    assert holds(logs.text, CANARY)
    assert holds(database(), CANARY)
