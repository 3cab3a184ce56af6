"""`extraEnvs` and `envFrom`: variables of the container beside the chart's own, which they win over."""

import json
import re

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.collecting import Collector
from sso_providers.openmetadata.importers.environment import SETTINGS_OF, Variable
from sso_providers.openmetadata.importers.substitution import Budget, TooLong
from sso_providers.openmetadata.importers.tree import Entry, Shape, Tree, typed, written
from sso_providers.openmetadata.subject import Kind
from sso_providers.openmetadata.yaml_tree import Kind as NodeKind
from sso_providers.openmetadata.yaml_tree import Node

from .manifests import CONFIG_MAP, SECRET, Manifests, Unusable

EXTRA, FROM = "extraEnvs", "envFrom"
# Names that people write for it, and that the chart does not read.
ALMOST = ("extraEnv", "extraEnvVars", "extraEnvironment", "extraEnvironmentVars", "extraVars", "env", "envs")
SOURCES = {"secretKeyRef": SECRET, "configMapKeyRef": CONFIG_MAP}
REFERENCE = re.compile(r"\$(\$)?\(([A-Za-z_][A-Za-z0-9_.-]*)\)")
# Of one variable's references to others; Kubernetes itself has no such limit.
LONGEST = 100_000


class Environment:
    """What the values say of the container's environment. `extra` wins over `taken`, which comes from elsewhere."""

    def __init__(self, collector: Collector, manifests: Manifests) -> None:
        self.collector = collector
        self.manifests = manifests
        self.extra: dict[str, Variable] = {}
        self.taken: dict[str, Variable] = {}
        self.budget = Budget()
        self.told_too_long = False

    def read(self, tree: Tree, top: Node) -> None:
        """`top` is all of values.yaml."""
        entries = tree.entries(top)
        if FROM in entries:
            self.take(tree, entries[FROM])
        if EXTRA in entries:
            self.add(tree, entries[EXTRA])
        for name in ALMOST:
            if name in entries and holds_variables(tree, entries[name].value):
                message = say(
                    "The chart does not read {name}, and Helm says nothing of it: it reads {extra}.",
                    name=name,
                    extra=EXTRA,
                )
                self.collector.trouble(Kind.MISSPELT, name, entries[name].line, message)

    def add(self, tree: Tree, entry: Entry) -> None:
        if entry.value.kind is not NodeKind.SEQUENCE:
            if isinstance(typed(entry.value), Shape) and tree.entries(entry.value):
                message = say(
                    "{extra} must be a list of name and value, and this is a mapping: write a list.", extra=EXTRA
                )
                self.collector.trouble(Kind.WRONG_TYPE, EXTRA, entry.line, message)
            return
        for item in tree.items(entry.value):
            entries = tree.entries(item)
            name = tree.text(item, "name")
            if not name:
                continue
            variable = self.variable(tree, name, entries["name"].line, entries)
            if name in self.extra:
                message = say(
                    "{shown} is there twice, and Kubernetes takes the last: remove the other.", shown=variable.shown
                )
                self.trouble(Kind.DUPLICATE, variable, message)
            self.extra[name] = variable

    def variable(self, tree: Tree, name: str, line: int, entries: dict[str, Entry]) -> Variable:
        label = f"{EXTRA} {name[:100]}"
        text: str | None = ""
        if "value" in entries:
            text = self.literal(Variable(name=name, text="", line=line, label=label), entries["value"])
        elif "valueFrom" in entries:
            text = self.referenced(tree, Variable(name=name, text="", line=line, label=label), entries["valueFrom"])
        return Variable(name=name, text=text, line=line, label=label)

    def literal(self, variable: Variable, entry: Entry) -> str:
        found = typed(entry.value)
        if isinstance(found, Shape):
            message = say(
                "{shown} must be text, and this is {found}: put the whole value in quotes.",
                shown=variable.shown,
                found=found.name,
            )
            self.trouble(Kind.WRONG_TYPE, variable, message)
            return as_source(entry.value)
        if found is not None and not isinstance(found, str):
            message = say(
                "{shown} must be text, and Kubernetes takes no number, true or false: put it in quotes.",
                shown=variable.shown,
            )
            self.trouble(Kind.WRONG_TYPE, variable, message)
        text = written(entry.value)
        try:
            return self.expanded(text)
        except TooLong as error:
            if not self.told_too_long:
                self.trouble(
                    Kind.UNRESOLVED,
                    variable,
                    say(
                        "{shown}: Kubernetes puts in $(NAME), and {problem}.", shown=variable.shown, problem=str(error)
                    ),
                )
            self.told_too_long = True
            return text

    def expanded(self, text: str) -> str:
        """With Kubernetes' $(NAME) of variables before it; of others it stays. Raises `TooLong` for the whole file."""
        if "$(" not in text or len(text) > LONGEST:
            return text
        pieces: list[str] = []
        room, position = LONGEST, 0
        for found in REFERENCE.finditer(text):
            piece = text[position : found.start()] + self.put_in(found, room)
            pieces.append(piece[:room])
            room -= len(piece)
            position = found.end()
            if room <= 0:
                return "".join(pieces)
        return "".join(pieces) + text[position:][:room]

    def put_in(self, found: re.Match[str], room: int) -> str:
        """What stands for the reference, `room` characters of it at most."""
        if found[1]:
            return found[0][1:]
        known = self.extra.get(found[2]) or self.taken.get(found[2])
        if known is None or known.text is None:
            return found[0]
        value = known.text[:room]
        self.budget.spend(len(value))
        return value

    def referenced(self, tree: Tree, variable: Variable, entry: Entry) -> str | None:
        for source, kind in SOURCES.items():
            if reference := tree.find(entry.value, source):
                name, key = (tree.text(reference.value, each) for each in ("name", "key"))
                try:
                    return self.manifests.value(kind, name, key)
                except Unusable as error:
                    message = say("{shown}: the {kind} {problem}", shown=variable.shown, kind=kind, problem=str(error))
                    self.trouble(Kind.SECRET_NOT_FOUND, variable, message)
        return None

    def take(self, tree: Tree, entry: Entry) -> None:
        """Of several the last wins."""
        for item in tree.items(entry.value):
            prefix = tree.text(item, "prefix")
            for source, kind in (("secretRef", SECRET), ("configMapRef", CONFIG_MAP)):
                reference = tree.find(item, source)
                name = tree.text(reference.value, "name") if reference else ""
                manifest = self.manifests.get(kind, name)
                if reference is None or manifest is None:
                    continue
                for key in manifest.keys:
                    try:
                        text = self.manifests.value(kind, name, key)
                    except Unusable:
                        # Said of what is asked for by its key; here Kubernetes itself refuses the manifest.
                        text = None
                    label = f"{FROM} {name} {key}"
                    self.taken[prefix + key] = Variable(name=prefix + key, text=text, line=reference.line, label=label)

    def trouble(self, kind: Kind, variable: Variable, message: str) -> None:
        settings = SETTINGS_OF.get(variable.name, ())
        path = settings[0].path if len(settings) == 1 else ""
        self.collector.trouble(kind, variable.shown, variable.line, message, path)

    def known(self) -> dict[str, str]:
        """By name, as far as their texts are known."""
        every = self.taken | self.extra
        return {name: each.text for name, each in every.items() if each.text is not None}


def as_source(node: Node) -> str:
    """A list of texts as the value that is probably meant; "" for anything else."""
    items = [written(each) for each in node.children] if node.kind is NodeKind.SEQUENCE else []
    return json.dumps(items, ensure_ascii=False) if items and all(items) else ""


def holds_variables(tree: Tree, node: Node) -> bool:
    return any("name" in tree.entries(item) for item in tree.items(node)[:100])
