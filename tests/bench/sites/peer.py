"""What the other libraries' projects have in common: a minimal Django project with sessions and accounts."""

from pathlib import Path
from typing import Any

from tests.bench.browser import HOST

APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def settings(folder: Path) -> dict[str, Any]:
    """The database is opened as the portal opens its own (portal/settings.py)."""
    return {
        "SECRET_KEY": "of-the-bench",
        "DEBUG": False,
        "ALLOWED_HOSTS": [HOST],
        "INSTALLED_APPS": APPS,
        "MIDDLEWARE": MIDDLEWARE,
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "peer.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "timeout": 20,
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
                },
            }
        },
        "LOGIN_REDIRECT_URL": "/",
        "USE_TZ": True,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    }
