"""The tables of docs/reference: kinds, targets, lines, settings and providers' errors, written from the code."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from sso_providers.catalogue import KINDS, RELEASES, Field, Flow, Kind, Release, Value
from sso_providers.catalogue.fields import always
from sso_providers.oidc import provider_errors
from sso_providers.openmetadata import server, upgrade
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.settings import ROWS, Setting

MADE = "<!-- Made by `make docs` from the code: change that, not this file. -->"
LINES = tuple(RELEASES.values())


def pages() -> dict[str, str]:
    """File name -> Markdown."""
    made = {
        "kinds.md": kinds(),
        "targets.md": targets(),
        "settings.md": settings(),
        "upgrades.md": upgrades(),
        "provider-errors.md": errors(),
    }
    return {name: f"{MADE}\n\n{text.rstrip()}\n" for name, text in made.items()}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines) + "\n"


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def shown(value: Value | None) -> str:
    match value:
        case None | "":
            return "blank"
        case bool():
            return code(str(value).lower())
        case tuple():
            return code(f"[{', '.join(value)}]")
        case _:
            return code(str(value))


def lines(since: Release, until: Release | None = None, since_patch: str = "", until_patch: str = "") -> str:
    first, last = since_patch or str(since), until_patch or str(until or "")
    if until is None:
        return "all" if since <= LINES[0] and not since_patch else f"from {first}"
    return f"to {last}" if since <= LINES[0] else f"{first} to {last}"


# Kinds


def kinds() -> str:
    head = ("kind", "provider", "protocol", "flows", "`provider` in OpenMetadata", "recipes")
    rows = [
        (
            f"[`{kind.id}`](#{kind.id})",
            kind.label,
            kind.protocol.value,
            ", ".join(code(flow) for flow in kind.flows if flow is not Flow.NONE) or "none to choose",
            code(kind.openmetadata_provider),
            ", ".join(dict.fromkeys(recipe.tool for guide in kind.guides.values() for recipe in guide.recipes)),
        )
        for kind in KINDS.values()
    ]
    return "# Provider kinds\n\n" + table(head, rows) + "".join(one_kind(kind) for kind in KINDS.values())


def one_kind(kind: Kind) -> str:
    parts = [f"## {kind.id}\n\n{kind.label}. [OpenMetadata's documentation]({kind.documentation})\n\n"]
    if kind.urls:
        addresses = (("issuer", kind.urls.issuer), ("authority", kind.urls.authority), ("keys", kind.urls.jwks_uri))
        parts.append(table(("address", "template"), [(name, code(template)) for name, template in addresses]))
    parts.append(table(("setting", "flow", "default", "what it is"), kind_rows(kind)))
    secrets = {each.name: each for flow in kind.flows for each in kind.secret_fields(flow)}
    if secrets:
        rows = [(code(each.name), default(each), each.help) for each in secrets.values()]
        parts.append(table(("secret", "to export it", "what it is"), rows))
    return "".join(parts)


def kind_rows(kind: Kind) -> list[tuple[str, str, str, str]]:
    """A row for each setting; two where the flows differ in its default."""
    found: dict[tuple[str, str], tuple[Field, list[Flow]]] = {}
    for flow in kind.flows:
        for field in kind.fields[flow]:
            found.setdefault((field.name, default(field)), (field, []))[1].append(flow)
    return [
        (
            code(field.name),
            "" if len(flows) == len(kind.flows) else ", ".join(map(code, flows)),
            default(field),
            text(field),
        )
        for field, flows in found.values()
    ]


def default(field: Field) -> str:
    if field.required:
        return "required" if field.applies is always else "required where it applies"
    return shown(field.default)


def text(field: Field) -> str:
    choices = f" One of {', '.join(code(choice) for choice in field.choices if choice)}." if field.choices else ""
    return f"{field.help}{choices}"


# Targets and release lines


def targets() -> str:
    head = ("target", "variant", "for", "ways with secrets, the usual first", "lines")
    rows = [
        (
            code(target.id),
            code(variant.id),
            f"{target.label}: {variant.label}",
            ", ".join(code(mode) for mode in variant.modes),
            lines(variant.since),
        )
        for target in TARGETS.values()
        for variant in target.variants
    ]
    parts = ("# Targets and release lines\n\n", table(head, rows), matrix(), VERIFIED, verified())
    return "".join(parts)


VERIFIED = """\
## What was verified

The tests read every export of every kind and flow, plain and with everything said, as its consumer does, and compare
the result setting by setting with what was asked for. What they read it with, line by line:

