"""The chart's blocks about signing in, key by key: what is a setting, and what the chart doesn't know."""

from dataclasses import dataclass

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.interpret import Misread, of_native
from sso_providers.openmetadata.importers.names import Vocabulary, former
from sso_providers.openmetadata.importers.tree import Entry, Shape, typed, written
from sso_providers.openmetadata.settings import SETTINGS, Setting
from sso_providers.openmetadata.subject import Kind, Place
from sso_providers.openmetadata.yaml_tree import Kind as NodeKind
from sso_providers.openmetadata.yaml_tree import Node

from . import block_names, old_airflow
from .keys import BLOCKS, CHILDREN, CONFIG, KEYS, Chart, Key
from .layouts import OLD, Found, is_openmetadata
from .values import Stated, Values

REFUSED = say("Helm refuses the values")
SWITCH = "enabled"
# Of all the values' top; people put them beside what they belong to.
VARIABLES = ("extraEnvs", "envFrom")
# Of names that are shown.
LONGEST = 160


@dataclass(frozen=True, slots=True)
class Astray:
    """A block that the chart does not read where it stands; `path` is where it belongs."""

    path: str
    node: Node


class Blocks:
    """Reads one mapping of the chart's values, whatever part of them it is."""

    def __init__(self, found: Found, values: Values, chart: Chart) -> None:
        self.tree = found.tree
        self.layout = found.layout
        self.values = values
        self.collector = values.collector
        self.chart = chart
        self.vocabulary = Vocabulary((f"{CONFIG}.{key.path}", key.setting.path) for key in KEYS.values() if key.setting)
        # Whether the chart renders a block, by the switch's full name.
        self.switches: dict[str, tuple[str, Place]] = {}
        self.astray: list[Astray] = []
        self.moved: set[tuple[str, int]] = set()

    def read(self, node: Node) -> None:
        level = self.layout.level
        if not level:
            self.top(node)
        elif level == "openmetadata":
            self.openmetadata(node)
        else:
            self.block(level.removeprefix(CONFIG).removeprefix("."), node)
        self.gather_in()

    def gather_in(self) -> None:
        """Blocks at the wrong place say what was meant where nothing at the right one does."""
        collector = self.collector
        values, places, switches = dict(collector.values), dict(collector.places), dict(self.switches)
        while self.astray:
            each = self.astray.pop(0)
            self.block(each.path, each.node)
        for path in places.keys() - values.keys():
            collector.values.pop(path, None)
        collector.values |= values
        collector.places |= places
        self.switches |= switches

    def top(self, node: Node) -> None:
        """All of values.yaml."""
        self.repeated(node, "", ("openmetadata", OLD, *VARIABLES))
        for entry in self.tree.entries(node).values():
            if entry.key == "openmetadata":
                self.openmetadata(entry.value)
            elif entry.key == OLD:
                self.old(entry)
            else:
                self.above(entry, "")

    def repeated(self, node: Node, parent: str, names: tuple[str, ...]) -> None:
        for key, line in self.tree.repeated(node):
            if key in names:
                message = say(
                    "{parent}{key} is there twice, and Helm takes the last: put all of it under one.",
                    parent=parent,
                    key=key,
                )
                self.collector.trouble(Kind.DUPLICATE, f"{parent}{key}", line, message)

    def openmetadata(self, node: Node) -> None:
        self.repeated(node, "openmetadata.", ("config",))
        for entry in self.tree.entries(node).values():
            if entry.key == "config":
                self.block("", entry.value)
            else:
                self.above(entry, "openmetadata.")

    def above(self, entry: Entry, parent: str) -> None:
        """A key above the blocks: only what belongs to signing in is of interest."""
        name = f"{parent}{entry.key}"
        if block := self.meant(entry, ""):
            self.move(entry, block, name, Kind.MISPLACED)
        elif parent and entry.key in VARIABLES:
            self.variables_astray(entry, name)
        elif name == "config" and not self.keys(entry.value).isdisjoint(BLOCKS):
            message = say(
                "The chart does not read {name}: move it below openmetadata, as {config}.", name=name, config=CONFIG
            )
            self.collector.trouble(Kind.MISPLACED, name, entry.line, message)
            self.block("", entry.value)
        elif is_openmetadata(entry.key) and not parent and "config" in self.keys(entry.value):
            message = say("The chart does not read {name}: it reads openmetadata, with this spelling.", name=name)
            self.collector.trouble(Kind.MISSPELT, name, entry.line, message)
            self.openmetadata(entry.value)
        elif entry.key.startswith(f"{CONFIG}.") or (parent and entry.key.startswith("config.")):
            path = f"{parent}{entry.key}".removeprefix(f"{CONFIG}.")
            self.dotted(entry, path, name)

    def variables_astray(self, entry: Entry, name: str) -> None:
        message = say(
            "The chart does not read {name}: move it to the left edge of the file, as {key}.", name=name, key=entry.key
        )
        self.collector.trouble(Kind.MISPLACED, entry.key, entry.line, message)

    def meant(self, entry: Entry, block: str) -> str:
        """The block that a key was probably meant to be, "" for none."""
        return block_names.meant(entry.key, self.keys(entry.value), block) if block_names.is_one(entry.key) else ""

    def keys(self, node: Node) -> set[str]:
        return set(self.tree.entries(node))

    def old(self, entry: Entry) -> None:
        """`global`, which is another chart's business, too."""
        for name, each in self.tree.entries(entry.value).items():
            if name in BLOCKS and self.layout.old and self.chart.is_old:
                self.block(name, each.value)
            elif name in BLOCKS and self.keys(each.value) & {*CHILDREN[name], *block_names.OLD_KEYS}:
                self.move(each, name, f"{OLD}.{name}", Kind.MISPLACED)
            elif name == "airflow" and (pipelines := self.tree.find(each.value, "openmetadata")):
                for problem in old_airflow.problems(self.tree, pipelines.value, self.chart):
                    self.collector.trouble(problem.kind, problem.name, problem.line, problem.message)

    def block(self, path: str, node: Node) -> None:
        """A block by its path below `openmetadata.config`, "" for that itself."""
        name = f"{CONFIG}.{path}" if path else CONFIG
        if node.kind is not NodeKind.MAPPING:
            if isinstance(typed(node), Shape) or written(node):
                message = say(
                    "{name} must be a mapping, with its keys one a line below it: {refused}.",
                    name=name,
                    refused=REFUSED,
                )
                self.collector.trouble(Kind.WRONG_TYPE, name, self.tree.line(node), message)
            return
        for key, line in self.tree.repeated(node):
            message = say("{name}.{key} is there twice, and Helm takes the last: remove the other.", name=name, key=key)
            known = CHILDREN.get(path, {}).get(key)
            setting = known.setting.path if known and known.setting else ""
            self.collector.trouble(Kind.DUPLICATE, f"{name}.{key}", line, message, setting)
        for entry in self.tree.entries(node).values():
            self.entry(path, entry)

    def entry(self, block: str, entry: Entry) -> None:
        key = CHILDREN.get(block, {}).get(entry.key)
        if key is None:
            self.unknown(block, entry)
            return
        if since := self.chart.lacks(key.path):
            message = say(
                "Only charts from {since} on know {full_name}: upgrade the chart and the server.",
                since=since,
                full_name=key.full_name,
            )
            setting = key.setting.path if key.setting else ""
            self.collector.trouble(Kind.UNKNOWN, key.full_name, entry.line, message, setting)
        if key.is_block:
            self.block(key.path, entry.value)
        elif key.setting:
            self.values.put(self.tree, Stated(key.setting, key.full_name, entry))
        else:
            self.switch(key, entry)

    def switch(self, key: Key, entry: Entry) -> None:
        found = typed(entry.value)
        if found is None or isinstance(found, Shape) or key.name != SWITCH:
            return
        if not isinstance(found, bool):
            message = say(
                "{full_name} must be true or false, without quotes: {refused}.",
                full_name=key.full_name,
                refused=REFUSED,
            )
            self.collector.trouble(Kind.WRONG_TYPE, key.full_name, entry.line, message)
        text = str(found).lower()
        self.switches[key.full_name] = text, Place(key.full_name, entry.line)

    def unknown(self, block: str, entry: Entry) -> None:
        """A key that the chart doesn't have there."""
        path = below(block, entry.key)
        name = f"{CONFIG}.{path}"
        if self.chart.has_still(path) or (self.layout.old and self.chart.is_old and path in block_names.OLD_PATHS):
            return
        if "." in entry.key:
            self.dotted(entry, path, name)
        elif entry.key in VARIABLES:
            self.variables_astray(entry, name)
        elif target := self.meant(entry, block):
            kind = Kind.MISSPELT if target.rpartition(".")[0] == block else Kind.MISPLACED
            self.move(entry, target, name, kind)
        elif entry.key == SWITCH:
            message = say(
                "The chart has no {name}, and Helm refuses it: remove it; the provider decides what is read.", name=name
            )
            self.collector.trouble(Kind.UNKNOWN, name, entry.line, message)
        elif (setting := block_names.WITHOUT_KEY.get(path)) and not former(entry.key):
            message = say(
                "The chart has no {name}: set the variable {env} under extraEnvs.", name=name, env=setting.env
            )
            if setting.env is None:
                message = say(
                    "The chart has no {name}: {why}.",
                    name=name,
                    why=say(setting.never) if setting.never else say("only an edited openmetadata.yaml can set it"),
                )
            self.collector.trouble(Kind.UNKNOWN, name, entry.line, message, setting.path)
        elif block:
            self.guess(name, entry)
        elif not block_names.is_of_config(entry.key):
            self.guess(name, entry, certainly=False)

    def guess(self, name: str, entry: Entry, *, certainly: bool = True) -> None:
        guess = self.vocabulary.guess(name, self.chart.release)
        if guess is None or (not certainly and not guess.setting):
            return
        setting = SETTINGS.get(guess.setting)
        kind, message = guess.kind, guess.message
        if kind is not Kind.OBSOLETE:
            message = refused_name(name, guess.right)
        if guess.right.rpartition(".")[2] == entry.key:
            kind = Kind.MISPLACED
        fix = self.fix(setting, entry.value) if setting else None
        self.collector.trouble(kind, name, entry.line, message, guess.setting, fix)

    def dotted(self, entry: Entry, path: str, name: str) -> None:
        """A key with dots in it, which Helm takes for a name, and not for a way."""
        key = KEYS.get(path)
        if key is None:
            self.guess(f"{CONFIG}.{path}", entry, certainly=False)
            return
        message = say(
            "{key} is one name with dots in it here, and the chart does not read that: write {full_name} "
            "with each part on a line of its own, indented.",
            key=entry.key,
            full_name=key.full_name,
        )
        setting = key.setting
        fix = self.fix(setting, entry.value) if setting else None
        self.collector.trouble(Kind.MISPLACED, name, entry.line, message, setting.path if setting else "", fix)
        if key.is_block:
            self.gather(path, entry.value)

    def move(self, entry: Entry, path: str, name: str, kind: Kind) -> None:
        if name.startswith(f"{OLD}."):
            message = say(
                "{name} is of charts before 1.1; newer ones read {config}.{path}: move the block there.",
                name=name,
                config=CONFIG,
                path=path,
            )
        elif kind is Kind.MISSPELT:
            message = say(
                "The chart has no {name}: it calls the block {config}.{path}.", name=name, config=CONFIG, path=path
            )
        else:
            message = say(
                "The chart does not read {name}: move the block to {config}.{path}.",
                name=name,
                config=CONFIG,
                path=path,
            )
        self.collector.trouble(kind, name, entry.line, message)
        self.gather(path, entry.value)

    def gather(self, path: str, node: Node) -> None:
        """Once, for an alias can bring a block into itself."""
        if (path, id(node)) not in self.moved:
            self.moved.add((path, id(node)))
            self.astray.append(Astray(path, node))

    def fix(self, setting: Setting, node: Node) -> Value | None:
        """The value that stands at a wrong name, for the right one."""
        found = typed(node)
        if setting.secret or setting.secret_ref or found is None:
            return None
        items = [written(each) for each in self.tree.items(node)]
        try:
            value = of_native(setting, items if node.kind is NodeKind.SEQUENCE else written(node))
        except Misread as misread:
            return misread.meant
        return None if isinstance(value, Secret) else value


def below(block: str, key: str) -> str:
    return f"{block}.{key}" if block else key


def shortened(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}..."


def refused_name(name: str, right: str) -> str:
    """`right` is the name that is probably meant, "" where none is near."""
    if right:
        return say(
            "The chart has no {name}, and Helm refuses it: {right} is probably meant.",
            name=shortened(name),
            right=right,
        )
    return say("The chart has no {name}, and Helm refuses it: remove it, or correct its name.", name=shortened(name))
