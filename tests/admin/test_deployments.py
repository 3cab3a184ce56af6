"""Deployments in the admin."""

import pytest
from django.urls import reverse

from sso_providers.actions import deployments
from sso_providers.catalogue import RELEASES
from sso_providers.models import AuditEvent, Deployment, Event
from sso_providers.openmetadata.server import FIELDS
from tests import people

from .forms import fields, submit

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/deployment/"
ADD = f"{LIST}add/"


@pytest.fixture
def registration(db):
    return people.registration()


def typed(used, /, **changes: str) -> dict[str, str]:
    usual = {
        "name": "Production",
        "slug": "production",
        "url": "https://metadata.acme.example",
        "registration": str(used.pk),
        "admin_principals": "ada, grace",
        "principal_domain": "acme.example",
    }
    return {**usual, **changes}


def test_add_saves_version_one_and_is_recorded(operator, registration):
    submit(operator, ADD, **typed(registration))

    deployment = Deployment.objects.get()
    assert (deployment.admin_principals, deployment.release, deployment.version) == (
        ["ada", "grace"],
        [*RELEASES][-1],
        1,
    )
    assert AuditEvent.objects.get(event=Event.DEPLOYMENT_CREATED).actor == "ada"


@pytest.mark.parametrize(
    ("name", "slug"), [("Production (EU)", "production-eu"), ("Zürich", "zurich"), (f"{'a' * 49} b", "a" * 49)]
)
def test_add_without_a_slug_makes_one_of_the_name(operator, registration, name, slug):
    submit(operator, ADD, **typed(registration, name=name, slug=""))

    assert Deployment.objects.get().slug == slug


def test_add_without_a_slug_asks_for_one_where_the_name_gives_none(operator, registration):
    response = submit(operator, ADD, **typed(registration, name="東京", slug=""))

    assert "No slug can be made of this name" in response.content.decode()
    assert not Deployment.objects.exists()


@pytest.mark.parametrize(
    ("place", "value", "sentence"),
    [
        ("url", "metadata.acme.example", "is no address"),
        ("url", "https://metadata.acme.example/om", "has a path"),
        ("url", "", "missing"),
        ("admin_principals", "ada@acme.example", "use 'ada'"),
        ("admin_principals", " , ", "missing"),
        ("admin_principals", "a b", "'a b' is no user name"),
        ("principal_domain", "acme.example, other.example", "names several domains"),
        ("principal_domain", "acme", "'acme' is no domain"),
        ("slug", "Not_Good", "is no slug"),
        ("registration", "", "missing"),
        ("registration", "999999", "valid choice"),
        ("release", "0.1", "0.1"),
    ],
)
def test_add_with_a_bad_value_keeps_what_was_typed_and_saves_nothing(operator, registration, place, value, sentence):
    response = submit(operator, ADD, **typed(registration, **{place: value}))

    assert response.status_code == 200
    page = response.content.decode()
    assert sentence in page.replace("&#x27;", "'")
    kept = fields(page)
    assert {kept["name"], kept["url"]} <= {"Production", "https://metadata.acme.example", value}
    assert not Deployment.objects.exists()


def test_form_opened_and_saved_again_changes_nothing(operator, registration):
    deployment = people.deployment(registration)

    submit(operator, deployment.get_absolute_url())

    deployment.refresh_from_db()
    assert deployment.version == 1


def test_slug_is_fixed_after_the_creation(operator, registration):
    deployment = people.deployment(registration)
    path = deployment.get_absolute_url()

    operator.post(path, {**fields(operator.get(path).content.decode()), "slug": "another", "name": "Renamed"})

    deployment.refresh_from_db()
    assert (deployment.slug, deployment.name) == ("production", "Renamed")


def test_versions_and_restore_work(operator, registration):
    deployment = people.deployment(registration)
    submit(operator, deployment.get_absolute_url(), name="Renamed")
    history = operator.get(reverse("admin:sso_providers_deployment_history", args=[deployment.pk])).content.decode()
    assert "Renamed" in history

    operator.post(reverse("admin:sso_providers_deployment_restore", args=[deployment.pk, 1]))

    deployment.refresh_from_db()
    assert (deployment.name, deployment.version) == ("Production", 3)


def test_save_and_export_goes_on_to_the_export(operator, registration):
    deployment = people.deployment(registration)
    path = deployment.get_absolute_url()

    response = operator.post(path, {**fields(operator.get(path).content.decode()), "_export": "1"})

    assert response["Location"] == "/deployments/production/export/"


