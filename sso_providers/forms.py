"""Forms made from the catalogue: only the fields of the chosen kind and flow."""

from collections.abc import Mapping
from typing import Any

from django import forms

from sso_providers.actions import deployments, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import Field, FieldType, Flow, Kind, Secret, Section
from sso_providers.models import Deployment, ProviderRegistration

SETTING = "setting_"


class WordsField(forms.CharField):
    """A list of words in one line, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> Any:
        return [word.strip() for word in (value or "").replace("\n", ",").split(",") if word.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


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
    """A catalogue field as a form field. Its value is checked by the catalogue, not here."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": " ".join(
            part for part in (field.help, f"Found at: {field.where}." if field.where else "") if part
        ),
        "required": field.required,
    }
    match field.type:
        case FieldType.CHOICE:
            choices = [(choice, choice or "(the provider decides)") for choice in field.choices]
            return forms.ChoiceField(choices=choices, initial=field.default, **common)
        case FieldType.BOOLEAN:
            return forms.BooleanField(initial=field.default, **common)
        case FieldType.LIST:
            return WordsField(initial=field.default, widget=text_input(field), **common)
        case FieldType.TEXT | FieldType.URL | FieldType.INTEGER:
            return forms.CharField(initial=field.default, widget=text_input(field), **common)


def text_input(field: Field) -> forms.TextInput:
    placeholder = {"placeholder": f"such as {field.example}"} if field.example else {}
    return forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off", "spellcheck": "false", **placeholder})


class RegistrationForm(forms.ModelForm):
    """Base of the forms that `registration_form` makes for one kind and flow."""

    kind: Kind
    flow: Flow
    by: Actor

    # Not `client_secret`: the model's column holds ciphertext, and the form must never write to it.
    secret = forms.CharField(
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"class": "vTextField", "autocomplete": "new-password"}),
    )
    allowed_domains = WordsField(
        required=False,
        label="Allowed mail domains",
        help_text="Only verified addresses of these domains, separated by commas; blank allows every domain.",
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": "such as acme.example"}),
    )
    group_roles = PairsField(
        required=False,
        label="Roles by group",
        help_text="One line each, such as data-platform = operator. Roles: viewer, operator, administrator; "
        "the highest counts.",
    )

    class Meta:
        model = ProviderRegistration
        fields: tuple[str, ...] = (
            "name",
            "slug",
            "client_id",
            "staff_login",
            "groups_claim",
            "required_group",
            "default_role",
            "trust_email",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.kind, self.instance.flow = self.kind.id, self.flow.value
        for name, value in self.instance.settings.items():
            if SETTING + name in self.fields:
                self.initial[SETTING + name] = value
        describe_client(self, self.kind)
        name_what_is_missing(self)
        if self.flow is not Flow.CODE:
            del self.fields["secret"]
        elif "secret" in self.fields:
            self.fields["secret"].help_text = secret_help(self.instance, self.kind)

    def typed_secret(self) -> Secret | None:
        """The secret that was typed; None keeps the stored one."""
        typed = self.cleaned_data.get("secret")
        return Secret(typed) if typed else None

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        self.instance.settings = {
            field.name: self.cleaned_data.get(SETTING + field.name) for field in self.kind.fields[self.flow]
        }
        try:
            stored = ProviderRegistration.objects.filter(pk=self.instance.pk).first()
            refuse_stale(self, stored)
            registrations.check(registration=self.instance, stored=stored, secret=self.typed_secret(), by=self.by)
        except registrations.InvalidRegistration as error:
            report(self, error.errors)


def registration_form(kind: Kind, flow: Flow, by: Actor) -> type[RegistrationForm]:
    """The form for one kind and flow, as `by` may fill it in."""
    declared = {SETTING + field.name: setting_field(field) for field in kind.fields[flow]}
    return type("RegistrationFormFor", (RegistrationForm,), {**declared, "kind": kind, "flow": flow, "by": by})


def setting_names(kind: Kind, flow: Flow, section: Section) -> tuple[str, ...]:
    return tuple(SETTING + field.name for field in kind.fields[flow] if field.section is section)


def describe_client(form: RegistrationForm, kind: Kind) -> None:
    """The provider's own words for client ID and secret."""
    for name, spec in (("client_id", kind.client_id), ("secret", kind.client_secret)):
        if name in form.fields:
            form.fields[name].label = spec.label
            form.fields[name].help_text = f"{spec.help} {f'Found at: {spec.where}.' if spec.where else ''}".strip()
            if spec.example:
                form.fields[name].widget.attrs["placeholder"] = f"such as {spec.example}"


def secret_help(registration: ProviderRegistration, kind: Kind) -> str:
    if registration.client_secret_set_at is None:
        return f"Not set yet. {kind.client_secret.help} It is stored encrypted and never shown again."
    when = registration.client_secret_set_at.strftime("%Y-%m-%d")
    return f"Set {when} by {registration.client_secret_set_by}. Leave blank to keep it; what you type replaces it."


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
        form.add_error(
            None, f"Somebody saved version {stored.version} after this page was opened: open it again before you save."
        )


def name_what_is_missing(form: forms.BaseForm) -> None:
    """'This field is required' says neither which one nor what to do."""
    for field in form.fields.values():
        field.error_messages["required"] = f"{field.label} is missing. {field.help_text}".strip()


def field_name(place: str) -> str:
    """The form's field for a place as actions and checks name it: `client_secret`, `settings.domain` ..."""
    return "secret" if place == "client_secret" else place.replace("settings.", SETTING)


class DeploymentForm(forms.ModelForm):
    admin_principals = WordsField(
        label="Administrators",
        help_text="User names, separated by commas: the part of the address before the @.",
        widget=forms.TextInput(attrs={"class": "vTextField", "placeholder": "such as ada, grace"}),
    )
    allowed_domains = WordsField(
        required=False,
        label="Allowed mail domains",
        help_text="Separated by commas; read only when people of other domains are refused. If filled in, they replace "
        "the principal domain: list every domain, that one too.",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    class Meta:
        model = Deployment
        exclude = ("version", "exported_at", "exported_versions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_what_is_missing(self)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        refuse_stale(self, Deployment.objects.filter(pk=self.instance.pk).first())
        try:
            deployments.clean(deployment=self.instance)
        except deployments.InvalidDeployment as error:
            report(self, error.errors)
