"""GUIDs, which Entra has for names of tenants and applications."""

import re

GUID = re.compile(r"(?<![0-9a-f-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f-])", re.IGNORECASE)
# Beyond this a text is neither an id nor an address.
LONGEST = 500


def inside(text: str) -> list[str]:
    """The different GUIDs that the text holds, in lower case."""
    return list(dict.fromkeys(found.lower() for found in GUID.findall(text[:LONGEST])))
