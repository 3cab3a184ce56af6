"""What the chart makes of one value on its way to the server's environment variable.

Helm first holds the values against values.schema.json. The chart then quotes texts, numbers and booleans (Go's %q,
which YAML's double quotes understand), makes lists of quoted texts, and passes `customParams` and LDAP's `host`
without quotes. What comes by `secretRef` arrives without quotes, too.
"""

import re
from dataclasses import dataclass

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers import meant
from sso_providers.openmetadata.importers.collecting import Collector
from sso_providers.openmetadata.importers.interpret import Misread, of_native
from sso_providers.openmetadata.importers.substitution import Substitution, Unsubstitutable
from sso_providers.openmetadata.importers.tree import LIST, MAPPING, Entry, Scalar, Shape, Tree, typed, written
from sso_providers.openmetadata.settings import LDAP, OIDC, ChartForm, Setting, ValueType
from sso_providers.openmetadata.subject import Kind, Place
from sso_providers.openmetadata.yaml_tree import Kind as NodeKind
from sso_providers.openmetadata.yaml_tree import Node

from .manifests import SECRET, Manifests, Unusable

PARAMS = f"{OIDC}.customParams"
REFERENCE = ("secretRef", "secretKey")
# Blocks whose references have no default in the chart: both keys must be said.
UNNAMED = (f"{OIDC}.", f"{LDAP}.dnAdminPassword")
# Without a default.
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_.]{0,99})\}")
TEXT_IN_QUOTES = say("text in quotes")
TRUE_OR_FALSE = say("true or false, without quotes")
WANTED = {
    ChartForm.STRING: TEXT_IN_QUOTES,
    ChartForm.SOURCE: say("text"),
    ChartForm.BOOLEAN: TRUE_OR_FALSE,
}
WANTED_NATIVE = {
    ValueType.TEXT: TEXT_IN_QUOTES,
    ValueType.BOOLEAN: TRUE_OR_FALSE,
    ValueType.INTEGER: say("a whole number, without quotes"),
    ValueType.LIST: say("a list, one item a line with a dash before it"),
    ValueType.MAP: TEXT_IN_QUOTES,
}


@dataclass(frozen=True, slots=True)
class Stated:
    """One key of the chart that is a setting: by its full name, with what the file says."""

    setting: Setting
    name: str
    entry: Entry

    @property
    def line(self) -> int:
        return self.entry.line


