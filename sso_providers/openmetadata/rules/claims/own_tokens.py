"""What the rules about claims share: the settings, and the claims of tokens that OpenMetadata signs itself."""

from sso_providers.catalogue import Release
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.settings import AUTHENTICATION
from sso_providers.openmetadata.subject import Subject

CLAIMS = f"{AUTHENTICATION}.jwtPrincipalClaims"
MAPPING = f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"
# Those of bots among them.
OWN_CLAIMS = frozenset({"sub", "email", "preferred_username", "name"})
OWN_TOKENS_SINCE = Release("2.0")
# Far more than anybody needs; what follows is not looked at, so that no file takes long.
MOST = 100


def is_mapped(subject: Subject) -> bool:
    """Whether a mapping is stated, which makes the server look at no order of claims."""
    return any(item.strip() for item in subject.items(MAPPING))


def lacking(subject: Subject) -> Level:
    """From 2.0 on the browser has such a token, too."""
    return Level.ERROR if subject.release >= OWN_TOKENS_SINCE and subject.is_confidential else Level.WARNING
