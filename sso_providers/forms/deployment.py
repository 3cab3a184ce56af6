"""The form of a deployment: its columns, and OpenMetadata's settings that are data."""

from typing import Any

from django import forms

from sso_providers.actions import deployments
from sso_providers.models import Deployment
from sso_providers.openmetadata.server import FIELDS

from .errors import SETTING, name_what_is_missing, refuse_stale, report
from .inputs import WordsField, setting_field


class OwnDeploymentForm(forms.ModelForm):
    """Base of `DeploymentForm`: without the settings of OpenMetadata that are data."""

    admin_principals = WordsField(
        label="Administrators",
        help_text="User names, separated by commas: the part of the address before the @.",
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": "such as ada, grace"}),
    )
    allowed_domains = WordsField(
        required=False,
        label="Allowed mail domains",
        help_text="Separated by commas; read only when people of other domains are refused. If filled in, they replace "
        "the principal domain: list every domain, that one too.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Deployment
        exclude = ("version", "exported_at", "exported_versions", "settings")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.instance.settings.items():
            self.initial[SETTING + name] = value
        name_what_is_missing(self)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.settings = {field.name: self.cleaned_data.get(SETTING + field.name) for field in FIELDS}
        refuse_stale(self, Deployment.objects.filter(pk=self.instance.pk).first())
        try:
            deployments.clean(deployment=self.instance)
        except deployments.InvalidDeployment as error:
            report(self, error.errors)


DeploymentForm = type(
    "DeploymentForm", (OwnDeploymentForm,), {SETTING + field.name: setting_field(field) for field in FIELDS}
)
OPTION_NAMES = tuple(SETTING + field.name for field in FIELDS)
