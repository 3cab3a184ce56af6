"""The required group becomes the only one of a list.

Backwards, the first of several is kept: a policy without it could let more people in.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODELS = ("ProviderRegistration", "HistoricalProviderRegistration")


def move_into_list(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in MODELS:
        model = apps.get_model("sso_providers", name)
        for row in model.objects.exclude(required_group=""):
            model.objects.filter(pk=row.pk).update(required_groups=[row.required_group])


def move_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for name in MODELS:
        model = apps.get_model("sso_providers", name)
        for row in model.objects.exclude(required_groups=[]):
            model.objects.filter(pk=row.pk).update(required_group=row.required_groups[0][:200])


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0009_staff_policy")]
    operations = [migrations.RunPython(move_into_list, move_back)]
