"""The environment is read strictly: a wrong value is named with what was expected, a secret never."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal import env

SECRET = "hunter2"


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NAME", raising=False)
    monkeypatch.delenv("NAME_FILE", raising=False)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


# Plain values


@pytest.mark.parametrize(
    ("read", "raw", "expected"),
    [
        (env.boolean, "true", True),
        (env.boolean, " FALSE ", False),
        (env.boolean, "", True),
        (env.text, " a b ", "a b"),
        (env.text, "  ", True),
        (env.words, "a, b ,,c", ["a", "b", "c"]),
        (env.words, " , ", True),
        (env.public_url, "https://SSO.acme.example/", "https://sso.acme.example"),
        (env.public_url, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (env.public_url, "https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
    ids=lambda value: getattr(value, "__name__", repr(value)),
)
def test_reader_of_a_good_value_gives_it_and_of_a_blank_one_the_default(monkeypatch, read, raw, expected):
    monkeypatch.setenv("NAME", raw)

    assert read("NAME", default=True) == expected


@pytest.mark.parametrize(
    ("read", "default"),
    [
        (env.boolean, False),
        (env.text, "a"),
        (env.words, ["a"]),
        (env.public_url, "http://127.0.0.1:8000"),
    ],
)
def test_reader_of_nothing_gives_the_default(read, default):
    assert read("NAME", default=default) == default


@pytest.mark.parametrize("raw", ["yes", "1", "True!", "on"])
def test_boolean_of_anything_else_names_the_remedy(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured, match=f"^Unexpected value NAME={raw}: use 'true' or 'false'\\.$"):
        env.boolean("NAME", default=False)


@pytest.mark.parametrize("raw", ["-1", "10", "1.5", "one", "1,2", "٣", "true", "9" * 30])
def test_number_of_anything_else_names_the_remedy(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured) as error:
        env.number("NAME", default=0, highest=9)

    assert str(error.value) == f"Unexpected value NAME={raw}: use a whole number from 0 to 9."


@pytest.mark.parametrize(
    "raw",
    [
        "sso.acme.example",
        "ftp://sso.acme.example",
        "https://",
        "https://sso.acme.example/portal",
        "https://sso.acme.example?a=b",
        "https://sso.acme.example/#a",
        "https://sso.acme.example:port",
        "https://[::1",
        "https://sso acme",
        "https://sso.acme.example\nx",
        "https://ssö.acme.example",
    ],
)
def test_public_url_of_anything_else_names_the_remedy(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured) as error:
        env.public_url("NAME", default="http://127.0.0.1:8000")

    assert (
        str(error.value)
        == f"Unexpected value NAME={raw}: use the address people type, such as https://sso.acme.example."
    )


def test_public_url_with_credentials_does_not_repeat_them(monkeypatch):
    monkeypatch.setenv("NAME", f"https://ada:{SECRET}@sso.acme.example")

    with pytest.raises(ImproperlyConfigured, match="Unexpected value NAME=.*: use the address people type") as error:
        env.public_url("NAME", default="")

    assert SECRET not in str(error.value)


@pytest.mark.parametrize(("raw", "expected"), [(" 2 ", 2), ("0", 0), ("9", 9), ("", 3), ("  ", 3)])
def test_number_of_a_good_value_gives_it_and_of_a_blank_one_the_default(monkeypatch, raw, expected):
    monkeypatch.setenv("NAME", raw)

    assert env.number("NAME", default=3, highest=9) == expected


# Secrets


def test_secret_is_the_variables_value_or_blank(monkeypatch):
    assert env.secret("NAME") == ""
    monkeypatch.setenv("NAME", SECRET)
    assert env.secret("NAME") == SECRET


def test_secret_of_a_file_is_its_content(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    monkeypatch.setenv("NAME", "")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "secret"))

    assert env.secret("NAME") == SECRET


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "(FileNotFoundError): name a readable text file.", id="missing"),
        pytest.param(b"\xff", "(UnicodeDecodeError): name a readable text file.", id="not-utf-8"),
        pytest.param(b"\n", "is empty: write the value into it.", id="empty"),
    ],
)
def test_secret_of_a_bad_file_names_it(monkeypatch, tmp_path, content, sentence):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    monkeypatch.setenv("NAME_FILE", str(path))

    with pytest.raises(ImproperlyConfigured) as error:
        env.secret("NAME")

    assert f"NAME_FILE={path}" in str(error.value)
    assert str(error.value).endswith(sentence)


def test_secret_given_twice_names_both(monkeypatch, tmp_path):
    monkeypatch.setenv("NAME", SECRET)
    monkeypatch.setenv("NAME_FILE", str(tmp_path))

    with pytest.raises(ImproperlyConfigured, match="Both NAME and NAME_FILE are set: keep one of them") as error:
        env.secret("NAME")
    assert SECRET not in str(error.value)


def test_generated_secret_is_kept_for_its_owner_alone(tmp_path):
    file = tmp_path / "data" / "secret.key"

    first = env.secret_or_generated("NAME", file=file, generate=lambda: "one")
    second = env.secret_or_generated("NAME", file=file, generate=lambda: "two")

    assert (first, second) == ("one", "one")
    assert (mode(file), mode(file.parent)) == ("0o600", "0o700")
    assert list(file.parent.iterdir()) == [file]


def test_generated_secret_is_not_made_where_one_is_given(monkeypatch, tmp_path):
    monkeypatch.setenv("NAME", SECRET)

    assert env.secret_or_generated("NAME", file=tmp_path / "key", generate=lambda: "one") == SECRET
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("rights", [0o644, 0o640, 0o604, 0o660])
def test_generated_secret_that_others_can_read_is_refused(tmp_path, rights):
    file = tmp_path / "key"
    file.write_text(SECRET)
    file.chmod(rights)

    with pytest.raises(ImproperlyConfigured, match=f"Others can read {file}: run 'chmod 600 {file}', or set NAME"):
        env.secret_or_generated("NAME", file=file, generate=lambda: "one")


def test_generated_secret_is_one_for_processes_that_start_at_once(tmp_path):
    def start(number: int) -> str:
        return env.secret_or_generated("NAME", file=tmp_path / "key", generate=lambda: f"key-{number}")

    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(start, range(64)))

    assert len(found) == 1
    assert os.listdir(tmp_path) == ["key"]


def test_generated_secret_that_cannot_be_written_names_the_variable(tmp_path):
    (tmp_path / "data").touch()

    with pytest.raises(ImproperlyConfigured, match="name a folder that the portal may write to in PORTAL_DATA_DIR"):
        env.secret_or_generated("NAME", file=tmp_path / "data" / "key", generate=lambda: "one")


# Databases and caches


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            "postgres://portal:p%40ss@db.internal:5433/sso",
            {"HOST": "db.internal", "PORT": 5433, "NAME": "sso", "USER": "portal", "PASSWORD": "p@ss"},
        ),
        ("postgresql://db/sso", {"ENGINE": "django.db.backends.postgresql", "HOST": "db", "NAME": "sso"}),
        ("postgresql:///sso?host=/run/pg", {"NAME": "sso", "OPTIONS": {"host": "/run/pg"}}),
        ("sqlite:////var/lib/x.sqlite3", {"ENGINE": "django.db.backends.sqlite3", "NAME": "/var/lib/x.sqlite3"}),
        ("", {"ENGINE": "django.db.backends.sqlite3", "NAME": "default.sqlite3"}),
    ],
    ids=["postgres", "postgresql", "socket", "sqlite", "blank"],
)
def test_database_of_a_good_address_is_read(monkeypatch, raw, expected):
    monkeypatch.setenv("NAME", raw)

    assert env.database("NAME", default="sqlite:///default.sqlite3").items() >= expected.items()


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (SECRET, "names no database that the portal supports"),
        (f"mysql://portal:{SECRET}@db/sso", "names no database that the portal supports"),
        (f"postgress://portal:{SECRET}@db/sso", "names no database that the portal supports"),
        (f"postgres:portal:{SECRET}@db/sso", "names no database that the portal supports"),
        (f"postgres://portal:{SECRET}@db:port/sso", "is no database address (ValueError)"),
        (f"postgres://portal:{SECRET}@db", "does not say which database"),
    ],
    ids=["garbage", "mysql", "misspelt", "no-slashes", "bad-port", "no-name"],
)
def test_database_of_anything_else_names_the_remedy_and_no_password(monkeypatch, recwarn, raw, sentence):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured) as error:
        env.database("NAME", default="sqlite:///x")

    assert str(error.value) == (
        f"NAME {sentence}: use postgres://user:password@host:5432/name, or leave it out for SQLite."
    )
    assert error.value.__suppress_context__ or error.value.__context__ is None
    assert [str(warning.message) for warning in recwarn] == []


def test_cache_of_what_the_portal_brings_is_read(monkeypatch):
    monkeypatch.setenv("NAME", "dbcache://portal_cache")

    assert env.cache("NAME", default="locmemcache://") == {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }


@pytest.mark.parametrize("raw", ["memory", f"redis://:{SECRET}@cache:6379/1", "://"])
def test_cache_of_anything_else_names_the_remedy_and_no_password(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured, match="begins with locmemcache, dbcache, filecache and ://") as error:
        env.cache("NAME", default="locmemcache://")

    assert "Unexpected value NAME=" in str(error.value)
    assert SECRET not in str(error.value)


# Mail and webhooks


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            f"smtp+tls://ada:{SECRET}@mail.acme.example",
            ("mail.acme.example", 587, "ada", SECRET, True, None),
        ),
        ("smtp+ssl://mail.acme.example:4465/", ("mail.acme.example", 4465, None, None, None, True)),
        (" smtp://mail.acme.example ", ("mail.acme.example", 25, None, None, None, None)),
        (
            "smtp+tls://ada%40acme.example:p%2F%23%3Fx@mail.acme.example:587",
            ("mail.acme.example", 587, "ada@acme.example", "p/#?x", True, None),
        ),
    ],
)
def test_mail_server_of_an_address_gives_djangos_settings(monkeypatch, raw, expected):
    monkeypatch.setenv("NAME", raw)

    found = env.mail_server("NAME")

    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")
    assert tuple(found.get(f"EMAIL_{name}") for name in names) == expected
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_mail_server_of_nothing_is_none():
    assert env.mail_server("NAME") == {"EMAIL_BACKEND": env.NO_MAIL}


def test_mail_server_of_the_console_prints(monkeypatch):
    monkeypatch.setenv("NAME", "consolemail://")

    assert env.mail_server("NAME")["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    "raw",
    [
        f"imap://ada:{SECRET}@mail.acme.example",
        "smtp://",
        "mail.acme.example",
        f"smtp://ada:{SECRET}/x@mail.acme.example",
        f"smtp://ada:{SECRET}#x@mail.acme.example",
        f"smtp://ada:{SECRET}?x@mail.acme.example",
        "smtp://mail.acme.example:port",
        "smtp://mail.acme.example/inbox",
        "smtp://mail.acme.example?timeout=5",
        "smtp://[::1",
        "consolemail://mail.acme.example",
    ],
)
def test_mail_server_of_anything_else_names_the_remedy_and_no_password(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured, match="^NAME .*use smtp\\+tls://user:password@host:587") as error:
        env.mail_server("NAME")
    assert SECRET not in str(error.value)


def test_mail_server_in_a_file_is_read(monkeypatch, tmp_path):
    (tmp_path / "mail").write_text("smtp://mail.acme.example\n")
    monkeypatch.setenv("NAME_FILE", str(tmp_path / "mail"))

    assert env.mail_server("NAME")["EMAIL_HOST"] == "mail.acme.example"


@pytest.mark.parametrize("raw", ["sso@acme.example", "SSO Portal <sso@acme.example>"])
def test_mail_address_with_a_name_or_without_is_taken(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    assert env.mail_address("NAME", default="x") == raw


def test_mail_addresses_are_separated_by_commas(monkeypatch):
    assert env.mail_addresses("NAME") == []
    monkeypatch.setenv("NAME", "ada@acme.example, grace@acme.example")
    assert env.mail_addresses("NAME") == ["ada@acme.example", "grace@acme.example"]


@pytest.mark.parametrize("raw", ["ada", "ada@", "<>", "a b@acme.example"])
def test_mail_address_of_anything_else_names_the_remedy(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)
    sentence = f"Unexpected value NAME={raw}: use a mail address, such as sso@acme.example."

    with pytest.raises(ImproperlyConfigured) as one:
        env.mail_address("NAME", default="x")
    with pytest.raises(ImproperlyConfigured) as several:
        env.mail_addresses("NAME")
    assert str(one.value) == str(several.value) == sentence


@pytest.mark.parametrize("raw", ["", "https://hooks.acme.example/services/T0/x?y=z", "http://127.0.0.1:8080"])
def test_secret_url_of_a_good_value_gives_it(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    assert env.secret_url("NAME") == raw


@pytest.mark.parametrize(
    "raw", [SECRET, f"ftp://hooks/{SECRET}", f"https:///{SECRET}", f"https://a:b/{SECRET}", f"https://[::1/{SECRET}"]
)
def test_secret_url_of_anything_else_names_the_remedy_and_nothing_of_it(monkeypatch, raw):
    monkeypatch.setenv("NAME", raw)

    with pytest.raises(ImproperlyConfigured, match="^NAME is no address that can be called: use one such") as error:
        env.secret_url("NAME")
    assert SECRET not in str(error.value)
