"""The end of a registration's certificates is found without reading its checks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0024_people")]
    operations = [
        migrations.AddIndex(
            model_name="checkresult",
            index=models.Index(fields=["registration", "tls_ends_at"], name="certificates_that_end"),
        ),
    ]
