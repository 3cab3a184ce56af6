"""The catalogue's fields, for rows that it may know no more."""

from functools import cache

from sso_providers.catalogue import KINDS, Field, Flow


@cache
def known_field(kind: str, flow: str, name: str) -> Field | None:
    """A setting or a secret."""
    if kind not in KINDS or flow not in KINDS[kind].flows:
        return None
    found = (*KINDS[kind].fields[Flow(flow)], *KINDS[kind].secret_fields(Flow(flow)))
    return next((field for field in found if field.name == name), None)
