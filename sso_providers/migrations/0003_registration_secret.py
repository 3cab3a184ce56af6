"""A table for the secrets of registrations, of which a registration may have several."""

import django.db.models.deletion
from django.db import migrations, models

import sso_providers.models.fields


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0002_roles")]
    operations = [
        migrations.CreateModel(
            name="RegistrationSecret",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50)),
                ("sealed", sso_providers.models.fields.SealedField(editable=False)),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=150)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="secrets",
                        to="sso_providers.providerregistration",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=["registration", "name"], name="one_secret_of_a_name_per_registration"
                    )
                ],
            },
        )
    ]
