"""What goes wrong with the client: its type, its credentials, its provider's name, and the chart's switches."""

from sso_providers.openmetadata.findings import Rule

from . import algorithms, azure_tenant, chart, choices, client_type, code_flow, consoles, credentials, required

RULES: tuple[Rule, ...] = (
    *choices.RULES,
    *client_type.RULES,
    *chart.RULES,
    *required.RULES,
    *credentials.RULES,
    *consoles.RULES,
    *azure_tenant.RULES,
    *code_flow.RULES,
    *algorithms.RULES,
)
