"""Goes through the sign-in blocks of openmetadata.yaml's shape, in YAML or JSON, and tells what stands where nothing
reads it. Knows no file's syntax."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.secret_names import sounds_secret
from sso_providers.openmetadata.settings import SETTINGS, Setting
from sso_providers.openmetadata.subject import Kind
from sso_providers.openmetadata.yaml_tree import MERGE, Node
from sso_providers.openmetadata.yaml_tree import Kind as Shape

from . import names, shape
from .collecting import MOST_TOLD, Collector
from .shape import BLOCKS, OTHER_NAMES, joined

# Comparing is slow: of one file this many names of blocks are compared.
MOST_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Stray:
    """A pair that stands where nothing reads it."""

    block: str
    key: Node
    value: Node

    @property
    def path(self) -> str:
        return joined(self.block, self.key.value)

    @property
    def name(self) -> str:
        return joined(self.block, names.shortened(self.key.value))

    @property
    def line(self) -> int:
        return self.key.line


@dataclass(frozen=True, slots=True)
class Begun:
    """A block that was gone through; the file itself has no key."""

    path: str
    node: Node
    key: Node | None = None

    @property
    def line(self) -> int:
        return self.key.line if self.key else 0


class BlockReader(ABC):
    """One file's settings: first those at their places, then the strays, which must not win over them.

    `consequence` is what the server does about a name that it doesn't know.
    """

    def __init__(self, collector: Collector, release: Release | None, consequence: str) -> None:
        self.collector = collector
        self.release = release
        self.consequence = consequence
        self.vocabulary = names.paths()
        self.strays: list[Stray] = []
        self.blocks: list[Begun] = []
        self.compared: dict[str, str] = {}

    @abstractmethod
    def setting(self, setting: Setting, node: Node, name: str, line: int, *, single: bool = False) -> None:
        """Collects the value; `single` says that the name held one text where the setting holds a list."""

    def file(self, root: Node) -> None:
        self.block(root, shape.inner_block([key.value for key, _ in root.pairs]))
        # What would not be told any more is not looked at, for guessing is slow.
        while self.strays and not self.collector.untold:
            strays, self.strays = self.strays, []
            for stray in strays[: MOST_TOLD + 1]:
                self.stray(stray)

    def block(self, node: Node, block: str, begin: Node | None = None) -> None:
        """Of a key that is repeated the last counts, as for Jackson. `begin` is the block's own key."""
        self.blocks.append(Begun(block, node, begin))
        self.repeated(node, block)
        last = {key.value: (key, value) for key, value in node.pairs if key.kind is Shape.SCALAR}
        for name, (key, value) in last.items():
            path = joined(block, name)
            setting = SETTINGS.get(path)
            if "." in name:
                self.strays.append(Stray(block, key, value))
            elif setting:
                if not self.is_bygone(setting, name):
                    self.setting(setting, value, path, line_of(key, value))
            elif path in BLOCKS:
                self.nested(key, value, path)
            elif block or shape.is_ours(name) or shape.is_unmistakable(self.block_meant(key, value)):
                self.strays.append(Stray(block, key, value))

    def is_bygone(self, setting: Setting, name: str) -> bool:
        """Whether no line of ours reads it, but the file's own did."""
        old = names.former(name)
        return bool(setting.never) and old is not None and old.is_read_by(self.release)

    def repeated(self, node: Node, block: str) -> None:
        for key in node.repeated:
            path = joined(block, key.value)
            if block or path in BLOCKS:
                name = joined(block, names.shortened(key.value))
                setting = path if path in SETTINGS else ""
                message = say("{name} is there twice, and the last counts: keep one.", name=name)
                self.collector.trouble(Kind.DUPLICATE, name, key.line, message, setting)

    def nested(self, key: Node, node: Node, path: str) -> None:
        if node.kind is Shape.MAPPING or node.is_null:
            self.block(node, path, key)
            return
        what = say("an alias, which OpenMetadata does not follow") if node.kind is Shape.ALIAS else say("a value")
        message = say(
            "{path} must have settings of its own, and this is {what}: write them out below it.", path=path, what=what
        )
        self.collector.trouble(Kind.WRONG_TYPE, path, key.line, message)

    def stray(self, stray: Stray) -> None:
        """Tells what is probably meant, and reads that where the file doesn't have it at its place."""
        if stray.key.value == MERGE and stray.key.plain:
            self.collector.trouble(Kind.UNKNOWN, stray.name, stray.line, self.unread_merge(stray))
        elif (block := self.block_meant(stray.key, stray.value)) and block != stray.path:
            kind = Kind.MISPLACED if stray.key.value == block.rpartition(".")[2] else Kind.MISSPELT
            self.collector.trouble(kind, stray.name, stray.line, self.unread(stray, kind, block))
            self.block(stray.value, block, stray.key)
        elif emptied := self.emptied(stray):
            self.stray_setting(stray, Kind.MISPLACED, emptied)
        elif right := OTHER_NAMES.get(stray.path) or OTHER_NAMES.get(stray.key.value):
            self.stray_setting(stray, Kind.MISSPELT, right)
        elif stray.path in SETTINGS:
            self.stray_setting(stray, Kind.MISPLACED, stray.path)
        elif guess := self.vocabulary.guess(stray.path, self.release):
            self.stray_setting(stray, guess.kind, guess.setting, guess.message if guess.kind is Kind.OBSOLETE else "")
        elif old := names.former(stray.key.value):
            self.former(stray, old)

    def emptied(self, stray: Stray) -> str:
        """The setting of a block that begins above with nothing below it: its own keys are not indented."""
        above = [each for each in self.blocks if each.node.is_null and each.line < stray.line]
        paths = (joined(each.path, stray.key.value) for each in reversed(above))
        return next((path for path in paths if path in SETTINGS and path.startswith(joined(stray.block, ""))), "")

    def block_meant(self, key: Node, value: Node) -> str:
        """The block that a name with settings below it probably means, "" for none."""
        if value.kind is not Shape.MAPPING:
            return ""
        if key.value not in self.compared and len(self.compared) < MOST_COMPARED:
            self.compared[key.value] = shape.block_meant(key.value)
        return self.compared.get(key.value, "")

    def stray_setting(self, stray: Stray, kind: Kind, path: str, message: str = "") -> None:
        setting, fix = SETTINGS.get(path), None
        if setting and setting.never:
            kind, message = Kind.OBSOLETE, say("Take {stray} out: OpenMetadata does not read it.", stray=stray.name)
        elif setting and not setting.secret and sounds_secret(stray.path):
            # Another setting's value it is not, and must not become.
            kind, message, path = Kind.UNKNOWN, self.unread(stray, Kind.UNKNOWN, ""), ""
        elif setting and path not in self.collector.places:
            old = names.former(stray.key.value)
            self.setting(setting, stray.value, path, stray.line, single=old is not None and old.single)
            fix = shown(self.collector.values.get(path))
        self.collector.trouble(kind, stray.name, stray.line, message or self.unread(stray, kind, path), path, fix)

    def former(self, stray: Stray, old: names.Former) -> None:
        """A name that the file's own line still reads."""
        setting = SETTINGS.get(old.setting)
        if setting and not setting.never:
            self.setting(setting, stray.value, stray.name, stray.line, single=old.single)

    def unread_merge(self, stray: Stray) -> str:
        return say(
            "OpenMetadata knows no merge key ({stray}), and {consequence}: write the settings out.",
            stray=stray.name,
            consequence=self.consequence,
        )

    def unread(self, stray: Stray, kind: Kind, right: str) -> str:
        remedy = say("{right} is probably meant", right=right) if right else say("take it out, or correct its name")
        if kind is Kind.MISPLACED:
            return say(
                "OpenMetadata knows no {stray} at this place, and {consequence}: {remedy}.",
                stray=stray.name,
                consequence=self.consequence,
                remedy=remedy,
            )
        return say(
            "OpenMetadata knows no {stray}, and {consequence}: {remedy}.",
            stray=stray.name,
            consequence=self.consequence,
            remedy=remedy,
        )


def line_of(key: Node, value: Node) -> int:
    """An empty value is marked as standing where the next thing is."""
    return key.line if value.start == value.end else value.line


def shown(value: Value | Secret | None) -> Value | None:
    return None if isinstance(value, Secret) else value


def nodes(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))
