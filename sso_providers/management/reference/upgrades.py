"""What changes from one release line to the next."""

from itertools import pairwise

from sso_providers.openmetadata import upgrade

from .markdown import LINES, table


def page() -> str:
    parts = ["# What changes between release lines\n\nFor one deployment: `manage.py upgrade SLUG --to LINE`.\n\n"]
    for before, after in pairwise(LINES):
        rows = [(change.topic.value, change.text) for change in upgrade.changes(before, after)]
        parts.append(f"## {before} to {after}\n\n")
        parts.append(table(("what", "change"), rows) if rows else "Nothing.\n\n")
    return "".join(parts)
