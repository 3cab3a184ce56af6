"""Values of the chart, written the way people write them, and what is read of them."""

from collections.abc import Mapping
from textwrap import dedent

from sso_providers.catalogue import Release
from sso_providers.openmetadata.importers import helm
from sso_providers.openmetadata.importers.imported import Import
from sso_providers.openmetadata.settings import SETTINGS
from sso_providers.openmetadata.subject import Kind, Trouble

CONFIG = "openmetadata.config"
SWITCH = f"{CONFIG}.authentication.oidcConfiguration.enabled"


def imported(text: str, beside: Mapping[str, str] | None = None, line: str = "") -> Import:
    return helm.read(dedent(text).lstrip("\n"), beside or {}, Release(line) if line else None)


def block(path: str, text: str) -> str:
    """The lines below a path of values.yaml."""
    lines = dedent(text).strip("\n").splitlines()
    for key in reversed(path.split(".")):
        lines = [f"{key}:", *(f"  {line}" for line in lines)]
    return "\n".join(lines) + "\n"


def authentication(text: str) -> str:
    return block(f"{CONFIG}.authentication", text)


def oidc(text: str) -> str:
    return block(f"{CONFIG}.authentication.oidcConfiguration", text)


def stated(found: Import) -> dict[str, object]:
    """By the name in the file."""
    return {found.places[path].name: value for path, value in found.config.values.items()}


def lines(found: Import) -> dict[str, int]:
    return {place.name.rpartition(".")[2]: place.line for place in found.places.values()}


def told(found: Import) -> list[tuple[Kind, str]]:
    return [(trouble.kind, trouble.name) for trouble in found.troubles]


def only(found: Import) -> Trouble:
    (trouble,) = found.troubles
    return trouble


def path_of(helm_path: str) -> str:
    """The path in `SETTINGS` of a chart's path below `openmetadata.config`."""
    return next(path for path, setting in SETTINGS.items() if setting.helm == helm_path)
