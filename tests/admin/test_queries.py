"""Pages ask the database the same number of questions for two rows and for twenty, whoever opens them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sso_providers.actions.audit import record
from sso_providers.models import CheckResult, Event, ExternalIdentity, ProviderRegistration, User
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
    "policy": "/registrations/row-0/policy/",
    "provider-errors": "/provider-errors/",
    "drill": "/recovery/drill/",
    "registration": "/admin/sso_providers/providerregistration/{registration}/change/",
    "deployment": "/admin/sso_providers/deployment/{deployment}/change/",
    "versions": "/admin/sso_providers/providerregistration/{registration}/history/",
    "sign-in": "/sign-in/",
    "check": "/registrations/row-0/check/",
    "export": "/deployments/row-0/export/",
}


def make_rows(first: int, last: int) -> None:
    for number in range(first, last):
        registration = people.registration(slug=f"row-{number}", staff_login=True, default_role="viewer")
        people.deployment(registration, slug=f"row-{number}", name=f"Row {number}")
        people.registration("ldap", "none", slug=f"directory-{number}")
        CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])
        waiting = people.person(f"person-{number}", role="viewer")
        for user in {waiting, User.objects.get(username="person-0"), *managers()}:
            knows(user, registration, f"{user}-{number}")
        browser_of(User.objects.get(username="person-0"))
        record(Event.CHECKED, by=people.SOMEONE)


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
    return PAGES[page].format(registration=row.pk, deployment=row.deployments.get().pk, person=person.pk)


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


@pytest.mark.parametrize("page", sorted(PAGES.keys() - {"registration", "policy"}))
def test_page_that_needs_no_secret_asks_for_none(superuser, page):
    make_rows(0, 1)
    ProviderRegistration.objects.update(staff_login=False)

    found = asked(superuser, path_of(page))

    assert [sql for sql in found if "registrationsecret" in sql] == []


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
