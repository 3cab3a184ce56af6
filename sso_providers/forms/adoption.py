"""What is asked before a registration and a deployment are made of a configuration."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from sso_providers.actions import adoption
from sso_providers.actions.audit import Actor
from sso_providers.actions.deployments import InvalidDeployment
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import RELEASES, Release
from sso_providers.models import Deployment
from sso_providers.openmetadata.adopt import Draft

from .errors import name_what_is_missing
from .inputs import WordsField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NAMES = ("registration_name", "registration_slug", "deployment_name", "deployment_slug")


def text(label: "_StrPromise", help: "_StrPromise", *, longest: int = 100, mono: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "vTextField mono" if mono else "vTextField"})
    return forms.CharField(label=label, help_text=help, max_length=longest, widget=widget)


class AdoptionForm(forms.Form):
    """Filled in as far as the configuration says it. `save` makes the rows or reports what is wrong with them."""

    registration_name = text(_("Name of the registration"), _("As people know it, such as Acme SSO."))
    registration_slug = text(
        _("Slug of the registration"), _("Lower-case letters, digits and -."), longest=50, mono=True
    )
    deployment_name = text(_("Name of the deployment"), _("Which installation it is, such as Production."))
    deployment_slug = text(_("Slug of the deployment"), _("Lower-case letters, digits and -."), longest=50, mono=True)
    url = text(_("OpenMetadata's address"), _("What people type, such as https://metadata.acme.example."), longest=200)
    release = forms.ChoiceField(label=_("OpenMetadata release"), choices=[(line, line) for line in RELEASES])
    admin_principals = WordsField(
        label=_("Administrators"),
        help_text=_("User names, separated by commas: the part of the address before the @."),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    principal_domain = text(
        _("Mail domain"), _("One, such as acme.example; bots get addresses in it too."), longest=253
    )
    keep_secrets = forms.BooleanField(
        label=_("Keep the secrets of the file"),
        required=False,
        help_text=_("Encrypted, as if you had entered them here."),
    )

    def __init__(self, *args: Any, draft: Draft, release: Release, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draft = draft
        name = draft.kind.label
        self.initial = {
            "registration_name": name,
            "registration_slug": slugify(name),
            "deployment_name": "OpenMetadata",
            "deployment_slug": "openmetadata",
            "release": release.line,
            **draft.server,
        }
        if not draft.secrets:
            del self.fields["keep_secrets"]
        name_what_is_missing(self)

    def save(self, by: Actor) -> Deployment | None:
        """None if it can't be; the form then has the errors."""
        asked = self.cleaned_data
        try:
            return adoption.adopt(
                draft=self.draft,
                registration=adoption.Names(slug=asked["registration_slug"], name=asked["registration_name"]),
                deployment=adoption.Names(slug=asked["deployment_slug"], name=asked["deployment_name"]),
                server={name: asked[name] for name in ("url", "release", "admin_principals", "principal_domain")},
                secrets=self.draft.secrets if asked.get("keep_secrets") else {},
                by=by,
            )
        except InvalidRegistration as error:
            self.report(error.errors, "registration")
        except InvalidDeployment as error:
            self.report(error.errors, "deployment")
        return None

    def report(self, errors: dict[str, str], row: str) -> None:
        for place, sentence in errors.items():
            name = f"{row}_{place}" if f"{row}_{place}" in self.fields else place
            where = name if name in self.fields else None
            self.add_error(where, sentence if where else f"{place.removeprefix('settings.')}: {sentence}")
