"""Inputs made from the fields of a catalogue. Their values are checked by the catalogue, not here."""

from typing import Any

from django import forms

from sso_providers.catalogue import Field, FieldType
from sso_providers.catalogue.fields import always


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


class SecretTextarea(forms.Textarea):
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
                raise forms.ValidationError(f"'{line.strip()}' is no pair: write one such as data-platform = operator.")
            if key:
                pairs[key] = each
        return pairs

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


def setting_field(field: Field) -> forms.Field:
    """A field of a setting."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": full_help(field),
        "required": field.required and field.applies is always,
        "initial": field.default,
    }
    match field.type:
        case FieldType.CHOICE:
            choices = [(choice, choice or "(the provider decides)") for choice in field.choices]
            return forms.ChoiceField(choices=choices, **common)
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


def secret_field(field: Field) -> forms.Field:
    """A write-only input: blank keeps what is stored. It is stored by an action, never by the form."""
    if field.type is FieldType.BLOCK:
        widget: forms.Widget = SecretTextarea(attrs={"rows": 4, **TYPED, "class": "vLargeTextField mono"})
    else:
        widget = forms.PasswordInput(attrs={"class": "vTextField", "autocomplete": "new-password"})
    return forms.CharField(required=False, strip=False, label=field.label, widget=widget)


TYPED = {"autocomplete": "off", "spellcheck": "false"}


def text_input(field: Field) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "vTextField", **TYPED, **placeholder(field)})


def text_area(field: Field) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "vLargeTextField mono", "rows": 4, **TYPED, **placeholder(field)})


def placeholder(field: Field) -> dict[str, str]:
    return {"placeholder": f"such as {field.example}"} if field.example else {}


def full_help(field: Field) -> str:
    return " ".join(part for part in (field.help, f"Found at: {field.where}." if field.where else "") if part)
