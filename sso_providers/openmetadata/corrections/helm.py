"""Values of OpenMetadata's Helm chart: each setting in the chart's own form, the others as variables in extraEnvs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.helm import documents, layouts
from sso_providers.openmetadata.importers.helm.layouts import TEXT, Layout
from sso_providers.openmetadata.naming import CHART, EXTRA
from sso_providers.openmetadata.quoting import escape_substitution
from sso_providers.openmetadata.settings import SETTINGS, ChartForm, Setting, ValueType
from sso_providers.openmetadata.yaml_edit import File, Items, Leaf
from sso_providers.openmetadata.yaml_tree import Document, Kind, Node, Uneditable, parse

from .change import Change
from .trees import Path, Plan
from .wording import as_before, literal, source, string

FROM = "envFrom"
OIDC_BLOCK = f"{CHART}.authentication.oidcConfiguration"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)")
# A path of the chart's values.
VALUES_PATH = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")


def corrected(text: str, changes: Sequence[Change]) -> str:
    found = layouts.find(documents.read(text))
    if found is None:
        # So the file itself says what is wrong with it.
        read(text)
    layout, above = (found.layout, found.tree.above) if found else (Layout(), 0)
    if TEXT in layout.steps:
        raise Uneditable("The values stand in a text inside the file: take them out into a file of their own.")
    start, end = part(text, above)
    file = File.of(text[start:end], read)
    editing = Editing(Plan.of(file, changes), layout)
    for change in changes:
        editing.apply(change)
    return text[:start] + editing.plan.result() + text[end:]


def read(text: str) -> Document:
    return parse(text, substitutions=False)


def part(text: str, above: int) -> tuple[int, int]:
    """Where the document begins that has so many lines before it, and where it ends."""
    start = 0
    for _ in range(above):
        line = LINE.match(text, start)
        start = line.end() if line else start
    following = documents.MARK.search(text, start + 1)
    return start, following.start() if following else len(text)


@dataclass(slots=True)
class Editing:
    plan: Plan
    layout: Layout
    added: dict[str, int] = field(default_factory=dict)

    def apply(self, change: Change) -> None:
        if is_variable(change) or (change.setting and not self.is_carried(change, change.setting)):
            self.variable(change)
        elif change.setting and change.setting.secret_ref and not change.is_removal:
            self.reference(change, change.setting)
        else:
            name = f"{CHART}.{change.setting.helm}" if change.setting else change.name
            if not change.is_removal:
                self.enable(change, name)
            self.plan.change(change, self.path(change, name), self.leaf)

    def is_carried(self, change: Change, setting: Setting) -> bool:
        """Whether the chart passes the value on."""
        if setting.helm is None or change.value in setting.chart_refuses:
            return False
        if not setting.chart_needs or change.place or change.is_removal:
            return True
        node = self.plan.node(self.path(change, f"{CHART}.{SETTINGS[setting.chart_needs].helm}"))
        return node is not None and node.plain and node.value == "true"

    def path(self, change: Change, name: str) -> Path:
        path = self.layout.steps_to(name) if VALUES_PATH.fullmatch(name) else None
        if path is None:
            problem = say("The file has no place for it: set it in the whole values.yaml.")
            if begin := self.layout.level:
                problem = say(
                    "The file begins at {begin}, and has no place for it: set it in the whole values.yaml.", begin=begin
                )
            raise change.impossible(problem)
        return path

    def enable(self, change: Change, name: str) -> None:
        """A new block that the chart does not render without its switch."""
        if name.startswith(f"{OIDC_BLOCK}.") and not self.plan.node(self.path(change, OIDC_BLOCK)):
            switch = self.path(change, f"{OIDC_BLOCK}.enabled")
            if self.plan.node(switch) is None:
                self.plan.put(switch, "true")

    def leaf(self, plan: Plan, change: Change, node: Node | None) -> Leaf:
        value, before = change.written, plan.source(node)
        setting = change.setting
        if setting is None:
            return literal(value, before)
        match setting.chart:
            case ChartForm.BOOLEAN:
                return "true" if value in ("true", True) else "false"
            case ChartForm.SOURCE:
                return string(source(setting, value), before)
            case ChartForm.STRING if setting.type is ValueType.MAP:
                return string(source(setting, value), before)
            case ChartForm.STRING:
                return text_scalar(str(value), before)
        return native(value, before, node)

    def reference(self, change: Change, setting: Setting) -> None:
        """The value itself is in a Secret, which is none of this file."""
        path = self.path(change, f"{CHART}.{setting.helm}")
        reference = setting.secret_ref
        node = self.plan.node(path)
        if reference is None or (node is not None and node.kind is Kind.MAPPING and node.children):
            raise change.impossible("Its value is in a Secret that the file names: change it there.")
        if node is not None and not node.is_null:
            raise change.impossible(
                say(
                    "The chart takes it from a Secret: put it into the key {key} of a Secret {name}, and name them "
                    "here by secretRef and secretKey.",
                    key=reference.key,
                    name=reference.name,
                )
            )
        named = {"secretRef": reference.name, "secretKey": reference.key}
        self.enable(change, f"{CHART}.{setting.helm}")
        self.plan.change(change, path, lambda *_: named)

    def variable(self, change: Change) -> None:
        """In the chart's list of variables, which win over its blocks."""
        setting = change.setting
        name = setting.env if setting else change.name.removeprefix(f"{EXTRA} ")
        if not name:
            raise change.impossible("OpenMetadata has no variable for it, and the chart no value: use the API.")
        path = self.path(change, EXTRA)
        places = self.named(path, name)
        self.plan_wrong(change)
        if setting and setting.helm and change.value in setting.chart_refuses:
            self.leave_block(change, setting)
        if change.is_removal:
            for place in places:
                self.plan.put((*path, place), None)
            if not places and not change.wrong and (change.place or not setting):
                raise change.impossible(say("It is not in {extra}: take it out where it is set.", extra=EXTRA))
            return
        value = change.written
        text = source(setting, value) if setting else str(value).lower() if isinstance(value, bool) else str(value)
        if places:
            self.replace(change, (*path, places[-1]), text)
        else:
            place = self.added.setdefault(name, self.count(path) + len(self.added))
            self.plan.put((*path, place, "name"), string(name))
            self.plan.put((*path, place, "value"), string(text))

    def plan_wrong(self, change: Change) -> None:
        wrong = self.plan.wrong_name(change)
        if wrong:
            # The name or the value of an item: the item goes.
            in_list = len(wrong.path) > 1 and isinstance(wrong.path[-2], int)
            self.plan.put(wrong.path[:-1] if in_list else wrong.path, None)

    def leave_block(self, change: Change, setting: Setting) -> None:
        """With such a value in its block the chart does not render."""
        path = self.path(change, f"{CHART}.{setting.helm}")
        if self.plan.node(path):
            self.plan.put(path, None)

    def named(self, path: Path, name: str) -> list[int]:
        node = self.plan.node(path)
        if node is None:
            return []
        return [place for place, each in enumerate(node.items) if text_at(each, "name") == name]

    def count(self, path: Path) -> int:
        node = self.plan.node(path)
        return len(node.items) if node else 0

    def replace(self, change: Change, path: Path, text: str) -> None:
        if self.plan.node((*path, "valueFrom")):
            raise change.impossible("Its value comes from elsewhere (valueFrom): change it there.")
        self.plan.put((*path, "value"), string(text, self.plan.source(self.plan.node((*path, "value")))))


def is_variable(change: Change) -> bool:
    stated = change.place.name if change.place else change.name
    return stated.startswith((f"{EXTRA} ", f"{FROM} "))


def native(value: Value, before: str, node: Node | None) -> Leaf:
    if isinstance(value, tuple):
        items = Items(tuple(text_scalar(each, '"') for each in value))
        return items if node is not None and node.items else items.source
    return text_scalar(value, before) if isinstance(value, str) else literal(value)


def text_scalar(text: str, before: str) -> str:
    """What OpenMetadata would replace once more in the variable that the chart makes of it."""
    return as_before(escape_substitution(text), before)


def text_at(node: Node, key: str) -> str:
    found = node.values(key)
    return found[-1][1].value if found else ""
