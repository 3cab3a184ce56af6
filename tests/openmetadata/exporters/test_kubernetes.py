import yaml

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from tests.openmetadata.cases import config, export_for
from tests.openmetadata.deployed import text_of


def names(export: Export) -> list[str]:
    return [artifact.name for artifact in export.artifacts]


def commands(export: Export) -> str:
    return "\n".join(step.command for step in export.steps)


def test_kubernetes_reference_emits_values_alone_and_shows_how_to_make_the_secret() -> None:
    made = export_for(config(), "kubernetes", SecretsMode.REFERENCE)
    assert names(made) == ["values.yaml"]
    assert "kubectl create secret generic oidc-secrets" in commands(made)
    assert "--from-file=openmetadata-oidc-client-secret=/dev/stdin" in commands(made)
    assert "kubectl apply -f secret.yaml" not in commands(made)


def test_kubernetes_placeholder_and_real_emit_the_secret_in_its_own_quotes() -> None:
    for mode, expected in (
        (SecretsMode.PLACEHOLDER, '"REPLACE_WITH_OIDC_CLIENT_SECRET"'),
        (SecretsMode.REAL, r'"12\u002434"'),
    ):
        made = export_for(config(secret="12$34"), "kubernetes", mode)
        manifest = yaml.safe_load(text_of(made, "secret.yaml"))
        assert (manifest["kind"], manifest["metadata"]) == ("Secret", {"name": "oidc-secrets"})
        assert manifest["stringData"] == {
            "openmetadata-oidc-client-id": '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"',
            "openmetadata-oidc-client-secret": expected,
        }
        assert "kubectl apply -f secret.yaml" in commands(made)


def test_kubernetes_implicit_flow_has_no_secret_and_no_oidc_block() -> None:
    for mode in SecretsMode:
        made = export_for(config(flow=Flow.IMPLICIT), "kubernetes", mode)
        assert names(made) == ["values.yaml"]
        assert "oidcConfiguration" not in text_of(made, "values.yaml")


def test_kubernetes_code_flow_switches_the_oidc_block_on() -> None:
    values = yaml.safe_load(text_of(export_for(config(), "kubernetes"), "values.yaml"))
    oidc = values["openmetadata"]["config"]["authentication"]["oidcConfiguration"]
    assert oidc["enabled"] is True
    assert oidc["clientId"] == {"secretRef": "oidc-secrets", "secretKey": "openmetadata-oidc-client-id"}
    assert (oidc["tokenValidity"], oidc["useNonce"], oidc["customParams"]) == ("3600", True, "{}")


def test_kubernetes_what_the_chart_lacks_goes_to_extra_envs_with_a_warning() -> None:
    made = export_for(config("custom-oidc", Flow.IMPLICIT, signing_algorithm="RS384"), "kubernetes")
    values = yaml.safe_load(text_of(made, "values.yaml"))
    assert values["extraEnvs"] == [
        {"name": "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME", "value": '"Any OpenID Connect provider"'},
        {"name": "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM", "value": "RS384"},
    ]
    assert "Helm replaces lists" in text_of(made, "values.yaml")
    assert any("Helm replaces lists" in note for note in made.notes)


def test_kubernetes_upgrade_stays_on_the_line_and_keeps_other_values() -> None:
    shown = commands(export_for(config(), "kubernetes"))
    assert "--version '~1.9.0' -f current-values.yaml -f values.yaml" in shown
    assert "--reuse-values" not in shown
    assert shown.index("helm upgrade") < shown.index("rollout restart") < shown.index("curl")
