"""What is asked before a registration or deployment is copied to another environment."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sso_providers.actions import clone, deployments, registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.registration_rules import described
from sso_providers.catalogue import Application, Value
from sso_providers.catalogue.environment_names import in_other_environment
from sso_providers.catalogue.environments import CLIENT_ID, Need, Own, is_same_application, own_values
from sso_providers.language import in_words
from sso_providers.models import Deployment, ProviderRegistration
from sso_providers.models.deployment import release_choices
from sso_providers.openmetadata import environments
from sso_providers.openmetadata.server import FIELDS

from .errors import SETTING, field_name, name_what_is_missing
from .inputs import WordsField, setting_field

LONGEST_SLUG = 50
TEXT = {"class": "vTextField", "autocomplete": "off", "spellcheck": "false"}


@dataclass(frozen=True, slots=True)
class Row:
    """A value that environments have of their own: as it is `here`, and the input of the one there."""

    own: Own
    here: str
    input: forms.BoundField

    @property
    def need(self) -> str:
        return in_words(self.own.need.label)

    @property
    def css(self) -> str:
        """Of the badge while the value is the same."""
        return self.own.need.css

    @property
    def why(self) -> str:
        return in_words(self.own.why)

    @property
    def state(self) -> str:
        there = as_typed(self.input.value())
        if not there and self.here:
            return "empty"
        return "same" if there == self.here else "differs"


class CloneForm(forms.Form):
    """Name, slug and the values that environments have of their own. Subclasses add those, by `ask`."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, widget=forms.TextInput(attrs=TEXT))
    slug = forms.SlugField(
        label=gettext_lazy("Slug"),
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy("Lower-case letters, digits and -; it can't be changed later."),
        widget=forms.TextInput(attrs={**TEXT, "class": "vTextField mono"}),
    )
    # The browser would want what stands in a part of the page that is not shown.
    use_required_attribute = False

    def __init__(self, original: ProviderRegistration | Deployment, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.by = by
        self.asked: dict[str, tuple[Own, str]] = {}
        self.initial["name"] = in_other_environment(original.name) or _("%(name)s (copy)") % {"name": original.name}
        self.initial["slug"] = free_slug(original)

    def ask(self, own: Own, name: str, field: forms.Field, here: Any) -> None:
        """Under `name`, filled in with what is likely there; what must differ stays blank if nobody can tell."""
        here = as_typed(field.prepare_value(here))
        field.widget.attrs["data-here"] = here
        self.fields[name] = field
        self.asked[name] = (own, here)
        self.initial[name] = likely(own, field, here)

    @property
    def rows(self) -> list[Row]:
        return [Row(own, here, self[name]) for name, (own, here) in self.asked.items()]

    def copy(self) -> clone.Copy:
        """Of a form without errors so far."""
        changes = {own.name: self.cleaned_data.get(name) for name, (own, _here) in self.asked.items()}
        return clone.Copy(slug=self.cleaned_data["slug"], name=self.cleaned_data["name"], changes=changes)

    def refuse_same(self) -> None:
        """What must differ and does not."""
        for name, (own, here) in self.asked.items():
            there = as_typed(self[name].value())
            if own.need is Need.MUST and own.name != CLIENT_ID and there == here:
                self.add_error(name, _("It is still '%(value)s': enter the other environment's.") % {"value": here})

    def report(self, errors: Mapping[str, str]) -> None:
        """An action's errors at the fields; Django's own sentence about a field comes first."""
        for place, sentence in errors.items():
            name = field_name(place)
            if name not in self.fields:
                self.add_error(None, f"{place.removeprefix('settings.')}: {sentence}")
            elif name not in self.errors:
                self.add_error(name, sentence)


class RegistrationCloneForm(CloneForm):
    """Raises `InvalidRegistration` when it is made of a registration that can't be used itself."""

    def __init__(self, original: ProviderRegistration, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(original, by, *args, **kwargs)
        self.original = original
        self.here = described(original)
        for own, field, here in own_fields(self.here):
            self.ask(own, own.name if own.name == CLIENT_ID else SETTING + own.name, field, here)
        name_what_is_missing(self)

    def clean(self) -> dict[str, Any]:
        self.refuse_same()
        if self.errors:
            return self.cleaned_data
        draft = clone.draft_registration(self.original, self.copy())
        try:
            registrations.check(registration=draft, stored=None, by=self.by)
        except registrations.InvalidRegistration as error:
            self.report(error.errors)
        else:
            self.refuse_same_application(draft)
        return self.cleaned_data

    def refuse_same_application(self, draft: ProviderRegistration) -> None:
        if is_same_application(self.here, draft.application(with_secret=False)):
            sentence = _("It would be the same application as %(name)s: enter the client ID of a new one.")
            self.add_error(CLIENT_ID, sentence % {"name": self.original.name})

    def save(self) -> ProviderRegistration | None:
        """None if it can't be; the form then has the errors."""
        try:
            return clone.clone_registration(original=self.original, copy=self.copy(), by=self.by)
        except registrations.InvalidRegistration as error:
            self.report(error.errors)
            return None


def own_fields(here: Application) -> Iterator[tuple[Own, forms.Field, Value]]:
    """Those that have a value here."""
    for own in own_values(here.kind, here.flow):
        if own.name == CLIENT_ID and here.kind.client_id:
            yield own, setting_field(here.kind.client_id), here.client_id
        elif value := here.settings.get(own.name):
            yield own, setting_field(here.kind.field(here.flow, own.name)), value


COPY, SAME, OTHER = "copy", "same", "other"


class DeploymentCloneForm(CloneForm):
    """`along` is the form of the registration's copy; None if it can't be copied, or not by this person."""

    uses = forms.ChoiceField(label=gettext_lazy("Registration"), widget=forms.RadioSelect)
    other = forms.ModelChoiceField(
        ProviderRegistration.objects.all(), label=gettext_lazy("Another registration"), required=False
    )

    def __init__(
        self, original: Deployment, by: Actor, *args: Any, along: RegistrationCloneForm | None, **kwargs: Any
    ) -> None:
        super().__init__(original, by, *args, **kwargs)
        self.original, self.along = original, along
        names = {"name": original.registration.name}
        choices = {
            COPY: _("A copy of %(name)s, made along with it") % names,
            SAME: _("%(name)s, as here") % names,
            OTHER: _("Another one"),
        }
        if along is None:
            del choices[COPY]
        uses: Any = self.fields["uses"]
        uses.choices = [*choices.items()]
        self.initial["uses"] = next(iter(choices))
        for own in environments.OWN:
            self.ask_own(own)
        name_what_is_missing(self)

    def ask_own(self, own: Own) -> None:
        if own.name in COLUMNS:
            if here := getattr(self.original, own.name):
                self.ask(own, own.name, COLUMNS[own.name](), here)
            return
        option = next(each for each in FIELDS if each.name == own.name)
        settings = self.original.settings if isinstance(self.original.settings, dict) else {}
        here = settings.get(own.name, option.default)
        if here not in ("", (), []):
            self.ask(own, SETTING + own.name, setting_field(option), here)

    def is_valid(self) -> bool:
        """With the registration's form, where that counts."""
        own = super().is_valid()
        if self.along and self.cleaned_data.get("uses") == COPY:
            return self.along.is_valid() and own
        return own

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("uses") == OTHER and not self.cleaned_data.get("other"):
            self.add_error("other", _("Choose the registration that people sign in with there."))
        self.refuse_same()
        if self.errors:
            return self.cleaned_data
        try:
            draft = clone.draft_deployment(self.original, self.copy(), self.original.registration)
            deployments.clean(deployment=draft)
        except deployments.InvalidDeployment as error:
            self.report(error.errors)
        return self.cleaned_data

    def registration(self) -> ProviderRegistration | clone.Copy:
        match self.cleaned_data["uses"]:
            case "copy" if self.along:
                return self.along.copy()
            case "other":
                other: ProviderRegistration = self.cleaned_data["other"]
                return other
            case _:
                return self.original.registration

    def save(self) -> Deployment | None:
        """None if it can't be; the forms then have the errors."""
        try:
            return clone.clone_deployment(
                original=self.original, copy=self.copy(), registration=self.registration(), by=self.by
            )
        except deployments.InvalidDeployment as error:
            self.report(error.errors)
        except registrations.InvalidRegistration as error:
            (self.along or self).report(error.errors)
        return None


def text(label: str) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.TextInput(attrs=TEXT))


# A deployment's columns among what environments have of their own.
COLUMNS: dict[str, Callable[[], forms.Field]] = {
    "url": lambda: text(_("Address")),
    "release": lambda: forms.ChoiceField(label=_("OpenMetadata release"), choices=release_choices),
    "principal_domain": lambda: text(_("Principal domain")),
    "allowed_domains": lambda: WordsField(
        label=_("Allowed mail domains"), required=False, widget=forms.TextInput(attrs=TEXT)
    ),
    "admin_principals": lambda: WordsField(label=_("Administrators"), widget=forms.TextInput(attrs=TEXT)),
}


def likely(own: Own, field: forms.Field, here: str) -> str | bool:
    """What it may be there. Texts of several lines, such as certificates, name no environment."""
    if isinstance(field, forms.BooleanField):
        return bool(here)
    named = "" if isinstance(field.widget, forms.Textarea) else in_other_environment(here)
    return named or ("" if own.need is Need.MUST else here)


def as_typed(value: Any) -> str:
    """What an input holds, as text: of a box, whether it is ticked."""
    match value:
        case bool():
            return "on" if value else ""
        case list() | tuple():
            return ", ".join(map(str, value))
        case _:
            return str(value or "").replace("\r\n", "\n").strip()


def free_slug(original: ProviderRegistration | Deployment) -> str:
    """Named after the other environment, and with a number where that is taken."""
    wanted = in_other_environment(original.slug) or f"{original.slug[: LONGEST_SLUG - 5]}-copy"
    wanted = wanted[: LONGEST_SLUG - 3].strip("-")
    taken = set(type(original).objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (wanted, *numbered) if slug not in taken)
