"""Secrets that are being replaced."""

import django.db.models.deletion
from django.db import migrations, models

import sso_providers.models.fields


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0017_expiry")]
    operations = [
        migrations.CreateModel(
            name="SecretRotation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=50)),
                ("other", sso_providers.models.fields.SealedField(editable=False)),
                ("other_expires_on", models.DateField(null=True)),
                ("other_set_at", models.DateTimeField()),
                ("other_set_by", models.CharField(max_length=150)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("started_by", models.CharField(max_length=150)),
                ("check_status", models.CharField(blank=True, max_length=20)),
                ("check_summary", models.CharField(blank=True, max_length=500)),
                ("checked_at", models.DateTimeField(null=True)),
                ("switched_at", models.DateTimeField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rotations",
                        to="sso_providers.providerregistration",
                    ),
                ),
            ],
            options={
                "ordering": ["started_at", "pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("registration", "name"), name="one_rotation_of_a_secret"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_at__isnull", True), ("switched_at__isnull", False), _connector="OR"
                        ),
                        name="rotation_is_confirmed_after_the_switch",
                    ),
                ],
            },
        ),
    ]
