"""What an env file sets, by whoever reads it: Compose, or `docker run`.

Which of them does, a file seldom says: it is read as Compose does, unless only docker run gets a value right. What is
no line of an env file, but clear, is read too, and told.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.secret_texts import names_secret
from sso_providers.openmetadata.settings import Setting, ValueType
from sso_providers.openmetadata.subject import Kind

from . import env_forms, meant
from .collecting import Collector
from .dotenv import Fault, Form, Statement, statements
from .environment import SETTINGS_OF, VARIABLE, Variable
from .imported import WHOLE_FILE
from .interpret import Misread, of_source
from .names import shortened
from .substitution import Budget, TooLong, Unsubstitutable, interpolated

# A file whose every line is wrong needs no list of them.
MOST_LINES_TOLD = 20
# What people write around an excerpt, or for what they leave out.
AROUND_EXCERPT = re.compile(r"\s*(?:```.*|~~~.*|[.…]{1,}|<[^<>]*>|\[\.\.\.\]|-{3,}|={3,})\s*")
# ${NAME:-default}, and nothing else.
CIRCULAR = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-.*\}\Z", re.DOTALL)
FEWEST_CIRCULAR = 3
# In a unit of systemd, before variables.
UNIT = "Environment"
FORMS = {
    Form.EQUALS: say("a line of a systemd unit"),
    Form.COLON: say("NAME: value, as in YAML"),
    Form.ITEMS: say("a list below its name, as in YAML"),
    Form.BARE: say("a word without a value"),
    Form.OTHER: say("something else than NAME=value"),
}
LINES = say("an env file has lines NAME=value, and a list in brackets on the same line, such as [a,b]")


class Reader(Enum):
    """Who reads the file."""

    COMPOSE = auto()
    RUN = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is wrong with a variable or line."""

    kind: Kind
    name: str
    line: int
    message: str
    fix: Value | None = None


@dataclass(slots=True)
class Environment:
    variables: dict[str, Variable] = field(default_factory=dict)
    troubles: list[Told] = field(default_factory=list)

    def tell(self, collector: Collector) -> None:
        for told in self.troubles:
            setting = setting_of(told.name)
            path = setting.path if setting else ""
            collector.trouble(told.kind, told.name, told.line, told.message, path, told.fix)


def setting_of(name: str) -> Setting | None:
    return SETTINGS_OF[name][0] if name in SETTINGS_OF else None


def environment_of(text: str, reader: Reader, outside: Mapping[str, str]) -> Environment:
    """`outside` has the variables that are set elsewhere, and win in values."""
    building = Building(reader, outside, Budget(len(text)))
    for statement in statements(text):
        building.add(statement)
    building.tell_odd_lines()
    building.tell_circular_lines()
    return building.environment


