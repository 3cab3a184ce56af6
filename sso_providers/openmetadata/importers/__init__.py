"""Reads any file that OpenMetadata's sign-in is configured with: one importer for each format.

Importers, exporters and rules know nothing of each other: they meet in `SecurityConfig` and what is around it.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say

from . import compose, conf, env_file, helm, server_json
from .imported import Format, Import, Unreadable
from .recognise import recognise
from .text import KNOWN, decoded

Reader: TypeAlias = Callable[[str, Mapping[str, str], Release | None], Import]

READERS: Mapping[Format, Reader] = MappingProxyType(
    {
        Format.ENV_FILE: env_file.read,
        Format.COMPOSE: compose.read,
        Format.CONF: conf.read,
        Format.HELM: helm.read,
        Format.API: server_json.read,
    }
)
# Of what lies beside them these take env files alone.
WITH_ENV_FILES = (Format.ENV_FILE, Format.COMPOSE, Format.CONF)


def read(
    data: bytes,
    *,
    name: str = "",
    beside: Mapping[str, bytes] = MappingProxyType({}),
    format: Format | None = None,
    release: Release | None = None,
) -> Import:
    """What the file states. `beside` are other files that belong to it, by name: env files, Secret manifests.

    The format is recognised where none is given. Raises `Unreadable`, and nothing else.
    """
    text = decoded(data)
    if not text.strip():
        raise Unreadable(say("The file is empty: give {known}.", known=KNOWN))
    chosen = format or recognise(text, name)
    if chosen is None:
        raise Unreadable(say("Nothing of OpenMetadata's sign-in is in the file: give {known}.", known=KNOWN))
    return READERS[chosen](text, {each: beside_text(each, beside[each]) for each in belonging(chosen, beside)}, release)


def belonging(format: Format, beside: Mapping[str, bytes]) -> list[str]:
    if format not in WITH_ENV_FILES:
        return list(beside)
    return [name for name, data in beside.items() if recognise(beside_text(name, data), name) is Format.ENV_FILE]


def beside_text(name: str, data: bytes) -> str:
    try:
        return decoded(data)
    except Unreadable as error:
        raise Unreadable(say("{name}: {problem}", name=name, problem=str(error))) from None


__all__ = ["READERS", "Format", "Import", "Unreadable", "read", "recognise"]
