"""The steps of a person who signs in to the portal at a real provider."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import ProviderRegistration
from tests.login.journey import start

from .browser import Browser, Forms
from .people import Person
from .provider import ClientWish, Provider

SLUG = "real"


@dataclass(slots=True)
class Portal:
    """`client` is a person's browser at the portal, `browser` the same browser at the provider."""

    client: Client
    provider: Provider
    browser: Browser

    def register(self, *, secret: str = "", wish: dict[str, Any] | None = None, **changes: Any) -> ProviderRegistration:
        """A client there, and its registration here; `secret` in place of the right one, `changes` are columns."""
        asked = ClientWish(portal=self.browser.portal, slug=SLUG, **(wish or {}))
        client = self.provider.register_client(asked)
        columns: dict[str, Any] = {"staff_login": True, "group_roles": {"data-platform": "operator"}, **changes}
        return registrations.create(
            registration=ProviderRegistration(
                slug=SLUG,
                name="Real provider",
                kind=self.provider.kind,
                flow="code",
                client_id=client.client_id,
                settings=self.provider.settings(asked),
                **columns,
            ),
            secrets={CLIENT_SECRET: Secret(secret or client.client_secret)},
            by=COMMAND_LINE,
        )

    def another(self) -> "Portal":
        """Another person's browsers, at the same portal and provider."""
        return Portal(Client(), self.provider, Browser(self.browser.portal))

    def start(self, **form: str) -> str:
        """The portal's button; the provider's address that it leads to."""
        return start(self.client, SLUG, **form)

    def come_back(self, address: str) -> Any:
        """The portal's page at `address`, where the provider has sent the browser."""
        assert address.startswith(f"{self.browser.portal}/"), address
        return self.client.get(address.removeprefix(self.browser.portal))

    def leave(self, *, by_link: bool = False) -> str:
        """Presses the portal's button to sign out; the provider's address that its page goes on to, or links to."""
        response = self.client.post("/sign-out/")
        if by_link:
            return Forms(response.content.decode()).links["Continue to Real provider"]
        return str(response["Refresh"]).removeprefix("0; url=")

    def sign_in(self, person: Person, **form: str) -> Any:
        return self.come_back(self.provider.walk(self.browser, self.start(**form), person))
