"""What the journeys ask of a provider. One small class for each knows its pages and its way to make a client."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import requests

from .browser import Browser, Page
from .people import Person
from .process import Process

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = ROOT / ".cache" / "providers"
MOST_PAGES = 6


class Ability(Enum):
    """What not every provider can do."""

    CHOOSE_AUTHENTICATION = auto()  # Client authentication by header or by form.
    KEEP_SESSIONS = auto()  # Who is signed in there is not asked again.
    REAUTHENTICATE = auto()  # Unless the portal wants it, and it says when that was (max_age, auth_time).
    ROTATE_KEYS = auto()  # By `rotate_keys()`: new tokens are signed by a key that was not published before.
    SIGN_BY_SECRET = auto()  # HMAC with the client secret, which the portal must refuse.
    SIGN_USERINFO = auto()
    BACK_CHANNEL = auto()


class Credentials(NamedTuple):
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientWish:
    """The portal's application, as a registration `slug` there needs it."""

    portal: str
    slug: str
    algorithm: str = "RS256"
    authentication: str = "client_secret_basic"
    signed_userinfo: bool = False
    logout_by_session: bool = True

    @property
    def redirect_uri(self) -> str:
        return f"{self.portal}/sign-in/{self.slug}/callback/"

    @property
    def back_channel_logout_uri(self) -> str:
        return f"{self.portal}/sign-in/{self.slug}/back-channel-logout/"

    @property
    def post_logout_redirect_uri(self) -> str:
        return f"{self.portal}/sign-out/done/"


class Provider(ABC):
    """A provider that was started on 127.0.0.1:`port`. The class itself says whether it is installed."""

    name: ClassVar[str]
    abilities: ClassVar[frozenset[Ability]] = frozenset()
    algorithms: ClassVar[tuple[str, ...]] = ("RS256",)
    kind: ClassVar[str] = "custom-oidc"
    # The portal's code when the person declines there.
    when_declined: ClassVar[str] = "access-denied"

    def __init__(self, port: int, log: Path) -> None:
        self.port = port
        self.process = self.start(log)

    @classmethod
    @abstractmethod
    def missing(cls) -> str:
        """Why it can't run here, "" if it can."""

    @classmethod
    @abstractmethod
    def version(cls) -> str: ...

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ready(self) -> str:
        """The address that answers once it runs."""
        return f"{self.issuer}/.well-known/openid-configuration"

    @abstractmethod
    def start(self, log: Path) -> Process: ...

    def wait(self) -> float:
        """Until it runs and has its people; the seconds that it took to come up."""
        return self.process.wait_for(self.ready)

    @abstractmethod
    def register_client(self, wish: ClientWish) -> Credentials: ...

    def settings(self, wish: ClientWish) -> dict[str, Any]:
        """The registration's, of `kind`."""
        return {
            "issuer": self.issuer,
            "jwks_uri": self.metadata()["jwks_uri"],
            "client_authentication_method": wish.authentication,
        }

    def metadata(self) -> dict[str, Any]:
        document: dict[str, Any] = requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=20).json()
        return document

    @abstractmethod
    def answer(self, page: Page, person: Person | None) -> Page:
        """What a person does on one of its pages who wants to go on."""

    @abstractmethod
    def decline(self, page: Page, person: Person) -> Page:
        """What a person does on the first page who does not want to sign in."""

    def walk(self, browser: Browser, address: str, person: Person | None = None) -> str:
        """From `address` through its pages; the portal's address that the browser is sent to at last."""
        page = browser.open(address)
        for _ in range(MOST_PAGES):
            if page.arrived:
                return page.url
            page = self.answer(page, person)
        raise AssertionError(f"{self.name} does not lead back; its last page:\n{page.html}")

    def asks(self, browser: Browser, address: str) -> bool:
        """Whether it shows a page before it answers."""
        return not browser.open(address).arrived

    def sign_out(self, browser: Browser) -> None:
        """There, of the person's own accord, and without a word to the portal's page."""
        page = browser.open(self.metadata()["end_session_endpoint"])
        self.answer(page, None)

    def key_ids(self) -> set[str]:
        document = requests.get(self.metadata()["jwks_uri"], timeout=20).json()
        return {key["kid"] for key in document["keys"]}
