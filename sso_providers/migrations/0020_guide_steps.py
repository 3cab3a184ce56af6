"""Which of the guide's steps are done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0019_reveal_secrets")]
    operations = [
        migrations.AddField(
            model_name="providerregistration",
            name="steps_done",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
