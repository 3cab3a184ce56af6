from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
import pytest
import yaml

from sso_providers.catalogue import Flow, Release, Secret
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, SETTINGS, settings_for
from tests.openmetadata.cases import COMBINATIONS, LINES, config, export_for
from tests.openmetadata.deployed import chart_values, text_of
from tests.openmetadata.exporters.hand_made import (
    CASES,
    GROUPS,
    OWN_KEYS,
    ldap,
    saml,
    saml_key_store,
    saml_signed,
    with_values,
)
from tests.openmetadata.facts import chart

NEWEST = LINES[-1]
EVERY: dict[str, SecurityConfig] = {f"{kind} {flow}": config(kind, flow) for kind, flow in COMBINATIONS} | CASES


def helm(configuration: SecurityConfig, line: str = "1.9", mode: SecretsMode = SecretsMode.REAL) -> Export:
    return export_for(configuration, "kubernetes", mode, variant="helm", release=release(line))


def release(line: str) -> Release:
    return next(each for each in LINES if each.line == line)


def values(export: Export) -> dict[str, Any]:
    return yaml.safe_load(text_of(export, "values.yaml"))


def authentication(export: Export) -> dict[str, Any]:
    return values(export)["openmetadata"]["config"]["authentication"]


def extra(export: Export) -> dict[str, Any]:
    return {entry["name"]: entry.get("value", entry.get("valueFrom")) for entry in values(export).get("extraEnvs", [])}


def commands(export: Export) -> str:
    return "\n".join(step.command for step in export.steps)


def test_helm_code_flow_switches_the_oidc_block_on() -> None:
    oidc = authentication(helm(config()))["oidcConfiguration"]
    assert oidc["enabled"] is True
    assert oidc["clientId"] == {"secretRef": "oidc-secrets", "secretKey": "openmetadata-oidc-client-id"}
    assert (oidc["tokenValidity"], oidc["useNonce"], oidc["customParams"]) == ("3600", True, "{}")


@pytest.mark.parametrize("configuration", [config(flow=Flow.IMPLICIT), saml_signed(), ldap()])
def test_helm_other_providers_leave_the_oidc_block_alone(configuration: SecurityConfig) -> None:
    assert "oidcConfiguration" not in authentication(helm(configuration))


def test_helm_implicit_flow_has_no_secret_in_any_mode() -> None:
    for mode in SecretsMode:
        made = helm(config(flow=Flow.IMPLICIT), mode=mode)
        assert [artifact.name for artifact in made.artifacts] == ["values.yaml"]


def test_helm_what_the_chart_lacks_goes_to_extra_envs_with_a_warning() -> None:
    made = helm(config("custom-oidc", Flow.IMPLICIT, signing_algorithm="RS384"))
    assert extra(made) == {
        "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME": '"Any OpenID Connect provider"',
        "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM": "RS384",
    }
    assert "Helm replaces lists" in text_of(made, "values.yaml")
    assert any("Helm replaces lists" in note for note in made.notes)


def test_helm_ldap_takes_each_setting_as_the_chart_wants_it() -> None:
    block = authentication(helm(ldap("CustomTrustStore", more=GROUPS)))["ldapConfiguration"]
    assert (block["host"], block["port"], block["sslEnabled"]) == ("ldap.acme.example", 636, True)
    assert block["dnAdminPassword"] == {"secretRef": "ldap-admin-secret", "secretKey": "openmetadata-ldap-secret"}
    assert block["authReassignRoles"] == ["DataSteward"]
    assert block["authRolesMapping"] == '{"cn=admins,ou=groups,dc=acme,dc=example": ["Admin", "$${X} it\'s"]}'
    assert block["trustStoreConfig"]["customTrustManagerConfig"]["verifyHostname"] is False


@pytest.mark.parametrize(
    ("host", "written"), [("10.0.0.1", '"10.0.0.1"'), ("yes", '"yes"'), ("a$b", '"a\\u0024b"'), ("fe80::1", "fe80::1")]
)
def test_helm_ldap_host_is_yaml_itself_because_the_chart_does_not_quote_it(host: str, written: str) -> None:
    block = authentication(helm(ldap(more={"host": host})))["ldapConfiguration"]
    assert block["host"] == written


def test_helm_value_that_the_chart_refuses_goes_to_extra_envs_and_says_why() -> None:
    made = helm(ldap("HostName"))
    assert "truststoreConfigType" not in authentication(made)["ldapConfiguration"]
    assert extra(made) | {"CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME": ""} == {
        "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME": "",
        "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE": "HostName",
        "AUTHENTICATION_LDAP_ALLOW_WILDCARDS": "true",
        "AUTHENTICATION_LDAP_ALLOWED_HOSTNAMES": '[ldap.acme.example,"*.acme.example"]',
    }
    assert "# The chart does not render with HostName." in text_of(made, "values.yaml")
    assert "these win over what it sets itself" in text_of(made, "values.yaml")


def test_helm_key_store_for_signing_alone_goes_to_extra_envs_from_the_secret() -> None:
    made = helm(saml_key_store(encrypted=False))
    assert (
        not {"keyStoreFilePath", "keyStoreAlias", "keyStorePassword"} & authentication(made)["saml"]["security"].keys()
    )
    assert extra(made)["SAML_KEYSTORE_FILE_PATH"] == '"/etc/openmetadata/saml.jks"'
    assert extra(made)["SAML_KEYSTORE_PASSWORD"] == {
        "secretKeyRef": {"name": "saml-secrets", "key": "openmetadata-saml-keystore-password"}
    }
    assert "only where wantAssertionEncrypted is true" in text_of(made, "values.yaml")


