"""The pages of docs/reference: kinds, targets, lines, settings, providers' errors and rules, written from the code."""

from . import errors, kinds, rules, settings, targets, upgrades

MADE = "<!-- Made by `make docs` from the code: change that, not this file. -->"


def pages() -> dict[str, str]:
    """File name below docs/reference -> Markdown."""
    made = {
        "kinds.md": kinds.page(),
        "targets.md": targets.page(),
        "settings.md": settings.page(),
        "upgrades.md": upgrades.page(),
        "provider-errors.md": errors.page(),
        **rules.pages(),
    }
    return {name: f"{MADE}\n\n{text.rstrip()}\n" for name, text in made.items()}
