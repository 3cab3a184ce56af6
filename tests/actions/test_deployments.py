"""Deployments: as registrations, each change is a version with its audit event."""

from typing import Any

import pytest

from sso_providers.actions import deployments, registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.deployments import InvalidDeployment
from sso_providers.models import AuditEvent, Deployment
from sso_providers.openmetadata.server import FIELDS
from tests import people
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db


def stored() -> Deployment:
    return Deployment.objects.get()


def events() -> list[tuple[str, str]]:
    """Event and detail, oldest first."""
    return list(AuditEvent.objects.filter(target="production").order_by("pk").values_list("event", "detail"))


def state() -> tuple[Any, ...]:
    return list(Deployment.objects.order_by("pk").values()), list(Deployment.history.values()), events()


def update(**fields: Any) -> Deployment:
    row = stored()
    for name, value in fields.items():
        setattr(row, name, value)
    return deployments.update(deployment=row, by=SOMEONE)


def test_create_saves_version_1_with_its_audit():
    ada, registration = people.ada(), people.registration()

    deployments.create(deployment=people.draft_deployment(registration), by=Actor("ada", ada, "192.0.2.1"))

    [version] = stored().history.all()
    assert (version.version, version.history_user, version.history_change_reason) == (1, ada, "created")
    assert events() == [("deployment created", "")]
    assert AuditEvent.objects.filter(target_type="deployment", actor="ada", address="192.0.2.1").count() == 1


@pytest.mark.parametrize(
    ("fields", "name", "cleaned"),
    [
        ({"url": " https://metadata.acme.example/ "}, "url", "https://metadata.acme.example"),
        ({"url": "http://localhost:8585"}, "url", "http://localhost:8585"),
        ({"admin_principals": [" Ada.Lovelace ", ""]}, "admin_principals", ["ada.lovelace"]),
        ({"principal_domain": "@Acme.Example"}, "principal_domain", "acme.example"),
        ({"allowed_domains": ["Acme.Example", " ", "@b.example"]}, "allowed_domains", ["acme.example", "b.example"]),
        (
            {"enforce_principal_domain": True, "allowed_domains": ["other.example", "acme.example"]},
            "allowed_domains",
            ["other.example", "acme.example"],
        ),
    ],
)
def test_create_normalises(fields, name, cleaned):
    people.deployment(people.registration(), **fields)

    assert getattr(stored(), name) == cleaned


REFUSED = {
    "bad-slug": ({"slug": "Prod"}, "slug", "'Prod' is no slug: use lower-case letters, digits and -"),
    "long-slug": ({"slug": "a" * 51}, "slug", "at most 50 are possible"),
    "slug-taken": ({"slug": "taken"}, "slug", "Another deployment has the slug 'taken'"),
    "no-name": ({"name": ""}, "name", "The name is missing: say which installation this is"),
    "long-name": ({"name": "n" * 101}, "name", "at most 100 are possible"),
    "no-registration": ({"registration": None}, "registration", "The registration is missing: choose the one"),
    "no-address": ({"url": "metadata.acme.example"}, "url", "'metadata.acme.example' is no address: use one such as"),
    "path": ({"url": "https://acme.example/om"}, "url", "has a path, which OpenMetadata's sign-in ignores: use the"),
    "query": ({"url": "https://acme.example?a"}, "url", "has a query or fragment: remove what follows"),
    "credentials": ({"url": "https://a:b@acme.example"}, "url", "must not hold a user name or password"),
    "long-address": ({"url": f"https://{'a' * 200}.example"}, "url", "at most 200 are possible"),
    "unknown-release": ({"release": "0.1"}, "release", "Unknown release line '0.1': use one of 1.7, "),
    "no-admin": ({"admin_principals": []}, "admin_principals", "Nobody would be administrator: name at least one"),
    "admin-address": (
        {"admin_principals": ["ada@acme.example"]},
        "admin_principals",
        "'ada@acme.example' is an address, and OpenMetadata compares names: use 'ada'",
    ),
    "admin-with-blank": ({"admin_principals": ["ada lovelace"]}, "admin_principals", "'ada lovelace' is no user name"),
    "no-domain": ({"principal_domain": " "}, "principal_domain", "The mail domain is missing: use the one of people's"),
    "bad-domain": ({"principal_domain": "acme"}, "principal_domain", "'acme' is no domain"),
    "two-domains": (
        {"principal_domain": "acme.example, other.example"},
        "principal_domain",
        "names several domains: use one here, and the others under allowed domains",
    ),
    "bad-allowed-domain": ({"allowed_domains": ["acme"]}, "allowed_domains", "'acme' is no domain"),
    "enforced-without-the-own-domain": (
        {"enforce_principal_domain": True, "allowed_domains": ["other.example"]},
        "allowed_domains",
        "Add 'acme.example': when domains are enforced, OpenMetadata's own bots must be in the list too",
    ),
}


