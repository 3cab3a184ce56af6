"""Inputs made from the fields of a catalogue. Their values are checked by the catalogue, not here."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sso_providers.catalogue import Field, FieldType
from sso_providers.catalogue.fields import always
from sso_providers.language import in_words


class WordsField(forms.CharField):
    """A list of words in one line, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [word.strip() for word in (value or "").replace("\n", ",").split(",") if word.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


class Framed(forms.Widget):
    """An input with more around it; `frame` is what `registrations/secrets/field.html` needs for that."""

    frame: dict[str, Any] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        made: SafeString = super().render(name, value, attrs, renderer)
        if self.frame is None:
            return made
        # The forms' own renderer knows no templates but Django's.
        return render_to_string("registrations/secrets/field.html", {"input": made, **self.frame})


class SecretInput(Framed, forms.PasswordInput):
    """For a secret of one line."""


class SecretTextarea(Framed, forms.Textarea):
    """For a secret of several lines: as with a password, what was typed is never sent back."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


class PairsField(forms.CharField):
    """A mapping, one `key = value` a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{key} = {each}" for key, each in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        pairs: dict[str, str] = {}
        for line in (value or "").splitlines():
            key, equals, each = (part.strip() for part in line.rpartition("="))
            if line.strip() and not (key and equals and each):
                raise forms.ValidationError(
                    _("'%(line)s' is no pair: write one such as data-platform = operator.") % {"line": line.strip()}
                )
            if key:
                pairs[key] = each
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


def setting_field(field: Field) -> forms.Field:
    """A field of a setting."""
    common: dict[str, Any] = {
        "label": spoken(field.label),
        "help_text": help_of(field),
        "required": field.required and field.applies is always,
        "initial": field.default,
    }
    match field.type:
        case FieldType.CHOICE:
            return forms.ChoiceField(choices=lambda: choices(field), **common)
        case FieldType.BOOLEAN:
            return forms.BooleanField(**{**common, "required": False})
        case FieldType.LIST:
            return WordsField(widget=text_input(field), **common)
        case FieldType.LINES:
            return LinesField(widget=text_area(field), **common)
        case FieldType.BLOCK:
            return forms.CharField(widget=text_area(field), **common)
        case FieldType.TEXT | FieldType.URL | FieldType.INTEGER:
            return forms.CharField(widget=text_input(field), **common)


def choices(field: Field) -> list[tuple[str, str]]:
    return [(choice, choice or _("(the provider decides)")) for choice in field.choices]


def secret_field(field: Field) -> forms.Field:
    """A write-only input: blank keeps what is stored. It is stored by an action, never by the form."""
    if field.type is FieldType.BLOCK:
        widget: forms.Widget = SecretTextarea(attrs={"rows": 4, **TYPED, "class": "vLargeTextField mono"})
    else:
        widget = SecretInput(attrs={"class": "vTextField", "autocomplete": "new-password"})
    return forms.CharField(required=False, strip=False, label=spoken(field.label), widget=widget)


def expiry_field(field: Field) -> forms.DateField:
    """The last day on which a secret works; what the page showed is sent along, so only a day that was typed counts."""
    return forms.DateField(
        required=False,
        label=_("%(secret)s expires on") % {"secret": in_words(field.label)},
        help_text=_("The last day on which it works; blank if it never ends."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        show_hidden_initial=True,
    )


TYPED = {"autocomplete": "off", "spellcheck": "false"}


def text_input(field: Field) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "vTextField", **TYPED, **placeholder(field)})


def text_area(field: Field) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "vLargeTextField mono", "rows": 4, **TYPED, **placeholder(field)})


def placeholder(field: Field) -> dict[str, Any]:
    return {"placeholder": example_of(field)} if field.example else {}


def full_help(field: Field) -> str:
    """What it is, and where to find it."""
    where = _("Found at: %(place)s.") % {"place": in_words(field.where)} if field.where else ""
    return " ".join(part for part in (in_words(field.help), where) if part)


def example(field: Field) -> str:
    return _("such as %(example)s") % {"example": field.example}


# Some forms are made when the portal starts, and read in many languages.
spoken = lazy(in_words, str)
help_of = lazy(full_help, str)
example_of = lazy(example, str)
