"""Logout tokens that were obeyed, so that none works twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0013_way_back_in")]
    operations = [
        migrations.CreateModel(
            name="UsedLogoutToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
    ]
