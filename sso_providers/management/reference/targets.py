"""Targets and release lines: what is exported for which, and what it was read with."""

from sso_providers.catalogue import KINDS, Kind, Release
from sso_providers.openmetadata.exporters import TARGETS

from .markdown import LINES, code, lines, table


def page() -> str:
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
