"""`manage.py export`: a deployment's files, as the export page gives them."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sso_providers import crypto
from sso_providers.actions import exports
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.catalogue import UnknownName
from sso_providers.management.deployments import find
from sso_providers.openmetadata.artifacts import Artifact, MissingSecret, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.quoting import Unquotable

UNUSABLE = (
    UnknownName,
    InvalidRegistration,
    MissingSecret,
    Unquotable,
    Unsupported,
    crypto.MissingKey,
    crypto.Damaged,
)
VARIANTS = "; ".join(
    f"{target.id}: {' | '.join(variant.id for variant in target.variants)}" for target in TARGETS.values()
)


class Command(BaseCommand):
    help = "Writes the configuration that makes an OpenMetadata installation use its registration."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deployment", help="the deployment's slug")
        parser.add_argument("--target", required=True, help=" | ".join(TARGETS))
        parser.add_argument("--variant", default="", help=f"{VARIANTS}; default: the target's first")
        parser.add_argument(
            "--secrets", default="", help=" | ".join(SecretsMode) + "; default: as usual for the target"
        )
        parser.add_argument(
            "--situation",
            default=Situation.RUNNING.value,
            help=" | ".join(Situation) + "; whether the server has run before (default: %(default)s)",
        )
        parser.add_argument("--into", type=Path, help="your own openmetadata.yaml, for the variant merged")
        parser.add_argument("--output", default=".", type=Path, help="the folder to write to (default: here)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            deployment = find(options["deployment"])
            choice = exports.choose(
                target=options["target"],
                variant=options["variant"],
                secrets=options["secrets"],
                situation=options["situation"],
                conf=read(options["into"]),
            )
            with transaction.atomic():
                made = exports.take(deployment=deployment, choice=choice, by=COMMAND_LINE)
                files = exports.with_steps(deployment=deployment, made=made)
                write(files, options["output"], own=options["into"])
        except UNUSABLE as error:
            raise CommandError(str(error)) from None
        for file in files:
            self.stdout.write(f"{options['output'] / file.name}  {file.size} bytes{held(file)}")
        for text in made.notes:
            self.stdout.write(f"\nNote: {text}")
        for number, step in enumerate(made.steps, start=1):
            self.stdout.write(f"\n{number}. {step.text}")
            if step.command:
                self.stdout.write("\n".join(f"   {line}" for line in step.command.splitlines()))


def read(path: Path | None) -> str:
    """The file's text to the letter, line ends and byte order mark included; "" for no file."""
    try:
        return path.read_bytes().decode() if path else ""
    except OSError as error:
        raise CommandError(f"Can't read {path}: {error.strerror}. Name the server's openmetadata.yaml.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{path} is not UTF-8: save it so, or name another file.") from None


def held(file: Artifact) -> str:
    """What is in it that is nobody else's business."""
    if not file.private:
        return ""
    secrets = "secrets" if file.holds_secrets else "none of the registration's secrets"
    own = (", and yours" if file.holds_secrets else ", but yours") if file.holds_own else ""
    return f"  (holds {secrets}{own}; readable by you alone)"


def refuse_own(files: tuple[Artifact, ...], folder: Path, own: Path | None) -> None:
    """It has to last until the new one works."""
    for path in (folder / file.name for file in files):
        if own and path.exists() and path.samefile(own):
            raise CommandError(f"{path} is your own file, which would be lost: name another folder with --output.")


def write(artifacts: tuple[Artifact, ...], folder: Path, *, own: Path | None) -> None:
    """Every file whole: written beside its place, then moved there. None is written over the operator's `own`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        refuse_own(artifacts, folder, own)
        for artifact in artifacts:
            draft = folder / f".{artifact.name}.new"
            draft.unlink(missing_ok=True)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, artifact.mode), "wb") as stream:
                stream.write(artifact.text.encode())
            draft.replace(folder / artifact.name)
    except OSError as error:
        raise CommandError(f"Can't write to {folder}: {error.strerror}. Name a folder that you may write to.") from None
