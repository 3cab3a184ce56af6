"""The column that the list of required groups replaces goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0010_move_required_group")]
    operations = [
        migrations.RemoveField(model_name="providerregistration", name="required_group"),
        migrations.RemoveField(model_name="historicalproviderregistration", name="required_group"),
    ]
