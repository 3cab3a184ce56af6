"""Saying where to confirm, when something needs it."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sso_providers.actions import confirmation
from sso_providers.actions.audit import Actor


def require_confirmation(form: forms.BaseForm, by: Actor, sentence: str, *, field: str | None = None) -> None:
    """Makes the `sentence` an error of the form, at `field` or of the whole, if `by` has not confirmed."""
    try:
        confirmation.require(by, sentence)
    except confirmation.Unconfirmed as error:
        form.add_error(field, where_to_confirm(error))


def where_to_confirm(error: confirmation.Unconfirmed) -> SafeString:
    """The link opens a tab of its own, so that what was typed stays."""
    return format_html(
        _(
            '{reason} Do that in <a href="{address}" target="_blank" rel="noopener">your account</a>, which opens in a '
            "new tab, and come back within five minutes."
        ),
        reason=error,
        address=reverse("account"),
    )
