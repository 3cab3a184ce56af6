"""The form of a deployment: its columns, and OpenMetadata's settings that are data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_providers.actions import deployments
from sso_providers.models import Deployment
from sso_providers.openmetadata.server import FIELDS

from .errors import SETTING, name_what_is_missing, refuse_stale, report
from .inputs import WordsField, setting_field
from .slugs import SlugFromName


class OwnDeploymentForm(SlugFromName):
    """Base of `DeploymentForm`: without the settings of OpenMetadata that are data."""

    admin_principals = WordsField(
        label=_("Administrators"),
        help_text=_("User names, separated by commas: the part of the address before the @."),
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": _("such as ada, grace")}),
    )
    allowed_domains = WordsField(
        required=False,
        label=_("Allowed mail domains"),
        help_text=_(
            "Separated by commas; read only when people of other domains are refused. If filled in, they replace the "
            "principal domain: list every domain, that one too."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Deployment
        exclude = ("version", "exported_at", "exported_versions", "server_seen_at", "server_differs", "settings")
        labels = {
            "name": _("Name"),
            "slug": _("Slug"),
            "url": _("Address"),
            "release": _("OpenMetadata release"),
            "registration": _("Registration"),
            "principal_domain": _("Principal domain"),
            "self_signup": _("People get an account at their first sign-in"),
            "enforce_principal_domain": _("Refuse people of other mail domains"),
            "use_roles_from_provider": _("Take roles from the token's roles claim"),
            "enable_secure_socket": _("Check tokens on the web socket"),
        }
        help_texts = {
            "name": _("As people know it, such as Production."),
            "url": _("What people type, such as https://metadata.acme.example. The callback is made of it."),
            "release": _("What the server runs now: which settings there are, and how it reads them, depends on it."),
            "registration": _("The application at the provider that people sign in with."),
            "principal_domain": _("One mail domain, such as acme.example; bots get addresses in it too."),
            "self_signup": _("Without it, somebody must make each account in OpenMetadata first."),
            "enforce_principal_domain": _("Whoever has an address of another domain can't sign in, guests among them."),
            "use_roles_from_provider": _("The provider must put a claim named roles into the token."),
            "enable_secure_socket": _("Switch it off where the web socket reports 'Token not present'."),
        }

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
