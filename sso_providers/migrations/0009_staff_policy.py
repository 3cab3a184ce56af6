"""A policy may require one of several groups, link accounts by e-mail address, and let newcomers wait."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0008_sessions")]
    operations = [
        migrations.AddField(
            model_name="providerregistration",
            name="required_groups",
            field=models.JSONField(
                blank=True, default=list, help_text="Only people in one of these groups; blank: all."
            ),
        ),
        migrations.AddField(
            model_name="providerregistration",
            name="authoritative_email",
            field=models.BooleanField(
                default=False,
                help_text="Anyone who comes for the first time with a verified address gets the account here that has "
                "it, unless that account is one of staff.",
                verbose_name="its e-mail addresses identify people",
            ),
        ),
        migrations.AddField(
            model_name="providerregistration",
            name="newcomers_wait",
            field=models.BooleanField(
                default=False,
                help_text="Anyone who comes for the first time gets in once an administrator has approved it under "
                "People.",
                verbose_name="newcomers wait for approval",
            ),
        ),
        migrations.AddField(
            model_name="historicalproviderregistration",
            name="required_groups",
            field=models.JSONField(
                blank=True, default=list, help_text="Only people in one of these groups; blank: all."
            ),
        ),
        migrations.AddField(
            model_name="historicalproviderregistration",
            name="authoritative_email",
            field=models.BooleanField(
                default=False,
                help_text="Anyone who comes for the first time with a verified address gets the account here that has "
                "it, unless that account is one of staff.",
                verbose_name="its e-mail addresses identify people",
            ),
        ),
        migrations.AddField(
            model_name="historicalproviderregistration",
            name="newcomers_wait",
            field=models.BooleanField(
                default=False,
                help_text="Anyone who comes for the first time gets in once an administrator has approved it under "
                "People.",
                verbose_name="newcomers wait for approval",
            ),
        ),
    ]
