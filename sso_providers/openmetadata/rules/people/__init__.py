"""Who may in and what people may: domains, administrators, the server's classes, and the keys of its tokens."""

from sso_providers.openmetadata.findings import Rule

from . import administrators, allowed_domains, authorizer, keys, principal_domain

RULES: tuple[Rule, ...] = (
    *principal_domain.RULES,
    *allowed_domains.RULES,
    *administrators.RULES,
    *authorizer.RULES,
    *keys.RULES,
)
