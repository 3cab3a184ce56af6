"""Client secrets move from their column into the table of secrets, as they are: still encrypted.

Backwards, only they have a place to go: secrets of another name are lost.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NAME = "client_secret"


def move_into_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    registration_model = apps.get_model("sso_providers", "ProviderRegistration")
    secret_model = apps.get_model("sso_providers", "RegistrationSecret")
    for registration in registration_model.objects.filter(client_secret__isnull=False):
        secret_model.objects.create(
            registration=registration,
            name=NAME,
            sealed=registration.client_secret,
            set_at=registration.client_secret_set_at,
            set_by=registration.client_secret_set_by,
        )


def move_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    registration_model = apps.get_model("sso_providers", "ProviderRegistration")
    secret_model = apps.get_model("sso_providers", "RegistrationSecret")
    for secret in secret_model.objects.filter(name=NAME):
        registration_model.objects.filter(pk=secret.registration_id).update(
            client_secret=secret.sealed, client_secret_set_at=secret.set_at, client_secret_set_by=secret.set_by
        )
    secret_model.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0003_registration_secret")]
    operations = [migrations.RunPython(move_into_table, move_back)]
