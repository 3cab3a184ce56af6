"""What the network says against a file's sign-in configuration: the second stage of a diagnosis.

Asks for the provider's discovery document and for every key address; sends no secret anywhere.
"""

from sso_providers import http
from sso_providers.checks.subject import Fetch
from sso_providers.openmetadata.diagnosis import Diagnosis, with_rules
from sso_providers.openmetadata.findings import Rule
from sso_providers.openmetadata.subject import Subject

from . import seen
from .rules import rules

__all__ = ["NOTHING_SEEN", "examine", "rules", "rules_for"]

NOTHING_SEEN = seen.Seen()


def examine(diagnosis: Diagnosis, *, allow_private: bool, fetch: Fetch = http.fetch) -> Diagnosis:
    """The diagnosis with these findings among the others; never raises for what a provider does."""
    return with_rules(diagnosis, rules_for(diagnosis.subject, allow_private=allow_private, fetch=fetch))


def rules_for(subject: Subject, *, allow_private: bool, fetch: Fetch = http.fetch) -> tuple[Rule, ...]:
    """The rules that compare with what the network says now: asked once, they hold for every later look."""
    look = seen.Look(fetch=fetch, allow_private=allow_private)
    return rules(look.at(subject))
