"""What a running server was seen to differ in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0020_guide_steps")]
    operations = [
        migrations.AddField(
            model_name="deployment",
            name="server_seen_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="deployment",
            name="server_differs",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
    ]
