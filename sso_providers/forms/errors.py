"""The names of a form's fields, and what is wrong at each of them."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from sso_providers.models import Deployment, ProviderRegistration

# The form's names for a catalogue's fields begin so, that they never meet a column's.
SETTING, SECRET, EXPIRES = "setting_", "secret_", "expires_"


def report(form: forms.ModelForm, errors: Mapping[str, str]) -> None:
    """An action's errors at the form's fields; Django's own sentence about a field comes first."""
    for place, sentence in errors.items():
        name = field_name(place)
        if name not in form.fields:
            form.add_error(None, sentence)
        elif name not in form.errors:
            form.add_error(name, sentence)


def refuse_stale(form: forms.BaseForm, stored: ProviderRegistration | Deployment | None) -> None:
    """The page was opened before somebody else saved: to save it now would undo that in silence."""
    seen = form.data.get("version_seen")
    if stored and seen and seen != str(stored.version):
        sentence = _("Somebody saved version %(version)s after this page was opened: open it again before you save.")
        form.add_error(None, sentence % {"version": stored.version})


def name_what_is_missing(form: forms.BaseForm) -> None:
    """'This field is required' says neither which one nor what to do."""
    for field in form.fields.values():
        field.error_messages["required"] = missing(field)


def missing(field: forms.Field) -> str:
    return f"{_('%(label)s is missing.') % {'label': field.label}} {field.help_text}".strip()


def field_name(place: str) -> str:
    """The form's field for a place as actions name it: `client_id`, `settings.domain`, `secrets.client_secret` ..."""
    return place.replace("settings.", SETTING).replace("secrets.", SECRET).replace("expires.", EXPIRES)
