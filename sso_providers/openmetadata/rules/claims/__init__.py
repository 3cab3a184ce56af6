"""Which claims of a token say who somebody is."""

from sso_providers.openmetadata.findings import Rule

from . import mapping, principals, teams

RULES: tuple[Rule, ...] = (*principals.RULES, *mapping.RULES, *teams.RULES)
