"""Which lines of an exported file set one of OpenMetadata's settings, and what each of these does.

Reads the files by their lines as the exporters write them: env files, JSON and YAML with one key a line, indented.
Other people's files are for the importers.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say

from .artifacts import Artifact
from .differences import lines_of
from .meanings import MEANINGS
from .naming import CHART
from .settings import ROWS, SETTINGS, Setting

VARIABLE = re.compile(r"([A-Z][A-Z0-9_]*)(?:=|\Z)")
ENTRY = re.compile(r"""(?P<indent>\s*(?:-\s)?)"?(?P<key>[\w.-]+)"?:(?:\s+["']?(?P<value>[\w.-]*)|\Z)""")
# Keys whose value is a variable's name: an entry of `env`, and what an ExternalSecret fetches.
NAMES_VARIABLE = ("name", "secretKey")
# What a Secret's keys stand below.
OF_SECRET = ("stringData", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """`sentences` say what the setting does, what else it may be and what it is unless set.

    The table's note is among them where no comment above the line says it.
    """

    setting: Setting
    sentences: tuple[str, ...]


def explain(artifact: Artifact) -> dict[int, Explanation]:
    """By the line's number, from 1, in `differences.lines_of`."""
    lines = lines_of(artifact.text)
    return {
        number: Explanation(setting=setting, sentences=tuple(sentences(setting, comment_above(lines, number))))
        for number, setting in settings_of(artifact)
    }


def settings_of(artifact: Artifact) -> Iterator[tuple[int, Setting]]:
    """The number of each line that sets a setting, with it."""
    if artifact.name.endswith(".env"):
        yield from variables(lines_of(artifact.text))
    else:
        yield from entries(lines_of(artifact.text))


def variables(lines: list[str]) -> Iterator[tuple[int, Setting]]:
    for number, line in enumerate(lines, start=1):
        if (found := VARIABLE.match(line)) and (setting := BY_VARIABLE.get(found[1])):
            yield number, setting


def entries(lines: list[str]) -> Iterator[tuple[int, Setting]]:
    above: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        found = ENTRY.match(line)
        if found is None:
            continue
        column = len(found["indent"])
        while above and above[-1][0] >= column:
            above.pop()
        above.append((column, found["key"]))
        if setting := set_by([key for _, key in above], found["value"] or ""):
            yield number, setting


def set_by(path: list[str], value: str) -> Setting | None:
    """The setting of the entry at the `path` of keys."""
    *parents, key = path
    if key in NAMES_VARIABLE and (setting := BY_VARIABLE.get(value)):
        return setting
    if parents and parents[-1] in OF_SECRET:
        return BY_SECRET_KEY.get(key)
    if parents and parents[-1] == "environment":
        return BY_VARIABLE.get(key)
    whole = ".".join(path)
    return SETTINGS.get(whole) or BY_CHART.get(whole)


def comment_above(lines: list[str], number: int) -> str:
    """The comment right above the line, as one text."""
    words: list[str] = []
    for line in reversed(lines[: number - 1]):
        if not line.lstrip().startswith("#"):
            break
        words[:0] = line.replace("#", " ", 1).split()
    return " ".join(words)


def sentences(setting: Setting, above: str) -> Iterator[str]:
    yield MEANINGS[setting.path]
    if setting.note and setting.note not in above:
        yield setting.note
    if setting.choices:
        yield say("One of {choices}.", choices=", ".join(setting.choices))
    if setting.default is not None and not setting.secret:
        yield own_value(setting.default)


def own_value(default: Value) -> str:
    """What OpenMetadata takes where nothing is said."""
    if default in ("", (), "{}"):
        return say("Unless set: empty.")
    return say("Unless set: {value}.", value=written(default))


def written(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def by(name: Callable[[Setting], str]) -> Mapping[str, Setting]:
    """Those that have such a name. Of settings that share one, the first: they do the same, each in its own case."""
    found: dict[str, Setting] = {}
    for setting in ROWS:
        if name(setting):
            found.setdefault(name(setting), setting)
    return found


BY_VARIABLE = by(lambda setting: setting.env or "")
BY_CHART = by(lambda setting: f"{CHART}.{setting.helm}" if setting.helm else "")
BY_SECRET_KEY = by(lambda setting: setting.secret_ref.key if setting.secret_ref else "")
