"""`manage.py apply`: registrations and deployments from a YAML file (docs/apply.md)."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sso_providers.actions import apply
from sso_providers.actions.audit import COMMAND_LINE


class Command(BaseCommand):
    help = "Creates or updates registrations and deployments from a YAML file: all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the YAML file, or - for standard input")
        parser.add_argument("--dry-run", action="store_true", help="show the difference and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        text, base = read(options["file"])
        try:
            changes = apply.apply(text, by=COMMAND_LINE, base=base, dry_run=options["dry_run"])
        except apply.InvalidFile as error:
            raise CommandError("Nothing was changed.\n" + "\n".join(error.errors)) from None
        for change in changes:
            self.stdout.write(f"{change.verb:9} {change.model} {change.slug}")
            for name, (old, new) in change.fields.items():
                self.stdout.write(f"          {name}: {old or '(blank)'} -> {new or '(blank)'}")
        if options["dry_run"]:
            self.stdout.write("Dry run: nothing was changed.")


def read(name: str) -> tuple[str, Path]:
    """The text, and the folder that paths in it start from."""
    if name == "-":
        return sys.stdin.read(), Path.cwd()
    try:
        return Path(name).read_text(encoding="utf-8"), Path(name).resolve().parent
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Can't read {name}: {error}. Name a YAML file, or - for standard input.") from None
