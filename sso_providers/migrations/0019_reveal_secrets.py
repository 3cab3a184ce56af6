"""Administrators may look at a secret."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CODENAME, NAME = "reveal_providerregistration", "Can reveal registration"
PERMISSIONS = [("check_providerregistration", "Can check registration"), (CODENAME, NAME)]


def let_administrators(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The permission is made here too: Django makes it only after the last migration."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="sso_providers", model="providerregistration"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=CODENAME, defaults={"name": NAME}
    )
    apps.get_model("auth", "Group").objects.get(name="administrator").permissions.add(permission)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="sso_providers", codename=CODENAME
    ).delete()


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0018_secret_rotation")]
    operations = [
        migrations.AlterModelOptions(
            name="providerregistration",
            options={"ordering": ["name"], "permissions": PERMISSIONS, "verbose_name": "registration"},
        ),
        migrations.RunPython(let_administrators, let_nobody),
    ]
