"""People and rows that tests share, made as the portal makes them: rows through actions, roles through groups."""

from typing import Any

from django.contrib.auth.models import Group

from sso_providers.actions import deployments, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import CLIENT_SECRET, Flow, get_kind
from sso_providers.models import Deployment, ProviderRegistration, User
from sso_providers.oidc.policy import Decision, Outcome, Rule, Step
from tests.openmetadata import cases

PASSWORD = "correct horse battery staple"
# Saved as a secret, it must be found nowhere but in exports with real secrets.
CANARY = "canary-Qx7!secret"
SOMEONE = Actor("someone", address="192.0.2.7")

# What each kind needs, and nothing more.
SETTINGS: dict[str, dict[str, Any]] = {
    **cases.OWN_SETTINGS,
    "custom-oidc": {
        "issuer": "https://id.acme.example/realms/acme",
        "jwks_uri": "https://id.acme.example/realms/acme/certs",
    },
}
CLIENT_IDS = {**cases.CLIENT_IDS, "auth0": "abc123", "saml": "", "ldap": ""}


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


def local(name: str, role: str = "", **fields: Any) -> User:
    """Who signs in with `PASSWORD`, and has no e-mail address but a given one."""
    return person(name, role, **{"password": PASSWORD, "email": "", **fields})


def local_root(name: str = "root") -> User:
    """A superuser of the same kind."""
    return User.objects.create_superuser(name, password=PASSWORD)


def person(name: str, role: str = "", **fields: Any) -> User:
    """Without a password; a role makes it staff, as signing in does."""
    user = User.objects.create_user(name, **{"email": f"{name}@acme.example", "is_staff": bool(role), **fields})
    if role:
        user.groups.add(Group.objects.get(name=role))
    return user


def decided(role: str, sentence: str = "The test says so.") -> Decision:
    """By a policy with a default role alone; none where `role` is blank."""
    step = Step(Rule.DEFAULT, Outcome.GIVES if role else Outcome.REFUSED, sentence)
    return Decision(role, step, (step,))


def draft(kind: str = "auth0", flow: str = Flow.CODE, /, **fields: Any) -> ProviderRegistration:
    """A valid registration that is not saved; `fields` differ from the usual."""
    usual = {
        "kind": kind,
        "flow": flow,
        "slug": f"{kind}-prod",
        "name": f"{kind} production",
        "client_id": CLIENT_IDS.get(kind, ""),
        "settings": dict(SETTINGS[kind]),
    }
    return ProviderRegistration(**{**usual, **fields})


def registration(
    kind: str = "auth0", flow: str = Flow.CODE, /, *, secret: str = CANARY, **fields: Any
) -> ProviderRegistration:
    """A saved one, with a secret of every name that the flow has; none where `secret` is blank."""
    given = cases.secrets(get_kind(kind), Flow(flow), secret) if secret else {}
    return registrations.create(registration=draft(kind, flow, **fields), secrets=given, by=SOMEONE)


def secret_of(registration: ProviderRegistration, name: str = CLIENT_SECRET) -> str | None:
    """As it is stored now, in the clear."""
    stored = registration.secrets.filter(name=name).first()
    return stored.sealed.open().reveal() if stored else None


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
