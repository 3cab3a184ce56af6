import subprocess

import pytest
import yaml

from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.security_config import SecurityConfig
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE
from tests.openmetadata.cases import CANARY, awkward, config, export_for
from tests.openmetadata.deployed import text_of
from tests.openmetadata.exporters.hand_made import ldap, saml, saml_key_store, saml_signed

VARIANTS = ["helm", "kustomize"]
REFERRING = [SecretsMode.REFERENCE, SecretsMode.EXTERNAL_SECRET, SecretsMode.SEALED_SECRET]
BASIS = {"helm": {"values.yaml"}, "kustomize": {"kustomization.yaml", "deployment-patch.yaml"}}


def made(configuration: SecurityConfig, mode: SecretsMode, variant: str = "helm") -> Export:
    return export_for(configuration, "kubernetes", mode, variant=variant)


def names(export: Export) -> set[str]:
    return {artifact.name for artifact in export.artifacts}


def commands(export: Export) -> str:
    return "\n".join(step.command for step in export.steps)


@pytest.mark.parametrize("variant", VARIANTS)
def test_secrets_habit_is_the_reference(variant: str) -> None:
    export = export_for(config(), "kubernetes", None, variant=variant)
    assert names(export) == BASIS[variant]
    assert "kubectl create secret generic oidc-secrets" in commands(export)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(
    ("mode", "file"),
    [
        (SecretsMode.REFERENCE, ""),
        (SecretsMode.SEALED_SECRET, ""),
        (SecretsMode.EXTERNAL_SECRET, "external-secret.yaml"),
        (SecretsMode.PLACEHOLDER, "secret.yaml"),
        (SecretsMode.REAL, "secret.yaml"),
    ],
)
def test_secrets_each_way_has_its_file(variant: str, mode: SecretsMode, file: str) -> None:
    assert names(made(config(), mode, variant)) == BASIS[variant] | ({file} if file else set())


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(SecretsMode.PLACEHOLDER, '"REPLACE_WITH_OIDC_CLIENT_SECRET"'), (SecretsMode.REAL, r'"12\u002434"')],
)
def test_secrets_manifest_has_each_value_in_its_own_quotes(mode: SecretsMode, expected: str) -> None:
    export = made(config(secret="12$34"), mode)
    manifest = yaml.safe_load(text_of(export, "secret.yaml"))
    assert (manifest["kind"], manifest["metadata"]) == ("Secret", {"name": "oidc-secrets"})
    assert manifest["stringData"] == {
        "openmetadata-oidc-client-id": '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"',
        "openmetadata-oidc-client-secret": expected,
    }
    assert "kubectl apply -f secret.yaml" in commands(export)


def test_secrets_kustomize_keeps_in_the_secret_what_is_secret() -> None:
    manifest = yaml.safe_load(text_of(made(config(), SecretsMode.REAL, "kustomize"), "secret.yaml"))
    assert list(manifest["stringData"]) == ["openmetadata-oidc-client-secret"]


def test_secrets_ldap_has_both_passwords_in_one_secret() -> None:
    manifest = yaml.safe_load(text_of(made(ldap("CustomTrustStore"), SecretsMode.REAL), "secret.yaml"))
    assert manifest["metadata"]["name"] == "ldap-admin-secret"
    assert manifest["stringData"] == {
        "openmetadata-ldap-secret": f'"{CANARY}"',
        "openmetadata-ldap-truststore-password": f'"{CANARY}-store"',
    }


@pytest.mark.parametrize("mode", SecretsMode)
def test_secrets_saml_certificates_alone_make_a_manifest_that_holds_no_secret(mode: SecretsMode) -> None:
    export = made(saml(), mode)
    assert names(export) == {"values.yaml", "secret.yaml"}
    assert not export.holds_secrets
    manifest = yaml.safe_load(text_of(export, "secret.yaml"))
    assert manifest["stringData"] == {
        "openmetadata-saml-idp-certificate": f'"{IDP_CERTIFICATE}"',
        "openmetadata-saml-sp-certificate": '""',
    }
    assert "kubectl apply -f secret.yaml" in commands(export)
    assert "read -rs" not in commands(export)
    assert names(made(saml(), mode, "kustomize")) == BASIS["kustomize"]


def test_secrets_reference_asks_for_each_secret_and_shows_certificates_as_they_are() -> None:
    export = made(saml_signed(), SecretsMode.REFERENCE)
    [step] = [step for step in export.steps if "kubectl create" in step.command]
    assert "Asked for and never shown: private key (its base64 on one line, without BEGIN and END)." in step.text
    assert f"--from-literal=openmetadata-saml-sp-certificate='\"{SP_CERTIFICATE}\"'" in step.command
    assert "--from-file=openmetadata-saml-sp-private-key=<(" in step.command
    [step] = [
        step for step in made(ldap("CustomTrustStore"), SecretsMode.REFERENCE).steps if "kubectl create" in step.command
    ]
    assert step.command.count("read -rs") == 2
    assert "password of the bind account, password of the trust store." in step.text


