"""Registrations of SAML and LDAP have no client ID."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0005_drop_client_secret_columns")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name="client_id",
            field=models.CharField(blank=True, max_length=255, verbose_name="client ID"),
        )
        for model in ("providerregistration", "historicalproviderregistration")
    ]
