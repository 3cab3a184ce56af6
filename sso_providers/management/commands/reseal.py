"""`manage.py reseal`: after a new first key in PORTAL_ENCRYPTION_KEYS, so that the old one can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sso_providers import crypto
from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE


class Command(BaseCommand):
    help = "Encrypts every stored secret with the first of PORTAL_ENCRYPTION_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = registrations.reseal_all(by=COMMAND_LINE)
        except (crypto.MissingKey, crypto.Damaged) as error:
            raise CommandError(f"Nothing was changed. {error}") from None
        self.stdout.write(f"{count} secret{'' if count == 1 else 's'} encrypted anew; the older keys can go.")