def test_secrets_external_takes_each_from_the_store_by_names_to_replace() -> None:
    export = made(ldap("CustomTrustStore"), SecretsMode.EXTERNAL_SECRET)
    manifest = yaml.safe_load(text_of(export, "external-secret.yaml"))
    assert (manifest["apiVersion"], manifest["kind"]) == ("external-secrets.io/v1", "ExternalSecret")
    spec = manifest["spec"]
    assert spec["target"]["name"] == manifest["metadata"]["name"] == "ldap-admin-secret"
    assert spec["secretStoreRef"] == {"name": "REPLACE_WITH_SECRET_STORE", "kind": "SecretStore"}
    assert [(each["secretKey"], each["remoteRef"]["key"]) for each in spec["data"]] == [
        ("AUTHENTICATION_LOOKUP_ADMIN_PWD", "REPLACE_WITH_KEY_OF_AUTHENTICATION_LOOKUP_ADMIN_PWD"),
        ("AUTHENTICATION_LDAP_KEYSTORE_PASSWORD", "REPLACE_WITH_KEY_OF_AUTHENTICATION_LDAP_KEYSTORE_PASSWORD"),
    ]
    assert spec["target"]["template"]["data"].keys() == {
        "openmetadata-ldap-secret",
        "openmetadata-ldap-truststore-password",
    }
    assert "kubectl wait --for=condition=Ready externalsecret/ldap-admin-secret" in commands(export)


def test_secrets_external_text_with_braces_is_no_template() -> None:
    export = made(awkward("{{ .Values.x }}"), SecretsMode.EXTERNAL_SECRET)
    data = yaml.safe_load(text_of(export, "external-secret.yaml"))["spec"]["target"]["template"]["data"]
    assert "{{" not in data["openmetadata-oidc-client-id"]
    assert yaml.safe_load(data["openmetadata-oidc-client-id"]) == "{{ .Values.x }}"


@pytest.mark.parametrize("variant", VARIANTS)
def test_secrets_sealed_is_made_by_the_cluster_and_then_used(variant: str) -> None:
    export = made(config(), SecretsMode.SEALED_SECRET, variant)
    assert "| kubeseal --format=yaml > sealed-secret.yaml" in commands(export)
    if variant == "helm":
        assert "kubectl apply -f sealed-secret.yaml" in commands(export)
    else:
        assert yaml.safe_load(text_of(export, "kustomization.yaml"))["resources"] == ["sealed-secret.yaml"]
    assert any("sealedsecrets.bitnami.com/managed" in note for note in export.notes)


def test_secrets_of_two_providers_are_two_secrets() -> None:
    """A configuration that was read from a file may speak of a provider that it does not use."""
    both = SecurityConfig(config().server_url, {**config().values, **ldap().values})
    manifests = list(yaml.safe_load_all(text_of(made(both, SecretsMode.REAL), "secret.yaml")))
    assert [each["metadata"]["name"] for each in manifests] == ["oidc-secrets", "ldap-admin-secret"]
    assert "kubeseal --format=yaml >> sealed-secret.yaml" in commands(made(both, SecretsMode.SEALED_SECRET))
    assert commands(made(both, SecretsMode.REFERENCE)).count("kubectl create secret generic") == 2


@pytest.mark.parametrize(
    ("variant", "place", "names"),
    [
        (
            "helm",
            "values.yaml (secretRef and secretKey",
            "openmetadata-oidc-client-id, openmetadata-oidc-client-secret",
        ),
        ("kustomize", "deployment-patch.yaml (name and key", "openmetadata-oidc-client-secret"),
    ],
)
def test_secrets_reference_tells_how_to_use_another_secret(variant: str, place: str, names: str) -> None:
    [note] = [note for note in made(config(), SecretsMode.REFERENCE, variant).notes if "of your own with other" in note]
    assert f"(oidc-secrets with {names})" in note
    assert f"change the names in {place}" in note
    assert "a YAML scalar in double quotes" in note
    assert not any("with other names" in note for note in made(config(), SecretsMode.REAL, variant).notes)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("mode", SecretsMode)
@pytest.mark.parametrize(
    "configuration",
    [config(), ldap("CustomTrustStore"), saml_signed(CANARY), saml_key_store(encrypted=False)],
    ids=["oidc", "ldap", "saml", "key-store"],
)
def test_secrets_stand_in_the_real_manifest_and_nowhere_else(
    configuration: SecurityConfig, mode: SecretsMode, variant: str
) -> None:
    export = made(configuration, mode, variant)
    for artifact in export.artifacts:
        real = mode is SecretsMode.REAL and artifact.name == "secret.yaml"
        assert artifact.holds_secrets == (CANARY in artifact.text) == real
    assert CANARY not in f"{export.steps}{export.notes}"
    for step in export.steps:
        assert step.text.endswith(".")
        subprocess.run(["bash", "-n", "-c", step.command], check=True)
