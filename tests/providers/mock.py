"""oidc-provider-mock from PyPI, which the demo uses as well: a provider for tests, written by others."""

import sys
from importlib.metadata import version
from pathlib import Path

import requests

from .browser import Page
from .people import PEOPLE, Person
from .process import Process
from .provider import ROOT, ClientWish, Credentials, Provider


class OidcProviderMock(Provider):
    name = "oidc-provider-mock"
    # It answers an error without a state, so that nothing may follow from it.
    when_declined = "sign-in-expired"

    @classmethod
    def missing(cls) -> str:
        return ""

    @classmethod
    def version(cls) -> str:
        return version("oidc-provider-mock")

    def start(self, log: Path) -> Process:
        command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(self.port)]
        command += ["--require-registration", "true", "--require-nonce", "true"]
        return Process(command, environment={}, folder=ROOT, log=log)

    def wait(self) -> float:
        seconds = super().wait()
        for person in PEOPLE:
            url = f"{self.issuer}/users/{person.name}"
            requests.put(url, json=person.claims, timeout=20).raise_for_status()
        return seconds

    def register_client(self, wish: ClientWish) -> Credentials:
        body = {"redirect_uris": [wish.redirect_uri]}
        answer = requests.post(self.metadata()["registration_endpoint"], json=body, timeout=20).json()
        return Credentials(answer["client_id"], answer["client_secret"])

    def answer(self, page: Page, person: Person | None) -> Page:
        if page.has("sub"):
            return page.submit("sub", sub=person.name if person else "")
        return page.submit("redirect_uri")

    def decline(self, page: Page, person: Person) -> Page:
        return page.submit("action", action="deny")
