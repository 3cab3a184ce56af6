"""The rules about sign-in configurations. A new one joins its module's `RULES`; a new module joins these."""

from sso_providers.openmetadata.findings import Rule

from . import (
    addresses,
    callbacks,
    claims,
    clients,
    issuers,
    keys,
    ldap,
    malformed,
    operations,
    own_keys,
    people,
    placeholders,
    prompts,
    releases,
    saml,
    scopes,
    sessions,
    tenants,
    texts,
)

RULES: tuple[Rule, ...] = (
    *addresses.RULES,
    *callbacks.RULES,
    *claims.RULES,
    *clients.RULES,
    *issuers.RULES,
    *keys.RULES,
    *ldap.RULES,
    *malformed.RULES,
    *operations.RULES,
    *own_keys.RULES,
    *people.RULES,
    *placeholders.RULES,
    *prompts.RULES,
    *releases.RULES,
    *saml.RULES,
    *scopes.RULES,
    *sessions.RULES,
    *tenants.RULES,
    *texts.RULES,
)
