"""The admin speaks of people, not of users, and so do the names of the rights."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

VERBS = ("add", "change", "delete", "view")


def name_rights(apps: Apps, before: str, after: str) -> None:
    """Django names new rights only."""
    rights = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="sso_providers")
    for verb in VERBS:
        rights.filter(codename=f"{verb}_user", name=f"Can {verb} {before}").update(name=f"Can {verb} {after}")


def to_people(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    name_rights(apps, "user", "person")


def to_users(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    name_rights(apps, "person", "user")


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0023_reminders")]
    operations = [
        migrations.AlterModelOptions(
            name="user",
            options={"verbose_name": "person", "verbose_name_plural": "people"},
        ),
        migrations.RunPython(to_people, to_users),
    ]