class Building:
    """One file's environment, statement by statement."""

    def __init__(self, reader: Reader, outside: Mapping[str, str], budget: Budget) -> None:
        self.reader = reader
        self.outside = outside
        self.budget = budget
        self.told_too_long = False
        self.environment = Environment()
        self.odd: list[Statement] = []
        # Those that take their value from themselves.
        self.circular: list[Statement] = []
        self.plain = 0

    def add(self, statement: Statement) -> None:
        match statement.form:
            case Form.EQUALS if statement.name != UNIT:
                self.plain += 1
                self.equals(statement)
            case Form.COLON | Form.ITEMS:
                self.odd.append(statement)
                self.put(statement, self.composed(statement))
            case Form.BARE if VARIABLE.fullmatch(statement.name):
                self.plain += 1
                self.put(statement, None)
            case _:
                self.other(statement)

    def equals(self, statement: Statement) -> None:
        if self.reader is Reader.RUN:
            self.refused_by_run(statement)
            self.put(statement, statement.raw)
            return
        if statement.fault:
            self.put(statement, self.mended(statement, statement.fault))
            return
        text = self.composed(statement)
        if self.reader is Reader.UNKNOWN and (setting := setting_of(statement.name)):
            self.differing(statement, setting, text)
        if self.reader is Reader.UNKNOWN and text is not None and self.only_run_is_right(statement, text):
            text = statement.raw
        self.put(statement, text)

    def differing(self, statement: Statement, setting: Setting, text: str | None) -> None:
        """What Compose understands and docker run does not."""
        fix = None if text is None else value_of(setting, text)
        if statement.comment:
            self.tell(Kind.COMMENT_IN_VALUE, statement, COMMENT)
        if CIRCULAR.match(statement.value) and statement.value.startswith(f"${{{statement.name}:"):
            self.circular.append(statement)
        if not statement.quote and statement.raw.strip(" \t\r") != statement.raw.strip():
            self.tell(Kind.LOOKALIKE, statement, NO_BLANK, fix)
        if statement.quote and not statement.value and setting.type is ValueType.MAP:
            self.tell(Kind.EMPTY, statement, NO_OBJECT, "{}")

    def tell_circular_lines(self) -> None:
        """Of the whole file, where most of its lines are copied from one of another kind."""
        if len(self.circular) >= FEWEST_CIRCULAR and 2 * len(self.circular) > self.plain:
            told = Told(kind=Kind.UNRESOLVED, name=WHOLE_FILE, line=self.circular[0].line, message=CIRCULAR_FILE)
            self.environment.troubles.append(told)

    def composed(self, statement: Statement) -> str | None:
        """The value after Compose's interpolation, None where it comes from elsewhere."""
        if statement.quote == "'":
            return statement.value
        try:
            found = interpolated(statement.value, self.look_up, self.budget)
        except Unsubstitutable as error:
            self.tell_refused(statement, error)
            return statement.raw.strip()
        if not found.missing:
            self.tell_itself(statement, found.text)
            return None if is_left_open(statement.name, statement.value, found.text) else found.text
        if found.required:
            return None
        if setting := setting_of(statement.name):
            self.tell(Kind.UNRESOLVED, statement, missing(setting, statement.value, found.missing))
        return None if "${" in statement.value else statement.raw.strip()

    def tell_refused(self, statement: Statement, error: Unsubstitutable) -> None:
        """What is too long is told of the first such variable only, whichever it is: the others follow from it."""
        is_too_long = isinstance(error, TooLong)
        if not self.told_too_long if is_too_long else setting_of(statement.name):
            problem = say("Compose reads variables in the value, and {problem}", problem=str(error))
            self.tell(Kind.UNRESOLVED, statement, problem)
        self.told_too_long = self.told_too_long or is_too_long

    def tell_itself(self, statement: Statement, text: str) -> None:
        """Of a value with itself in it: Compose takes the default, where docker run hands over the whole text."""
        if self.reader is Reader.UNKNOWN and f"${{{statement.name}:-" in statement.value and setting_of(statement.name):
            setting = setting_of(statement.name)
            self.tell(Kind.UNRESOLVED, statement, ITSELF, value_of(setting, text) if setting else None)

    def look_up(self, name: str) -> str | None:
        if name in self.outside:
            return self.outside[name]
        found = self.environment.variables.get(name)
        return found.text if found else None

    def only_run_is_right(self, statement: Statement, text: str) -> bool:
        setting = setting_of(statement.name)
        return bool(setting and text != statement.raw and not fits(setting, text) and fits(setting, statement.raw))

    def mended(self, statement: Statement, fault: Fault) -> str:
        """The YAML source that is probably meant."""
        setting = setting_of(statement.name)
        if fault is Fault.LINES:
            source = meant.text(statement.value) or ""
            fix = None if setting is None or setting.secret else source
            self.tell(Kind.NOT_AN_ENV_LINE, statement, LINES_BELOW, fix)
            return source
        if fault is Fault.JSON:
            is_text = setting is None or setting.type is ValueType.TEXT
            source = json.dumps(statement.value, ensure_ascii=False) if is_text else statement.value
            is_shown = not names_secret(statement.value)
            self.tell(Kind.VALUE_NOT_YAML, statement, JSON, value_of(setting, source) if setting and is_shown else None)
            return source
        if self.reader is Reader.UNKNOWN and setting and fits(setting, statement.raw):
            return statement.raw
        self.tell(Kind.UNBALANCED_QUOTE, statement, FAULTS[fault])
        return statement.value

    def refused_by_run(self, statement: Statement) -> None:
        if statement.exported or statement.spaced:
            what = "export" if statement.exported else say("blanks before =")
            self.tell(
                Kind.NOT_AN_ENV_LINE, statement, say("docker run refuses a line with {what}: take it out", what=what)
            )

    def other(self, statement: Statement) -> None:
        if AROUND_EXCERPT.fullmatch(statement.raw or statement.name):
            return
        self.odd.append(statement)
        line = f"{UNIT}={statement.raw}" if statement.name == UNIT else statement.raw
        for name, value in env_forms.variables(line):
            self.put(replace(statement, name=name, raw=value), value)

    def put(self, statement: Statement, text: str | None) -> None:
        variables = self.environment.variables
        before = variables.pop(statement.name, None)
        if before and before.text != text and setting_of(statement.name):
            message = say("it is set in line {line} already, and the last one counts: keep one", line=before.line)
            self.tell(Kind.DUPLICATE, statement, message)
        variables[statement.name] = Variable(name=statement.name, text=text, line=statement.line)

    def tell_odd_lines(self) -> None:
        """Once, where all of the file is no env file."""
        if not self.odd:
            return
        if self.plain <= len(self.odd) // 10:
            first = self.odd[0]
            message = say(
                "The file is no env file, its first odd line is {form}. Mend it: {lines}.",
                form=FORMS[first.form],
                lines=LINES,
            )
            told = Told(kind=Kind.NOT_AN_ENV_LINE, name=WHOLE_FILE, line=first.line, message=message)
            self.environment.troubles.append(told)
            return
        for statement in self.odd[:MOST_LINES_TOLD]:
            # What is not understood may be a piece of a secret.
            if not VARIABLE.fullmatch(statement.name):
                statement = replace(statement, name=say("(line {line})", line=statement.line))
            problem = say("this is {form}; {lines}", form=FORMS[statement.form], lines=LINES)
            self.tell(Kind.NOT_AN_ENV_LINE, statement, problem)

    def tell(self, kind: Kind, statement: Statement, problem: str, fix: Value | None = None) -> None:
        name = statement.name
        message = say("{name}: {problem}.", name=shortened(name), problem=problem)
        self.environment.troubles.append(Told(kind=kind, name=name, line=statement.line, message=message, fix=fix))