class Values:
    """Puts what the chart passes on into a collector."""

    def __init__(self, collector: Collector, manifests: Manifests, substitution: Substitution) -> None:
        self.collector = collector
        self.manifests = manifests
        self.substitution = substitution

    def put(self, tree: Tree, stated: Stated) -> None:
        if stated.setting.secret_ref:
            self.reference(tree, stated)
        elif stated.setting.type is ValueType.LIST:
            self.items(tree, stated)
        else:
            self.scalar(tree, stated)

    def scalar(self, tree: Tree, stated: Stated) -> None:
        setting, node = stated.setting, stated.entry.value
        found = typed(node)
        if isinstance(found, Shape):
            self.refused(stated, found, self.as_json(tree, stated) if found is MAPPING else None)
            return
        if found is None:
            self.collector.put(setting, "{}" if setting.path == PARAMS else None, stated.name, stated.line)
            return
        if not fits(setting, found):
            self.refused(stated, found)
            return
        text = self.substituted(stated, found)
        if text is None:
            return
        if setting.chart is ChartForm.SOURCE or setting.type is ValueType.MAP:
            self.collector.source(setting, text, stated.name, stated.line)
        else:
            self.collector.native(setting, text, stated.name, stated.line)
            self.refuse(stated)

    def refuse(self, stated: Stated) -> None:
        """What the chart has no way to render."""
        value = self.collector.values.get(stated.setting.path)
        if value in stated.setting.chart_refuses:
            message = say(
                "The chart does not render with {value} as {stated}, a template of its fails: set it by the "
                "variable {env} under extraEnvs.",
                value=value,
                stated=stated.name,
                env=stated.setting.env,
            )
            self.collector.trouble(Kind.WRONG_TYPE, stated.name, stated.line, message, stated.setting.path)

    def items(self, tree: Tree, stated: Stated) -> None:
        setting, node = stated.setting, stated.entry.value
        found = typed(node)
        if found is None:
            # The chart ranges over nothing.
            self.collector.put(setting, (), stated.name, stated.line)
            return
        if found is not LIST:
            self.refused(stated, found)
            return
        items = [item(each) for each in tree.items(node)]
        if None in items:
            self.refused_items(stated, items)
            return
        texts = [self.substituted(stated, each) for each in items if each is not None]
        if None not in texts:
            self.collector.put(setting, tuple(each for each in texts if each is not None), stated.name, stated.line)

    def refused_items(self, stated: Stated, items: list[str | None]) -> None:
        message = say(
            "Each item of {stated} must be text, and one is something else: put it in quotes. Helm refuses it.",
            stated=stated.name,
        )
        nodes = stated.entry.value.children
        fixed = tuple(joined(node) if item is None else item for node, item in zip(nodes, items, strict=True))
        whole = tuple(each for each in fixed if each)
        self.told(stated, Kind.WRONG_TYPE, message, whole if len(whole) == len(nodes) else None)

    def reference(self, tree: Tree, stated: Stated) -> None:
        setting, node = stated.setting, stated.entry.value
        found = typed(node)
        if found is None:
            return
        if node.kind is not NodeKind.MAPPING:
            self.in_the_clear(stated, found)
            return
        entries = tree.entries(node)
        self.reference_names(stated, entries)
        name, key = (tree.text(node, each) for each in REFERENCE)
        if not name and not key:
            return
        if name and not key and not setting.path.startswith(UNNAMED):
            message = say(
                "{stated} names the Secret {name} and none of its keys: add secretKey.", stated=stated.name, name=name
            )
            self.collector.trouble(Kind.EMPTY, stated.name, stated.line, message, setting.path)
        self.resolve(stated, name or default(setting)[0], key or default(setting)[1])

    def reference_names(self, stated: Stated, entries: dict[str, Entry]) -> None:
        for each in entries.values():
            if each.key in REFERENCE:
                continue
            name = f"{stated.name}.{each.key}"
            right = REFERENCE[0] if "name" in each.key.lower() or "ref" in each.key.lower() else REFERENCE[1]
            message = say(
                "The chart has no {name}, and Helm refuses it: name the Secret by secretRef and its key by secretKey.",
                name=name,
            )
            if each.value.kind is NodeKind.SCALAR:
                message = say(
                    "The chart has no {name}, and Helm refuses it: name the Secret by secretRef and its key by "
                    "secretKey (here probably {right}).",
                    name=name,
                    right=right,
                )
            self.collector.trouble(Kind.MISSPELT, name, each.line, message, stated.setting.path)

    def in_the_clear(self, stated: Stated, found: Scalar | Shape) -> None:
        setting = stated.setting
        message = say(
            "{stated} must name a Secret and its key by secretRef and secretKey, and this is {found}: Helm refuses it.",
            stated=stated.name,
            found=say("a list") if found is LIST else say("the value itself"),
        )
        if isinstance(found, Shape):
            self.told(stated, Kind.WRONG_TYPE, message)
            return
        text = written(stated.entry.value)
        self.collector.put(setting, Secret(text) if setting.secret else text, stated.name, stated.line)
        self.collector.trouble(Kind.WRONG_TYPE, stated.name, stated.line, message, setting.path)

    def resolve(self, stated: Stated, name: str, key: str) -> None:
        setting = stated.setting
        try:
            found = self.manifests.value(SECRET, name, key)
        except Unusable as error:
            message = say("{stated}: the Secret {problem}", stated=stated.name, problem=str(error))
            self.collector.trouble(Kind.SECRET_NOT_FOUND, stated.name, stated.line, message, setting.path)
            return
        source = None if found is None else self.substituted(stated, found)
        if source is not None:
            self.collector.source(setting, source, stated.name, stated.line)
        elif found is None and setting.secret:
            self.collector.put(setting, Secret(""), stated.name, stated.line)

    def substituted(self, stated: Stated, found: Scalar) -> str | None:
        """The text after OpenMetadata's own substitution; None where that can't be told."""
        text = str(found).lower() if isinstance(found, bool) else str(found)
        if "${" not in text:
            return text
        known = self.substitution.variables
        missing = next((each[1] for each in VARIABLE.finditer(text) if each[1] not in known), "")
        if missing:
            message = say(
                "{stated} holds ${{{missing}}}, which OpenMetadata replaces by an environment variable, and "
                "these values set none of that name: write the value itself, unless a tool of yours replaces it first.",
                stated=stated.name,
                missing=missing,
            )
            self.told(stated, Kind.UNRESOLVED, message)
            return None
        try:
            return self.substitution.of(text)
        except Unsubstitutable as error:
            message = say("{name}: {problem}.", name=stated.name, problem=str(error))
            self.told(stated, Kind.UNRESOLVED, message)
            return None

    def as_json(self, tree: Tree, stated: Stated) -> str | None:
        """The text that a mapping was to be, for a setting that holds an object."""
        entries = tree.entries(stated.entry.value)
        if stated.setting.type is not ValueType.MAP:
            # Roles by group.
            lists = {key: [written(each) for each in tree.items(entry.value)] for key, entry in entries.items()}
            return meant.as_json(lists) if lists and all(map(all, lists.values())) and all(lists.values()) else None
        content = {key: typed(each.value) for key, each in entries.items()}
        if any(isinstance(each, Shape) for each in content.values()):
            return None
        return meant.as_json(content)

    def refused(self, stated: Stated, found: Scalar | Shape, fix: Value | None = None) -> None:
        """By Helm's schema."""
        form, setting = stated.setting.chart, stated.setting
        wanted = WANTED_NATIVE[setting.type] if form is ChartForm.NATIVE else WANTED[form]
        message = say(
            "{name} must be {wanted}, and this is {found}: Helm refuses it.",
            name=stated.name,
            wanted=wanted,
            found=described(found),
        )
        fix = self.fix(stated, found) if fix is None else fix
        self.told(stated, Kind.WRONG_TYPE, message, fix)

    def fix(self, stated: Stated, found: Scalar | Shape) -> Value | None:
        setting = stated.setting
        if isinstance(found, Shape):
            return None
        text = written(stated.entry.value)
        if setting.type is ValueType.LIST:
            return meant.by_source(setting, text)
        try:
            value = of_native(setting, text)
        except Misread:
            return meant.by_source(setting, text)
        return None if isinstance(value, Secret) else value

    def told(self, stated: Stated, kind: Kind, message: str, fix: Value | None = None) -> None:
        """What is wrong with a value that does not get through; what was probably meant stays, for rules to look at."""
        setting = stated.setting
        self.collector.trouble(kind, stated.name, stated.line, message, setting.path, fix)
        self.collector.places[setting.path] = Place(stated.name, stated.line)
        self.collector.keep(setting, Secret("") if setting.secret else fix)


