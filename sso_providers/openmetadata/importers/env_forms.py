"""Variables in lines that are no env file's: a shell's, docker run's options, systemd's units, lists of name and value.

What is meant is read, for whoever pastes them here.
"""

import json
import re
import shlex
from collections.abc import Iterator

NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
# A word as a shell ends it: at a blank outside of quotes.
SHELL_WORD = r"(?:[^\s\"'\\]|\\.|\"(?:[^\"\\]|\\.)*+\"|'[^']*+')++"
ASSIGNED = re.compile(rf"{NAME}=")
OPTION = re.compile(rf"(?<![^\s])(?:-e|--env)(?:\s+|=)(?P<word>{SHELL_WORD})")
UNIT = re.compile(r"\s*Environment\s*=\s*(?P<words>.*)")
WORDS = re.compile(SHELL_WORD)
COMMAND = re.compile(
    rf"(?:(?:set|SET|env|declare\s+-x|-|\$[Ee]nv:)\s*(?P<equals>{NAME})\s*=\s*|(?:setx|ENV)\s+(?P<blank>{NAME})[\s=]\s*)"
    r"(?P<value>.*)"
)
# As in an ECS task definition, an Azure container app or a Kubernetes manifest on one line.
PAIR = re.compile(rf'"?name"?\s*[:=]\s*"(?P<name>{NAME})"\s*,?\s*"?value"?\s*[:=]\s*(?P<value>"(?:[^"\\]|\\.)*+")')
# As in a JSON object, or a map of Terraform.
ENTRY = re.compile(rf'\s*"(?P<name>{NAME})"\s*[:=]\s*(?P<value>"(?:[^"\\]|\\.)*+"|[^",\s]+)\s*,?\s*')
# Nobody writes a longer one by hand.
LONGEST = 100_000


def variables(line: str) -> Iterator[tuple[str, str]]:
    """Name and value of each variable that the line sets."""
    line = line[:LONGEST].strip().removesuffix("\\")
    found = [*options(line), *unit(line), *pairs(line)]
    if not found and (command := COMMAND.match(line)):
        found = [(command["equals"] or command["blank"], unquoted(command["value"].strip()))]
    yield from found


def options(line: str) -> Iterator[tuple[str, str]]:
    for option in OPTION.finditer(line):
        yield from assigned(option["word"])


def unit(line: str) -> Iterator[tuple[str, str]]:
    found = UNIT.match(line)
    for word in WORDS.finditer(found["words"] if found else ""):
        yield from assigned(word[0])


def pairs(line: str) -> Iterator[tuple[str, str]]:
    entry = ENTRY.fullmatch(line)
    for pair in [entry] if entry else PAIR.finditer(line):
        try:
            value = json.loads(pair["value"])
        except ValueError:
            value = unquoted(pair["value"])
        yield pair["name"], value if isinstance(value, str) else pair["value"]


def assigned(word: str) -> Iterator[tuple[str, str]]:
    try:
        word = "".join(shlex.split(word))
    except ValueError:
        return
    if ASSIGNED.match(word):
        name, _, value = word.partition("=")
        yield name, value


def unquoted(value: str) -> str:
    """A value without the quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value
