"""Pages ask the database the same number of questions for two rows and for twenty, whoever opens them."""

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sso_providers.actions.audit import record
from sso_providers.models import (
    AuditEvent,
    CheckResult,
    Deployment,
    Event,
    ExternalIdentity,
    ProviderRegistration,
    RegistrationSecret,
    Run,
    User,
)
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
PAGES = {
    "home": "/admin/",
    "registrations": "/admin/sso_providers/providerregistration/",
    "deployments": "/admin/sso_providers/deployment/",
    "add-deployment": "/admin/sso_providers/deployment/add/",
    "audit": "/admin/sso_providers/auditevent/",
    "people": "/admin/sso_providers/user/",
    "people-who-wait": "/admin/sso_providers/user/?approval=waits",
    "person": "/admin/sso_providers/user/{person}/change/",
    "person-to-delete": "/admin/sso_providers/user/{person}/delete/",
    "account": "/account/",
    "expiry": "/expiry/?within=all",
    "policy": "/registrations/row-0/policy/",
    "test-sign-in": "/registrations/row-0/test/",
    "provider-errors": "/provider-errors/",
    "drill": "/recovery/drill/",
    "registration": "/admin/sso_providers/providerregistration/{registration}/change/",
    "deployment": "/admin/sso_providers/deployment/{deployment}/change/",
    "versions": "/admin/sso_providers/providerregistration/{registration}/history/",
    "sign-in": "/sign-in/",
    "check": "/registrations/row-0/check/",
    "rotate": "/registrations/row-0/secrets/client_secret/rotate/",
    "reveal": "/registrations/row-0/secrets/client_secret/reveal/",
    "discovery": "/registrations/row-0/discovery/",
    "server": "/deployments/row-0/server/",
    "hand-over": "/registrations/row-0/hand-over/",
    "choose": "/admin/sso_providers/providerregistration/add/",
    "register": "/admin/sso_providers/providerregistration/add/?kind=azure&flow=code",
    "export": "/deployments/row-0/export/",
    "compare-export": "/deployments/row-0/compare/?other=row-0",
    "compare-versions": "/admin/sso_providers/providerregistration/{registration}/versions/compare/",
    "restore": "/admin/sso_providers/deployment/{deployment}/versions/1/restore/",
    "runs": "/runs/",
    "run": "/runs/{run}/",
    "run-state": "/runs/{run}/state/",
    "clone-registration": "/registrations/row-0/clone/",
    "clone-deployment": "/deployments/row-0/clone/",
}


def make_rows(first: int, last: int) -> None:
    for number in range(first, last):
        registration = people.registration(slug=f"row-{number}", staff_login=True, default_role="viewer")
        people.deployment(registration, slug=f"row-{number}", name=f"Row {number}")
        people.registration("ldap", "none", slug=f"directory-{number}")
        people.registration("saml", "none", slug=f"saml-{number}")
        registration.secrets.update(expires_on=timezone.now().date())
        CheckResult.objects.create(
            registration=registration,
            registration_version=1,
            status="ok",
            stages=[],
            tls_ends_at=timezone.now(),
            tls_host="id.acme.example",
        )
        waiting = people.person(f"person-{number}", role="viewer")
        for user in {waiting, User.objects.get(username="person-0"), *managers()}:
            knows(user, registration, f"{user}-{number}")
        browser_of(User.objects.get(username="person-0"))
        record(Event.CHECKED, by=people.SOMEONE)
        run = Run.objects.get_or_create(kind="check", started_by="ada", beat_at=None)[0]
        run.items.create(slug=f"row-{number}", name=f"Row {number}")
        Run.objects.create(kind="check", started_by="ada", beat_at=timezone.now())


def managers() -> list[User]:
    return list(User.objects.filter(username__in=("root", "margaret")))


def knows(user: User, registration: ProviderRegistration, subject: str) -> None:
    """Two identities of the person: with one they come in, and one waits."""
    for waits in (True, False):
        ExternalIdentity.objects.create(
            user=user,
            registration=registration,
            issuer="https://acme.eu.auth0.com/",
            subject=f"{subject}-{waits}",
            awaits_approval=waits,
            last_signed_in_at=timezone.now(),
        )


def path_of(page: str) -> str:
    row, person = ProviderRegistration.objects.get(slug="row-0"), User.objects.get(username="person-0")
    run = Run.objects.get(beat_at=None)
    return PAGES[page].format(registration=row.pk, deployment=row.deployments.get().pk, person=person.pk, run=run.pk)


# Administrators delete nobody.
OPENED = [(who, page) for who in ("superuser", "administrator") for page in PAGES if "delete" not in page]


