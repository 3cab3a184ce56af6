"""What is checked: a registration, and which of its fields stand behind each address."""

from collections.abc import Callable
from dataclasses import dataclass
from string import Formatter
from typing import Any

from sso_providers.catalogue import Application, Endpoints
from sso_providers.catalogue.sentences import say
from sso_providers.directory_door import Answer
from sso_providers.http import Response

Fetch = Callable[..., Response]
AskDirectory = Callable[..., Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where a provider sends people back to. `used_by` is a name; without `needed` nobody signs in by it yet."""

    address: str
    used_by: str
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """`redirect_uri` is one that the provider knows for this client, None where there is none.

    `callbacks` are all that it must know, `sign_outs` the addresses to come back to after signing out there.
    """

    application: Application
    allow_private: bool
    redirect_uri: str | None
    fetch: Fetch
    ask_directory: AskDirectory
    callbacks: tuple[Callback, ...] = ()
    sign_outs: tuple[str, ...] = ()

    @property
    def endpoints(self) -> Endpoints:
        return self.application.endpoints

    @property
    def issuer_field(self) -> str | None:
        urls = self.application.kind.urls
        return field_of(urls.issuer) if urls else None

    @property
    def jwks_field(self) -> str | None:
        urls = self.application.kind.urls
        return field_of(urls.jwks_uri) or self.issuer_field if urls else None

    @property
    def discovery_field(self) -> str | None:
        return "discovery_uri" if self.application.settings.get("discovery_uri") else self.issuer_field

    def label(self, name: str | None) -> str:
        """The field's own label, as the form shows it; the provider where no field has a say (Google)."""
        if name is None:
            return say("{provider}'s addresses", provider=say(self.application.kind.label))
        return say(self.application.kind.field(self.application.flow, name).label)

    def setting(self, name: str) -> str:
        return str(self.application.settings.get(name, ""))

    def needs_secret(self, name: str) -> bool:
        """Whether the settings call for the secret; raises `UnknownName`."""
        field = self.application.kind.secret_field(self.application.flow, name)
        return field.applies(self.application.settings)

    def get(self, url: str, **request: Any) -> Response:
        """Raises `FetchError`."""
        return self.fetch("GET", url, allow_private=self.allow_private, **request)

    def post(self, url: str, **request: Any) -> Response:
        """Raises `FetchError`."""
        return self.fetch("POST", url, allow_private=self.allow_private, **request)


def field_of(template: str) -> str | None:
    """The first field that an address template of the catalogue is made from."""
    return next((name for _, name, _, _ in Formatter().parse(template) if name), None)
