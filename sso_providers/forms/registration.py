"""The form of a registration: only the fields and secrets of the chosen kind and flow."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sso_providers.actions import confirmation, registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.secret_expiry import EXPIRING
from sso_providers.actions.secret_rules import stored_secrets
from sso_providers.catalogue import (
    FieldType,
    Flow,
    InvalidValue,
    Kind,
    Secret,
    Section,
    Value,
    x509,
)
from sso_providers.models import ProviderRegistration

from .confirming import where_to_confirm
from .errors import EXPIRES, SECRET, SETTING, name_what_is_missing, refuse_stale, report
from .inputs import (
    LinesField,
    PairsField,
    WordsField,
    expiry_field,
    full_help,
    help_of,
    placeholder,
    secret_field,
    setting_field,
    spoken,
)
from .secret_notes import secret_notes
from .secret_status import describe_secrets
from .slugs import SlugFromName


class RegistrationForm(SlugFromName):
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
        label=gettext_lazy("Allowed mail domains"),
        help_text=gettext_lazy(
            "Only verified addresses of these domains, separated by commas; blank allows every domain."
        ),
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": gettext_lazy("such as acme.example")}),
    )
    required_groups = LinesField(
        required=False,
        label=gettext_lazy("Required groups"),
        help_text=gettext_lazy(
            "Only people in one of these groups, one a line; blank: all. * stands for any characters."
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    group_roles = PairsField(
        required=False,
        label=gettext_lazy("Roles by group"),
        help_text=gettext_lazy(
            "One line each, such as data-platform = operator. * stands for any characters. Roles: viewer, operator, "
            "administrator, superuser; the highest counts."
        ),
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
        describe_secrets(self, self.kind, self.flow, self.by.user)
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

    def typed_days(self) -> dict[str, date | None]:
        """Those that differ from what the page showed, by the secrets' names."""
        typed = (name for name in self.changed_data if name.startswith(EXPIRES) and name in self.cleaned_data)
        return {name.removeprefix(EXPIRES): self.cleaned_data[name] for name in typed}

    def notes(self) -> list[str]:
        """What a valid form is to be told after it was saved."""
        return list(secret_notes(self, self.kind, self.flow))

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.settings = {
            field.name: self.cleaned_data.get(SETTING + field.name) for field in self.kind.fields[self.flow]
        }
        try:
            stored = ProviderRegistration.objects.filter(pk=self.instance.pk).first()
            refuse_stale(self, stored)
            secrets = self.typed_secrets()
            registrations.check(registration=self.instance, stored=stored, secrets=secrets, by=self.by)
            registrations.check_days(self.typed_days(), known={*stored_secrets(self.instance), *secrets})
        except registrations.InvalidRegistration as error:
            report(self, error.errors)
        except confirmation.Unconfirmed as error:
            self.add_error(None, where_to_confirm(error))


def registration_form(kind: Kind, flow: Flow, **attributes: Any) -> type[RegistrationForm]:
    """The form for one kind and flow; `attributes` are those of `RegistrationForm`, `by` at least."""
    declared = {
        **{SETTING + field.name: setting_field(field) for field in kind.fields[flow]},
        **{SECRET + field.name: secret_field(field) for field in kind.secret_fields(flow)},
        **{EXPIRES + field.name: expiry_field(field) for field in kind.secret_fields(flow) if field.name in EXPIRING},
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
    field.label, field.help_text, field.required = spoken(kind.client_id.label), help_of(kind.client_id), True
    field.widget.attrs.update(placeholder(kind.client_id))


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
    return _("This one is of %(subject)s, %(key)s, valid from %(begin)s until %(end)s.") % {
        "subject": escape(certificate.subject),
        "key": escape(certificate.key),
        "begin": f"{certificate.not_before:%Y-%m-%d}",
        "end": f"{certificate.not_after:%Y-%m-%d}",
    }