@pytest.mark.parametrize(("fields", "field", "sentence"), REFUSED.values(), ids=list(REFUSED))
def test_create_of_what_is_wrong_names_it_and_changes_nothing(fields, field, sentence):
    registration = people.registration()
    people.deployment(registration, slug="taken")
    before = state()

    with pytest.raises(InvalidDeployment) as error:
        people.deployment(registration, **fields)

    assert list(error.value.errors) == [field]
    assert sentence in error.value.errors[field]
    assert error.value.errors[field].endswith(".")
    assert state() == before


def test_create_of_several_mistakes_names_them_all():
    with pytest.raises(InvalidDeployment) as error:
        people.deployment(people.registration(), slug="", url="x", admin_principals=["a@b"], principal_domain="y")

    assert list(error.value.errors) == ["slug", "url", "admin_principals", "principal_domain"]


def test_update_makes_the_next_version():
    people.deployment(people.registration())
    azure = people.registration("azure")

    update(registration=azure, admin_principals=["ada", "grace"])

    row = stored()
    assert (row.version, row.registration, row.admin_principals) == (2, azure, ["ada", "grace"])
    assert [version.version for version in row.history.all()] == [2, 1]
    assert events()[1:] == [("deployment changed", "registration_id, admin_principals")]


def test_update_of_nothing_makes_no_version():
    people.deployment(people.registration())
    before = state()

    update()
    update(url="https://metadata.acme.example/", admin_principals=["ADA"])

    assert state() == before


def test_update_of_what_is_wrong_changes_nothing():
    people.deployment(people.registration())
    before = state()

    with pytest.raises(InvalidDeployment, match="Unknown release line"):
        update(name="New", release="3.0")

    assert state() == before


def test_restore_makes_the_old_settings_the_newest_version():
    people.deployment(people.registration())
    update(name="Worse", principal_domain="worse.example")

    deployments.restore(deployment=stored(), version=1, by=SOMEONE)

    assert (stored().version, stored().name, stored().principal_domain) == (3, "Production", "acme.example")
    assert events()[2:] == [("deployment changed", "name, principal_domain"), ("deployment restored", "from version 1")]


def test_restore_of_a_registration_that_was_deleted_changes_nothing():
    auth0 = people.registration()
    people.deployment(auth0)
    update(registration=people.registration("azure"))
    registrations.delete(registration=auth0, by=SOMEONE)
    before = state()

    with pytest.raises(InvalidDeployment, match="The registration was deleted: choose another one"):
        deployments.restore(deployment=stored(), version=1, by=SOMEONE)

    assert state() == before


def test_restore_of_an_unknown_version_says_so():
    with pytest.raises(InvalidDeployment, match="There is no version 7 of Production"):
        deployments.restore(deployment=people.deployment(people.registration()), version=7, by=SOMEONE)


def test_delete_is_audited_and_frees_the_registration():
    registration = people.registration()

    deployments.delete(deployment=people.deployment(registration), by=SOMEONE)
    registrations.delete(registration=registration, by=SOMEONE)

    assert not Deployment.objects.exists()
    assert events()[1:] == [("deployment deleted", "")]


# OpenMetadata's settings that are data


def test_settings_keep_what_differs_from_openmetadatas_own():
    people.deployment(
        people.registration(),
        settings={
            "max_sessions": "3",
            "auto_redirect": "false",
            "registration_domains": "Acme.Example, other.example",
            "trusted_redirect_uris": "https://a.example/cb\r\nhttps://b.example/cb?x=1",
        },
    )

    assert stored().settings == {
        "registration_domains": ["acme.example", "other.example"],
        "trusted_redirect_uris": ["https://a.example/cb", "https://b.example/cb?x=1"],
        "max_sessions": 3,
    }
    assert stored().server().options == {
        "registration_domains": ("acme.example", "other.example"),
        "trusted_redirect_uris": ("https://a.example/cb", "https://b.example/cb?x=1"),
        "max_sessions": 3,
    }


def test_settings_that_are_openmetadatas_own_make_no_version():
    people.deployment(people.registration())
    before = state()

    update(settings={field.name: field.default for field in FIELDS})

    assert state() == before


def test_settings_are_a_version_and_are_restored():
    people.deployment(people.registration(), settings={"max_sessions": 3})
    update(settings={"auto_redirect": True})

    deployments.restore(deployment=stored(), version=1, by=SOMEONE)

    assert [version.settings for version in stored().history.all()] == [
        {"max_sessions": 3},
        {"auto_redirect": True},
        {"max_sessions": 3},
    ]
    assert events()[1] == ("deployment changed", "settings")


def test_settings_that_are_wrong_are_named_and_change_nothing():
    people.deployment(people.registration())
    before = state()

    with pytest.raises(InvalidDeployment) as error:
        update(settings={"max_sessions": 0, "jwt_isuer": "x", "trusted_redirect_uris": ["ftp://a"]})

    assert error.value.errors.keys() == {
        "settings.max_sessions",
        "settings.jwt_isuer",
        "settings.trusted_redirect_uris",
    }
    assert "Did you mean 'jwt_issuer'?" in error.value.errors["settings.jwt_isuer"]
    assert state() == before
