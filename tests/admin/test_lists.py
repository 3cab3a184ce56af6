"""What the lists show of their rows, and which rows their filters leave."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from sso_providers.actions.audit import record
from sso_providers.models import CheckResult, Deployment, Event, ProviderRegistration, User
from tests import people
from tests.certificates import IDP_CERTIFICATE

pytestmark = pytest.mark.django_db
REGISTRATIONS = "/admin/sso_providers/providerregistration/"
DEPLOYMENTS = "/admin/sso_providers/deployment/"
PEOPLE = "/admin/sso_providers/user/"
AUDIT = "/admin/sso_providers/auditevent/"


def cells(client: Client, path: str, column: str) -> list[str]:
    """The texts of a column, from top to bottom."""
    page = client.get(path).content.decode()
    found = re.findall(rf'<t[dh] class="field-{column}[^"]*">(.*?)</t[dh]>', page, flags=re.DOTALL)
    return [" ".join(strip_tags(cell.replace("<br>", " ")).split()) for cell in found]


def checked(registration: ProviderRegistration, status: str = "ok", version: int = 1) -> None:
    CheckResult.objects.create(registration=registration, registration_version=version, status=status, stages=[])


def exported(deployment: Deployment, versions: str, **fields: Any) -> None:
    Deployment.objects.filter(pk=deployment.pk).update(
        exported_at=timezone.now() - timedelta(days=4), exported_versions=versions, **fields
    )


@pytest.fixture
def standing(db: None) -> None:
    """A registration of each status, by its name."""
    for name, status, version in (
        ("works", "ok", 1),
        ("warning", "warning", 1),
        ("failed", "failed", 1),
        ("changed", "ok", 7),
    ):
        checked(people.registration(slug=name, name=name), status, version)
    people.registration(slug="draft", name="draft")
    people.registration(slug="unknown", name="unknown")
    ProviderRegistration.objects.filter(slug="unknown").update(kind="okta-classic")


# Registrations


def test_registration_shows_what_the_rules_find_in_its_deployments(viewer):
    registration = people.registration(name="Auth0")
    checked(registration)
    people.deployment(registration, url="http://metadata.acme.example")

    (status,) = cells(viewer, REGISTRATIONS, "status")

    assert re.fullmatch(r"works \d+ (error|warning)s?", status)


@pytest.mark.usefixtures("standing")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["changed", "draft", "failed", "unknown", "warning", "works"]),
        ("status=draft", ["draft"]),
        ("status=changed", ["changed"]),
        ("status=works", ["warning", "works"]),
        ("status=warning", ["warning"]),
        ("status=failed", ["failed"]),
        ("status=unknown", ["unknown"]),
        ("status=nonsense", ["changed", "draft", "failed", "unknown", "warning", "works"]),
        ("q=work", ["works"]),
    ],
)
def test_registrations_are_filtered_by_status(viewer, query, names):
    assert cells(viewer, f"{REGISTRATIONS}?{query}", "named") == names


def test_registrations_are_filtered_by_use(viewer):
    people.deployment(people.registration(slug="used", name="used"))
    people.registration(slug="unused", name="unused")

    assert cells(viewer, f"{REGISTRATIONS}?use=deployed", "named") == ["used"]
    assert cells(viewer, f"{REGISTRATIONS}?use=unused", "named") == ["unused"]


@pytest.mark.usefixtures("standing")
def test_registrations_say_how_they_stand(viewer):
    assert cells(viewer, REGISTRATIONS, "status") == [
        "changed since its check",
        "not checked yet",
        "check failed",
        "broken: unknown provider or flow",
        "works, with a warning",
        "works",
    ]
    assert cells(viewer, REGISTRATIONS, "last_check") == ["just now", "–", "just now", "–", "just now", "just now"]


def test_registrations_name_three_deployments_and_count_the_others(viewer):
    registration = people.registration()
    for name in ("d", "b", "a", "e", "c"):
        exported(people.deployment(registration, slug=name, name=name), "1.1")

    assert cells(viewer, REGISTRATIONS, "used_by") == ["a, b, c and 2 more"]
    assert cells(viewer, REGISTRATIONS, "last_export") == ["4 days ago"]


def test_registration_that_signs_people_in_here_says_so(viewer):
    people.registration(staff_login=True, default_role="viewer")

    assert cells(viewer, REGISTRATIONS, "provider") == [
        "Auth0 · authorization code flow signs people in to this portal"
    ]


@pytest.mark.parametrize(("days", "badge"), [(-2, "ended 2 days ago "), (0, "ends today "), (6, "6 days "), (90, "")])
def test_registrations_say_when_a_secret_expires(viewer, days, badge):
    ends_on = timezone.now().date() + timedelta(days=days)
    people.registration().secrets.update(expires_on=ends_on)

    assert cells(viewer, REGISTRATIONS, "secret_ends") == [f"{badge}{ends_on}"]


def test_registrations_say_when_a_certificate_expires(viewer):
    settings = {**people.SETTINGS["saml"], "idp_certificate": IDP_CERTIFICATE}
    people.registration("saml", "none", settings=settings)

    (shown,) = cells(viewer, REGISTRATIONS, "secret_ends")

    assert re.search(r"\d{4}-\d\d-\d\d$", shown)


def test_registrations_are_sorted_by_what_other_tables_say(viewer):
    soon, late, never = (people.registration(slug=name, name=name) for name in ("soon", "late", "never"))
    soon.secrets.update(expires_on=timezone.now().date())
    late.secrets.update(expires_on=timezone.now().date() + timedelta(days=300))
    for registration in (never, late, soon):
        checked(registration)

    by_check = cells(viewer, f"{REGISTRATIONS}?o=4", "named")
    by_end = cells(viewer, f"{REGISTRATIONS}?o=5", "named")

    assert by_check == ["never", "late", "soon"]
    assert [name for name in by_end if name != "never"] == ["soon", "late"]


def test_list_has_fifty_rows_a_page(viewer):
    for number in range(51):
        people.registration(slug=f"row-{number}", name=f"Row {number:02}", secret="")

    assert len(cells(viewer, REGISTRATIONS, "named")) == 50
    assert cells(viewer, f"{REGISTRATIONS}?p=2", "named") == ["Row 50"]


# Deployments


def test_deployments_are_filtered_by_export_and_by_their_server(viewer):
    registration = people.registration()
    names = ("never", "changed", "current")
    never, changed, current = (people.deployment(registration, slug=name, name=name) for name in names)
    exported(changed, "1.7", server_seen_at=timezone.now())
    exported(
        current, "1.1", server_seen_at=timezone.now(), server_differs=[{"setting": "a", "here": "b", "there": "c"}]
    )

    def found(query: str) -> list[str]:
        return [cell.partition(" ")[0] for cell in cells(viewer, f"{DEPLOYMENTS}?{query}", "named")]

    assert (found("export=never"), found("export=changed"), found("export=current")) == (
        ["never"],
        ["changed"],
        ["current"],
    )
    assert (found("server=unseen"), found("server=same"), found("server=differs")) == (
        ["never"],
        ["changed"],
        ["current"],
    )
    assert cells(viewer, DEPLOYMENTS, "last_export") == [
        "changed since export 4 days ago",
        "4 days ago",
        "never exported",
    ]
    assert cells(viewer, DEPLOYMENTS, "drift") == [
        "as registered just now",
        "differs in 1 setting just now",
        "–",
    ]


# Nothing to show


@pytest.mark.parametrize(
    ("path", "says"), [(REGISTRATIONS, "No registrations yet."), (DEPLOYMENTS, "No deployments yet")]
)
def test_empty_list_leads_to_adding_who_may_add(operator, viewer, path, says):
    for client, may in ((operator, True), (viewer, False)):
        page = client.get(path).content.decode()
        assert says in page
        assert (f'href="{path}add/"' in page) == may


def test_list_in_which_nothing_matches_leads_to_all(operator):
    people.registration()

    page = operator.get(f"{REGISTRATIONS}?q=nowhere").content.decode()

    assert "Nothing here matches." in page
    assert "No registrations yet." not in page


# People and audit events


def test_people_say_how_their_accounts_stand(administrator):
    people.person("lin", is_active=False)
    people.ada()

    assert cells(administrator, PEOPLE, "username") == ["ada", "lin", "margaret"]
    assert cells(administrator, PEOPLE, "role") == ["Operator", "–", "Administrator"]
    assert cells(administrator, PEOPLE, "state") == ["active", "switched off", "active"]


def test_what_happened_to_a_person_is_theirs_alone(administrator):
    ada = people.ada()
    record(Event.PERSON_CHANGED, by=people.SOMEONE, target_type="person", target="ada", detail="password")
    record(Event.PERSON_CHANGED, by=people.SOMEONE, target_type="person", target="grace", detail="other")

    page = administrator.get(f"{PEOPLE}{ada.pk}/history/").content.decode()

    assert "Person changed" in page
    assert "password" in page
    assert "other</td>" not in page


def test_what_happened_to_nobody_is_not_found_and_to_others_not_for_operators(administrator, operator):
    ada = User.objects.get(username="ada")

    assert administrator.get(f"{PEOPLE}0/history/").status_code == 404
    assert operator.get(f"{PEOPLE}{ada.pk}/history/").status_code == 403


def test_audit_event_has_a_page_and_no_history(viewer):
    event = record(Event.EXPORTED, by=people.SOMEONE, target="<b>acme</b>", detail="sha256 1234")

    page = viewer.get(f"{AUDIT}{event.pk}/change/").content.decode()
    history = viewer.get(f"{AUDIT}{event.pk}/history/")

    assert "Configuration exported" in page
    assert "sha256 1234" in page
    assert "&lt;b&gt;acme" in page
    assert history["Location"] == f"{AUDIT}{event.pk}/change/"


# Deleting


def test_registration_in_use_names_its_deployments_instead_of_a_button(administrator):
    registration = people.registration(name="Okta")
    people.deployment(registration, name="Production")

    page = administrator.get(f"{REGISTRATIONS}{registration.pk}/delete/").content.decode()

    assert "deployments sign people in with it" in page
    assert "Production" in page
    assert "Delete Okta</button>" not in page


def test_registration_by_which_people_come_in_warns_before_it_is_deleted(administrator):
    registration = people.registration(staff_login=True, default_role="viewer")

    page = administrator.get(f"{REGISTRATIONS}{registration.pk}/delete/").content.decode()

    assert "People sign in to this portal with it." in page
    assert "The application at the provider stays" in page


# Scripts


@pytest.mark.parametrize("path", [REGISTRATIONS, f"{REGISTRATIONS}add/?kind=okta", PEOPLE, f"{PEOPLE}add/", AUDIT])
def test_page_loads_no_library_of_the_stock_admin(superuser, path):
    page = superuser.get(path).content.decode()

    assert not re.search(r"jquery|xregexp|urlify|inlines|RelatedObjectLookups", page, flags=re.IGNORECASE)
