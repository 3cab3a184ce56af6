"""The settings of a process of its own, as an environment makes them."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from tests.portal.program import manage, python, variables

SHOW = """
import json, warnings
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in NAMES}, default=str))
"""


# Of the sign-in page, and of signing in
COOKIES = """
import django, json
django.setup()
from django.test import Client
from sso_providers.models import User
User.objects.create_superuser("root", password="correct horse")
client = Client(SERVER_NAME="sso.acme.example")
client.get("/sign-in/", secure=True)
client.post("/sign-in/", {"username": "root", "password": "correct horse"}, secure=True)
print(json.dumps(client.cookies))
"""


def settings(names: list[str], env: dict[str, str]) -> dict[str, Any]:
    result = python("-c", SHOW.replace("NAMES", repr(names)), env={**env, "DJANGO_SETTINGS_MODULE": "portal.settings"})
    assert result.returncode == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_first_run_needs_nothing_and_makes_both_keys(tmp_path):
    env = variables(tmp_path)
    names = [
        "SECRET_KEY",
        "PORTAL_ENCRYPTION_KEYS",
        "DEBUG",
        "PORTAL_URL",
        "SSO_ALLOW_PRIVATE_ISSUERS",
        "ALLOWED_HOSTS",
    ]

    first, second = settings(names, env), settings(names, env)

    data = tmp_path / "data"
    assert first == second
    assert {path.name: mode(path) for path in data.iterdir()} == {"secret.key": "0o600", "encryption.key": "0o600"}
    assert mode(data) == "0o700"
    assert len(first["SECRET_KEY"]) >= 50
    assert Fernet(first["PORTAL_ENCRYPTION_KEYS"])
    assert first["SECRET_KEY"] != first["PORTAL_ENCRYPTION_KEYS"]
    assert (first["DEBUG"], first["SSO_ALLOW_PRIVATE_ISSUERS"]) == (False, False)
    assert first["PORTAL_URL"] == "http://127.0.0.1:8000"
    assert first["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "127.0.0.1", "[::1]"]


def test_production_is_secure(tmp_path):
    found = settings(
        [
            "SESSION_COOKIE_SECURE",
            "CSRF_COOKIE_SECURE",
            "SESSION_COOKIE_HTTPONLY",
            "CSRF_COOKIE_HTTPONLY",
            "SECURE_SSL_REDIRECT",
            "SECURE_HSTS_INCLUDE_SUBDOMAINS",
            "SECURE_HSTS_PRELOAD",
            "SECURE_HSTS_SECONDS",
            "SESSION_COOKIE_SAMESITE",
            "SESSION_COOKIE_NAME",
            "CSRF_COOKIE_NAME",
            "X_FRAME_OPTIONS",
            "ALLOWED_HOSTS",
            "CONTENT_SECURITY_POLICY",
        ],
        variables(tmp_path, PORTAL_URL="https://sso.acme.example"),
    )

    policy = found.pop("CONTENT_SECURITY_POLICY")["DIRECTIVES"]
    assert "unsafe" not in str(policy)
    assert (policy["default-src"], policy["frame-ancestors"]) == (["'none'"], ["'none'"])
    assert found.pop("ALLOWED_HOSTS")[0] == "sso.acme.example"
    assert (found.pop("SECURE_HSTS_SECONDS"), found.pop("SESSION_COOKIE_SAMESITE")) == (31536000, "Lax")
    assert found.pop("X_FRAME_OPTIONS") == "DENY"
    names = found.pop("SESSION_COOKIE_NAME"), found.pop("CSRF_COOKIE_NAME")
    assert names == ("__Host-sessionid", "__Host-csrftoken")
    assert set(found.values()) == {True}


def test_cookies_without_https_have_names_that_browsers_take(tmp_path):
    found = settings(["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE"], variables(tmp_path))

    assert list(found.values()) == ["sessionid", "csrftoken", False]


def test_cookies_of_production_are_what_their_names_promise(tmp_path):
    """Else browsers drop them: Secure, for every path, for this host alone (draft-ietf-httpbis-rfc6265bis)."""
    env = variables(tmp_path, PORTAL_URL="https://sso.acme.example")
    assert manage("migrate", "--verbosity", "0", env=env).returncode == 0
    result = python("-c", COOKIES, env={**env, "DJANGO_SETTINGS_MODULE": "portal.settings"})

    assert result.returncode == 0, result.stderr
    cookies = json.loads(result.stdout.splitlines()[-1])
    assert set(cookies) == {"__Host-sessionid", "__Host-csrftoken"}
    assert [(each["secure"], each["path"], each["domain"]) for each in cookies.values()] == [(True, "/", "")] * 2


def test_check_deploy_of_production_is_clean(tmp_path):
    env = variables(
        tmp_path,
        PORTAL_URL="https://sso.acme.example",
        SECRET_KEY="x7" + "abcdefghijklmnopqrstuvwxyz" * 2,
        PORTAL_ENCRYPTION_KEYS=Fernet.generate_key().decode(),
        DATABASE_URL="postgres://portal:hunter2@db.internal/sso",
    )

    result = manage("check", "--deploy", "--fail-level", "WARNING", env=env)

    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n"), result.stderr
    assert not (tmp_path / "data").exists()


def test_secrets_in_files_are_read(tmp_path):
    key = Fernet.generate_key().decode()
    given = {"SECRET_KEY": "s" * 50, "PORTAL_ENCRYPTION_KEYS": key, "DATABASE_URL": "postgres://u:hunter2@db/sso"}
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")

    found = settings(
        ["SECRET_KEY", "PORTAL_ENCRYPTION_KEYS", "DATABASES"],
        variables(tmp_path, **{f"{name}_FILE": str(tmp_path / name) for name in given}),
    )

    assert (found["SECRET_KEY"], found["PORTAL_ENCRYPTION_KEYS"]) == ("s" * 50, key)
    assert found["DATABASES"]["default"].items() >= {"HOST": "db", "PASSWORD": "hunter2", "CONN_MAX_AGE": 60}.items()


def test_reminders_are_off_until_they_are_set_up(tmp_path):
    names = ["EMAIL_BACKEND", "DEFAULT_FROM_EMAIL", "REMINDER_MAIL_TO", "REMINDER_WEBHOOK_URL"]

    found = settings(names, variables(tmp_path, PORTAL_URL="https://sso.acme.example"))

    assert found == {
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "DEFAULT_FROM_EMAIL": "SSO Portal <sso-portal@sso.acme.example>",
        "REMINDER_MAIL_TO": [],
        "REMINDER_WEBHOOK_URL": "",
    }


def test_reminders_secrets_in_files_are_read(tmp_path):
    given = {
        "EMAIL_URL": "smtp+tls://ada:hunter2@mail.acme.example",
        "REMINDER_WEBHOOK_URL": "https://hooks.acme.example/hunter2",
        "REMINDER_WEBHOOK_SECRET": "hunter2",
    }
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")

    found = settings(
        ["EMAIL_HOST_PASSWORD", "EMAIL_TIMEOUT", "REMINDER_WEBHOOK_URL", "REMINDER_WEBHOOK_SECRET"],
        variables(tmp_path, **{f"{name}_FILE": str(tmp_path / name) for name in given}),
    )

    assert list(found.values()) == ["hunter2", 20, "https://hooks.acme.example/hunter2", "hunter2"]


def test_sqlite_waits_and_writes_ahead(tmp_path):
    database = settings(["DATABASES"], variables(tmp_path))["DATABASES"]["default"]

    assert database["NAME"] == str(tmp_path / "data" / "portal.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "yes", "Unexpected value DEBUG=yes: use 'true' or 'false'."),
        ("PORTAL_URL", "sso.acme.example", "Unexpected value PORTAL_URL=sso.acme.example: use the address people type"),
        ("SSO_ALLOW_PRIVATE_ISSUERS", "1", "Unexpected value SSO_ALLOW_PRIVATE_ISSUERS=1: use 'true' or 'false'."),
        ("TRUSTED_PROXIES", "nginx", "Unexpected value TRUSTED_PROXIES=nginx: use a whole number from 0 to 9."),
        ("DATABASE_URL", "mysql://u:hunter2@db/sso", "DATABASE_URL names no database that the portal supports: use"),
        ("CACHE_URL", "redis://:hunter2@cache", "Unexpected value CACHE_URL=redis...: use an address that begins with"),
        (
            "EMAIL_URL",
            "imap://ada:hunter2@mail",
            "EMAIL_URL names no mail server that the portal can use: use smtp+tls",
        ),
        ("DEFAULT_FROM_EMAIL", "sso", "Unexpected value DEFAULT_FROM_EMAIL=sso: use a mail address, such as"),
        ("REMINDER_MAIL_TO", "ada@x.example,bob", "Unexpected value REMINDER_MAIL_TO=bob: use a mail address, such as"),
        ("REMINDER_WEBHOOK_URL", "hunter2", "REMINDER_WEBHOOK_URL is no address that can be called: use one such as"),
        ("PORTAL_ENCRYPTION_KEYS", "hunter2", "Key 1 of PORTAL_ENCRYPTION_KEYS is no Fernet key: use 32 bytes"),
        ("SECRET_KEY_FILE", "/nowhere", "Can't read SECRET_KEY_FILE=/nowhere (FileNotFoundError): name a readable"),
    ],
)
def test_wrong_value_stops_the_start_and_names_the_remedy(tmp_path, name, value, sentence):
    result = manage("check", env=variables(tmp_path, **{name: value}))

    assert result.returncode != 0
    assert sentence in result.stderr.splitlines()[-1]
    assert "hunter2" not in result.stdout + result.stderr


def test_key_file_that_others_can_read_stops_the_start(tmp_path):
    env = variables(tmp_path)
    settings(["DEBUG"], env)
    (tmp_path / "data" / "encryption.key").chmod(0o644)

    result = manage("check", env=env)

    assert result.returncode != 0
    assert "encryption.key: run 'chmod 600" in result.stderr.splitlines()[-1]
