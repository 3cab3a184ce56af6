"""How a rule's sentence shows what a file says."""

from collections.abc import Iterable
from itertools import islice

from sso_providers.openmetadata.secret_texts import is_mail, without_secrets

LONGEST = 80
MOST = 5


def quoted(text: str) -> str:
    """The text in quotes, on one line, without secrets, cut where it is long."""
    text = text if is_mail(text) else without_secrets(text)
    line = " ".join(text[: 2 * LONGEST].split())
    return f"'{line}'" if len(text) <= LONGEST else f"'{line[:LONGEST]}…'"


def listed(texts: Iterable[str]) -> str:
    """The first few of them, quoted."""
    first = list(islice(texts, MOST + 1))
    return ", ".join(map(quoted, first[:MOST])) + (", …" if len(first) > MOST else "")
