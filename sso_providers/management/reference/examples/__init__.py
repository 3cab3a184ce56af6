"""Files that are wrong in one way each: what the rules' pages show, with what the rule itself says and mends.

Made up, and short: an excerpt is enough for a rule.
"""

from collections.abc import Mapping

from . import addresses, claims, clients, directory, files, issuers, keys, operations, people, prompts, releases, saml
from .example import Example

EXAMPLES: Mapping[str, Example] = {
    **addresses.EXAMPLES,
    **issuers.EXAMPLES,
    **keys.EXAMPLES,
    **clients.EXAMPLES,
    **prompts.EXAMPLES,
    **claims.EXAMPLES,
    **people.EXAMPLES,
    **saml.EXAMPLES,
    **directory.EXAMPLES,
    **operations.EXAMPLES,
    **releases.EXAMPLES,
    **files.EXAMPLES,
}

# It would put somebody's private key into the documentation.
UNSHOWN = ("saml-key-of-other-certificate",)

__all__ = ["EXAMPLES", "UNSHOWN", "Example"]
