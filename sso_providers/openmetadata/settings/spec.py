"""What one setting of OpenMetadata is, on each way that leads to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sso_providers.catalogue import Release, Secret, Value

FIRST = Release("1.7")


class ValueType(StrEnum):
    """What a `SecurityConfig` holds for the setting. A map is text: a JSON object."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "list"
    MAP = "map"


class ChartForm(StrEnum):
    """How the chart takes the value: as its type, as text, as true or false, as a key of a Secret,
    or (SOURCE) as text that it passes without quotes, so that the value must be YAML itself."""

    NATIVE = "native"
    STRING = "string"
    BOOLEAN = "boolean"
    SECRET_REF = "secretRef"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class SecretRef:
    """A key of a Kubernetes Secret."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of openmetadata.yaml.

    `env` is None where the shipped file has no variable for it: only an edited file or the API can
    set it. `helm` is the path below `openmetadata.config`; None where the chart lacks the setting,
    which then goes into the top-level `extraEnvs`, as do the values in `chart_refuses` and, unless
    the boolean setting `chart_needs` is true, every value. `default` is openmetadata.yaml's own,
    None for none. `compose_since` is the first line whose quickstart compose file is known to pass
    the variable, None for never. `since` and `until` are the first and last line that have it;
    `since_patch` is the release where it began inside its line. `never` says why it is never sent.
    `later_choices` says of a value that not every line takes from which on. `former` are names that old
    documentation, charts or files have for it and that nothing reads (any more): variables, and keys.
    `note` becomes the comment above an exported line.
    """

    path: str
    env: str | None
    helm: str | None = None
    type: ValueType = ValueType.TEXT
    chart: ChartForm = ChartForm.NATIVE
    secret_ref: SecretRef | None = None
    chart_refuses: tuple[Value, ...] = ()
    chart_needs: str = ""
    default: Value | None = ""
    choices: tuple[str, ...] = ()
    later_choices: Mapping[Value, Release] = field(default_factory=dict, hash=False)
    minimum: int | None = None
    secret: bool = False
    since: Release = FIRST
    since_patch: str = ""
    until: Release | None = None
    until_patch: str = ""
    compose_since: Release | None = FIRST
    former: tuple[str, ...] = ()
    never: str = ""
    note: str = ""

    @property
    def block(self) -> str:
        """The block of openmetadata.yaml that the setting stands in."""
        return self.path.partition(".")[0]

    def exists_in(self, release: Release) -> bool:
        return not self.never and self.since <= release and (self.until is None or release <= self.until)

    def takes(self, value: Value | Secret, release: Release) -> bool:
        """Whether the line's schema has the value: `later_choices` alone are younger than their setting."""
        first = None if isinstance(value, Secret) else self.later_choices.get(value)
        return first is None or first <= release

    def begins_within(self, release: Release) -> bool:
        """Whether the line's first patches don't have it yet; they would not start with it in their file."""
        return bool(self.since_patch) and self.since == release

    def passed_by_compose(self, release: Release) -> bool:
        """Whether the line's quickstart compose file is known to pass the variable to its containers."""
        return self.compose_since is not None and self.compose_since <= release
