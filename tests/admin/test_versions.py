"""The pages of a row's history: what each version changed, what became of it, any two compared, and restore."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sso_providers.actions import deployments, exports, registrations
from sso_providers.catalogue import Secret
from sso_providers.models import AuditEvent, CheckResult, Deployment, Event, ProviderRegistration
from tests import people

pytestmark = pytest.mark.django_db
REGISTRATION, DEPLOYMENT = "providerregistration", "deployment"


def address(row, page: str, *arguments: int) -> str:
    return reverse(f"admin:sso_providers_{row._meta.model_name}_{page}", args=[row.pk, *arguments])


def text_of(response) -> str:
    """Without blanks between tags, that a table's row is one text."""
    assert response.status_code == 200
    return re.sub(r">\s+<", "><", html.unescape(response.content.decode()))


def card(page: str, version: int) -> str:
    return next(each for each in page.split("<section ") if f'aria-labelledby="version-{version}"' in each)


@pytest.fixture
def registration(db) -> ProviderRegistration:
    """In its third version: another name and scope, then another secret."""
    row = people.registration()
    row.name = "Second name"
    row.settings |= {"scope": "openid email"}
    registrations.update(registration=row, by=people.SOMEONE)
    return registrations.update(registration=row, secrets={"client_secret": Secret("third")}, by=people.SOMEONE)


@pytest.fixture
def deployment(registration) -> Deployment:
    return people.deployment(registration)


def test_version_tells_what_changed_in_the_words_of_the_form(viewer, registration):
    page = text_of(viewer.get(address(registration, "history")))

    second = card(page, 2)
    assert '<th scope="row">Name</th><td class="mono">auth0 production</td><td class="mono">Second name</td>' in second
    assert '<th scope="row">Scopes</th><td class="mono">openid email profile</td>' in second
    assert '<th scope="row">Client Secret</th><td class="quiet">hidden</td><td>changed</td>' in card(page, 3)
    assert "<table" not in card(page, 1)
    assert people.CANARY not in page


def test_version_of_a_deployment_names_its_registration(viewer, deployment):
    other = people.registration("okta", name="Okta")
    deployment.registration, deployment.self_signup = other, False
    deployments.update(deployment=deployment, by=people.SOMEONE)

    page = card(text_of(viewer.get(address(deployment, "history"))), 2)

    assert '<td class="mono">Second name</td><td class="mono">Okta</td>' in page
    assert '<td class="mono">yes</td><td class="mono">no</td>' in page


def test_version_has_the_outcome_of_its_newest_check(viewer, registration):
    for status in ("failed", "ok"):
        CheckResult.objects.create(registration=registration, registration_version=2, status=status, stages=[])

    page = text_of(viewer.get(address(registration, "history")))

    assert "Check: ok" in card(page, 2)
    assert "Check:" not in card(page, 3) + card(page, 1)


def take(deployment: Deployment, times: int = 1) -> None:
    row = Deployment.objects.select_related("registration").get(pk=deployment.pk)
    for _ in range(times):
        exports.take(deployment=row, choice=exports.choose(target="docker"), by=people.SOMEONE)
    deployment.refresh_from_db()


def test_version_has_its_exports(viewer, deployment, registration):
    take(deployment, times=5)
    deployment.name = "Renamed"
    deployments.update(deployment=deployment, by=people.SOMEONE)
    take(deployment)

    page = text_of(viewer.get(address(deployment, "history")))
    assert card(page, 1).count("Exported by someone for production") == 3
    assert "2 more exports" in card(page, 1)
    assert card(page, 2).count("Exported by someone for production") == 1
    of_registration = text_of(viewer.get(address(registration, "history")))
    assert "3 more exports" in card(of_registration, 3)
    assert "Exported" not in card(of_registration, 2)


def test_export_with_another_registration_is_none_of_this_one(viewer, deployment, registration):
    other = people.registration("okta")
    for row in (other, deployment):
        assert row.version == 1
    deployment.registration = other
    deployments.update(deployment=deployment, by=people.SOMEONE)
    take(deployment)

    assert "Exported" not in text_of(viewer.get(address(registration, "history")))
    assert "Exported by someone for production" in card(text_of(viewer.get(address(other, "history"))), 1)


def many(registration: ProviderRegistration, last: int) -> None:
    for number in range(registration.version, last):
        registration.name = f"Name {number + 1}"
        registrations.update(registration=registration, by=people.SOMEONE)


def questions(client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["history", "compare"])
def test_pages_of_many_versions_ask_no_more_questions(viewer, registration, deployment, page):
    many(registration, 22)
    take(deployment)
    path = address(registration, page)
    viewer.get(path)  # permissions are asked once a process
    few = questions(viewer, path)
    many(registration, 60)
    for _ in range(30):
        take(deployment)
        CheckResult.objects.create(registration=registration, registration_version=59, status="ok", stages=[])

    assert questions(viewer, path) == few


