"""People and rows that tests share, made as the portal makes them: rows through actions, roles through groups."""

from typing import Any

from django.contrib.auth.models import Group

from sso_providers.actions import deployments, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import Deployment, ProviderRegistration, User

# Saved as a client secret, it must be found nowhere but in exports with real secrets.
CANARY = "canary-Qx7!secret"
SOMEONE = Actor("someone", address="192.0.2.7")

SETTINGS: dict[str, dict[str, Any]] = {
    "auth0": {"domain": "acme.eu.auth0.com"},
    "azure": {"tenant_id": "c1123b7c-b1b2-4854-9a01-56ab3de29500"},
    "custom-oidc": {
        "issuer": "https://id.acme.example/realms/acme",
        "jwks_uri": "https://id.acme.example/realms/acme/certs",
    },
}
CLIENT_IDS = {"auth0": "abc123", "azure": "0f8fad5b-d9cb-469f-a165-70867728950e", "custom-oidc": "open-metadata"}


def ada() -> User:
    """An operator."""
    return person("ada", role="operator")


def grace() -> User:
    """A viewer."""
    return person("grace", role="viewer")


def margaret() -> User:
    """An administrator."""
    return person("margaret", role="administrator")


def mallory() -> User:
    """Signed in, but without a role."""
    return person("mallory")


def root() -> User:
    """The superuser, who holds the way back in."""
    return User.objects.create_superuser("root", email="root@acme.example")


def person(name: str, *, role: str = "") -> User:
    user = User.objects.create_user(name, email=f"{name}@acme.example", is_staff=bool(role))
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def draft(kind: str = "auth0", flow: str = Flow.CODE, /, **fields: Any) -> ProviderRegistration:
    """A valid registration that is not saved; `fields` differ from the usual."""
    usual = {
        "kind": kind,
        "flow": flow,
        "slug": f"{kind}-prod",
        "name": f"{kind} production",
        "client_id": CLIENT_IDS[kind],
        "settings": dict(SETTINGS[kind]),
    }
    return ProviderRegistration(**{**usual, **fields})


def registration(
    kind: str = "auth0", flow: str = Flow.CODE, /, *, secret: str = CANARY, **fields: Any
) -> ProviderRegistration:
    """A saved one, with a secret where the flow has one."""
    given = Secret(secret) if secret and flow == Flow.CODE else None
    return registrations.create(registration=draft(kind, flow, **fields), secret=given, by=SOMEONE)


def draft_deployment(registration: ProviderRegistration, /, **fields: Any) -> Deployment:
    usual = {
        "registration": registration,
        "slug": "production",
        "name": "Production",
        "url": "https://metadata.acme.example",
        "release": "1.9",
        "admin_principals": ["ada"],
        "principal_domain": "acme.example",
    }
    return Deployment(**{**usual, **fields})


def deployment(registration: ProviderRegistration, /, **fields: Any) -> Deployment:
    return deployments.create(deployment=draft_deployment(registration, **fields), by=SOMEONE)
