"""`manage.py remind`: warns of secrets and certificates that end (docs/expiry.md). For cron, once a day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sso_providers.actions import reminders
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.actions.reminders import Delivery


class Command(BaseCommand):
    help = "Warns by mail and webhook of what ends, 60, 30 and 7 days before and once afterwards; each warning once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="show what would be sent, and send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            deliveries = reminders.deliver(by=COMMAND_LINE, dry_run=options["dry_run"])
        except reminders.NoChannel as error:
            raise CommandError(str(error)) from None
        if options["dry_run"]:
            for delivery in deliveries:
                self.preview(delivery)
            self.stdout.write("Dry run: nothing was sent.")
            return
        reminders.forget_gone()
        for delivery in deliveries:
            if not delivery.failure:
                self.stdout.write(f"{delivery.channel}: {told(delivery)}.")
        if failures := [f"{each.channel}: {each.failure}" for each in deliveries if each.failure]:
            raise CommandError("\n".join([*failures, "What was not sent is sent at the next run."]))

    def preview(self, delivery: Delivery) -> None:
        self.stdout.write(f"{delivery.channel}: {told(delivery)}.")
        for ending in delivery.endings:
            self.stdout.write(f"  {ending.sentence}")


def told(delivery: Delivery) -> str:
    match len(delivery.endings):
        case 0:
            return "nothing new"
        case 1:
            return "1 warning"
        case number:
            return f"{number} warnings"