def test_versions_come_in_pages(viewer, registration):
    many(registration, 25)
    first, second = (text_of(viewer.get(address(registration, "history"), {"page": page})) for page in (1, 2))

    assert "Page 1 of 2" in first
    assert 'id="version-25"' in first
    assert 'id="version-5"' not in first
    assert "auth0 production" in card(second, 2)
    # The first of a page's last is compared with the one on the next page.
    assert "Name 5" in card(first, 6)


def test_pages_beyond_the_last_show_the_last(viewer, registration):
    assert 'id="version-1"' in text_of(viewer.get(address(registration, "history"), {"page": "99"}))
    assert 'id="version-3"' in text_of(viewer.get(address(registration, "history"), {"page": "x"}))


def test_any_two_versions_are_compared(viewer, registration):
    page = text_of(viewer.get(address(registration, "compare"), {"from": "1", "to": "3"}))

    assert "From version 1 to version 3" in page
    assert '<td class="mono">auth0 production</td><td class="mono">Second name</td>' in page
    assert '<th scope="row">Client Secret</th><td class="quiet">hidden</td><td>changed</td>' in page
    assert people.CANARY not in page


def test_compare_without_a_choice_takes_the_newest_two(viewer, registration):
    assert "From version 2 to version 3" in text_of(viewer.get(address(registration, "compare")))


def test_compare_of_a_version_and_itself_finds_nothing(viewer, registration):
    assert "They do not differ." in text_of(viewer.get(address(registration, "compare"), {"from": "2", "to": "2"}))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"from": "9"}, "There is no version 9 of Second name."),
        ({"to": "x"}, "'x' is no version"),
        ({"to": "9" * 30}, "is no version"),
        ({"to": "-1"}, "'-1' is no version"),
        ({"to": "²"}, "'²' is no version"),
    ],
)
def test_compare_of_a_version_that_there_is_not_says_so(viewer, registration, query, says):
    assert says in text_of(viewer.get(address(registration, "compare"), query))


def test_group_roles_are_compared_entry_by_entry(viewer, registration):
    for roles in ({"staff": "viewer"}, {"staff": "operator", "guests": "viewer"}):
        registration.group_roles = roles
        registrations.update(registration=registration, by=people.SOMEONE)

    page = text_of(viewer.get(address(registration, "compare")))

    assert (
        '<th scope="row">Roles by group: staff</th><td class="mono">viewer</td><td class="mono">operator</td>' in page
    )
    assert (
        '<th scope="row">Roles by group: guests</th><td class="mono">(blank)</td><td class="mono">viewer</td>' in page
    )


def test_restore_shows_first_what_it_would_change(operator, registration):
    page = text_of(operator.get(address(registration, "restore", 1)))

    assert "Restore version 1 of Second name?" in page
    assert '<td class="mono">Second name</td><td class="mono">auth0 production</td>' in page
    assert 'name="version_seen" value="3"' in page
    registration.refresh_from_db()
    assert registration.version == 3


def test_restore_of_what_is_in_force_says_that_nothing_would_change(operator, registration):
    assert "Nothing: what is in force says the same." in text_of(operator.get(address(registration, "restore", 2)))


def test_restore_makes_a_new_version(operator, registration):
    response = operator.post(address(registration, "restore", 1), {"version_seen": "3"}, follow=True)

    assert "Version 1 of auth0 production is in force again, as version 4." in text_of(response)
    assert AuditEvent.objects.filter(event=Event.REGISTRATION_RESTORED, detail="from version 1").exists()


def test_restore_that_was_looked_at_before_somebody_elses_save_restores_nothing(operator, registration):
    response = operator.post(address(registration, "restore", 1), {"version_seen": "2"}, follow=True)

    assert "Somebody saved version 3 after this page was opened" in text_of(response)
    assert response.redirect_chain == [(address(registration, "restore", 1), 302)]
    registration.refresh_from_db()
    assert registration.version == 3


def test_restore_of_a_version_that_there_is_not_says_so(operator, registration):
    response = operator.get(address(registration, "restore", 9), follow=True)

    assert "There is no version 9 of Second name." in text_of(response)


def test_history_is_for_who_may_look_and_restore_for_who_may_change(client, viewer, nobody, registration):
    for path in (address(registration, "history"), address(registration, "compare")):
        assert viewer.get(path).status_code == 200
        assert nobody.get(path).status_code in {302, 403}
        assert client.get(path).status_code == 302
    path = address(registration, "restore", 1)
    assert viewer.get(path).status_code == 403
    assert viewer.post(path).status_code == 403
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("page", ["history", "compare"])
def test_history_of_a_row_with_an_unknown_kind_opens(viewer, registration, page):
    registration.history.update(kind="okta-classic")
    ProviderRegistration.objects.update(kind="okta-classic")

    assert "Second name" in text_of(viewer.get(address(registration, page)))
