"""What a person's account at a provider waits for, and what it gave."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0011_drop_required_group")]
    operations = [
        migrations.AddField(
            model_name="externalidentity",
            name="awaits_approval",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="externalidentity",
            name="made_superuser",
            field=models.BooleanField(
                default=False,
                help_text="A group at the provider made the person a superuser, and can take it back.",
            ),
        ),
    ]
