"""Sign-in by a SAML 2.0 identity provider."""

from sso_providers.openmetadata.findings import Rule

from . import certificates, keys, own_addresses, provider_addresses, unread

RULES: tuple[Rule, ...] = (
    *unread.RULES,
    *own_addresses.RULES,
    *provider_addresses.RULES,
    *certificates.RULES,
    *keys.RULES,
)