"""


def verified() -> str:
    parts = []
    for release in LINES:
        rows = [
            (code(target.id), code(variant.id), "; ".join(variant.verified(release)))
            for target in TARGETS.values()
            for variant in target.variants
            if release >= variant.since
        ]
        parts.append(f"### OpenMetadata {release}\n\n" + table(("target", "variant", "read with"), rows))
    return "".join(parts)


def matrix() -> str:
    """Every kind and flow goes with every line: what differs is which targets a line has."""
    names = ", ".join(code(kind.id) + flows(kind) for kind in KINDS.values())
    rows = [(str(release), "all", missing(release)) for release in LINES]
    return f"## Kinds, flows and lines\n\nThe kinds are {names}.\n\n" + table(
        ("OpenMetadata", "kinds and flows", "targets"), rows
    )


def flows(kind: Kind) -> str:
    return f" ({', '.join(kind.flows)})" if len(kind.flows) > 1 else ""


def missing(release: Release) -> str:
    """What the line lacks, as a cell."""
    lacking = [target.id for target in TARGETS.values() if all(release < each.since for each in target.variants)]
    return f"all but {', '.join(map(code, lacking))}" if lacking else "all"


# Settings


def settings() -> str:
    head = ("setting", "environment variable", "Helm value", "lines", "passed by Compose", "default", "wrong names")
    parts = [
        "# OpenMetadata's settings\n\nBelow `openmetadata.config` in Helm values; `extraEnvs` stands above it. "
        "Wrong names stand in old documentation or files, and nothing reads them.\n\n"
    ]
    for block in dict.fromkeys(setting.path.rpartition(".")[0] for setting in ROWS):
        rows = [setting_row(setting) for setting in ROWS if setting.path.rpartition(".")[0] == block]
        parts.append(f"## {block}\n\n" + table(head, rows))
    options = [
        (code(each.field.name), code(each.path), shown(each.field.default), each.field.help) for each in server.OPTIONS
    ]
    parts.append("## Options of a deployment\n\n" + table(("option", "setting", "default", "what it is"), options))
    return "".join(parts)


def setting_row(setting: Setting) -> tuple[str, ...]:
    name = code(setting.path.rpartition(".")[2])
    if setting.never:
        return (name, "", "", f"never sent: {setting.never}", "", "", former(setting))
    return (
        name,
        code(setting.env or "") or "none: the file or the API only",
        code(setting.helm or "") or (code("extraEnvs") if setting.env else ""),
        lines(setting.since, setting.until, setting.since_patch, setting.until_patch),
        passed(setting),
        "secret" if setting.secret else shown(setting.default),
        former(setting),
    )


def former(setting: Setting) -> str:
    return ", ".join(map(code, setting.former))


def passed(setting: Setting) -> str:
    if setting.compose_since:
        return lines(setting.compose_since)
    return "by the override file" if setting.env else ""


# Upgrades


def upgrades() -> str:
    parts = ["# What changes between release lines\n\nFor one deployment: `manage.py upgrade SLUG --to LINE`.\n\n"]
    for before, after in pairwise(LINES):
        rows = [(change.topic.value, change.text) for change in upgrade.changes(before, after)]
        parts.append(f"## {before} to {after}\n\n")
        parts.append(table(("what", "change"), rows) if rows else "Nothing.\n\n")
    return "".join(parts)


# Providers' errors


ERRORS = """\
# Providers' errors

What the identity providers' own codes and messages mean, what mends it, and the field of the registration that it comes
from. The portal reads them from a failed sign-in, from a check, and from what is pasted under *What does this error
mean?* (`/provider-errors/`). Where a code stands in several rows, the message tells which. The provider's own text is
never shown: it might repeat a secret.

"""


def errors() -> str:
    return ERRORS + "".join(one_family(family) for family in provider_errors.FAMILIES)


def one_family(family: provider_errors.Family) -> str:
    head = ("code", "in the message", "what it means", "what to do", "field")
    rows = [
        (
            code(error.code),
            ", ".join(f"“{phrase}”" for phrase in error.phrases),
            error.cause,
            error.fix,
            error.field if error.field == provider_errors.REDIRECT_ADDRESS else code(error.field),
        )
        for error in family.errors
    ]
    kinds = ", ".join(map(code, family.kinds)) or "every kind"
    sources = "".join(f"- <{source}>\n" for source in family.sources)
    return f"## {family.name}\n\nFor {kinds}. From:\n\n{sources}\n{table(head, rows)}"
