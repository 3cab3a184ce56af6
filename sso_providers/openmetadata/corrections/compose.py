"""Compose files: the server's `environment`, as a map or a list. Compose replaces variables in texts after parsing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers import compose_services
from sso_providers.openmetadata.importers.tree import Tree
from sso_providers.openmetadata.yaml_edit import File
from sso_providers.openmetadata.yaml_tree import Document, Kind, Node, parse

from .change import Change
from .env_file import variable
from .trees import Path, Plan, Spot, spots
from .wording import VARIABLE, source, string

ENVIRONMENT = "environment"
# A value that is one variable with a default.
DEFAULTED = re.compile(r"(?P<head>\$\{[A-Za-z_][A-Za-z0-9_]*:?-)(?P<default>.*)\}", re.DOTALL)
WITHOUT_DEFAULT = re.compile(r"\$\{?(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:\}|:?\?.*\})?", re.DOTALL)
# A list's item that needs no quotes, in a block and between brackets.
PLAIN_ITEM = re.compile(
    rf"[A-Za-z_][A-Za-z0-9_.-]*=(?:{VARIABLE.pattern}|[^\s'#\\{{}}$](?:[^\s'#\\{{}}]| (?=[^\s#]))*)?"
)
COLON = re.compile(r":(?:\s|\Z)")


def corrected(text: str, changes: Sequence[Change]) -> str:
    file = File.of(text, read)
    editing = Editing(Plan.of(file, changes))
    for change in changes:
        editing.apply(change)
    return editing.plan.result()


def read(text: str) -> Document:
    return parse(text, substitutions=False)


@dataclass(frozen=True, slots=True)
class Environment:
    """The one that the server gets; `node` is None where it is to be made. `own` has each variable's last statement."""

    path: Path
    node: Node | None
    own: Mapping[str, Spot]


@dataclass(slots=True)
class Editing:
    plan: Plan
    environment: Environment | None = field(init=False)
    added: int = 0

    def __post_init__(self) -> None:
        self.environment = environment_in(self.plan.root)

    def apply(self, change: Change) -> None:
        name = variable(change)
        wrong = self.plan.wrong_name(change)
        own = self.stated(name, change)
        if not change.is_removal:
            if wrong:
                self.plan.put(wrong.path, None)
            self.write(own, name, change, wrong)
        elif gone := wrong or own:
            self.plan.put(gone.path, None)
        elif change.place or not change.setting:
            raise change.impossible("It is not in the environment: take it out where it is set.")

    def stated(self, name: str, change: Change) -> Spot | None:
        """Where the file itself sets the variable: at its place, else anywhere in the server's environment."""
        at_line = self.plan.by_line[change.place.line] if change.place and not change.wrong else []
        found = next((each for each in at_line if variable_of(each) == name), None)
        return found or (self.environment.own.get(name) if self.environment else None)

    def write(self, own: Spot | None, name: str, change: Change, wrong: Spot | None) -> None:
        made = text_of(change)
        if own is None:
            self.add(name, made, change, wrong)
        elif own.key is own.node:
            _, equals, before = own.key.value.partition("=")
            is_quoted = self.plan.source(own.node)[:1] in ("'", '"')
            self.plan.put(own.path, item(name, replaced(change, before if equals else "", made), quoted=is_quoted))
        else:
            before = own.node.value if own.node.kind is Kind.SCALAR else ""
            self.plan.put(own.path, string(replaced(change, before, made), self.plan.source(own.node)))

    def add(self, name: str, made: str, change: Change, wrong: Spot | None) -> None:
        """Beside a wrong name, else to the server's environment."""
        if wrong:
            path = wrong.path[:-1]
            node = self.plan.node(path)
        elif self.environment:
            path, node = self.environment.path, self.environment.node
        else:
            raise change.impossible("The file shows no environment of OpenMetadata's server: add the variable by hand.")
        if node and node.kind is Kind.SEQUENCE:
            self.plan.put((*path, len(node.items) + self.added), item(name, made, quoted=node.flow))
            self.added += 1
        else:
            self.plan.put((*path, name), string(made))


def environment_in(root: Node) -> Environment | None:
    """By the importer's judgement."""
    tree = Tree(root)
    server = compose_services.server(tree, compose_services.services(tree))
    entry = server.entries.get(ENVIRONMENT) if server else None
    node = entry.value if entry else compose_services.best_block(root)
    if node is root:
        return Environment((), root, variables_of((), root))
    for spot in spots(root):
        if spot.node is node:
            return Environment(spot.path, node, variables_of(spot.path, node))
        is_server = server is not None and bool(server.name) and spot.name == server.name and len(spot.path) < 3
        if node is None and is_server and spot.node.kind is Kind.MAPPING:
            return Environment((*spot.path, ENVIRONMENT), None, {})
    return None


def variables_of(path: Path, environment: Node) -> dict[str, Spot]:
    own = (spot for spot in spots(environment) if len(spot.path) == 1)
    return {variable_of(each): Spot((*path, *each.path), each.key, each.node) for each in own}


def variable_of(spot: Spot) -> str:
    """The variable that a pair of a map, or an item of a list, sets."""
    return spot.name.partition("=")[0].rstrip() if spot.key is spot.node else spot.name


def text_of(change: Change) -> str:
    """What the container is to get: no dollar sign in it, which Compose would read."""
    value = change.written
    if change.setting:
        return source(change.setting, value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace("$", "$$")


def replaced(change: Change, before: str, made: str) -> str:
    """The new value in the old one's manner: `${NAME:-default}` gets another default."""
    if found := DEFAULTED.fullmatch(before):
        return f"{found['head']}{made}}}" if is_balanced(made) else made
    if found := WITHOUT_DEFAULT.fullmatch(before):
        raise change.impossible(
            say("The value comes from the variable {name}: change it where that is set.", name=found["name"])
        )
    return made


def is_balanced(text: str) -> bool:
    """Whether Compose, which counts braces, finds the end of a default behind the text."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def item(name: str, text: str, *, quoted: bool) -> str:
    whole = f"{name}={text}"
    is_plain = not quoted and PLAIN_ITEM.fullmatch(whole) and not COLON.search(whole)
    return whole if is_plain else string(whole, "'")