def test_helm_key_store_for_encryption_goes_the_way_of_the_chart() -> None:
    made = helm(saml_key_store(encrypted=True))
    security = authentication(made)["saml"]["security"]
    assert security["keyStoreAlias"] == {"secretRef": "saml-secrets", "secretKey": "openmetadata-saml-keystore-alias"}
    assert not any(name.startswith("SAML_") for name in extra(made))


def test_helm_secret_without_a_key_in_the_table_is_an_error_of_the_table() -> None:
    odd = with_values(ldap(), {f"{LDAP}.userBaseDN": Secret("x")})
    with pytest.raises(TypeError, match="userBaseDN holds a secret"):
        helm(odd)


def test_helm_setting_without_a_variable_is_left_out_with_the_remedy() -> None:
    config_of_team = with_values(saml(), {f"{AUTHENTICATION}.jwtTeamClaimMapping": "department"})
    made = helm(config_of_team, "1.13")
    [note] = [note for note in made.notes if "jwtTeamClaimMapping is left out: OpenMetadata has no variable" in note]
    assert "target api" in note
    assert "department" not in text_of(made, "values.yaml")
    odd = with_values(ldap(), {f"{LDAP}.isFullDn": True})
    [note] = [note for note in helm(odd, "1.9").notes if "isFullDn" in note]
    assert "target api" not in note and "conf/openmetadata.yaml of your own" in note


def test_helm_files_that_must_be_mounted_are_named() -> None:
    notes = "\n".join(helm(with_values(ldap("CustomTrustStore"), OWN_KEYS)).notes)
    for path in ("keys/public_key.der", "keys/private_key.der", "truststore.jks"):
        assert f"must find /etc/openmetadata/{path} inside its container" in notes
    assert "extraVolumes" in notes
    assert "must find" not in "\n".join(helm(ldap()).notes)


def test_helm_upgrade_stays_on_the_line_and_keeps_other_values() -> None:
    shown = commands(helm(config()))
    assert "--version '~1.9.0' -f current-values.yaml -f values.yaml" in shown
    assert "--reuse-values" not in shown
    assert shown.index("helm upgrade") < shown.index("rollout restart") < shown.index("curl")


def test_helm_line_without_a_chart_says_whose_values_these_are_and_installs_no_older_server() -> None:
    made = helm(config(), "2.0")
    assert any(note.startswith("No chart of 2.0 was published") and "1.13 chart" in note for note in made.notes)
    assert "--version '~2.0.0'" in commands(made)
    assert not any("No chart" in note for note in helm(config(), "1.13").notes)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_helm_values_of_every_case_are_valid_for_the_chart(line: Release) -> None:
    validator = jsonschema.Draft7Validator(yaml.safe_load(chart(line, "values.schema.json")))
    for name, configuration in EVERY.items():
        made = export_for(configuration, "kubernetes", variant="helm", release=line)
        assert not list(validator.iter_errors(values(made))), name


def leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and "secretRef" not in value:
            yield from leaves(value, f"{path}.")
        else:
            yield path, value


# The block of the chart that a provider reads, and what it does not read of it.
BLOCKS = {
    "saml": ("authentication.saml.", ("idp.authorityUrl", "keyStore")),
    "ldap": ("authentication.ldapConfiguration.", ("trustStoreConfig.",)),
}


@pytest.mark.parametrize("line", LINES, ids=str)
@pytest.mark.parametrize("case", EVERY)
def test_helm_no_default_of_the_chart_differs_from_openmetadatas(case: str, line: Release) -> None:
    """The chart has defaults of its own, such as LDAP's email: what is read is set, or the same."""
    configuration = EVERY[case]
    made = export_for(configuration, "kubernetes", variant="helm", release=line)
    ours = {path for path, _ in leaves(values(made)["openmetadata"]["config"])}
    variables = extra(made)
    known = {setting.helm: setting for setting in settings_for(line) if setting.helm}
    provider = configuration.values[f"{AUTHENTICATION}.provider"]
    confidential = configuration.values[f"{AUTHENTICATION}.clientType"] == "confidential"
    for path, value in leaves(chart_values(line)["openmetadata"]["config"]):
        if path in ours or path not in known or known[path].env in variables:
            continue
        if ".oidcConfiguration." in path and not confidential:
            continue
        if any(
            path.startswith(block) and (provider != name or any(each in path for each in unread))
            for name, (block, unread) in BLOCKS.items()
        ):
            continue
        default = known[path].default
        if isinstance(value, Mapping):
            assert value == {"secretRef": "", "secretKey": ""}, path
        else:
            assert str(value) == str(
                "" if default is None else list(default) if isinstance(default, tuple) else default
            ), path


def test_helm_settings_of_the_chart_are_all_in_the_table() -> None:
    """A path that the table does not know would escape the test above."""
    known = {setting.helm for setting in SETTINGS.values()}
    config_of_chart = chart_values(NEWEST)["openmetadata"]["config"]
    for block in ("authorizer", "authentication", "jwtTokenConfiguration"):
        paths = {f"{block}.{path}" for path, _ in leaves(config_of_chart[block])}
        unknown = {path for path in paths - known if not path.endswith(".enabled") and "hostNameConfig" not in path}
        assert unknown == set()
