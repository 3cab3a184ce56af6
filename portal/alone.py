"""Settings of a command that works without a portal: no database, no keys, no data folder, nothing to set.

manage.py takes them for the commands that it names.
"""

from pathlib import Path

from django.apps import AppConfig

from portal import env

env.env.read_env(Path(__file__).resolve().parent.parent / ".env")


class CommandsAlone(AppConfig):
    """The application's commands, without its models: those need the portal's settings."""

    name = "sso_providers"

    def import_models(self) -> None:
        self.models = {}


INSTALLED_APPS = ["portal.alone.CommandsAlone"]
SSO_ALLOW_PRIVATE_ISSUERS = env.boolean("SSO_ALLOW_PRIVATE_ISSUERS", default=False)
USE_TZ = True
