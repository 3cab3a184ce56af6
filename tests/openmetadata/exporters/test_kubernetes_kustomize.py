import pytest
import yaml

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION
from tests.openmetadata.cases import COMBINATIONS, LINES, config, export_for
from tests.openmetadata.deployed import text_of
from tests.openmetadata.exporters.hand_made import CASES, OWN_KEYS, ldap, saml, with_values

EVERY: dict[str, SecurityConfig] = {f"{kind} {flow}": config(kind, flow) for kind, flow in COMBINATIONS} | CASES


def kustomize(
    configuration: SecurityConfig, mode: SecretsMode = SecretsMode.REAL, release: Release = LINES[-1]
) -> Export:
    return export_for(configuration, "kubernetes", mode, variant="kustomize", release=release)


def environments(export: Export) -> list[list[dict]]:
    pod = yaml.safe_load(text_of(export, "deployment-patch.yaml"))["spec"]["template"]["spec"]
    return [each["env"] for each in (*pod["containers"], *pod["initContainers"])]


def test_kustomize_is_a_component_that_patches_the_deployment_and_brings_its_secret() -> None:
    made = kustomize(config())
    component = yaml.safe_load(text_of(made, "kustomization.yaml"))
    assert component["kind"] == "Component"
    assert component["patches"] == [{"path": "deployment-patch.yaml"}]
    assert component["resources"] == ["secret.yaml"]


@pytest.mark.parametrize("made", [kustomize(config(), SecretsMode.REFERENCE), kustomize(config(flow=Flow.IMPLICIT))])
def test_kustomize_without_a_manifest_has_no_resources(made: Export) -> None:
    assert "resources" not in yaml.safe_load(text_of(made, "kustomization.yaml"))


def test_kustomize_external_secret_is_one_of_its_resources() -> None:
    made = kustomize(config(), SecretsMode.EXTERNAL_SECRET)
    assert yaml.safe_load(text_of(made, "kustomization.yaml"))["resources"] == ["external-secret.yaml"]


@pytest.mark.parametrize("line", LINES, ids=str)
@pytest.mark.parametrize("case", EVERY)
def test_kustomize_sets_every_variable_once_in_both_containers(case: str, line: Release) -> None:
    server, migration = environments(kustomize(EVERY[case], release=line))
    assert server == migration
    names = [entry["name"] for entry in server]
    assert len(names) == len(set(names))
    assert {"AUTHENTICATION_PROVIDER", "AUTHORIZER_ADMIN_PRINCIPALS"} <= set(names)


def test_kustomize_entry_takes_the_other_way_away() -> None:
    entries = {entry["name"]: entry for entry in environments(kustomize(config()))[0]}
    assert entries["AUTHENTICATION_PROVIDER"] == {
        "name": "AUTHENTICATION_PROVIDER",
        "value": "auth0",
        "valueFrom": None,
    }
    assert entries["OIDC_CLIENT_SECRET"] == {
        "name": "OIDC_CLIENT_SECRET",
        "value": None,
        "valueFrom": {"secretKeyRef": {"name": "oidc-secrets", "key": "openmetadata-oidc-client-secret"}},
    }
    assert "$" not in "".join(entry["value"] or "" for entry in entries.values())


def test_kustomize_steps_are_in_the_order_of_the_work() -> None:
    made = kustomize(config(), SecretsMode.REFERENCE)
    shown = "\n".join(f"{step.text}\n{step.command}" for step in made.steps)
    order = ["cd openmetadata-sso", "kubectl create secret", "'- openmetadata-sso'", "kubectl diff -k .", "apply -k ."]
    places = [shown.index(each) for each in (*order, "rollout restart", "curl", "The way back")]
    assert places == sorted(places)


def test_kustomize_notes_name_what_must_fit_and_what_is_left_out() -> None:
    odd = with_values(saml(), {f"{AUTHENTICATION}.jwtTeamClaimMapping": "department", **OWN_KEYS})
    notes = "\n".join(kustomize(odd).notes)
    assert "run-db-migrations" in notes
    assert "jwtTeamClaimMapping is left out" in notes
    assert "must find /etc/openmetadata/keys/public_key.der" in notes and "volumeMounts of the Deployment" in notes
    assert "Helm" not in notes
    assert "must find" not in "\n".join(kustomize(ldap()).notes)
