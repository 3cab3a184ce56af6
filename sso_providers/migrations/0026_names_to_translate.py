"""Names that were made of the columns' get translations. Nothing changes in the database."""

import django.db.models.deletion
from django.db import migrations, models

import sso_providers.models.audit_event
import sso_providers.models.provider_registration


class Migration(migrations.Migration):
    dependencies = [("sso_providers", "0025_certificates_by_end")]
    operations = [
        migrations.AlterModelOptions(
            name="auditevent",
            options={"ordering": ["-at", "-pk"], "verbose_name": "audit event", "verbose_name_plural": "audit events"},
        ),
        migrations.AlterModelOptions(
            name="deployment",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("export_deployment", "Can export deployment"),
                    ("export_deployment_with_secrets", "Can export deployment with secrets"),
                ],
                "verbose_name": "deployment",
                "verbose_name_plural": "deployments",
            },
        ),
        migrations.AlterModelOptions(
            name="externalidentity",
            options={"verbose_name": "external identity", "verbose_name_plural": "external identities"},
        ),
        migrations.AlterModelOptions(
            name="portalsession",
            options={"default_permissions": (), "verbose_name": "session", "verbose_name_plural": "sessions"},
        ),
        migrations.AlterModelOptions(
            name="providerregistration",
            options={
                "ordering": ["name"],
                "permissions": [
                    ("check_providerregistration", "Can check registration"),
                    ("reveal_providerregistration", "Can reveal registration"),
                ],
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
            },
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="actor",
            field=models.CharField(max_length=150, verbose_name="actor"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="address",
            field=models.CharField(
                blank=True, help_text="The address it was done from.", max_length=45, verbose_name="address"
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="at",
            field=models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="at"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="detail",
            field=models.CharField(blank=True, max_length=500, verbose_name="detail"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="event",
            field=models.CharField(
                choices=sso_providers.models.audit_event.event_choices, max_length=50, verbose_name="event"
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="target",
            field=models.CharField(blank=True, max_length=150, verbose_name="target"),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="target_type",
            field=models.CharField(blank=True, max_length=50, verbose_name="target type"),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="allowed_domains",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="If filled in, they replace the principal domain: list every domain, that one too.",
                verbose_name="allowed domains",
            ),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="name",
            field=models.CharField(
                help_text="As people know it, such as Production.", max_length=100, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="principal_domain",
            field=models.CharField(
                help_text="One mail domain, such as acme.example; bots get addresses in it too.",
                max_length=253,
                verbose_name="principal domain",
            ),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deployments",
                to="sso_providers.providerregistration",
                verbose_name="registration",
            ),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="settings",
            field=models.JSONField(blank=True, default=dict, verbose_name="settings"),
        ),
        migrations.AlterField(
            model_name="deployment",
            name="slug",
            field=models.SlugField(
                help_text="Part of its addresses, so it can't be changed later.", unique=True, verbose_name="slug"
            ),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="allowed_domains",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="If filled in, they replace the principal domain: list every domain, that one too.",
                verbose_name="allowed domains",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="name",
            field=models.CharField(
                help_text="As people know it, such as Production.", max_length=100, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="principal_domain",
            field=models.CharField(
                help_text="One mail domain, such as acme.example; bots get addresses in it too.",
                max_length=253,
                verbose_name="principal domain",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="registration",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="sso_providers.providerregistration",
                verbose_name="registration",
            ),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="settings",
            field=models.JSONField(blank=True, default=dict, verbose_name="settings"),
        ),
        migrations.AlterField(
            model_name="historicaldeployment",
            name="slug",
            field=models.SlugField(
                help_text="Part of its addresses, so it can't be changed later.", verbose_name="slug"
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="allowed_domains",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Only verified e-mail addresses of these domains; blank allows every domain.",
                verbose_name="allowed domains",
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="default_role",
            field=models.CharField(
                blank=True,
                choices=sso_providers.models.provider_registration.role_choices,
                help_text="For people whom no group gives a role; blank keeps them out.",
                max_length=20,
                verbose_name="default role",
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="flow",
            field=models.CharField(
                choices=sso_providers.models.provider_registration.flow_choices, max_length=20, verbose_name="flow"
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="group_roles",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Which group gives which role here; the highest counts.",
                verbose_name="group roles",
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="groups_claim",
            field=models.CharField(
                default="groups",
                help_text="Claim that lists a person's groups, such as realm_access.roles.",
                max_length=100,
                verbose_name="groups claim",
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="name",
            field=models.CharField(
                help_text="As people know it, such as Auth0 production.", max_length=100, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="required_groups",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Only people in one of these groups; blank: all.",
                verbose_name="required groups",
            ),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="settings",
            field=models.JSONField(blank=True, default=dict, verbose_name="settings"),
        ),
        migrations.AlterField(
            model_name="historicalproviderregistration",
            name="slug",
            field=models.SlugField(
                help_text="Part of its addresses, so it can't be changed later.", verbose_name="slug"
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="allowed_domains",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Only verified e-mail addresses of these domains; blank allows every domain.",
                verbose_name="allowed domains",
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="default_role",
            field=models.CharField(
                blank=True,
                choices=sso_providers.models.provider_registration.role_choices,
                help_text="For people whom no group gives a role; blank keeps them out.",
                max_length=20,
                verbose_name="default role",
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="flow",
            field=models.CharField(
                choices=sso_providers.models.provider_registration.flow_choices, max_length=20, verbose_name="flow"
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="group_roles",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Which group gives which role here; the highest counts.",
                verbose_name="group roles",
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="groups_claim",
            field=models.CharField(
                default="groups",
                help_text="Claim that lists a person's groups, such as realm_access.roles.",
                max_length=100,
                verbose_name="groups claim",
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="name",
            field=models.CharField(
                help_text="As people know it, such as Auth0 production.", max_length=100, verbose_name="name"
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="required_groups",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Only people in one of these groups; blank: all.",
                verbose_name="required groups",
            ),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="settings",
            field=models.JSONField(blank=True, default=dict, verbose_name="settings"),
        ),
        migrations.AlterField(
            model_name="providerregistration",
            name="slug",
            field=models.SlugField(
                help_text="Part of its addresses, so it can't be changed later.", unique=True, verbose_name="slug"
            ),
        ),
    ]
