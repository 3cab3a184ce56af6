"""Env files: for `docker compose --env-file`, Compose's `env_file:` or `docker run --env-file`."""

import re
from collections.abc import Iterable, Mapping

from sso_providers.catalogue import Release

from .collecting import Collector
from .dotenv import comments
from .env_reading import Environment, Reader, environment_of
from .environment import read_variables
from .imported import Format, Import

READER = re.compile(r"\bdocker (run)\b|\bdocker[ -](compose)\b")
FOR_RELEASE = re.compile(r"\bOpenMetadata (\d{1,3}\.\d{1,3})\b")


def read(text: str, beside: Mapping[str, str], release: Release | None) -> Import:
    """`beside` are other env files, from which variables in values may come."""
    collector = Collector(Format.ENV_FILE)
    stated = release_in(text)
    environment = environment_of(text, reader_of(text), texts_of(beside.values()))
    environment.tell(collector)
    surroundings = read_variables(environment.variables, collector, release or (Release(stated) if stated else None))
    return collector.result(surroundings, stated)


def texts_of(files: Iterable[str], outside: Mapping[str, str] | None = None) -> dict[str, str]:
    """The values that env files give together, the last one's first; Compose reads them."""
    found = dict(outside or {})
    for text in files:
        found |= known(environment_of(text, Reader.COMPOSE, found))
    return found


def known(environment: Environment) -> dict[str, str]:
    return {name: each.text for name, each in environment.variables.items() if each.text is not None}


def release_in(text: str) -> str:
    """The line that the comment at the file's head names, "" for none."""
    found = FOR_RELEASE.search("\n".join(comments(text)))
    return found[1] if found else ""


def reader_of(text: str) -> Reader:
    """Who reads the file, by the comment at its head."""
    found = READER.search("\n".join(comments(text)))
    if not found:
        return Reader.UNKNOWN
    return Reader.RUN if found[1] else Reader.COMPOSE
