"""`manage.py demo`: the portal with a provider, people, registrations and a deployment to try it on."""

import importlib.util
import json
import os
import secrets
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from sso_providers import http
from sso_providers.actions import apply
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import User

PORT = 9400
PROVIDER = "sso_providers.management.demo_provider"
SAMPLE = Path(__file__).resolve().parent.parent / "demo.yaml"
BANNER = """
SSO Portal for OpenMetadata, demo: {url}

  Sign in with the demo provider as
    ada      operator   (groups staff, data-platform)
    grace    viewer     (groups staff, analysts)
    mallory  nobody     (no group: is refused)
  or with the local account
    admin    {password}

  Then: open "Demo provider", check it, test a sign-in, and export "Demo OpenMetadata".
  Its files are to look at: no OpenMetadata runs here, and a container could not reach the demo's provider.
  To see how newcomers wait for approval, let them in "Demo provider", before grace comes for the first time.
  End it with Ctrl-C. The data stays in {data}.
"""


class Command(BaseCommand):
    help = "Starts a local OpenID provider with sample people, and the portal with sample data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-server", action="store_true", help="prepare the data and stop")
        parser.add_argument("--provider-port", type=int, default=PORT, help=f"the provider's port (default: {PORT})")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SSO_ALLOW_PRIVATE_ISSUERS:
            raise CommandError("The demo's provider is on loopback: set SSO_ALLOW_PRIVATE_ISSUERS=true.")
        call_command("migrate", verbosity=0)
        password = make_administrator()
        issuer = f"http://127.0.0.1:{options['provider_port']}"
        with running_provider(issuer) as provider:
            apply_sample(provider, issuer)
            self.stdout.write(BANNER.format(url=settings.PORTAL_URL, password=password, data=settings.PORTAL_DATA_DIR))
            if not options["no_server"]:
                call_command("runserver", settings.PORTAL_URL.partition("://")[2], use_reloader=False)


def make_administrator() -> str:
    """The password of a new administrator, shown once; a reminder when there is one already."""
    if User.objects.filter(username="admin").exists():
        return "(the password shown at the first start; 'manage.py changepassword admin' sets another)"
    password = secrets.token_urlsafe(12)
    User.objects.create_superuser("admin", password=password)
    return f"{password}  (shown only now)"


@contextmanager
def running_provider(issuer: str) -> Iterator["subprocess.Popen[str]"]:
    """A provider that answers; its first line of output holds the portal's client. Ends with the block."""
    if importlib.util.find_spec("oidc_provider_mock") is None:
        raise CommandError("The demo's provider is not installed here: use 'make demo' in a checkout.")
    command = [sys.executable, "-m", PROVIDER, "--port", issuer.rpartition(":")[2]]
    for address in (f"{settings.PORTAL_URL}/sign-in/demo/callback/", "http://localhost:8585/callback"):
        command += ["--redirect-uri", address]
    if answers(issuer):
        raise CommandError(f"Something answers at {issuer} already: end it, or choose another --provider-port.")
    # Its libraries warn about each other on stderr, which tells a newcomer nothing.
    with subprocess.Popen(  # noqa: S603
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, cwd=settings.BASE_DIR
    ) as provider:
        try:
            wait_for(provider, issuer)
            yield provider
        finally:
            provider.terminate()


def wait_for(provider: "subprocess.Popen[str]", issuer: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and provider.poll() is None:
        if answers(issuer):
            return
        time.sleep(0.2)
    raise CommandError(f"The demo's provider did not start at {issuer}: 'python -m {PROVIDER} --help' may say why.")


def answers(issuer: str) -> bool:
    try:
        http.fetch("GET", f"{issuer}/.well-known/openid-configuration", allow_private=True)
    except http.FetchError as error:
        return error.reason is not http.Reason.CONNECTION_REFUSED
    return True


def apply_sample(provider: "subprocess.Popen[str]", issuer: str) -> None:
    """The sample registrations and deployment, with this provider's address and client."""
    if provider.stdout is None:
        raise CommandError("The demo's provider has no output to read its client from.")
    client = json.loads(provider.stdout.readline())
    os.environ["DEMO_CLIENT_SECRET"] = client["client_secret"]
    text = SAMPLE.read_text(encoding="utf-8").replace(f"http://127.0.0.1:{PORT}", issuer)
    text = text.replace("client_id: DEMO_CLIENT_ID", f"client_id: {client['client_id']}")
    apply.apply(text, by=COMMAND_LINE, base=SAMPLE.parent)
