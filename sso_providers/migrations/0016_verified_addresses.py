"""Whether a person's address was verified at the last sign-in: unknown of those before, so not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0015_forget_failed_forms")]
    operations = [
        migrations.AddField(
            model_name="externalidentity",
            name="email_verified",
            field=models.BooleanField(
                default=False, help_text="At the last sign-in the provider said that the address is the person's."
            ),
        ),
    ]