COMMENT = say(
    "Compose cuts off what begins with #, and docker run --env-file makes it a part of the value; "
    "put the comment on a line of its own"
)
CIRCULAR_FILE = say(
    "The lines are those of a Compose file: only Compose replaces ${{NAME:-value}} in an env file, and docker run "
    "hands it over as it is. Write NAME=value."
)
NO_BLANK = say(
    "a blank that is none, such as a no-break space, is at an end of the value; Compose cuts it off, and docker run "
    "--env-file makes it a part of the value; delete it"
)
NO_OBJECT = say(
    'Compose takes "" for nothing, and docker run --env-file for an empty text, at which the server stops because it '
    "wants an object; write {{}}"
)
LINES_BELOW = say(
    "the value goes on in the lines below, and an env file's value is one line; write what stands between BEGIN and "
    "END on one line"
)
JSON = say(
    "JSON stands between double quotes, and they end at its first own one, so the value is lost; put it on one line, "
    "between single quotes"
)
ITSELF = say(
    "docker run --env-file replaces no ${{...}}, and OpenMetadata does not start with a value that contains itself; "
    "write the value alone"
)
FAULTS = {
    Fault.NOT_CLOSED: say("a quote is opened and not closed, so Compose refuses the file; close it, or take it out"),
    Fault.GOES_ON: say(
        "text goes on behind the closing quote, so Compose refuses the file; put the whole value in single quotes, and "
        "only double quotes inside"
    ),
}


def missing(setting: Setting, value: str, names: tuple[str, ...]) -> str:
    """What is wrong where `names` in the value have none. Of a secret they may be a part."""
    if "${" in value:
        which = say("the variable") if setting.secret else shortened(names[0])
        return say(
            "it is taken from a variable that has no value here; set {which} where Compose is called", which=which
        )
    which = say("a part") if setting.secret else f"${shortened(names[0])}"
    return say(
        "Compose takes {which} of it for a variable that has no value; write $$ for each dollar sign that is meant",
        which=which,
    )


def is_left_open(name: str, stated: str, found: str) -> bool:
    """Whether a secret is only left open: it comes from a variable, and without that there is none."""
    setting = setting_of(name)
    return bool(setting and setting.secret) and "${" in stated and not found.strip("\"' ")


def fits(setting: Setting, source: str) -> bool:
    try:
        of_source(setting, source)
    except Misread:
        return False
    return True


def value_of(setting: Setting, source: str) -> Value | None:
    """The value that a finding may show."""
    try:
        value = of_source(setting, source)
    except Misread:
        return None
    return None if isinstance(value, Secret) else value
