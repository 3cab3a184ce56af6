"""One change, whatever the format."""

from dataclasses import dataclass

from sso_providers.catalogue import Release, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import REMOVE, Removal
from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.naming import name_of
from sso_providers.openmetadata.settings import SETTINGS, Setting
from sso_providers.openmetadata.settings.spec import FIRST
from sso_providers.openmetadata.subject import Place
from sso_providers.openmetadata.yaml_tree import Uneditable


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """`name` is the file's word for what changes, `place` where it stands, None for nowhere.

    `setting` is None for what is none. `wrong` is the line (from 1) of a wrong name for it, 0 for none.
    """

    path: str
    name: str
    value: Value | Removal
    setting: Setting | None = None
    place: Place | None = None
    wrong: int = 0

    @property
    def is_removal(self) -> bool:
        return self.value is REMOVE

    @property
    def line(self) -> int:
        return self.wrong or (self.place.line if self.place else 0)

    @property
    def written(self) -> Value:
        """What is to be written. Raises `TypeError` for a removal."""
        if isinstance(self.value, Removal):
            raise TypeError(say("{name} is to be removed: there is no value to write.", name=self.name))
        return self.value

    def impossible(self, problem: str) -> Uneditable:
        return Uneditable(problem, path=self.name, line=self.line)


def change(
    path: str, value: Value | Removal, *, format: Format, place: Place | None, wrong: int, release: Release
) -> Change:
    """Raises `Uneditable` for a secret, and for a setting that the release lacks."""
    setting = SETTINGS.get(path)
    made = Change(path=path, name=name_of(format, path), value=value, setting=setting, place=place, wrong=wrong)
    if setting and setting.secret:
        raise made.impossible("It holds a secret, which is not written here: change it by hand.")
    if setting and place is None and not made.is_removal and setting.since > FIRST and release < setting.since:
        raise made.impossible(
            say(
                "OpenMetadata has it from {since} on, and this is for {release}: upgrade first.",
                since=setting.since,
                release=release,
            )
        )
    return made
