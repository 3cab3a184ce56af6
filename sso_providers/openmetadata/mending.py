"""Accepted fixes, written into the file that they are for, until none of them is left to write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sso_providers.catalogue import Release

from .corrections import corrected
from .diagnosis import Diagnosis, diagnose, with_rules
from .findings import Finding, Fix, Rule
from .importers.imported import Import
from .subject import Kind
from .yaml_tree import Uneditable

# A fix may bring another to light; more rounds than this would mean that two of them undo each other.
ROUNDS = 5
# Each reads the file anew.
MOST_TRIED = 20
TOO_MANY = "It was not tried, for another fix could not be written, and there are too many: apply it alone."
# Rules about a name: the right one takes the place of the line that has the wrong one.
ABOUT_NAMES = (Kind.MISSPELT, Kind.MISPLACED, Kind.OBSOLETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """`text` with the fixes that could be written, and what is found in it now.

    `before` is what was found first. `refused` says of a fix, by its key, why it could not be written.
    """

    text: str
    before: Diagnosis
    diagnosis: Diagnosis
    refused: Mapping[str, str]


def key(finding: Finding) -> str:
    """Names a finding's fix in one file, also after other fixes have moved its line."""
    return f"{finding.rule.id}:{finding.path or finding.setting}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mender:
    """`read` makes an import of the file's text. `accepted` are keys of findings; None accepts every fix there is.

    `rules` are asked beside the portal's own, such as those that know what the network says.
    """

    read: Callable[[str], Import]
    accepted: Collection[str] | None = None
    target: str = ""
    release: Release | None = None
    rules: tuple[Rule, ...] = ()

    def mend(self, text: str) -> Mended:
        """Raises what `read` raises."""
        refused: dict[str, str] = {}
        before = diagnosis = self.diagnose(text)
        for _ in range(ROUNDS):
            fixes = [each for name, each in self.fixes(diagnosis).items() if name not in refused]
            if not fixes:
                break
            try:
                text = apply(text, fixes, diagnosis)
            except Uneditable:
                text = self.one_by_one(text, [key(each) for each in fixes], refused)
            diagnosis = self.diagnose(text)
        return Mended(text=text, before=before, diagnosis=diagnosis, refused=refused)

    def one_by_one(self, text: str, names: Sequence[str], refused: dict[str, str]) -> str:
        """What can't be written joins `refused`, and so do those that are too many to be tried each."""
        for name in names[MOST_TRIED:]:
            refused[name] = TOO_MANY
        for name in names[:MOST_TRIED]:
            diagnosis = self.diagnose(text)
            finding = self.fixes(diagnosis).get(name)
            if finding is None:  # another fix has done it
                continue
            try:
                text = apply(text, [finding], diagnosis)
            except Uneditable as error:
                refused[name] = str(error)
        return text

    def diagnose(self, text: str) -> Diagnosis:
        found = diagnose(self.read(text), target=self.target, release=self.release)
        return with_rules(found, self.rules) if self.rules else found

    def fixes(self, diagnosis: Diagnosis) -> dict[str, Finding]:
        """The accepted findings that have a fix, by key."""
        found = {key(each): each for each in diagnosis.findings if each.fix is not None}
        return {name: each for name, each in found.items() if self.accepted is None or name in self.accepted}


def apply(text: str, fixes: Collection[Finding], diagnosis: Diagnosis) -> str:
    """Raises `Uneditable`."""
    changes: dict[str, Fix] = {each.path or each.setting: each.fix for each in fixes}
    replaces = {each.path: each.line for each in fixes if each.path and each.rule.id in ABOUT_NAMES}
    return corrected(
        text,
        changes,
        format=diagnosis.imported.format,
        places=diagnosis.imported.places,
        release=diagnosis.release,
        replaces=replaces,
    )
