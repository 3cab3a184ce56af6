"""Compose files: what the service of OpenMetadata's server gets as its environment.

By the rules of compose-go: YAML first, then variables in texts, then the environment over the files of `env_file`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.subject import Kind, Place, Surroundings
from sso_providers.openmetadata.yaml_tree import Kind as Shape
from sso_providers.openmetadata.yaml_tree import Node, Problem, Uneditable, parse_damaged

from . import compose_services
from .collecting import Collector
from .env_file import texts_of
from .env_reading import Reader, environment_of, is_left_open, missing, setting_of, value_of
from .environment import VARIABLE, Variable, read_variables
from .imported import WHOLE_FILE, Format, Import, Unreadable
from .names import shortened
from .substitution import Budget, TooLong, Unsubstitutable, interpolated
from .text import LINE_BREAK
from .tree import Tree, pairs, written

TRUE_OR_FALSE = ("true", "True", "TRUE", "false", "False", "FALSE")
OCTAL = re.compile(r"0[0-7]{1,20}")
NUMBER = re.compile(r"[-+]?(?:0x[0-9a-fA-F]{1,15}|0o?[0-7]{1,20}|0|[1-9][0-9]{0,17})")
FRACTION = re.compile(r"[-+]?(?:[0-9]{0,15}\.[0-9]{1,15}|[0-9]{1,15}\.?)(?:[eE][-+]?[0-9]{1,2})?")
LIST_ITEM = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*[:=]")
# A line that sets a variable, for where the YAML is broken.
BROKEN_LINE = re.compile(r"\s*(?:-\s+)?[\"']?(?P<name>[A-Z][A-Z0-9_]*)[\"']?\s*(?:=|:\s)\s*(?P<value>.*)")
# A default that begins with a brace.
BRACES = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-\{")
TIGHT_LINE = re.compile(r"\s*[\"']?(?P<name>[A-Z][A-Z0-9_]*)[\"']?:(?P<value>[^\s].*)")
Given = dict[str, Variable]


def read(text: str, beside: Mapping[str, str], release: Release | None) -> Import:
    """`beside` are env files by name: .env and the like for variables, and those that the file names itself."""
    collector = Collector(Format.COMPOSE)
    try:
        document, problems = parse_damaged(text, substitutions=False)
    except Uneditable as error:
        raise Unreadable(str(error)) from None
    return ComposeFile(text, Tree(document.root), beside, collector).read(release, problems)


class ComposeFile:
    """One file, with the env files beside it."""

    def __init__(self, text: str, tree: Tree, beside: Mapping[str, str], collector: Collector) -> None:
        self.source = text
        self.tree = tree
        self.collector = collector
        self.services = compose_services.services(tree)
        self.server = compose_services.server(tree, self.services)
        self.named = {PurePosixPath(name).name: each for name, each in beside.items()}
        self.referred = set(self.env_files())
        shell = [each for name, each in self.named.items() if name not in self.referred]
        self.has_shell = bool(shell)
        self.shell = texts_of(shell)
        self.budget = Budget(len(text))
        self.told_too_long = False

    def read(self, release: Release | None, problems: Iterable[Problem]) -> Import:
        """`problems` are lines that are no YAML, and were left out."""
        given = self.from_files() | self.from_broken(problems) | self.from_environment()
        stated = self.release()
        around = read_variables(given, self.collector, release or (Release(stated) if stated else None))
        return self.collector.result(self.surroundings(around), stated)

    def release(self) -> str:
        images = [self.server.text("image")] if self.server else []
        images += [each.text("image") for each in self.services]
        return next(filter(None, (compose_services.release_of(self.plainly(image)) for image in images)), "")

    def plainly(self, text: str) -> str:
        try:
            return interpolated(text, self.shell.get, self.budget).text
        except Unsubstitutable:
            return text

    def env_files(self) -> Iterator[str]:
        """The names of the files that the server's `env_file` is about."""
        entry = self.server.entries.get("env_file") if self.server else None
        if not entry:
            return
        for item in self.tree.items(entry.value) or [entry.value]:
            name = written(item) or self.tree.text(item, "path")
            if name:
                yield PurePosixPath(name).name

    def from_files(self) -> Given:
        given: Given = {}
        for name in self.env_files():
            if name not in self.named or self.server is None:
                continue
            line = self.server.entries["env_file"].line
            environment = environment_of(self.named[name], Reader.COMPOSE, self.shell)
            given |= {key: replace(each, line=line) for key, each in environment.variables.items()}
        return given

    def from_broken(self, problems: Iterable[Problem]) -> Given:
        """What the lines that are no YAML set, as far as it is clear."""
        given: Given = {}
        lines = LINE_BREAK.split(self.source)
        for number, problem in problems:
            self.tell_tight(lines, number, given)
            found = BROKEN_LINE.fullmatch(lines[number - 1]) if number <= len(lines) else None
            name = found["name"] if found and setting_of(found["name"]) else WHOLE_FILE
            setting = setting_of(name)
            self.collector.trouble(Kind.NOT_YAML, name, number, problem, setting.path if setting else "")
            if found and setting:
                given[name] = Variable(name=name, text=found["value"].strip(), line=number)
        return given

    def tell_tight(self, lines: list[str], number: int, given: Given) -> None:
        """The parser stops a line later where a blank is missing behind a colon."""
        found = TIGHT_LINE.fullmatch(lines[number - 2]) if 1 < number <= len(lines) else None
        if found and (setting := setting_of(found["name"])):
            name = found["name"]
            message = say(
                "{name}: a blank is missing behind the colon, so it is no name with a value: write {name}: value.",
                name=name,
            )
            self.collector.trouble(Kind.NOT_YAML, name, number - 1, message, setting.path)
            given[name] = Variable(name=name, text=found["value"].strip("\"' "), line=number - 1)

    def from_environment(self) -> Given:
        given: Given = {}
        for variable in self.stated():
            before = given.pop(variable.name, None)
            setting = setting_of(variable.name)
            if before and setting and before.text != variable.text:
                message = say(
                    "{variable} is set in line {line} already, and Compose wants it once: keep one.",
                    variable=variable.name,
                    line=before.line,
                )
                self.collector.trouble(Kind.DUPLICATE, variable.name, variable.line, message, setting.path)
            given[variable.name] = variable
        return given

    def stated(self) -> Iterator[Variable]:
        """The server's environment; of an excerpt without a service whatever sets the variables."""
        entry = self.server.entries.get("environment") if self.server else None
        node = entry.value if entry else None
        if node is None and (self.server is None or "env_file" not in self.server.entries):
            node = compose_services.best_block(self.tree.root)
        if node is None:
            return
        if node.kind is Shape.SEQUENCE:
            for item in self.tree.items(node):
                yield from self.item(item)
            return
        if node.kind is Shape.SCALAR and not node.is_null:
            yield from self.text(node)
            return
        yield from self.mapping(node)

    def text(self, node: Node) -> Iterator[Variable]:
        """Lines NAME=value without dashes, which YAML takes for one text."""
        message = say(
            "environment has lines NAME=value without dashes: write NAME: value, or a dash before each NAME=value."
        )
        self.collector.trouble(Kind.NOT_YAML, WHOLE_FILE, node.line, message)
        for number, line in enumerate(LINE_BREAK.split(self.source[node.start : node.end]), start=node.line):
            if found := BROKEN_LINE.fullmatch(line):
                yield self.resolved(found["name"], found["value"].strip(), number)

    def mapping(self, node: Node) -> Iterator[Variable]:
        """A repeated key comes as often as it is there."""
        repeated = {name for name, _ in self.tree.repeated(node)}
        for key, value in pairs(node) if repeated else ():
            if key.value in repeated:
                yield self.variable(key.value, self.tree.target(value), key.line)
        for name, entry in self.tree.entries(node).items():
            if name not in repeated:
                yield self.variable(name, entry.value, entry.line)

    def item(self, node: Node) -> Iterator[Variable]:
        """NAME=value, or the NAME of a variable of the shell."""
        if node.kind is Shape.SCALAR:
            name, equals, text = node.value.partition("=")
            if not equals and (found := LIST_ITEM.match(node.value)):
                name, text = found[1], node.value[found.end() :].strip()
                equals = "="
                self.tell_item(name, node)
            if VARIABLE.fullmatch(name.strip()):
                yield self.resolved(name.strip(), text if equals else None, node.line)
            return
        for key, value in pairs(node):
            # A colon and a blank in the value, or instead of =, make a mapping of it.
            found = LIST_ITEM.match(self.source, key.start, value.end)
            if found and value.kind is Shape.SCALAR:
                name, text = found[1], self.source[found.end() : value.end].strip()
                self.tell_item(name, node)
                yield Variable(name=name, text=text, line=key.line)

    def tell_item(self, name: str, node: Node) -> None:
        setting = setting_of(name)
        message = say(
            "{name}: in a list Compose wants '{name}=value', all of it between single quotes.", name=shortened(name)
        )
        path = setting.path if setting else ""
        self.collector.trouble(Kind.NOT_AN_ENV_LINE, name, node.line, message, path)

    def variable(self, name: str, node: Node, line: int) -> Variable:
        if node.kind is Shape.SCALAR:
            if node.plain and BRACES.search(node.value) and (setting := setting_of(name)):
                message = say(
                    "{name}: Podman and old versions of Compose end the default at its first closing brace, and the "
                    "one that is left over breaks openmetadata.yaml: put the whole value in quotes, or take the "
                    "default out.",
                    name=name,
                )
                self.collector.trouble(Kind.BRACES, name, line, message, setting.path)
            return self.resolved(name, scalar(node), line)
        text = self.as_source(node)
        if setting := setting_of(name):
            message = say(
                "{name}: Compose takes text only, and this is a list or mapping: put it between single quotes.",
                name=name,
            )
            fix = None if setting.secret else value_of(setting, text)
            self.collector.trouble(Kind.WRONG_TYPE, name, line, message, setting.path, fix)
        return Variable(name=name, text=text, line=line)

    def as_source(self, node: Node) -> str:
        """A list or mapping as the value that is probably meant."""
        if node.flow:
            return self.source[node.start : node.end]
        items = self.tree.items(node)
        if items:
            return json.dumps([written(each) for each in items], ensure_ascii=False)
        return json.dumps({key.value: written(value) for key, value in pairs(node)}, ensure_ascii=False)

    def resolved(self, name: str, text: str | None, line: int) -> Variable:
        """The variable with Compose's own variables replaced."""
        variable = Variable(name=name, text=text, line=line)
        if text is None:
            return replace(variable, text=self.shell.get(name))
        try:
            found = interpolated(text, self.shell.get, self.budget)
        except Unsubstitutable as error:
            self.tell_refused(variable, error)
            return variable
        if not found.missing:
            return replace(variable, text=None if is_left_open(name, text, found.text) else found.text)
        braced = "${" in text
        # What comes from the shell, or an env file that is not here, is no trouble.
        if (setting := setting_of(name)) and not found.required and (self.has_shell or not braced):
            message = say("{name}: {problem}.", name=name, problem=missing(setting, text, found.missing))
            self.collector.trouble(Kind.UNRESOLVED, name, line, message, setting.path)
        return replace(variable, text=None if braced else text)

    def tell_refused(self, variable: Variable, error: Unsubstitutable) -> None:
        """What is too long is told of the first such variable only, whichever it is."""
        is_too_long = isinstance(error, TooLong)
        setting = setting_of(variable.name)
        if not self.told_too_long if is_too_long else setting:
            message = say(
                "{variable}: Compose reads variables in the value, and {problem}.",
                variable=shortened(variable.name),
                problem=str(error),
            )
            path = setting.path if setting else ""
            self.collector.trouble(Kind.UNRESOLVED, variable.name, variable.line, message, path)
        self.told_too_long = self.told_too_long or is_too_long

    def surroundings(self, around: Surroundings) -> Surroundings:
        hosts = compose_services.hosts(self.tree, self.services)
        places = dict(around.places)
        count = 1
        found = compose_services.replicas(self.tree, self.server) if self.server else None
        if found:
            text, key, line = found
            count = number(self.plainly(text))
            places["replicas"] = Place(key, line)
        return replace(around, hosts=hosts, replicas=count, places=places, sticky=self.is_sticky())

    def is_sticky(self) -> bool:
        """Whether labels tell a proxy to send people to the same server again."""
        labels = self.server.entries.get("labels") if self.server else None
        if not labels:
            return False
        texts = [*self.tree.entries(labels.value), *(written(each) for each in self.tree.items(labels.value))]
        return any("sticky" in each for each in texts)


def scalar(node: Node) -> str | None:
    """The text that Compose makes of a scalar; None for null, which takes the shell's value."""
    text = node.value
    if not node.plain or node.tag:
        return text
    if node.is_null:
        return None
    if text in TRUE_OR_FALSE:
        return text.lower()
    if NUMBER.fullmatch(text):
        return whole(text)
    if FRACTION.fullmatch(text):
        return repr(float(text)).removesuffix(".0")
    return text


def whole(text: str) -> str:
    digits = text.lstrip("+-")
    value = int(digits, 8) if OCTAL.fullmatch(digits) else int(digits, 0)
    return str(-value if text.startswith("-") else value)


def number(text: str) -> int:
    stripped = text.strip()
    return int(stripped) if stripped.isdecimal() and len(stripped) < 5 else 1
