"""`manage.py diagnose`: what is wrong with a file, for people and pipelines. Needs no database and no setting."""

import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sso_providers.catalogue import Release
from sso_providers.checks import live
from sso_providers.management.diagnoses import sarif
from sso_providers.management.diagnoses.document import document
from sso_providers.management.diagnoses.lines import lines
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.diagnosis import FAILED, Diagnosis, diagnose
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.importers import Format, Unreadable
from sso_providers.openmetadata.importers.text import LARGEST
from sso_providers.openmetadata.rules import RULES

CLEAN, FAULTY, UNUSABLE = 0, 1, 2
STDIN = "-"
TARGETS = tuple(dict.fromkeys(format.target for format in Format))
# A line, or a release of it: only the line counts.
RELEASE = re.compile(r"v?([0-9]{1,4}\.[0-9]{1,4})(?:[.\s-].*)?")


class Command(BaseCommand):
    help = (
        "Says what is wrong with OpenMetadata's sign-in settings in a file. "
        "Exits with 0 for none, 1 for a finding of level error, 2 for a file that can't be read."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            nargs="+",
            metavar="FILE",
            help="an env file, Compose file, openmetadata.yaml, Helm values or the JSON of a server; - for stdin",
        )
        parser.add_argument("--target", default="", choices=TARGETS, help="default: as usual for the file's format")
        parser.add_argument(
            "--release", default="", help="OpenMetadata's line, such as 1.9; default: the file's own, else the newest"
        )
        parser.add_argument("--format", default="", choices=tuple(Format), help="default: by the content")
        parser.add_argument(
            "--beside",
            action="append",
            default=[],
            type=Path,
            metavar="FILE",
            help="an env file or Secret that the file takes values from; may be repeated",
        )
        parser.add_argument(
            "--live",
            action="store_true",
            help="ask the provider too: its discovery document, and the keys' addresses",
        )
        shape = parser.add_mutually_exclusive_group()
        shape.add_argument("--json", action="store_true", help="one JSON object; for one FILE")
        shape.add_argument("--sarif", action="store_true", help="a SARIF 2.1.0 log, for code scanning")

    def handle(self, *args: Any, **options: Any) -> None:
        names: list[str] = list(dict.fromkeys(options["files"]))
        if options["json"] and len(names) > 1:
            raise CommandError("--json is for one FILE: name one, or use --sarif.", returncode=UNUSABLE)
        wanted, beside = release(options["release"]), files_beside(options["beside"])
        diagnoses: dict[str, Diagnosis] = {}
        unreadable = False
        for name in names:
            try:
                diagnoses[name] = examined(name, beside, options, wanted)
            except Unreadable as error:
                unreadable = True
                self.stderr.write(f"{name}: {error}")
        if diagnoses:
            self.show(diagnoses, as_json=options["json"], as_sarif=options["sarif"])
        if unreadable:
            sys.exit(UNUSABLE)
        if any(each.has(Level.ERROR) for each in diagnoses.values()):
            sys.exit(FAULTY)

    def show(self, diagnoses: dict[str, Diagnosis], *, as_json: bool, as_sarif: bool) -> None:
        if as_sarif:
            rules = (*RULES, *live.rules(live.NOTHING_SEEN), FAILED)
            self.stdout.write(json.dumps(sarif.log(diagnoses, rules), indent=2))
            return
        if as_json:
            self.stdout.write(json.dumps(document(next(iter(diagnoses.values()))), indent=2))
            return
        paint = {Level.ERROR: self.style.ERROR, Level.WARNING: self.style.WARNING, Level.HINT: self.style.NOTICE}
        for number, (name, diagnosis) in enumerate(diagnoses.items()):
            self.stdout.write("\n" * bool(number) + "\n".join(lines(name, diagnosis, paint)))


def examined(name: str, beside: dict[str, bytes], options: dict[str, Any], wanted: Release | None) -> Diagnosis:
    """Raises `Unreadable`."""
    imported = importers.read(
        read(name),
        name=name,
        beside=beside,
        format=Format(options["format"]) if options["format"] else None,
        release=wanted,
    )
    diagnosis = diagnose(imported, target=options["target"], release=wanted)
    if not options["live"]:
        return diagnosis
    return live.examine(diagnosis, allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS)


def files_beside(paths: list[Path]) -> dict[str, bytes]:
    found = {}
    for path in paths:
        try:
            found[path.name] = read(str(path))
        except Unreadable as error:
            raise CommandError(f"--beside {path}: {error}", returncode=UNUSABLE) from None
    return found


def release(text: str) -> Release | None:
    if not text:
        return None
    found = RELEASE.fullmatch(text)
    if not found:
        raise CommandError(f"Unexpected value --release {text}: use a line such as 1.9.", returncode=UNUSABLE)
    return Release(found[1])


def read(name: str) -> bytes:
    """One byte more than may be tells that there is more. Raises `Unreadable`."""
    try:
        if name == STDIN:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise Unreadable(f"It can't be read ({error.strerror}): name a file that is there.") from None
