"""Reads a server's security configuration: what GET /api/v1/system/security/config answers, or PUT takes.

Also the one block of GET /api/v1/system/config/auth. JSON is YAML in flow style, so the one parser with positions reads
it; what is no JSON all the same (commas too many, comments) is told and read.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.settings import Setting
from sso_providers.openmetadata.subject import Kind
from sso_providers.openmetadata.yaml_tree import Kind as Shape
from sso_providers.openmetadata.yaml_tree import Node, Problem, Uneditable, parse_damaged

from .blocks import BlockReader
from .collecting import Collector
from .imported import WHOLE_FILE, Format, Import, Unreadable
from .scalars import resolved

BOM = "\ufeff"
# Strings, comments, which JSON does not have, and brackets.
PIECE = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*+"?)|(?P<comment>//[^\r\n]*|/\*.*?(?:\*/|\Z))|(?P<open>[{\[])|(?P<close>[}\]])',
    re.DOTALL,
)
CLOSERS = {"{": "}", "[": "]"}
VISIBLE = re.compile(r"[^\r\n]")
# A character beyond U+FFFF, which JSON writes as a pair and YAML does not; half of one; any other escape.
ESCAPE = re.compile(
    r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


def read(text: str, beside: Mapping[str, str], release: Release | None = None) -> Import:
    """Nothing beside it matters. Raises `Unreadable`."""
    source = text.removeprefix(BOM)
    reader = Reader(Collector(Format.API), release, say("refuses the configuration"))
    try:
        document, problems = parse_damaged(as_yaml(source), substitutions=False)
    except Uneditable as error:
        raise Unreadable(say("The file can't be read as JSON. {problem}", problem=str(error))) from None
    if document.root.kind is not Shape.MAPPING:
        raise Unreadable("The file is no security configuration: it must be one JSON object.")
    reader.file(document.root)
    invalid(source, problems, reader.collector)
    return reader.collector.result()


def as_yaml(source: str) -> str:
    """What a YAML parser reads as the JSON that is meant: without comments, and closed where it is cut off.

    No line is lost.
    """
    closers: list[str] = []
    pieces: list[str] = []
    position = 0
    for piece in PIECE.finditer(source):
        pieces += (source[position : piece.start()], readable(piece))
        position = piece.end()
        if piece["open"]:
            closers.append(CLOSERS[piece[0]])
        elif piece["close"] and closers:
            closers.pop()
    return "".join((*pieces, source[position:], *reversed(closers)))


def readable(piece: re.Match[str]) -> str:
    if piece["comment"]:
        return VISIBLE.sub(" ", piece[0])
    if not piece["string"]:
        return piece[0]
    text = ESCAPE.sub(character, piece[0])
    return text if len(text) > 1 and piece[0].endswith('"') else f'{text}"'


def character(escape: re.Match[str]) -> str:
    if escape["high"]:
        return chr(0x10000 + ((int(escape["high"], 16) - 0xD800) << 10) + int(escape["low"], 16) - 0xDC00)
    return r"\ufffd" if escape["half"] else escape[0]


def invalid(source: str, problems: Iterable[Problem], collector: Collector) -> None:
    try:
        json.loads(source)
    except json.JSONDecodeError as error:
        # Its words name what JSON wants, and quote nothing.
        collector.trouble(
            Kind.NOT_YAML,
            WHOLE_FILE,
            error.lineno,
            say("This is no valid JSON: {problem}. Mend the line.", problem=error.msg),
        )
    except (ValueError, RecursionError):
        collector.trouble(Kind.NOT_YAML, WHOLE_FILE, 1, say("This is JSON that no reader takes: mend it."))
    else:
        return
    for line, message in problems:
        collector.trouble(Kind.NOT_YAML, WHOLE_FILE, line, message)


class Reader(BlockReader):
    def setting(self, setting: Setting, node: Node, name: str, line: int, *, single: bool = False) -> None:
        """Null is how the server writes what is not set."""
        if node.is_null:
            return
        value = native(node)
        self.collector.native(setting, [value] if single and isinstance(value, str) else value, name, line)


def native(node: Node) -> Any:
    match node.kind:
        case Shape.MAPPING:
            return {key.value: native(value) for key, value in node.pairs}
        case Shape.SEQUENCE:
            return [native(each) for each in node.children]
    return resolved(node.value) if node.plain and not node.tag else node.value
