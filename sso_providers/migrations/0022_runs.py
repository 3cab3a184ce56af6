"""Long work, item by item."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0021_server_seen")]
    operations = [
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("check", "check of registrations"), ("export", "export of deployments")],
                        max_length=20,
                    ),
                ),
                ("options", models.JSONField(blank=True, default=dict)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("started_by", models.CharField(max_length=150)),
                ("beat_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["check", "export"])), name="run_of_a_known_kind"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField()),
                ("name", models.CharField(max_length=100)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("done", "done"),
                            ("warning", "done, with a warning"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("says", models.CharField(blank=True, max_length=500)),
                ("files", models.JSONField(blank=True, default=dict)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="sso_providers.run"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("run", "slug"), name="one_turn_of_a_row_in_a_run"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "done", "warning", "failed"])),
                        name="run_item_in_a_known_state",
                    ),
                ],
            },
        ),
    ]
