"""What is wrong with a configuration: every rule asked, each answer at its place in the file.

Joins importers and rules, which don't know each other. Knows nothing of files' formats: names come from the import.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sso_providers.catalogue import RELEASES, Release

from . import naming
from .findings import Finding, Found, Level, Rule
from .importers.imported import Format, Import
from .rules import RULES
from .settings import AUTHENTICATION, LDAP, OIDC, SAML, SETTINGS
from .subject import NOT_UNDERSTOOD, Kind, Place, Subject, Trouble

logger = logging.getLogger(__name__)

NEWEST = max(RELEASES.values())
SEVERITY = (Level.ERROR, Level.WARNING, Level.HINT)
# The file has the setting, if not in a way that the server can read: nothing is missing there.
UNREAD = (
    Kind.NOT_AN_ENV_LINE,
    Kind.UNBALANCED_QUOTE,
    Kind.VALUE_NOT_YAML,
    Kind.WRONG_TYPE,
    Kind.UNRESOLVED,
    Kind.SECRET_NOT_FOUND,
    Kind.MISSPELT,
    Kind.MISPLACED,
    Kind.OBSOLETE,
)
WITHOUT_OIDC = ("basic", "no-auth")
# Their settings have no other names than their paths.
BY_PATH = (Format.CONF, Format.API)
# Rules that repeat what the file's reader met.
OF_READERS = frozenset(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """A name of the file that nothing reads. `nearest` is the name that was probably meant, "" for none."""

    name: str
    line: int
    nearest: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One file's findings, in the file's order.

    `release` is the line that was examined for; `assumed` says that neither the caller nor the file named it, so that
    it is the newest. `provider` is OpenMetadata's name of it, "" where the file doesn't say. `flow` is code, implicit,
    saml, ldap, none (people sign in with passwords) or unknown.
    """

    target: str
    release: Release
    assumed: bool
    provider: str
    flow: str
    findings: tuple[Finding, ...]
    not_understood: tuple[NotUnderstood, ...]
    imported: Import
    subject: Subject

    def has(self, level: Level) -> bool:
        return any(finding.level is level for finding in self.findings)


def diagnose(imported: Import, *, target: str = "", release: Release | None = None) -> Diagnosis:
    """`target` is an export target's id, the format's own if none is given; `release` may be older than any of ours."""
    stated = release or (Release(imported.release) if imported.release else None)
    subject = Subject(
        config=imported.config,
        target=target or imported.format.target,
        release=stated or NEWEST,
        troubles=imported.troubles,
        surroundings=imported.surroundings,
    )
    return Diagnosis(
        target=subject.target,
        release=subject.release,
        assumed=stated is None,
        provider=subject.provider,
        flow=flow(subject),
        findings=placed(imported, subject, asked(RULES, subject)),
        not_understood=tuple(not_understood(imported)),
        imported=imported,
        subject=subject,
    )


def with_rules(diagnosis: Diagnosis, rules: Iterable[Rule]) -> Diagnosis:
    """The diagnosis with what further rules find, such as those that ask the network."""
    answers = asked((*RULES, *rules), diagnosis.subject)
    return replace(diagnosis, findings=placed(diagnosis.imported, diagnosis.subject, answers))


def placed(imported: Import, subject: Subject, answers: Iterable[tuple[Rule, Found]]) -> tuple[Finding, ...]:
    """Rules' answers as findings with the file's own names and lines."""
    misnamed = {trouble.setting: trouble.name for trouble in imported.troubles}

    def name(path: str) -> str:
        return known_name(imported, path) or misnamed.get(path, path)

    return findings(subject, answers, name=name, places=imported.places)


def known_name(imported: Import, path: str) -> str:
    """What a setting is called in such a file; "" where it can't be set there."""
    name = naming.name_of(imported.format, path)
    return "" if name == path and imported.format not in BY_PATH else name


def examine(subject: Subject, *, name: Callable[[str], str] = str) -> tuple[Finding, ...]:
    """For what is in no file, such as the portal's own rows; `name` says what a path of `SETTINGS` is called there."""
    return findings(subject, asked(RULES, subject), name=name, places={})


def asked(rules: Iterable[Rule], subject: Subject) -> Iterator[tuple[Rule, Found]]:
    """What each rule that concerns the subject says. One that fails has that said of it, and the others go on."""
    for rule in rules:
        if not rule.concerns(subject):
            continue
        try:
            yield from [(rule, found) for found in rule.check(subject)]
        except Exception as error:  # one defect of ours must not cost people the other answers
            # Without the error's own words and trace, for they may show a value.
            logger.error("Rule %s failed with %s.", rule.id, type(error).__name__)
            yield FAILED, Found(setting="", message=failed(rule))


