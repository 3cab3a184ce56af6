"""The environment the tests run in, set before Django reads its settings.

A pytest plugin of its own (`-p tests.environment` in pyproject.toml), because pytest-django loads the settings before
any conftest.py. TEST_DATABASE chooses `sqlite` (the default) or `postgresql`.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tests import database


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    # The processes of pytest-xdist inherit what the first one has set.
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
        early_config.add_cleanup(lambda: shutil.rmtree(folder))
        os.environ.update(environment(folder), DATABASE_URL=database_url(early_config, folder))
    return (yield)


def environment(folder: Path) -> dict[str, str]:
    """Every variable of .env.example, so that neither the shell nor a .env changes a test."""
    return {
        "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
        "CACHE_URL": "locmemcache://",
        "DATABASE_URL_FILE": "",
        "DEBUG": "false",
        "DEFAULT_FROM_EMAIL": "",
        "EMAIL_URL": "",
        "EMAIL_URL_FILE": "",
        "PORTAL_DATA_DIR": str(folder / "data"),
        "PORTAL_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "PORTAL_ENCRYPTION_KEYS_FILE": "",
        "PORTAL_URL": "http://testserver",
        "REMINDER_MAIL_TO": "",
        "REMINDER_WEBHOOK_SECRET": "",
        "REMINDER_WEBHOOK_SECRET_FILE": "",
        "REMINDER_WEBHOOK_URL": "",
        "REMINDER_WEBHOOK_URL_FILE": "",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SECRET_KEY_FILE": "",
        "SSO_ALLOW_PRIVATE_ISSUERS": "true",
        "TRUSTED_PROXIES": "0",
    }


def database_url(config: pytest.Config, folder: Path) -> str:
    match os.environ.get("TEST_DATABASE", "sqlite"):
        case "sqlite":
            return f"sqlite:///{folder / 'data' / 'portal.sqlite3'}"
        case "postgresql":
            server = database.start(folder / "postgresql")
            config.add_cleanup(server.cleanup)
            return server.get_uri()
        case other:
            raise pytest.UsageError(f"Unexpected value TEST_DATABASE={other}: use 'sqlite' or 'postgresql'.")
