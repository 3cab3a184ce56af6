"""Sign-in with a directory's own passwords, and roles from its groups."""

from sso_providers.openmetadata.findings import Rule

from . import accounts, groups, live, roles, server, trust, unread

RULES: tuple[Rule, ...] = (
    *unread.RULES,
    *server.RULES,
    *accounts.RULES,
    *groups.RULES,
    *roles.RULES,
    *trust.RULES,
    *live.RULES,
)