def failed(rule: Rule) -> str:
    return (
        f"The rule {rule.id} could not be applied, because of a defect of the portal: the other findings hold. "
        "Please report it, with the setting that it reads: " + (", ".join(rule.reads) or "none in particular") + "."
    )


FAILED = Rule(
    id="rule-failed",
    title="A rule could not be applied",
    level=Level.HINT,
    reason="Every rule looks at the file on its own; one that fails says so instead of passing as clean.",
    source="sso_providers/openmetadata/diagnosis.py",
    check=lambda _: iter(()),
)


def findings(
    subject: Subject,
    answers: Iterable[tuple[Rule, Found]],
    *,
    name: Callable[[str], str],
    places: Mapping[str, Place],
) -> tuple[Finding, ...]:
    answers = list(answers)
    unread = {trouble.setting for trouble in subject.troubles if trouble.kind in UNREAD}
    lookalikes = {trouble.setting for trouble in subject.troubles if trouble.kind is Kind.LOOKALIKE}
    spoken_of = {found.setting for rule, found in answers if rule.id not in OF_READERS}
    found_places = Places(subject, places, name)
    made: dict[tuple[str, int, str], Finding] = {}
    for rule, found in answers:
        is_silenced = rule.id not in OF_READERS and found.setting in unread and not subject.states(found.setting)
        # What is wrong with it comes of them.
        is_silenced = is_silenced or (rule.id not in OF_READERS and found.setting in lookalikes)
        # An empty value's own rule knows better what belongs there.
        is_general = rule.id == Kind.EMPTY and found.setting in spoken_of
        if is_silenced or is_general:
            continue
        finding = found_places.finding(rule, found)
        key = (finding.setting, finding.line, finding.message)
        if key not in made or worse(finding, made[key]):
            made[key] = finding
    return tuple(sorted(made.values(), key=order))


def worse(one: Finding, other: Finding) -> bool:
    return SEVERITY.index(one.level) < SEVERITY.index(other.level)


def order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.line, SEVERITY.index(finding.level), finding.setting, finding.rule.id


class Places:
    """Where a file has, or would have, each setting."""

    def __init__(self, subject: Subject, places: Mapping[str, Place], name: Callable[[str], str]) -> None:
        self.places, self.name = places, name
        self.others = {place.name: place for place in subject.surroundings.places.values()}
        self.others |= subject.surroundings.places
        # Of several settings of one block, the first; by the settings' paths and by the file's names.
        self.blocks: dict[str, int] = {}
        for path, place in sorted(places.items(), key=lambda item: item[1].line):
            for block in (*blocks(path), *blocks(place.name)):
                self.blocks.setdefault(block, place.line)

    def finding(self, rule: Rule, found: Found) -> Finding:
        place = self.place(found.setting)
        return Finding(
            rule=rule,
            level=found.level or rule.level,
            setting=place.name,
            path=found.setting if found.setting in SETTINGS else "",
            line=found.line or place.line,
            message=found.message,
            fix=found.fix,
        )

    def place(self, setting: str) -> Place:
        """What the file lacks belongs to its nearest block there; line 0 for a file without any."""
        stated = self.places if setting in SETTINGS else self.others
        if place := stated.get(setting):
            return place
        line = next((self.blocks[block] for block in blocks(setting) if block in self.blocks), 0)
        return Place(self.name(setting) if setting in SETTINGS else setting, line)


def blocks(path: str) -> Iterator[str]:
    """The innermost first."""
    while path := path.rpartition(".")[0]:
        yield path


def flow(subject: Subject) -> str:
    provider = subject.provider.lower()
    if provider in WITHOUT_OIDC:
        return "none"
    for block, name in ((SAML, "saml"), (LDAP, "ldap")):
        if provider == name or (not provider and subject.states_any(block)):
            return name
    if subject.states(f"{AUTHENTICATION}.clientType"):
        return "code" if subject.is_confidential else "implicit"
    if provider:
        return "implicit"
    return "code" if subject.states_any(OIDC) else "unknown"


def not_understood(imported: Import) -> Iterator[NotUnderstood]:
    for trouble in imported.troubles:
        if trouble.kind in NOT_UNDERSTOOD:
            yield NotUnderstood(
                name=trouble.name, line=trouble.line, nearest=nearest(imported, trouble), message=trouble.message
            )


def nearest(imported: Import, trouble: Trouble) -> str:
    return known_name(imported, trouble.setting) if trouble.setting in SETTINGS else trouble.setting
