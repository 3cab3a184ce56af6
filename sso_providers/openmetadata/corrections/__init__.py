"""Writes accepted fixes into a file's own text: one module for each format. Comments and all else stay as they are."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from sso_providers.catalogue import Release
from sso_providers.openmetadata.findings import Fix
from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.quoting import Unquotable
from sso_providers.openmetadata.subject import Place
from sso_providers.openmetadata.yaml_tree import BOM, Uneditable

from . import compose, conf, env_file, helm, server_json
from .change import Change, change

Writer: TypeAlias = Callable[[str, Sequence[Change]], str]

WRITERS: Mapping[Format, Writer] = MappingProxyType(
    {
        Format.ENV_FILE: env_file.corrected,
        Format.COMPOSE: compose.corrected,
        Format.CONF: conf.corrected,
        Format.HELM: helm.corrected,
        Format.API: server_json.corrected,
    }
)


def corrected(
    text: str,
    changes: Mapping[str, Fix],
    *,
    format: Format,
    places: Mapping[str, Place],
    release: Release,
    replaces: Mapping[str, int] = MappingProxyType({}),
) -> str:
    """The file with each change made; None changes nothing.

    `changes` are of paths of `SETTINGS`, or of what else the format knows by its own name there. `places` are those of
    the file's import. `replaces` has the line (from 1) of a wrong name, by the path that was meant: it goes. Raises
    `Uneditable`, with line and remedy, where one can't be made with certainty; then none is made.
    """
    mark = BOM if text.startswith(BOM) else ""
    made = [
        change(path, value, format=format, place=places.get(path), wrong=replaces.get(path, 0), release=release)
        for path, value in changes.items()
        if value is not None
    ]
    try:
        return mark + WRITERS[format](text.removeprefix(BOM), made)
    except Unquotable as error:
        raise Uneditable(str(error)) from None
