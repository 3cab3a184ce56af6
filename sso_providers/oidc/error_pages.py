"""The words of a provider's answer to a browser, as far as they tell an error: for `provider_errors.decode`.

Nothing of it is for people: pages and addresses of strangers may repeat whatever they were sent.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

# Entra's number stands in a script of its page.
ENTRA = re.compile(r"AADSTS\d{5,8}")
# Where no text for people is.
UNREAD = ("script", "style", "template")
# Google's page has its error in the address, in a binary form that holds the words as they are.
PACKED = ("authError",)


def words(*, location: str, body: bytes) -> str:
    """Of a redirect's target, or of a page: its text without markup. Takes time in proportion to the length."""
    page = body.decode("utf-8", errors="replace")
    return " ".join([*ENTRA.findall(page)[:1], *unpacked(location), location, " ".join(texts(page))])


def unpacked(location: str) -> Iterator[str]:
    try:
        query = parse_qsl(urlsplit(location).query)
    except ValueError:
        return
    for name, value in query:
        if name in PACKED:
            try:
                padded = value + "=" * (-len(value) % 4)
                yield base64.b64decode(padded, altchars=b"-_").decode("latin-1")
            except (binascii.Error, ValueError):
                continue


def texts(page: str) -> Iterator[str]:
    """What stands between the tags; all of it where there are none."""
    first, *others = page.split("<")
    yield first.strip()
    for each in others:
        tag, _, text = each.partition(">")
        if not tag.lower().startswith(UNREAD) and text.strip():
            yield text.strip()
