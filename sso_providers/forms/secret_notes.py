"""What people are told after they saved a secret that may not be what they meant."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from sso_providers.actions.secret_shapes import doubts
from sso_providers.catalogue import Flow, Kind

from .errors import EXPIRES, SECRET
from .inputs import spoken


def secret_notes(form: forms.ModelForm, kind: Kind, flow: Flow) -> Iterator[str]:
    """For a valid form: doubts about what was typed, and a day that went with the secret it belonged to."""
    for field in kind.secret_fields(flow):
        text = form.cleaned_data.get(SECRET + field.name) or ""
        if not text:
            continue
        label = spoken(field.label)
        for sentence in doubts(field, text, client_id=form.instance.client_id):
            yield _("%(label)s: %(sentence)s") % {"label": label, "sentence": sentence}
        day = EXPIRES + field.name
        if form.initial.get(day) and day not in form.changed_data:
            yield _("%(label)s: the day on which it expires was that of the secret before. Enter the new one's.") % {
                "label": label
            }
