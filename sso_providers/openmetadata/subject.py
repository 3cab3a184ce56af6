"""What rules look at: a configuration with what is known around it, from a file or from the portal's own rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sso_providers.catalogue import Release, Secret, Value

from .secret_texts import without_secrets
from .security_config import SecurityConfig
from .settings import AUTHENTICATION, OIDC, SETTINGS


class Kind(StrEnum):
    """What can be wrong with a file before its values mean anything. Each is the id of a rule, too."""

    NOT_YAML = "file-not-yaml"
    NOT_AN_ENV_LINE = "line-not-understood"
    UNBALANCED_QUOTE = "quote-not-closed"
    COMMENT_IN_VALUE = "comment-in-value"
    LOOKALIKE = "lookalike-characters"
    VALUE_NOT_YAML = "value-breaks-yaml"
    WRONG_TYPE = "value-of-wrong-type"
    EMPTY = "value-empty"
    UNRESOLVED = "variable-not-resolved"
    SECRET_NOT_FOUND = "secret-not-found"
    BRACES = "default-with-braces"
    DUPLICATE = "set-twice"
    UNKNOWN = "name-unknown"
    MISSPELT = "name-misspelt"
    MISPLACED = "name-misplaced"
    OBSOLETE = "name-obsolete"


# Names that nothing reads; the other kinds are about values.
NOT_UNDERSTOOD = (Kind.NOT_AN_ENV_LINE, Kind.UNKNOWN, Kind.MISSPELT, Kind.MISPLACED, Kind.OBSOLETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something in a file that is not, or not rightly, understood.

    `name` is what the file says, `line` where (from 1). `setting` is the path in `SETTINGS` that is, or probably was,
    meant; "" for none. `message` is a sentence with the remedy, and shows no value that may be a secret. `fix` is the
    value that the setting meant should have, where it is known.
    """

    kind: Kind
    name: str
    line: int
    message: str
    setting: str = ""
    fix: Value | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file states something: by which name, and in which line (from 1)."""

    name: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a file says beside the sign-in settings, as far as rules ask for it.

    `variables` are the server's other environment variables (proxies, Java options, BASE_PATH), each with its place.
    `replicas` is the number of servers, `sticky` whether an ingress sends people to the same one again. `hosts` are
    names that only the deployment itself can resolve, such as Compose services. `chart` is the chart's version.
    `places` are of everything here: replicas, chart, and the names of variables.
    """

    variables: Mapping[str, str] = field(default_factory=dict)
    replicas: int = 1
    sticky: bool = False
    hosts: frozenset[str] = frozenset()
    chart: str = ""
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A configuration under examination.

    `config` has what is stated, nothing else: a file may be an excerpt. `target` is an export target's id. `troubles`
    are what the file's reader met. `is_whole` says that what is not stated is not set anywhere else: of the portal's
    own rows, never of a file.
    """

    config: SecurityConfig
    target: str
    release: Release
    troubles: tuple[Trouble, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    is_whole: bool = False

    def states(self, path: str) -> bool:
        return path in self.config.values

    def states_any(self, block: str) -> bool:
        """Whether anything of the block is stated."""
        return any(path.startswith(f"{block}.") for path in self.config.values)

    def value(self, path: str) -> Value | Secret | None:
        """As stated, else openmetadata.yaml's own default; None for neither."""
        return self.config.values.get(path, SETTINGS[path].default)

    def text(self, path: str) -> str:
        """As `value`, for a setting that holds text; "" for none and for anything else."""
        value = self.value(path)
        return value if isinstance(value, str) else ""

    def items(self, path: str) -> tuple[str, ...]:
        """As `value`, for a setting that holds a list."""
        value = self.value(path)
        return value if isinstance(value, tuple) else ()

    @property
    def provider(self) -> str:
        """OpenMetadata's name of it, as it may be shown; "" where the file doesn't say."""
        path = f"{AUTHENTICATION}.provider"
        return without_secrets(self.text(path)) if self.states(path) else ""

    @property
    def is_confidential(self) -> bool:
        """Whether the server runs the code flow: only then does it read `oidcConfiguration`."""
        return self.text(f"{AUTHENTICATION}.clientType") == "confidential"

    @property
    def kind(self) -> str:
        """The provider that `oidcConfiguration.type` or `provider` names, in lower case."""
        stated = self.config.values.get(f"{OIDC}.type") if self.is_confidential else None
        return str(stated or self.provider).lower()
