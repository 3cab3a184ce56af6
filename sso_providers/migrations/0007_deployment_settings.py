"""Deployments may differ from OpenMetadata's own defaults."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0006_optional_client_id")]
    operations = [
        migrations.AddField(
            model_name=model,
            name="settings",
            field=models.JSONField(blank=True, default=dict),
        )
        for model in ("deployment", "historicaldeployment")
    ]
