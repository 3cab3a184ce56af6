"""What migrations leave behind."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from sso_providers.catalogue import KINDS
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
    Group.objects.create(name="guests")

    migration.remove_roles(apps, None)
    without = roles()
    migration.make_roles(apps, None)
    migration.make_roles(apps, None)

    assert without == {"guests": set()}
    assert roles() == {**ROLES, "guests": set()}


@pytest.mark.django_db
def test_models_and_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_new_kind_makes_no_migration(monkeypatch):
    monkeypatch.setitem(KINDS, "okta", replace(KINDS["auth0"], id="okta"))

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert "okta" in dict(ProviderRegistration._meta.get_field("kind").flatchoices)
