"""Reads the environment strictly: a wrong value stops the start and says what to write instead."""

import os
import re
import secrets
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

env = environ.Env()


def boolean(name: str, *, default: bool) -> bool:
    raw = os.environ.get(name, "")
    match raw.strip().lower():
        case "":
            return default
        case "true":
            return True
        case "false":
            return False
    raise ImproperlyConfigured(f"Unexpected value {name}={raw}: use 'true' or 'false'.")


def public_url(name: str, *, default: str) -> str:
    """An http(s) address of a host, without a path or trailing slash."""
    raw = text(name, default=default)
    if not re.fullmatch(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[0-9]{1,5})?/?", raw, re.IGNORECASE | re.ASCII):
        shown = "(hidden, for it holds an @)" if "@" in raw else raw
        raise ImproperlyConfigured(
            f"Unexpected value {name}={shown}: use the address people type, such as https://sso.acme.example."
        )
    return raw.rstrip("/").lower()


def number(name: str, *, default: int, highest: int) -> int:
    """A whole number from 0 to `highest`."""
    raw = text(name, default=str(default))
    if not re.fullmatch(r"[0-9]{1,9}", raw) or int(raw) > highest:
        raise ImproperlyConfigured(f"Unexpected value {name}={raw}: use a whole number from 0 to {highest}.")
    return int(raw)


def text(name: str, *, default: str) -> str:
    """A blank value counts as none: Compose passes on variables that nobody has set."""
    return os.environ.get(name, "").strip() or default


def words(name: str, *, default: list[str]) -> list[str]:
    """Separated by commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()] or default


def cache(name: str, *, default: str) -> dict[str, object]:
    raw = text(name, default=default)
    scheme = raw.partition("://")[0]
    if scheme not in CACHES:
        raise ImproperlyConfigured(
            f"Unexpected value {name}={scheme}...: use an address that begins with {', '.join(CACHES)} and ://."
        )
    return dict(env.cache_url_config(raw))


def secret(name: str) -> str:
    """The value of `name`, or the content of the file that `NAME_FILE` names; blank if neither is set."""
    path = os.environ.get(f"{name}_FILE", "")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set: keep one of them.")
    if not path:
        return os.environ.get(name, "")
    try:
        content = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"Can't read {name}_FILE={path} ({type(error).__name__}): name a readable text file."
        ) from None
    if not content:
        raise ImproperlyConfigured(f"The file of {name}_FILE={path} is empty: write the value into it.")
    return content


def secret_or_generated(name: str, *, file: Path, generate: Callable[[], str]) -> str:
    """As `secret`; if unset, the content of `file`, which is made on the first run for its owner alone."""
    if given := secret(name):
        return given
    if not file.exists():
        write_private(file, generate())
    if file.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"Others can read {file}: run 'chmod 600 {file}', or set {name}.")
    return file.read_text(encoding="utf-8").strip()


def write_private(file: Path, text: str) -> None:
    """Writes `file` whole or not at all, even when several processes start at once."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        # The database comes to lie here too, with everybody's sessions.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Can't write {file} ({error.strerror}): name a folder that the portal may write to in PORTAL_DATA_DIR."
        ) from None
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.link(draft, file)
    except FileExistsError:
        pass  # another process was first: its file counts
    finally:
        draft.unlink()


def database(name: str, *, default: str) -> dict[str, object]:
    """Errors and warnings never show the address, for it may hold a password."""
    raw = secret(name) or default
    if raw.partition("://")[0] not in DATABASES:
        raise ImproperlyConfigured(f"{name} names no database that the portal supports: {DATABASE_HINT}")
    try:
        config: dict[str, object] = dict(env.db_url_config(raw))
    except Exception as error:
        raise ImproperlyConfigured(f"{name} is no database address ({type(error).__name__}): {DATABASE_HINT}") from None
    if not config["NAME"]:
        raise ImproperlyConfigured(f"{name} does not say which database: {DATABASE_HINT}")
    return config


def mail_server(name: str) -> dict[str, object]:
    """Django's settings of the mail server at the address, or of none. Errors show nothing of it but its beginning."""
    raw = secret(name).strip()
    if not raw:
        return {"EMAIL_BACKEND": NO_MAIL}
    scheme = raw.partition("://")[0]
    if scheme not in MAIL_PORTS:
        raise ImproperlyConfigured(f"{name} names no mail server that the portal can use: {MAIL_HINT}")
    try:
        parts = urlsplit(raw)
        config: dict[str, object] = dict(env.email_url_config(raw))
    except Exception as error:
        raise ImproperlyConfigured(
            f"{name} is no mail server's address ({type(error).__name__}): {MAIL_HINT}"
        ) from None
    if bool(parts.hostname) != (scheme != CONSOLE) or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} has too little or too much in its address: {MAIL_HINT}")
    return {**config, "EMAIL_PORT": config["EMAIL_PORT"] or MAIL_PORTS[scheme]}


def mail_address(name: str, *, default: str) -> str:
    """As it stands in a mail, with a name before it or without."""
    raw = text(name, default=default)
    return raw if raw == default else checked_address(name, raw)


def mail_addresses(name: str) -> list[str]:
    return [checked_address(name, each) for each in words(name, default=[])]


def checked_address(name: str, raw: str) -> str:
    try:
        validate_email(parseaddr(raw)[1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"Unexpected value {name}={raw}: use a mail address, such as sso@acme.example."
        ) from None
    return raw


def secret_url(name: str) -> str:
    """An http(s) address that is a secret itself, as those of webhooks are; blank if it is not set."""
    raw = secret(name).strip()
    try:
        parts = urlsplit(raw)
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if raw and not is_usable:
        raise ImproperlyConfigured(
            f"{name} is no address that can be called: use one such as https://hooks.acme.example/services/..."
        )
    return raw


# The others need packages that the portal does not bring.
CACHES = ("locmemcache", "dbcache", "filecache")
DATABASES = ("postgres", "postgresql", "sqlite")
DATABASE_HINT = "use postgres://user:password@host:5432/name, or leave it out for SQLite."
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
# The usual ones; the console has none.
CONSOLE = "consolemail"
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465, CONSOLE: 0}
MAIL_HINT = (
    "use smtp+tls://user:password@host:587, smtp+ssl:// or smtp://, with letters such as @ and / in the password "
    "written %40 and %2F, or consolemail:// to print mails."
)
