"""What a file says of one setting: something, nothing, or that it is empty."""

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.settings import AUTHENTICATION
from sso_providers.openmetadata.subject import Kind, Subject

PROVIDER = f"{AUTHENTICATION}.provider"


def has(subject: Subject, path: str) -> bool:
    """Stated, with something behind it. A secret that is only withheld counts as something."""
    value = subject.config.values.get(path)
    if isinstance(value, Secret):
        return bool(value) or not is_null(subject, path)
    return value is not None and value != "" and value != ()


def is_empty(subject: Subject, path: str) -> bool:
    """Stated, with nothing behind it."""
    value = subject.config.values.get(path)
    return value == "" or value == () or is_null(subject, path)


def is_null(subject: Subject, path: str) -> bool:
    """Stated so that the server holds null: nothing behind `=` or `:`, not even quotes."""
    return any(each.kind is Kind.EMPTY and each.setting == path for each in subject.troubles)


def arrives_as_null(subject: Subject, path: str) -> bool:
    """As `is_null`, or stated as an empty text, which only the chart hands over in quotes."""
    return is_null(subject, path) or (subject.config.values.get(path) == "" and subject.target != "kubernetes")


def reads(subject: Subject, provider: str) -> bool:
    """Whether the server reads the provider's own block: as far as the file says, nobody else is asked."""
    return subject.provider.strip().lower() in ("", provider)