@pytest.mark.parametrize(("who", "page"), [*OPENED, ("superuser", "person-to-delete")])
def test_page_with_more_rows_asks_no_more_questions(request, who, page):
    client = request.getfixturevalue(who)
    make_rows(0, 2)
    path = path_of(page)
    client.get(path)  # content types and the like are asked once a process

    few = questions(client, path)
    make_rows(2, 20)

    assert questions(client, path) == few


def test_page_with_ten_thousand_rows_asks_what_it_asks_with_ten(superuser):
    make_rows(0, 1)
    make_many(1, 10)
    paths = {page: path_of(page) for page in PAGES}
    for path in paths.values():
        superuser.get(path)

    few = {page: questions(superuser, path) for page, path in paths.items()}
    make_many(10, 10_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as PostgreSQL does by itself where rows stay

    assert {page: questions(superuser, path) for page, path in paths.items()} == few


def make_many(first: int, last: int) -> None:
    """Of each table so many rows, all of which need somebody: too many to be made by actions."""
    numbers, now = range(first, last), timezone.now()
    sealed = RegistrationSecret.objects.values_list("sealed", flat=True)[0]
    registrations = ProviderRegistration.objects.bulk_create(
        people.draft(slug=f"many-{number}", name=f"Many {number}", staff_login=number % 100 == 0) for number in numbers
    )
    RegistrationSecret.objects.bulk_create(
        RegistrationSecret(
            registration=row, name="client_secret", sealed=sealed, set_at=now, set_by="ada", expires_on=now.date()
        )
        for row in registrations
    )
    CheckResult.objects.bulk_create(
        CheckResult(registration=row, registration_version=1, status="failed", stages=[], tls_ends_at=now)
        for row in registrations
    )
    Deployment.objects.bulk_create(
        people.draft_deployment(row, slug=row.slug, name=row.name, exported_at=now, exported_versions="1.7")
        for row in registrations
    )
    users = User.objects.bulk_create(User(username=f"many-{number}") for number in numbers)
    ExternalIdentity.objects.bulk_create(
        ExternalIdentity(user=user, issuer="i", subject=user.username, last_signed_in_at=now, awaits_approval=True)
        for user in users
    )
    events: Any = QuerySet(AuditEvent)  # its own refuses
    events.bulk_create(AuditEvent(event=Event.CHECKED, actor="ada") for _ in numbers)


@pytest.mark.parametrize("page", ["home", "audit", "policy", "provider-errors", "drill"])
def test_page_asks_for_the_role_in_its_header_once(administrator, page):
    make_rows(0, 1)

    found = [sql for sql in asked(administrator, path_of(page)) if sql.startswith('SELECT "auth_group"."id"')]

    assert len(found) == 1


def questions(client, path):
    return len(asked(client, path))


def asked(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


# They say when secrets end, or that there is one, and ask for nothing else of them.
WHEN_SECRETS_END = {"home", "expiry", "registrations", "reveal", "rotate"}


@pytest.mark.parametrize(
    "page", sorted(PAGES.keys() - {"clone-deployment", "clone-registration", "registration", "policy", "test-sign-in"})
)
def test_page_that_needs_no_secret_asks_for_none(superuser, page):
    make_rows(0, 1)
    ProviderRegistration.objects.update(staff_login=False)

    found = asked(superuser, path_of(page))

    of_secrets = [sql for sql in found if "registrationsecret" in sql]
    assert [sql for sql in of_secrets if page not in WHEN_SECRETS_END or "sealed" in sql] == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/sso_providers/providerregistration/?secrets__sealed__regex=^v1",
        "/admin/sso_providers/providerregistration/?secrets__sealed__startswith=v1",
        "/admin/sso_providers/providerregistration/?name__regex=^(a%2B)%2B$",
        "/admin/sso_providers/deployment/?registration__secrets__sealed__startswith=v1",
        "/admin/sso_providers/auditevent/?detail__regex=(",
        "/admin/sso_providers/user/?username__regex=(",
    ],
)
def test_list_answers_no_question_but_its_filters(superuser, path):
    """A viewer could read a ciphertext letter by letter, or keep the database busy."""
    make_rows(0, 1)

    assert superuser.get(path).status_code == 400


@pytest.mark.parametrize("query", ["kind__exact=auth0", "staff_login__exact=1", "q=row", "o=1"])
def test_list_answers_its_filters(superuser, query):
    make_rows(0, 1)

    response = superuser.get(f"/admin/sso_providers/providerregistration/?{query}")

    assert response.status_code == 200
    assert "row-0" in response.content.decode() or "auth0 production" in response.content.decode()
