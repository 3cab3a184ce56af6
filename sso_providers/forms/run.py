"""What is asked before many deployments are exported."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sso_providers.actions import exports, runs
from sso_providers.catalogue import UnknownName
from sso_providers.language import in_words
from sso_providers.openmetadata.artifacts import SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.exporters import TARGETS

# Between a target and its variant in one value.
BETWEEN = "/"
# In characters; what is longer is meant to be all of them.
LONGEST_SELECTION = 100_000


def ways() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every target with its variants, but for those that change a file of each server's own."""
    return [
        (
            in_words(target.label),
            [
                (f"{target.id}{BETWEEN}{variant.id}", f"{in_words(target.label)}: {in_words(variant.label)}")
                for variant in target.variants
                if not variant.reads_conf
            ],
        )
        for target in TARGETS.values()
    ]


def modes() -> list[tuple[str, str]]:
    real = {SecretsMode.REAL}
    return [
        ("", str(_("As is usual there"))),
        *((each.value, in_words(each.label)) for each in SecretsMode if each not in real),
    ]


def situations() -> list[tuple[str, str]]:
    return [(each.value, in_words(each.label)) for each in (Situation.RUNNING, Situation.FIRST_START)]


class ExportRunForm(forms.Form):
    """`choice` is what was chosen, once the form is valid. `slugs` are those of a selection; without, all are meant."""

    way = forms.ChoiceField(label=_("Target"), choices=ways)
    situation = forms.ChoiceField(label=_("First start, or already running?"), choices=situations)
    secrets = forms.ChoiceField(
        label=_("Secrets"),
        choices=modes,
        required=False,
        help_text=_("Real ones are exported one deployment at a time only."),
    )
    slugs = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LONGEST_SELECTION)
    choice: exports.Choice

    def __init__(self, *args: Any, selected: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.initial["slugs"] = " ".join(selected)

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        target, _between, variant = asked.get("way", "").partition(BETWEEN)
        if self.errors:
            return asked
        try:
            self.choice = runs.choose(
                target=target, variant=variant, situation=asked["situation"], secrets=asked["secrets"]
            )
        except (UnknownName, Unsupported) as error:
            self.add_error("secrets", in_words(str(error)))
        return asked

    def selected(self) -> list[str]:
        """Of a valid form; empty for all."""
        return str(self.cleaned_data["slugs"]).split()
