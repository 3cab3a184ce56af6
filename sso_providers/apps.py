from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from sso_providers import crypto


class SsoProvidersConfig(AppConfig):
    name = "sso_providers"
    verbose_name = _("Single sign-on")

    def ready(self) -> None:
        """A wrong encryption key stops the start, not the first secret."""
        crypto.keys()
