"""Reads conf/openmetadata.yaml, whole or a piece of it, and what get-security-config writes.

OpenMetadata replaces `${NAME:-default}` before it parses the YAML. Here each value is worked out on its own, so that
one that breaks the file leaves the others readable.
"""

import re
from collections.abc import Mapping

from sso_providers.catalogue import Release, Secret
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.settings import LDAP, SETTINGS, Setting
from sso_providers.openmetadata.subject import Kind, Place
from sso_providers.openmetadata.yaml_tree import Kind as Shape
from sso_providers.openmetadata.yaml_tree import Node, Uneditable

from . import conf_text, names
from .blocks import Begun, BlockReader, nodes
from .collecting import Collector
from .conf_text import BadLine
from .dotenv import comments
from .env_file import texts_of
from .environment import listed
from .imported import WHOLE_FILE, Format, Import, Unreadable
from .shape import joined
from .substitution import Substitution, Unsubstitutable, named

BOM = "\ufeff"
# A comment at the file's head: the command reads it as it is.
VERBATIM = "update-security-config"
# Of names without a value.
SHOWN = 3
UNTOLD = say(
    "it contains ${{, and nothing here gives that a value: write $${{ for ${{ itself, or give the env file beside it"
)
# Characters; an alias must not make a large file larger.
LONGEST_SHARED = 10_000
WITH_HASHES = tuple(f"{LDAP}.{name}" for name in ("dnAdminPrincipal", "userBaseDN", "groupBaseDN"))
HASH = re.compile(r"[ \t]+#[^\s#]")
ANCHOR = re.compile(r"&[^\s,\[\]{}]+\s*")


def read(text: str, beside: Mapping[str, str], release: Release | None = None) -> Import:
    """`beside` are env files that came with it, by name: they give the variables their values.

    Raises `Unreadable` where not even a piece of it is names with values.
    """
    is_verbatim = any(VERBATIM in line for line in comments(text.removeprefix(BOM)))
    try:
        found = conf_text.mended(text.removeprefix(BOM), substitutions=not is_verbatim)
    except Uneditable as error:
        raise Unreadable(say("The file can't be read as openmetadata.yaml. {problem}", problem=str(error))) from None
    if found.root.kind is not Shape.MAPPING:
        raise Unreadable("The file is no openmetadata.yaml: it must consist of names with values, one a line.")
    reader = Reader(found.text, None if is_verbatim else Variables(texts_of(beside.values())), release)
    reader.file(found.root)
    for bad in found.bad_lines:
        reader.bad_line(bad)
    return reader.collector.result()


class Variables(Substitution):
    """Refuses what is left of a name with neither value nor default."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(variables)
        self.missing: list[str] = []

    def put_into(self, text: str) -> str:
        """Raises `Unsubstitutable`."""
        self.missing.clear()
        result = self.of(text)
        if self.missing:
            shown = ", ".join(names.shortened(each) for each in dict.fromkeys(self.missing[:SHOWN]))
            raise Unsubstitutable(
                say(
                    "nothing here gives {shown} a value: give the env file beside it, or write a default as in "
                    "${{NAME:-default}}",
                    shown=shown,
                )
            )
        return result

    def value(self, content: str, inside: tuple[str, ...]) -> str | None:
        found = super().value(content, inside)
        if found is None:
            self.missing.append(named(content)[0])
        return found


class Reader(BlockReader):
    def __init__(self, text: str, variables: Variables | None, release: Release | None) -> None:
        super().__init__(Collector(Format.CONF), release, say("does not start with it"))
        self.text = text
        self.variables = variables
        self.anchors: dict[str, Node] = {}

    def file(self, root: Node) -> None:
        self.anchors = {node.anchor: node for node in nodes(root) if node.anchor}
        super().file(root)

    def setting(self, setting: Setting, node: Node, name: str, line: int, *, single: bool = False) -> None:
        self.cut(setting, node, name, line)
        source = self.source(self.followed(setting, node, name, line))
        if self.variables:
            try:
                source = self.variables.put_into(source)
            except Unsubstitutable as error:
                # A secret with `${` in it is no name to be shown.
                problem = UNTOLD if setting.secret else str(error)
                self.unknown(setting, name, line, say("{name}: {problem}.", name=name, problem=problem))
                return
        self.collector.source(setting, listed(source) if single else source, name, line)

    def followed(self, setting: Setting, node: Node, name: str, line: int) -> Node:
        """What an alias stands for, so that rules can look at it; the server does not follow it."""
        meant = self.anchors.get(node.value) if node.kind is Shape.ALIAS else None
        if meant is None or meant.end - meant.start > LONGEST_SHARED:
            return node
        message = say(
            "{name}: OpenMetadata does not follow aliases, it reads their name as text: write the value out.", name=name
        )
        self.collector.trouble(Kind.VALUE_NOT_YAML, name, line, message, setting.path)
        return meant

    def cut(self, setting: Setting, node: Node, name: str, line: int) -> None:
        """In passwords and directories' names # is common, and a comment usually has a blank behind it."""
        if node.plain and (setting.secret or setting.path in WITH_HASHES) and HASH.match(self.text, node.end):
            message = say(
                "{name}: the value ends before the #, where a comment begins: put the whole value in quotes.", name=name
            )
            self.collector.trouble(Kind.COMMENT_IN_VALUE, name, line, message, setting.path)

    def unknown(self, setting: Setting, name: str, line: int, message: str) -> None:
        """There is a value, and it can't be told."""
        self.collector.trouble(Kind.UNRESOLVED, name, line, message, setting.path)
        self.collector.places[setting.path] = Place(name, line)
        if setting.secret:
            self.collector.keep(setting, Secret(""))

    def source(self, node: Node) -> str:
        """The value's text, so that it can stand behind a key."""
        text = self.text[node.start : node.end]
        if node.anchor:
            text = ANCHOR.sub("", text, count=1)
        return f"\n{' ' * self.column(node)}{text.rstrip()}" if node.children and not node.flow else text

    def column(self, node: Node) -> int:
        return node.start - max(self.text.rfind("\n", 0, node.start), self.text.rfind("\r", 0, node.start)) - 1

    def bad_line(self, bad: BadLine) -> None:
        """Told at its setting, where it can be told which that is."""
        path = joined(self.block_at(bad), bad.key)
        setting = SETTINGS.get(path) if bad.key else None
        if setting and path not in self.collector.places:
            before = len(self.collector.troubles)
            self.collector.source(setting, bad.rest, path, bad.line)
            if len(self.collector.troubles) > before:
                return
        name = path if setting else WHOLE_FILE
        message = tight(bad.key) if setting and bad.tight else bad.message
        self.collector.trouble(Kind.NOT_YAML, name, bad.line, message, path if setting else "")

    def block_at(self, bad: BadLine) -> str:
        """The block that begins last above the line, with keys in its column; one without keys has them deeper."""
        found: Begun | None = None
        for block in self.blocks:
            first = block.node.children[0] if block.node.children else None
            fits = (
                self.column(first) == bad.column
                if first
                else bad.column > (self.column(block.key) if block.key else -1)
            )
            if fits and block.line < bad.line and (not found or block.line >= found.line):
                found = block
        return found.path if found else ""


def tight(key: str) -> str:
    return say(
        "A blank is missing behind the colon, so that YAML takes name and value for one text: write {key}: value.",
        key=key,
    )
