"""What migrations leave behind."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sso_providers.catalogue import KINDS, Secret
from sso_providers.crypto import Sealed, seal
from sso_providers.models import Deployment, ProviderRegistration
from tests import people

VIEW = {"view_providerregistration", "view_deployment", "view_checkresult", "view_auditevent"}
WORK = {
    "add_providerregistration",
    "change_providerregistration",
    "check_providerregistration",
    "add_deployment",
    "change_deployment",
    "export_deployment",
}
RULE = {
    "delete_providerregistration",
    "delete_deployment",
    "export_deployment_with_secrets",
    "reveal_providerregistration",
    "view_user",
    "add_user",
    "change_user",
    "view_externalidentity",
    "delete_externalidentity",
}
ROLES = {"viewer": VIEW, "operator": VIEW | WORK, "administrator": VIEW | WORK | RULE}


def roles() -> dict[str, set[str]]:
    return {group.name: {each.codename for each in group.permissions.all()} for group in Group.objects.all()}


@pytest.mark.django_db
def test_roles_have_exactly_their_permissions():
    assert roles() == ROLES


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make", [people.grace, people.ada, people.margaret, people.mallory], ids=lambda make: make.__name__
)
def test_person_may_what_the_role_allows(make):
    user = make()
    names = set(ROLES.get(user.role.lower(), set()))

    assert user.get_all_permissions() == {f"sso_providers.{name}" for name in names}


@pytest.mark.django_db
def test_permissions_of_the_roles_are_named_as_django_names_them():
    """Those that the migration made before Django would have."""
    expected = {
        **{code: name for model in (ProviderRegistration, Deployment) for code, name in model._meta.permissions},
        **{
            f"{verb}_{model._meta.model_name}": f"Can {verb} {model._meta.verbose_name}"
            for model in apps.get_app_config("sso_providers").get_models()
            for verb in model._meta.default_permissions
        },
    }

    found = dict(Permission.objects.filter(content_type__app_label="sso_providers").values_list("codename", "name"))

    assert found == expected


@pytest.mark.django_db
def test_roles_migration_is_reversible():
    migration = import_module("sso_providers.migrations.0002_roles")
    reveal = import_module("sso_providers.migrations.0019_reveal_secrets")
    Group.objects.create(name="guests")

    reveal.let_nobody(apps, None)
    migration.remove_roles(apps, None)
    without = roles()
    for _ in range(2):
        migration.make_roles(apps, None)
        reveal.let_administrators(apps, None)

    assert without == {"guests": set()}
    assert roles() == {**ROLES, "guests": set()}


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_new_kind_makes_no_migration(monkeypatch):
    monkeypatch.setitem(KINDS, "made-up", replace(KINDS["auth0"], id="made-up"))

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert "made-up" in dict(ProviderRegistration._meta.get_field("kind").flatchoices)


SET_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LAST_WITH_A_COLUMN, FIRST_WITHOUT = "0003_registration_secret", "0005_drop_client_secret_columns"


def migrate(name: str) -> Any:
    """To this migration, forwards or backwards; the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate([("sso_providers", name)])
    return MigrationExecutor(connection).loader.project_state([("sso_providers", name)]).apps


@pytest.fixture
def newest_again(transactional_db):
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes("sso_providers"))


def rows_with_a_column(models: Any) -> list[tuple[Any, ...]]:
    columns = ("slug", "client_secret", "client_secret_set_at", "client_secret_set_by")
    return list(
        models.get_model("sso_providers", "ProviderRegistration").objects.order_by("slug").values_list(*columns)
    )


@pytest.mark.usefixtures("newest_again")
def test_client_secrets_move_into_their_table_and_back_as_they_are():
    registrations = migrate(LAST_WITH_A_COLUMN).get_model("sso_providers", "ProviderRegistration").objects
    sealed = seal(Secret("of the code flow"))
    usual = {"kind": "auth0", "client_id": "abc"}
    registrations.create(
        **usual,
        slug="code",
        flow="code",
        client_secret=sealed,
        client_secret_set_at=SET_AT,
        client_secret_set_by="ada",
    )
    registrations.create(**usual, slug="code-without", flow="code")
    registrations.create(**usual, slug="implicit", flow="implicit")

    moved = migrate(FIRST_WITHOUT).get_model("sso_providers", "RegistrationSecret").objects
    columns = ("registration__slug", "name", "sealed", "set_at", "set_by")
    found = list(moved.values_list(*columns))
    back = rows_with_a_column(migrate(LAST_WITH_A_COLUMN))

    assert found == [("code", "client_secret", sealed, SET_AT, "ada")]
    assert back == [("code", sealed, SET_AT, "ada"), ("code-without", None, None, ""), ("implicit", None, None, "")]


@pytest.mark.usefixtures("newest_again")
def test_client_secrets_move_back_without_those_that_have_no_column():
    models = migrate(FIRST_WITHOUT)
    row = models.get_model("sso_providers", "ProviderRegistration").objects.create(slug="a", kind="ldap", flow="none")
    secrets = models.get_model("sso_providers", "RegistrationSecret").objects
    secrets.create(registration=row, name="bind_password", sealed=Sealed("v1:a:b"), set_at=SET_AT, set_by="ada")

    back = migrate(LAST_WITH_A_COLUMN)

    assert rows_with_a_column(back) == [("a", None, None, "")]
    assert not back.get_model("sso_providers", "RegistrationSecret").objects.exists()


@pytest.mark.usefixtures("newest_again")
def test_migrations_go_back_to_the_roles_and_forth():
    migrate("0002_roles")


@pytest.mark.usefixtures("newest_again")
def test_migration_names_rights_of_people():
    view = Permission.objects.filter(codename="view_user")

    migrate("0023_reminders")
    before = view.get().name
    migrate("0024_people")

    assert (before, view.get().name) == ("Can view user", "Can view person")
