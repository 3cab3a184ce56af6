"""The form of a registration: only the fields and secrets of the chosen kind and flow."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape, format_html

from sso_providers.actions import confirmation, registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.secret_rules import stored_secrets
from sso_providers.catalogue import (
    CLIENT_SECRET,
    Field,
    FieldType,
    Flow,
    InvalidValue,
    Kind,
    Secret,
    Section,
    Value,
    x509,
)
from sso_providers.models import ProviderRegistration, RegistrationSecret

from .confirming import where_to_confirm
from .errors import SECRET, SETTING, name_what_is_missing, refuse_stale, report
from .inputs import LinesField, PairsField, WordsField, full_help, placeholder, secret_field, setting_field


class RegistrationForm(forms.ModelForm):
    """Base of the forms that `registration_form` makes for one kind and flow.

    `typed` is what somebody typed but does not save yet, and `found` are settings that come from elsewhere.
    """

    kind: Kind
    flow: Flow
    by: Actor
    typed: QueryDict | None = None
    found: Mapping[str, Value] = {}

    allowed_domains = WordsField(
        required=False,
        label="Allowed mail domains",
        help_text="Only verified addresses of these domains, separated by commas; blank allows every domain.",
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": "such as acme.example"}),
    )
    required_groups = LinesField(
        required=False,
        label="Required groups",
        help_text="Only people in one of these groups, one a line; blank: all. * stands for any characters.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    group_roles = PairsField(
        required=False,
        label="Roles by group",
        help_text="One line each, such as data-platform = operator. * stands for any characters. Roles: viewer, "
        "operator, administrator, superuser; the highest counts.",
    )

    class Meta:
        model = ProviderRegistration
        fields: tuple[str, ...] = (
            "name",
            "slug",
            "client_id",
            "staff_login",
            "groups_claim",
            "required_groups",
            "default_role",
            "trust_email",
            "authoritative_email",
            "newcomers_wait",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind, self.instance.flow = self.kind.id, self.flow.value
        for name, value in self.instance.settings.items():
            if SETTING + name in self.fields:
                self.initial[SETTING + name] = value
        self.fill_in()
        describe_client_id(self, self.kind)
        describe_secrets(self)
        describe_certificates(self)
        name_what_is_missing(self)

    def fill_in(self) -> None:
        if self.typed is not None:
            for name, field in self.fields.items():
                if not name.startswith(SECRET):
                    self.initial[name] = field.widget.value_from_datadict(self.typed, {}, name)
        for name, value in self.found.items():
            self.initial[SETTING + name] = value

    def typed_secrets(self) -> dict[str, Secret]:
        """Those that were typed; what was left blank stays as it is stored."""
        typed = {field.name: self.cleaned_data.get(SECRET + field.name) for field in self.kind.secret_fields(self.flow)}
        return {name: Secret(text) for name, text in typed.items() if text}

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.settings = {
            field.name: self.cleaned_data.get(SETTING + field.name) for field in self.kind.fields[self.flow]
        }
        try:
            stored = ProviderRegistration.objects.filter(pk=self.instance.pk).first()
            refuse_stale(self, stored)
            registrations.check(registration=self.instance, stored=stored, secrets=self.typed_secrets(), by=self.by)
        except registrations.InvalidRegistration as error:
            report(self, error.errors)
        except confirmation.Unconfirmed as error:
            self.add_error(None, where_to_confirm(error))


def registration_form(kind: Kind, flow: Flow, **attributes: Any) -> type[RegistrationForm]:
    """The form for one kind and flow; `attributes` are those of `RegistrationForm`, `by` at least."""
    declared = {
        **{SETTING + field.name: setting_field(field) for field in kind.fields[flow]},
        **{SECRET + field.name: secret_field(field) for field in kind.secret_fields(flow)},
    }
    return type("RegistrationFormFor", (RegistrationForm,), {**declared, "kind": kind, "flow": flow, **attributes})


def names_of(kind: Kind, flow: Flow, section: Section) -> tuple[str, ...]:
    """Of the form's fields: settings, the client ID where there is one, secrets."""
    settings = (SETTING + field.name for field in kind.fields[flow] if field.section is section)
    client_id = ("client_id",) if kind.client_id and kind.client_id.section is section else ()
    secrets = (SECRET + field.name for field in kind.secret_fields(flow) if field.section is section)
    return (*settings, *client_id, *secrets)


def describe_client_id(form: RegistrationForm, kind: Kind) -> None:
    """In the provider's own words."""
    if kind.client_id is None or "client_id" not in form.fields:
        return
    field = form.fields["client_id"]
    field.label, field.help_text, field.required = kind.client_id.label, full_help(kind.client_id), True
    field.widget.attrs.update(placeholder(kind.client_id))


def describe_secrets(form: RegistrationForm) -> None:
    stored = stored_secrets(form.instance)
    removable = removable_secrets(form.instance, stored)
    for field in form.kind.secret_fields(form.flow):
        if SECRET + field.name in form.fields:
            help_text = secret_help(field, stored.get(field.name))
            form.fields[SECRET + field.name].help_text = help_text + remove_button(field, removable)


def secret_help(field: Field, stored: RegistrationSecret | None) -> str:
    if stored is None:
        return f"Not set yet. {full_help(field)} It is stored encrypted and never shown again."
    when = stored.set_at.strftime("%Y-%m-%d")
    return f"Set {when} by {escape(stored.set_by)}. Leave blank to keep it; what you type replaces it."


def removable_secrets(registration: ProviderRegistration, stored: Mapping[str, RegistrationSecret]) -> list[str]:
    """Of the stored ones, by name: all but that which people sign in to this portal with."""
    kept = {CLIENT_SECRET} if registration.staff_login else set()
    return sorted(stored.keys() - kept)


def remove_button(field: Field, removable: Sequence[str]) -> str:
    """Of a form of its own, which the page has beside this one: forms don't nest."""
    if field.name not in removable:
        return ""
    return format_html(
        ' <button class="btn quiet small" form="remove-{}">Remove it<span class="visually-hidden">: {}</span></button>',
        field.name,
        field.label,
    )


def describe_certificates(form: RegistrationForm) -> None:
    """From when until when what stands in a field is valid, if it is a certificate."""
    for field in form.kind.fields[form.flow]:
        name = SETTING + field.name
        if field.type is FieldType.BLOCK and name in form.fields and not form.is_bound:
            form.fields[name].help_text = f"{full_help(field)} {validity(form.initial.get(name))}".strip()


def validity(text: object) -> str:
    """A sentence as HTML; nothing for what is no certificate."""
    try:
        certificate = x509.read(str(text or ""))
    except InvalidValue:
        return ""
    return (
        f"This one is of {escape(certificate.subject)}, {escape(certificate.key)}, "
        f"valid from {certificate.not_before:%Y-%m-%d} until {certificate.not_after:%Y-%m-%d}."
    )
