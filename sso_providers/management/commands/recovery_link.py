"""`manage.py recovery_link`: a way in for who can run commands where the portal runs, whatever else is broken."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE


class Command(BaseCommand):
    help = "Prints a link that signs one person in, once, within ten minutes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="whom it signs in; an older link of theirs works no more")

    @sensitive_variables()
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = recovery.make_link(username=options["username"], by=COMMAND_LINE)
        except (recovery.UnknownPerson, recovery.AccountSwitchedOff) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{settings.PORTAL_URL}{reverse('recovery')}?{urlencode({'token': token})}")
        self.stderr.write("It works once, for ten minutes. Who has it is signed in: give it to nobody else.")