def test_delete_needs_an_administrator(operator, administrator, registration):
    deployment = people.deployment(registration)
    path = f"{LIST}{deployment.pk}/delete/"

    assert operator.post(path, {"post": "yes"}).status_code == 403
    administrator.post(path, {"post": "yes"})
    assert not Deployment.objects.exists()
    assert AuditEvent.objects.get(event=Event.DEPLOYMENT_DELETED).actor == "margaret"


def test_viewer_can_only_look(viewer, registration):
    deployment = people.deployment(registration)

    page = viewer.get(deployment.get_absolute_url()).content.decode()

    for text in ("https://metadata.acme.example", "ada", "acme.example"):
        assert text in page
    assert not fields(page)
    assert viewer.post(deployment.get_absolute_url(), {"name": "Taken over"}).status_code == 403
    assert viewer.get(ADD).status_code == 403


def test_form_that_was_opened_before_somebody_elses_save_saves_nothing(operator, registration):
    deployment = people.deployment(registration)
    filled = fields(operator.get(deployment.get_absolute_url()).content.decode())
    deployment.name = "Theirs"
    deployments.update(deployment=deployment, by=people.SOMEONE)

    response = operator.post(deployment.get_absolute_url(), {**filled, "name": "Mine"})

    assert "Somebody saved version 2 after this page was opened" in response.content.decode()
    deployment.refresh_from_db()
    assert deployment.name == "Theirs"


def test_form_has_every_setting_of_openmetadata_at_its_default(operator, registration):
    shown = fields(operator.get(ADD).content.decode())

    for field in FIELDS:
        match field.default:
            case bool() as ticked:
                assert shown.get(f"setting_{field.name}", "") == ("on" if ticked else "")
            case tuple() as items:
                assert shown[f"setting_{field.name}"] == ", ".join(items)
            case value:
                assert shown[f"setting_{field.name}"] == str(value)


def test_form_saves_the_settings_that_differ(operator, registration):
    deployment = people.deployment(registration)

    submit(
        operator,
        deployment.get_absolute_url(),
        setting_max_sessions="2",
        setting_trusted_redirect_uris="https://a.example/cb\r\n\r\n https://b.example/cb ",
    )

    deployment.refresh_from_db()
    assert deployment.version == 2
    assert deployment.settings == {
        "trusted_redirect_uris": ["https://a.example/cb", "https://b.example/cb"],
        "max_sessions": 2,
    }
    shown = fields(operator.get(deployment.get_absolute_url()).content.decode())
    assert shown["setting_trusted_redirect_uris"] == "https://a.example/cb\nhttps://b.example/cb"
    submit(operator, deployment.get_absolute_url())
    deployment.refresh_from_db()
    assert deployment.version == 2


def test_form_with_a_bad_setting_says_so_at_its_field(operator, registration):
    deployment = people.deployment(registration)

    response = submit(operator, deployment.get_absolute_url(), setting_max_sessions="none")

    assert response.context["adminform"].form.errors.keys() == {"setting_max_sessions"}
    assert "use a whole number" in response.content.decode()
    assert fields(response.content.decode())["setting_max_sessions"] == "none"


def test_viewer_sees_the_settings_of_openmetadata(viewer, registration):
    deployment = people.deployment(registration, settings={"jwt_issuer": "metadata.acme.example"})

    page = viewer.get(deployment.get_absolute_url()).content.decode()

    assert "metadata.acme.example" in page
    assert "Gb389a-9f76-gdjs-a92j-0242bk94356" in page


def test_page_of_a_deployment_whose_settings_are_damaged_opens(operator, registration):
    deployment = people.deployment(registration)
    Deployment.objects.update(settings=7)

    submit(operator, deployment.get_absolute_url(), name="Mended")

    assert Deployment.objects.get().settings == {}


@pytest.mark.parametrize(
    ("fields_of_row", "says"),
    [
        ({}, "all defaults"),
        ({"use_roles_from_provider": True}, "1 differs from the defaults"),
        ({"enforce_principal_domain": True, "settings": {"max_sessions": 2}}, "2 differ from the defaults"),
    ],
)
def test_folded_section_says_how_many_fields_differ(operator, registration, fields_of_row, says):
    deployment = people.deployment(registration, **fields_of_row)

    page = operator.get(deployment.get_absolute_url()).content.decode()

    assert f'Advanced <span class="count">· {says}</span>' in page


def test_deletion_is_offered_to_who_may_delete(operator, administrator, registration):
    path = people.deployment(registration).get_absolute_url()

    for client, offered in ((operator, False), (administrator, True)):
        page = client.get(path).content.decode()
        assert "Danger zone" in page
        assert ("/delete/" in page) == offered
