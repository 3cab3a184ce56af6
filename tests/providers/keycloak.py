"""Keycloak, OpenID-certified: its distribution from Maven Central, in memory, with a realm made over its admin API."""

import secrets
import shutil
from pathlib import Path
from typing import Any

import requests

from .browser import Page
from .people import PEOPLE, Person
from .process import Process
from .provider import INSTALLED, Ability, ClientWish, Credentials, Provider

FOLDER = INSTALLED / "keycloak"
# Made when the installation is complete.
VERSION = FOLDER / "version.txt"
REALM = "acme"
ADMIN = ("admin", secrets.token_urlsafe(16))
# Ready-made by `kc.sh build`, so that a start has nothing left to build.
COMMAND = ("start", "--optimized", "--cache=local", "--http-enabled=true", "--hostname-strict=false")


class Keycloak(Provider):
    name = "Keycloak"
    abilities = frozenset(Ability)
    algorithms = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
    kind = "keycloak"

    @classmethod
    def missing(cls) -> str:
        if shutil.which("java") is None:
            return "there is no java: install version 17 or newer"
        return "" if VERSION.exists() else "it is not installed: make providers"

    @classmethod
    def version(cls) -> str:
        return VERSION.read_text("utf-8").strip()

    @property
    def server_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def issuer(self) -> str:
        return f"{self.server_url}/realms/{REALM}"

    @property
    def ready(self) -> str:
        return f"{self.server_url}/realms/master"

    def start(self, log: Path) -> Process:
        user, password = ADMIN
        environment = {
            "KC_BOOTSTRAP_ADMIN_USERNAME": user,
            "KC_BOOTSTRAP_ADMIN_PASSWORD": password,
            # It runs for a minute: no time to optimise in.
            "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1",
        }
        command: list[str | Path] = [
            "bash",
            FOLDER / "bin" / "kc.sh",
            *COMMAND,
            "--http-host=127.0.0.1",
            f"--http-port={self.port}",
        ]
        return Process(command, environment=environment, folder=FOLDER, log=log)

    def wait(self) -> float:
        seconds = super().wait()
        names = sorted({group for person in PEOPLE for group in person.groups})
        realm = {
            "realm": REALM,
            "enabled": True,
            "groups": [{"name": name} for name in names],
            "users": [account(person) for person in PEOPLE],
        }
        self.administer("POST", "realms", realm)
        return seconds

    def administer(self, method: str, path: str, body: object = None) -> requests.Response:
        user, password = ADMIN
        form = {"grant_type": "password", "client_id": "admin-cli", "username": user, "password": password}
        url = f"{self.server_url}/realms/master/protocol/openid-connect/token"
        token = requests.post(url, data=form, timeout=20).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.request(method, f"{self.server_url}/admin/{path}", json=body, headers=headers, timeout=20)
        assert answer.ok, answer.text
        return answer

    def register_client(self, wish: ClientWish) -> Credentials:
        client = Credentials(secrets.token_hex(8), secrets.token_urlsafe(24))
        self.administer("POST", f"realms/{REALM}/clients", representation(wish, client))
        return client

    def settings(self, wish: ClientWish) -> dict[str, Any]:
        return {
            "server_url": self.server_url,
            "realm": REALM,
            "client_authentication_method": wish.authentication,
        }

    def answer(self, page: Page, person: Person | None) -> Page:
        if page.has("password"):
            assert person is not None, page.html
            # Who is asked again is not asked for the name.
            name = {"username": person.name} if page.has("username") else {}
            return page.submit("password", password=person.password, **name)
        if page.has("confirmLogout"):
            return page.submit("confirmLogout", confirmLogout="Logout")
        return page.submit("accept", accept="Yes")

    def decline(self, page: Page, person: Person) -> Page:
        return self.answer(page, person).submit("cancel", cancel="No")

    def rotate_keys(self) -> None:
        """As an administrator does it: a new key of higher priority, for new tokens."""
        realm_id = self.administer("GET", f"realms/{REALM}").json()["id"]
        priority = 100 + len(self.key_ids())
        provider = {
            "name": f"rotated-{priority}",
            "providerId": "rsa-generated",
            "providerType": "org.keycloak.keys.KeyProvider",
            "parentId": realm_id,
            "config": {"priority": [str(priority)], "algorithm": ["RS256"]},
        }
        self.administer("POST", f"realms/{REALM}/components", provider)


def account(person: Person) -> dict[str, Any]:
    return {
        "username": person.name,
        "enabled": True,
        "email": person.email,
        "emailVerified": True,
        "firstName": person.given_name,
        "lastName": person.family_name,
        "groups": [f"/{group}" for group in person.groups],
        "credentials": [{"type": "password", "value": person.password, "temporary": False}],
    }


def representation(wish: ClientWish, client: Credentials) -> dict[str, Any]:
    """A confidential client, with consent and PKCE demanded; where userinfo is signed, it alone has the groups."""
    attributes = {
        "pkce.code.challenge.method": "S256",
        "id.token.signed.response.alg": wish.algorithm,
        "post.logout.redirect.uris": wish.post_logout_redirect_uri,
        "backchannel.logout.url": wish.back_channel_logout_uri,
        "backchannel.logout.session.required": str(wish.logout_by_session).lower(),
    }
    if wish.signed_userinfo:
        attributes["user.info.response.signature.alg"] = wish.algorithm
    groups = {
        "name": "groups",
        "protocol": "openid-connect",
        "protocolMapper": "oidc-group-membership-mapper",
        "config": {
            "claim.name": "groups",
            "full.path": "false",
            "id.token.claim": str(not wish.signed_userinfo).lower(),
            "userinfo.token.claim": "true",
        },
    }
    return {
        "clientId": client.client_id,
        "secret": client.client_secret,
        "protocol": "openid-connect",
        "publicClient": False,
        "standardFlowEnabled": True,
        "directAccessGrantsEnabled": False,
        "consentRequired": True,
        "redirectUris": [wish.redirect_uri],
        "attributes": attributes,
        "protocolMappers": [groups],
    }
