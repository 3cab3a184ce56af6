"""A page for each rule of a diagnosis, and their index."""

from collections.abc import Iterator

from sso_providers.checks import live
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.diagnosis import FAILED, Diagnosis, diagnose
from sso_providers.openmetadata.findings import Rule
from sso_providers.openmetadata.importers.imported import Import
from sso_providers.openmetadata.mending import Mender, key
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.settings import SETTINGS, Setting

from .examples import EXAMPLES, Example
from .markdown import code, table

LIVE = live.rules(live.NOTHING_SEEN)
ALL = (*RULES, *LIVE, FAILED)
# More than people read.
MANY = 30


def pages() -> dict[str, str]:
    """File name below docs/reference -> Markdown."""
    return {"rules/README.md": index(), **{f"rules/{rule.id}.md": page(rule) for rule in ALL}}


def index() -> str:
    head = ("rule", "level", "what is wrong", "lines", "targets")
    parts = [
        "# Rules\n\nWhat `manage.py diagnose` and the portal's own pages look for in a sign-in configuration. "
        "How to use it: [diagnose.md](../../diagnose.md).\n\n"
    ]
    for title, rules in (("From the file alone", RULES), ("With the network (--live)", LIVE)):
        rows = [
            (f"[`{rule.id}`]({rule.id}.md)", rule.level.value, rule.title, span(rule), targets(rule))
            for rule in sorted(rules, key=lambda each: each.id)
        ]
        parts.append(f"## {title}\n\n" + table(head, rows))
    return "".join(parts)


def page(rule: Rule) -> str:
    facts = f"Level {code(rule.level.value)}, OpenMetadata {span(rule)}, targets {targets(rule)}."
    parts = [
        f"# {rule.title}\n\n",
        f"{code(rule.id)}. {facts}\n\n",
        f"{rule.reason}\n\n",
        f"Source: {rule.source}.\n\n",
    ]
    if rule in LIVE:
        parts.append("It asks the network: `manage.py diagnose --live` alone has it.\n\n")
    parts += shown(rule)
    if len(rule.reads) > MANY:
        parts.append("## Settings\n\nIt reads most of [the settings](../settings.md).\n\n")
    elif rule.reads:
        head = ("it reads", "environment variable", "Helm value")
        parts.append("## Settings\n\n" + table(head, [names(SETTINGS[path]) for path in rule.reads]))
    return "".join(parts)


def names(setting: Setting) -> tuple[str, str, str]:
    helm = f"openmetadata.config.{setting.helm}" if setting.helm else ""
    return code(setting.path), code(setting.env or "") or "none", code(helm) or "none"


def span(rule: Rule) -> str:
    if rule.since is None:
        return "all" if rule.until is None else f"to {rule.until}"
    return f"from {rule.since}" if rule.until is None else f"{rule.since} to {rule.until}"


def targets(rule: Rule) -> str:
    return ", ".join(map(code, rule.targets)) or "all"


def shown(rule: Rule) -> Iterator[str]:
    example = EXAMPLES.get(rule.id)
    if example is None:
        return
    before = diagnosed(example, example.text)
    findings = [each for each in before.findings if each.rule.id == rule.id]
    yield f"## Wrong\n\n{fenced(example.fence, example.text)}"
    for each in findings:
        place = f", line {each.line}" if each.line else ""
        yield f"> **{each.level.value}** {code(each.setting)}{place}: {each.message}\n\n"
    mender = Mender(
        read=lambda text: read(example, text), accepted={key(each) for each in findings}, release=example.release
    )
    right = mender.mend(example.text).text
    if right != example.text:
        yield f"## Right\n\n{fenced(example.fence, right)}"


def diagnosed(example: Example, text: str) -> Diagnosis:
    return diagnose(read(example, text), release=example.release)


def read(example: Example, text: str) -> Import:
    return importers.read(text.encode(), name=example.name, release=example.release)


def fenced(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```\n\n"
