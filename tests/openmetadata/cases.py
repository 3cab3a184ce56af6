"""Registrations, servers and exports that several tests use."""

from dataclasses import replace

from sso_providers.catalogue import KINDS, Application, Flow, Secret, get_kind, get_release
from sso_providers.openmetadata.artifacts import Export, Provenance, SecretsMode
from sso_providers.openmetadata.assemble import Server, assemble
from sso_providers.openmetadata.exporters import export, get_target
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC

LINE = get_release("1.9")
CANARY = "canary-3f9a-Secret_0123456789"
PROVENANCE = Provenance(deployment="production", registration="acme-sso", version=3)
SERVER = Server(
    url="https://openmetadata.acme.example",
    release=LINE,
    admin_principals=("jane.doe", "admin"),
    principal_domain="acme.example",
    allowed_domains=(),
    enforce_principal_domain=False,
    enable_secure_socket=False,
    use_roles_from_provider=False,
    self_signup=True,
)
OWN_SETTINGS = {
    "auth0": {"domain": "acme.eu.auth0.com"},
    "azure": {"tenant_id": "c1123b7c-b1b2-4854-9a01-56ab3de29500"},
    "custom-oidc": {
        "issuer": "https://id.acme.example/realms/acme",
        "jwks_uri": "https://id.acme.example/realms/acme/protocol/openid-connect/certs",
    },
}
CLIENT_IDS = {
    "auth0": "AbCdEfGhIjKlMnOpQrStUvWxYz012345",
    "azure": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "custom-oidc": "open-metadata",
}
COMBINATIONS = [(kind, flow) for kind in KINDS for flow in KINDS[kind].flows]

# Each broke some consumer at some time: numbers, keywords, indicators, quotes, substitution, line breaks, code points.
AWKWARD = [
    "12345678",
    "0123",
    "1e10",
    "yes",
    "null",
    "~",
    "abc #def",
    "a: b",
    "ends:",
    "[ab",
    "{a}",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "- x",
    " blanks ",
    "it's",
    'say "x"',
    "back\\slash\\",
    "\\'",
    "$HOME",
    "$(HOME)",
    "$$",
    "${OIDC_CLIENT_SECRET}",
    "${OIDC_CLIENT_SECRET:-x}",
    "$${X}",
    "${",
    "}",
    "{{ .Values.x }}",
    "line\nbreak: x",
    "tab\tcr\r",
    "\x01\x1b\x7f\x85\xa0\u2028\u2029\ufeff\uffff",
    "Société 東京 🔑",
    "\u202etxet",
    "",
]


def application(kind: str, flow: Flow, secret: str = CANARY, **settings: object) -> Application:
    entry = get_kind(kind)
    return Application(
        kind=entry,
        flow=flow,
        client_id=CLIENT_IDS[kind],
        client_secret=Secret(secret) if flow is Flow.CODE else None,
        settings=entry.clean(flow, {**OWN_SETTINGS[kind], **settings}),
    )


def config(kind: str = "auth0", flow: Flow = Flow.CODE, secret: str = CANARY, **settings: object) -> SecurityConfig:
    return assemble(application(kind, flow, secret, **settings), SERVER)


def awkward(text: str) -> SecurityConfig:
    """The text wherever a person's own text stands, longer lists included."""
    base = config(secret=text or "x")
    return replace(
        base,
        values={
            **base.values,
            f"{AUTHENTICATION}.providerName": text,
            f"{AUTHENTICATION}.clientId": text,
            f"{AUTHENTICATION}.jwtPrincipalClaims": (text, "sub"),
            f"{OIDC}.id": text,
            f"{OIDC}.scope": text,
        },
    )


def export_for(config: SecurityConfig, target: str, secrets: SecretsMode | None = SecretsMode.REAL) -> Export:
    return export(config, target=get_target(target), release=LINE, secrets=secrets, provenance=PROVENANCE)
