"""`manage.py upgrade`: what another OpenMetadata release changes for a deployment. Writes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sso_providers.actions import exports
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.catalogue import RELEASES, UnknownName, get_release
from sso_providers.management.deployments import find
from sso_providers.openmetadata.artifacts import Unsupported
from sso_providers.openmetadata.exporters import TARGETS, get_target
from sso_providers.openmetadata.quoting import Unquotable


class Command(BaseCommand):
    help = "Says what changes for a deployment between its OpenMetadata release and another, and in which lines."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deployment", help="the deployment's slug")
        parser.add_argument("--to", required=True, help=" | ".join(RELEASES))
        parser.add_argument(
            "--target", default=next(iter(TARGETS)), help=" | ".join(TARGETS) + " (default: %(default)s)"
        )
        parser.add_argument("--variant", default="", help="as for export (default: the target's first)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            deployment = find(options["deployment"])
            target, to = get_target(options["target"]), get_release(options["to"])
            variant = target.variant(options["variant"])
            changes = exports.upgrade_changes(deployment=deployment, to=to)
            lines = exports.upgrade_lines(deployment=deployment, to=to, target=target, variant=variant)
        except (UnknownName, InvalidRegistration, Unquotable, Unsupported) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"From OpenMetadata {deployment.release} to {to}:")
        for change in changes:
            self.stdout.write(f"  {change.release}  {change.topic}: {change.text}")
        if not changes:
            self.stdout.write("  nothing changes for operators.")
        self.stdout.write(f"\nLines of the files for {target.label}, {variant.label}:\n{lines or '  none.'}")
