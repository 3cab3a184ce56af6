"""The new secret that shall take the place of the one in force."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_providers.actions.secret_expiry import EXPIRING
from sso_providers.catalogue import Field, Secret

from .errors import name_what_is_missing
from .inputs import expiry_field, full_help, secret_field


class NewSecretForm(forms.Form):
    """The fields are those of one secret of the catalogue."""

    def __init__(self, field: Field, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["secret"] = secret_field(field)
        self.fields["secret"].label = _("The new one")
        self.fields["secret"].required = True
        self.fields["secret"].help_text = full_help(field)
        if field.name in EXPIRING:
            self.fields["expires_on"] = expiry_field(field)
            self.fields["expires_on"].label = _("Expires on")
            self.fields["expires_on"].show_hidden_initial = False
        name_what_is_missing(self)

    def secret(self) -> Secret:
        return Secret(self.cleaned_data["secret"])

    def expires_on(self) -> date | None:
        day: date | None = self.cleaned_data.get("expires_on")
        return day