def fits(setting: Setting, found: Scalar) -> bool:
    """Whether Helm's schema takes it."""
    match setting.chart:
        case ChartForm.STRING | ChartForm.SOURCE:
            return isinstance(found, str)
        case ChartForm.BOOLEAN:
            return isinstance(found, bool)
    match setting.type:
        case ValueType.BOOLEAN:
            return isinstance(found, bool)
        case ValueType.INTEGER:
            return isinstance(found, int) and not isinstance(found, bool)
    return isinstance(found, str)


def described(found: Scalar | Shape) -> str:
    match found:
        case Shape():
            return found.name
        case bool():
            return say("true or false")
        case int() | float():
            return say("a number")
    return say("text") if found else say("empty")


def item(node: Node) -> str | None:
    """None for what Helm's schema does not take as an item; `- name: value` is a mapping."""
    found = typed(node)
    return found if isinstance(found, str) else None


def joined(node: Node) -> str:
    """What an item without quotes was meant to be: `username: sub` is username:sub, 123 is 123."""
    if node.kind is NodeKind.SCALAR:
        return written(node)
    pair = node.children if node.kind is NodeKind.MAPPING else ()
    if len(pair) == 2 and all(each.kind is NodeKind.SCALAR for each in pair):
        return f"{pair[0].value}:{pair[1].value}"
    return ""


def default(setting: Setting) -> tuple[str, str]:
    """The chart's own reference: the settings table's, where the chart has one at all."""
    reference = setting.secret_ref
    if reference is None or not setting.path.startswith(UNNAMED):
        return "", ""
    return reference.name, reference.key
