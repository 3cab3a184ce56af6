"""The portal itself: its own settings and middleware, registrations by `manage.py apply`."""

import json
import os
from pathlib import Path

import certifi
from cryptography.fernet import Fernet
from django.core.management import call_command
from requests_hardened import ip_filter

from tests.bench.browser import HOST
from tests.bench.provider import CLIENT_ID, CLIENT_SECRET


def configure(issuer: str, folder: Path) -> None:
    os.environ.update(
        {
            "ALLOWED_HOSTS": HOST,
            "CACHE_URL": "locmemcache://",
            "DATABASE_URL": f"sqlite:///{folder / 'portal.sqlite3'}",
            "DATABASE_URL_FILE": "",
            "DEBUG": "false",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "PORTAL_ENCRYPTION_KEYS_FILE": "",
            "PORTAL_URL": f"http://{HOST}",
            "SECRET_KEY": "of-the-bench",
            "SECRET_KEY_FILE": "",
            # Over TLS every guard is up, as in production.
            "SSO_ALLOW_PRIVATE_ISSUERS": "true" if issuer.startswith("http:") else "false",
            "BENCH_CLIENT_SECRET": CLIENT_SECRET,
        }
    )
    trust_the_bench()


def trust_the_bench() -> None:
    """The portal takes no authorities from the environment, and no loopback address while its guards are up.

    Both are changed before the portal is imported, so that its own code runs as it is.
    """
    authorities = os.environ["REQUESTS_CA_BUNDLE"]
    certifi.where = lambda: authorities
    check = ip_filter.get_ip_address
    ip_filter.get_ip_address = lambda host, port, **_: check(host, port, allow_loopback=True)


def fill(issuer: str, registrations: int) -> None:
    """The first is at the provider; the others are at providers that nobody asks."""
    file = Path(os.environ["PORTAL_DATA_DIR"]) / "registrations.json"
    entries = [
        entry(number, issuer if number == 0 else f"https://id-{number}.acme.example") for number in range(registrations)
    ]
    file.write_text(json.dumps({"registrations": entries}), "utf-8")  # JSON is YAML
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        call_command("apply", str(file), stdout=nowhere)


def entry(number: int, issuer: str) -> dict[str, object]:
    return {
        "slug": f"bench-{number}",
        "name": f"Provider {number}",
        "kind": "custom-oidc",
        "flow": "code",
        "client_id": CLIENT_ID,
        "client_secret": {"env": "BENCH_CLIENT_SECRET"},
        "settings": {"issuer": issuer, "jwks_uri": f"{issuer}/jwks"},
        "staff_login": {"enabled": True, "default_role": "viewer"},
    }
