"""How the server is run: how many of it, behind which proxy, with which stored settings."""

from sso_providers.openmetadata.findings import Rule

from . import authorities, proxies, replicas, stored

RULES: tuple[Rule, ...] = (*replicas.RULES, *stored.RULES, *proxies.RULES, *authorities.RULES)
