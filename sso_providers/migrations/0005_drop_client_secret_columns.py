"""The columns that the table of secrets replaces, and their constraints, go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0004_move_client_secrets")]
    operations = [
        migrations.RemoveConstraint(model_name="providerregistration", name="only_code_flow_has_a_secret"),
        migrations.RemoveConstraint(model_name="providerregistration", name="secret_and_its_date_together"),
        migrations.RemoveField(model_name="providerregistration", name="client_secret"),
        migrations.RemoveField(model_name="providerregistration", name="client_secret_set_at"),
        migrations.RemoveField(model_name="providerregistration", name="client_secret_set_by"),
        migrations.RemoveField(model_name="historicalproviderregistration", name="client_secret_set_at"),
        migrations.RemoveField(model_name="historicalproviderregistration", name="client_secret_set_by"),
    ]
