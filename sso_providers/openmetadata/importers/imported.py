"""What an importer gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.subject import Place, Surroundings, Trouble

# What a trouble names that is about no setting.
WHOLE_FILE = "(whole file)"


class Format(StrEnum):
    """A kind of file that OpenMetadata's sign-in is configured with."""

    ENV_FILE = "env-file"
    COMPOSE = "compose"
    CONF = "openmetadata-yaml"
    HELM = "helm-values"
    API = "security-config-json"

    @property
    def label(self) -> str:
        return {
            Format.ENV_FILE: "env file",
            Format.COMPOSE: "Compose file",
            Format.CONF: "openmetadata.yaml",
            Format.HELM: "Helm values",
            Format.API: "security configuration of a server (JSON)",
        }[self]

    @property
    def target(self) -> str:
        """The export target that such a file is for."""
        return {
            Format.ENV_FILE: "docker",
            Format.COMPOSE: "docker",
            Format.CONF: "bare-metal",
            Format.HELM: "kubernetes",
            Format.API: "api",
        }[self]


class Unreadable(ValueError):
    """Nothing can be read. The message says what was expected and the remedy, and shows nothing of the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file as the server would understand it.

    `config.values` has what the file states; `places` says where, for each of them. `release` is the line that the
    file itself names (an image's tag), "" for none.
    """

    format: Format
    config: SecurityConfig
    places: Mapping[str, Place]
    troubles: tuple[Trouble, ...] = ()
    surroundings: Surroundings = field(default_factory=Surroundings)
    release: str = ""
