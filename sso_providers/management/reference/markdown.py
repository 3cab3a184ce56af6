"""What the pages of docs/reference have in common: tables, and values, names and release lines as cells."""

from collections.abc import Iterable, Sequence

from sso_providers.catalogue import RELEASES, Release, Value

LINES = tuple(RELEASES.values())


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
