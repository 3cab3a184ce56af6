"""What a setting is called in each format of file: how findings name it there, and the way back.

Knows no file's content.
"""

from collections.abc import Mapping

from .importers.imported import Format
from .settings import SETTINGS, Setting

CHART = "openmetadata.config"
# The chart's list of variables, before a name of one.
EXTRA = "extraEnvs"


def name_of(format: Format, path: str) -> str:
    """Of a path of `SETTINGS`; anything else is what it is called."""
    setting = SETTINGS.get(path)
    if setting is None:
        return path
    match format:
        case Format.ENV_FILE | Format.COMPOSE:
            return setting.env or path
        case Format.HELM:
            return in_chart(setting)
        case Format.CONF | Format.API:
            return path


def in_chart(setting: Setting) -> str:
    if setting.helm:
        return f"{CHART}.{setting.helm}"
    return f"{EXTRA} {setting.env}" if setting.env else setting.path


def path_of(format: Format, name: str) -> str:
    """The path in `SETTINGS` of a name by `name_of`, "" for none. Of settings that share a name, the first.

    In Helm values any variable may stand below extraEnvs, and the chart's first keys may be left out, as files that
    begin at `authentication:` do.
    """
    if format is not Format.HELM:
        return PATHS[format].get(name, "")
    if name.startswith(f"{EXTRA} "):
        return PATHS[Format.ENV_FILE].get(name.removeprefix(f"{EXTRA} "), "")
    return PATHS[format].get(name) or PATHS[format].get(f"{CHART}.{name}", "")


def paths(format: Format) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for path in SETTINGS:
        found.setdefault(name_of(format, path), path)
    return found


PATHS: Mapping[Format, Mapping[str, str]] = {format: paths(format) for format in Format}
