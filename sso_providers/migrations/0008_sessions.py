"""Sessions that can be found by person and by the provider's `sid` and `sub`. Those of before end."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0007_deployment_settings")]
    operations = [
        migrations.CreateModel(
            name="PortalSession",
            fields=[
                (
                    "session_key",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="session key"),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("registration", models.CharField(blank=True, max_length=50)),
                ("issuer", models.CharField(blank=True, max_length=500)),
                ("subject", models.CharField(blank=True, max_length=255)),
                ("sid", models.CharField(blank=True, max_length=255)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["issuer", "sid"], name="session_by_sid"),
                    models.Index(fields=["issuer", "subject"], name="session_by_subject"),
                ],
            },
        ),
    ]
