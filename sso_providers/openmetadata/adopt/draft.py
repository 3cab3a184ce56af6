"""What `adopt` gives, and how its parts read a configuration."""

from collections.abc import Mapping
from dataclasses import dataclass

from sso_providers.catalogue import Flow, Kind, Secret, Value
from sso_providers.openmetadata.security_config import SecurityConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A registration and a deployment in the making; nothing of it is validated.

    `settings` and `secrets` are by the catalogue's names, as `Kind.clean` takes them. `server` has the fields of a
    `Server` but `release` and `options`, as far as the configuration states them; `options` are by the names of
    `server.OPTIONS`.
    """

    kind: Kind
    flow: Flow
    client_id: str = ""
    settings: Mapping[str, Value]
    secrets: Mapping[str, Secret]
    server: Mapping[str, Value]
    options: Mapping[str, Value]


class NotAdoptable(ValueError):
    """There is no registration to be made of it. The message says why."""


def stated(config: SecurityConfig, names: Mapping[str, str], block: str) -> dict[str, Value]:
    """By name, what the block's settings hold but for secrets; `names` are the catalogue's, with OpenMetadata's."""
    found: dict[str, Value] = {}
    for name, setting in names.items():
        value = config.values.get(f"{block}.{setting}")
        if value is not None and not isinstance(value, Secret):
            found[name] = value
    return found


def secrets_of(config: SecurityConfig, names: Mapping[str, str], block: str) -> dict[str, Secret]:
    """As `stated`, of the secrets that are known."""
    found = ((name, config.values.get(f"{block}.{setting}")) for name, setting in names.items())
    return {name: value for name, value in found if isinstance(value, Secret) and value}
