"""oidc-provider from npm, OpenID-certified, with the pages that it brings for development."""

import json
import shutil
import signal
import time
from pathlib import Path

import requests

from .browser import Page
from .people import PEOPLE, Person
from .process import Process
from .provider import INSTALLED, Ability, ClientWish, Credentials, Provider

FOLDER = INSTALLED / "npm"
PACKAGE = FOLDER / "node_modules" / "oidc-provider" / "package.json"
SERVER = Path(__file__).with_name("oidc_provider.mjs")


class OidcProvider(Provider):
    name = "oidc-provider"
    abilities = frozenset(Ability)
    algorithms = ("RS256", "PS256", "ES256", "EdDSA")

    @classmethod
    def missing(cls) -> str:
        if shutil.which("node") is None:
            return "there is no node: install Node.js 22"
        return "" if PACKAGE.exists() else "it is not installed: make providers"

    @classmethod
    def version(cls) -> str:
        return str(json.loads(PACKAGE.read_text("utf-8"))["version"])

    def start(self, log: Path) -> Process:
        people = json.dumps({person.name: person.claims for person in PEOPLE})
        return Process(["node", SERVER, str(self.port), people], environment={}, folder=FOLDER, log=log)

    def register_client(self, wish: ClientWish) -> Credentials:
        body = {
            "redirect_uris": [wish.redirect_uri],
            "post_logout_redirect_uris": [wish.post_logout_redirect_uri],
            "backchannel_logout_uri": wish.back_channel_logout_uri,
            "backchannel_logout_session_required": wish.logout_by_session,
            "id_token_signed_response_alg": wish.algorithm,
            "token_endpoint_auth_method": wish.authentication,
        }
        if wish.signed_userinfo:
            body["userinfo_signed_response_alg"] = wish.algorithm
        answer = requests.post(self.metadata()["registration_endpoint"], json=body, timeout=20)
        assert answer.status_code == 201, answer.text
        return Credentials(answer.json()["client_id"], answer.json()["client_secret"])

    def answer(self, page: Page, person: Person | None) -> Page:
        if page.has("login"):
            assert person is not None, page.html
            return page.submit("login", login=person.name, password=person.password)
        if page.has("logout"):
            return page.submit("logout", logout="yes")
        return page.submit("prompt")

    def decline(self, page: Page, person: Person) -> Page:
        return page.follow("[ Cancel ]")

    def rotate_keys(self) -> None:
        before = self.key_ids()
        self.process.signal(signal.SIGHUP)
        deadline = time.monotonic() + 20
        while self.key_ids() & before:
            assert time.monotonic() < deadline, "oidc-provider has made no new keys."
            time.sleep(0.05)
