"""The three roles as groups, each with its permissions."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VIEW = ("view_providerregistration", "view_deployment", "view_checkresult", "view_auditevent")
WORK = (
    "add_providerregistration",
    "change_providerregistration",
    "check_providerregistration",
    "add_deployment",
    "change_deployment",
    "export_deployment",
)
RULE = (
    "delete_providerregistration",
    "delete_deployment",
    "export_deployment_with_secrets",
    "view_user",
    "add_user",
    "change_user",
    "view_externalidentity",
    "delete_externalidentity",
)
ROLES = {"viewer": VIEW, "operator": VIEW + WORK, "administrator": VIEW + WORK + RULE}
VERBOSE = {
    "providerregistration": "registration",
    "checkresult": "check result",
    "auditevent": "audit event",
    "externalidentity": "external identity",
}


def make_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made here too: Django makes them only after the last migration."""
    group_model = apps.get_model("auth", "Group")
    for role, codenames in ROLES.items():
        group, _ = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(permission(apps, codename) for codename in codenames))


def permission(apps: Apps, codename: str) -> Any:
    verb, _, model = codename.removesuffix("_with_secrets").partition("_")
    suffix = " with secrets" if codename.endswith("_with_secrets") else ""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="sso_providers", model=model
    )
    made, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": f"Can {verb} {VERBOSE.get(model, model)}{suffix}"},
    )
    return made


def remove_roles(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("sso_providers", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_roles, remove_roles)]
