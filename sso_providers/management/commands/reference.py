"""`manage.py reference`: writes docs/reference from the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sso_providers.management.reference import pages


class Command(BaseCommand):
    help = "Writes the pages of kinds, targets, release lines, settings, providers' errors and rules."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", default="docs/reference", type=Path, help="folder (default: %(default)s)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"]
        for name, text in pages().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            self.stdout.write(str(folder / name))
