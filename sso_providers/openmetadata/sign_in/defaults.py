"""A server that nobody has set up yet: OpenMetadata's own defaults."""

from sso_providers.catalogue import Release
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import AUTHORIZER, SETTINGS

# Stands for an address that is not known yet; no rule about people reads it.
ADDRESS = "https://openmetadata.example"


def server_by_default(release: Release) -> Server:
    admins = SETTINGS[f"{AUTHORIZER}.adminPrincipals"].default
    return Server(
        url=ADDRESS,
        release=release,
        admin_principals=admins if isinstance(admins, tuple) else (),
        principal_domain=str(SETTINGS[f"{AUTHORIZER}.principalDomain"].default),
        allowed_domains=(),
        enforce_principal_domain=False,
        enable_secure_socket=False,
        use_roles_from_provider=False,
        self_signup=True,
    )
