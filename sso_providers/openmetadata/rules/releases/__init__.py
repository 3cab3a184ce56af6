"""Settings and values that a release line, or a chart, does not have."""

from sso_providers.openmetadata.findings import Rule

from . import ages, charts, passing, values

RULES: tuple[Rule, ...] = (*ages.RULES, *values.RULES, *passing.RULES, *charts.RULES)
