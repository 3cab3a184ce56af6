"""What the network says against a file's sign-in configuration: the second stage of a diagnosis.

Asks for the provider's discovery document and for every key address; sends no secret anywhere.
"""

from sso_providers import http
from sso_providers.checks.subject import Fetch
from sso_providers.openmetadata.diagnosis import Diagnosis, with_rules

from . import seen
from .rules import rules

__all__ = ["NOTHING_SEEN", "examine", "rules"]

NOTHING_SEEN = seen.Seen()


def examine(diagnosis: Diagnosis, *, allow_private: bool, fetch: Fetch = http.fetch) -> Diagnosis:
    """The diagnosis with these findings among the others; never raises for what a provider does."""
    look = seen.Look(fetch=fetch, allow_private=allow_private)
    return with_rules(diagnosis, rules(look.at(diagnosis.subject)))
