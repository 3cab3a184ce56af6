"""The steps of a sign-in as a browser takes them, shared by the tests of sign-in, pages and secrets."""

import re
from dataclasses import replace
from typing import Any

from django.test import Client

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import ProviderRegistration, User
from tests.fakes import ADA, Person, Provider

PORTAL = "http://testserver"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"
# Her ID token holds her subject only, so that every sign-in of hers needs userinfo.
SPARSE = Person("sparse", "sub-sparse", {}, {**ADA.claims, "email": "sparse@acme.example"})

# What a row may hold that was written by another release, or in the database's own shell.
BROKEN_ROWS: dict[str, dict[str, Any]] = {
    "unknown-kind": {"kind": "okta-classic"},
    "no-settings": {"settings": {}},
    "settings-a-list": {"settings": ["issuer"]},
    "settings-a-text": {"settings": "issuer"},
    "settings-a-number": {"settings": 7},
    "settings-of-wrong-types": {"settings": {"issuer": 5, "jwks_uri": None, "scope": ["openid"]}},
    "settings-of-another-kind": {"settings": {"domain": "acme.eu.auth0.com"}},
    "roles-a-list": {"group_roles": ["operator"]},
    "role-unknown": {"group_roles": {"staff": "emperor"}},
    "default-role-unknown": {"default_role": "emperor"},
    "domains-a-number": {"allowed_domains": 7},
}


def browser_of(user: User, **options: Any) -> Client:
    """A browser in which `user` is signed in."""
    client = Client(**options)
    client.force_login(user, backend=MODEL_BACKEND)
    return client


def register(provider: Provider, slug: str = "fake", **changes: Any) -> ProviderRegistration:
    """A registration for staff login at the fake provider; `changes` are columns, `settings` joins the usual ones."""
    secret = changes.pop("secret", provider.client_secret)
    settings = {"issuer": provider.issuer, "jwks_uri": provider.jwks_uri, **changes.pop("settings", {})}
    columns: dict[str, Any] = {
        "slug": slug,
        "name": f"{slug.capitalize()} provider",
        "kind": "custom-oidc",
        "flow": "code",
        "client_id": provider.client_id,
        "staff_login": True,
        "default_role": "viewer",
    }
    registration = ProviderRegistration(**{**columns, **changes}, settings=settings)
    secrets = {CLIENT_SECRET: Secret(secret)} if secret else {}
    return registrations.create(registration=registration, secrets=secrets, by=COMMAND_LINE)


def start(client: Client, slug: str = "fake", **form: str) -> str:
    """Presses the provider's button; the address that the browser is sent to."""
    response = client.post(f"/sign-in/{slug}/", form)
    assert response.status_code == 302, response.content.decode()
    return response["Location"]


def come_back(client: Client, callback: str) -> Any:
    """The provider's answer reaches the portal."""
    assert callback.startswith(f"{PORTAL}/")
    return client.get(callback.removeprefix(PORTAL))


def sign_in(client: Client, provider: Provider, person: str = "ada", *, slug: str = "fake", **form: str) -> Any:
    provider.people.setdefault(SPARSE.name, SPARSE)
    return come_back(client, provider.sign_in(start(client, slug, **form), person))


def sign_out(client: Client) -> str:
    """Presses the button; the address at the provider that the browser is led to next, "" for none."""
    response = client.post("/sign-out/")
    if "Refresh" not in response:
        assert response["Location"] == "/sign-in/"
        return ""
    assert response.status_code == 200
    seconds, _, address = response["Refresh"].partition("; url=")
    assert seconds == "0"
    return address


def is_signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def signed_in(client: Client) -> User:
    """Whose session the browser has."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def refusal(response: Any) -> str:
    """The code on the failure page. It is a page in plain words, and nothing of it is a program error."""
    assert "Sign-in failed" in response.content.decode()
    return failure_code(response)


def failure_code(response: Any) -> str:
    """As `refusal`, whatever failed."""
    page = response.content.decode()
    assert response.status_code >= 400, response.get("Location")
    assert response.status_code != 500
    assert re.search(r'reference <span class="mono">[0-9a-f]{8}</span>', page)
    assert "no-store" in response["Cache-Control"]
    found = re.search(r'Code <span class="mono">([a-z-]+)</span>', page)
    assert found, page
    return found[1]


def renamed(person: Person, **claims: Any) -> Person:
    """The same person with other claims in the ID token; None removes one."""
    changed = {name: value for name, value in {**person.claims, **claims}.items() if value is not None}
    return replace(person, claims=changed)
