"""One-time links for local accounts, and when a password was last proven."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0012_newcomers_and_superusers")]
    operations = [
        migrations.AddField(
            model_name="user",
            name="password_proven_at",
            field=models.DateTimeField(
                editable=False, help_text="When somebody last showed that they know the password.", null=True
            ),
        ),
        migrations.CreateModel(
            name="RecoveryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=models.deletion.CASCADE,
                        related_name="recovery_links",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
