"""When secrets and the certificates of addresses end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0016_verified_addresses")]
    operations = [
        migrations.AddField(
            model_name="registrationsecret",
            name="expires_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="checkresult",
            name="tls_ends_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="checkresult",
            name="tls_host",
            field=models.CharField(blank=True, max_length=253),
        ),
    ]
