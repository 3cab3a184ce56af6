import json
import re

import pytest
import yaml

from sso_providers.catalogue import Release, Secret
from sso_providers.openmetadata.settings import (
    JWT,
    LDAP,
    SAML,
    SETTINGS,
    TRUST_STORE,
    ChartForm,
    Setting,
    ValueType,
    settings_for,
)

from .cases import LINES
from .consumer import convert
from .facts import chart, chart_line, conf, fact, passed_variables, rows

TYPES = {
    "enum": ValueType.TEXT,
    "string": ValueType.TEXT,
    "URL": ValueType.TEXT,
    "path": ValueType.TEXT,
    "boolean": ValueType.BOOLEAN,
    "integer": ValueType.INTEGER,
    "list": ValueType.LIST,
    "map": ValueType.MAP,
}
# Certificates are public, and an alias is a name: OpenMetadata's forms mask them, the chart keeps them in a Secret.
MASKED_ONLY = {
    f"{SAML}.idp.idpX509Certificate",
    f"{SAML}.sp.spX509Certificate",
    f"{SAML}.security.keyStoreAlias",
}
# The chart has these paths, and its template fails with them.
NEVER_RENDERED = {
    f"{TRUST_STORE}.hostNameConfig.allowWildCards",
    f"{TRUST_STORE}.hostNameConfig.acceptableHostNames",
}


def settings_of(release: Release) -> str:
    """The line's file without comments: some speak of variables of other patches."""
    return re.sub(r"(?m)^\s*#.*\n", "", conf(release))


def sign_in_rows() -> list[dict[str, str]]:
    blocks = ("authorizerConfiguration.", "authenticationConfiguration.", f"{JWT}.")
    return [row for row in rows() if row["yaml_path"].startswith(blocks)]


def as_row(setting: Setting) -> tuple[object, ...]:
    helm = f"openmetadata.config.{setting.helm}" if setting.helm else "(none)"
    reference = "yes" if setting.secret_ref else ("no" if setting.helm else "n/a")
    last = str(setting.until or "2.0")
    return (setting.env, helm, reference, setting.type, setting.default, setting.secret, str(setting.since), last)


def expected_row(row: dict[str, str]) -> tuple[object, ...]:
    path = row["yaml_path"]
    kind = TYPES[row["type"].split()[0]]
    no_variable = row["env_var"].startswith("(none")
    default = None if no_variable else convert(yaml.safe_load(row["default_in_openmetadata_yaml"]), kind)
    return (
        None if no_variable else row["env_var"],
        "(none)" if path in NEVER_RENDERED else row["helm_value_path"],
        "n/a" if path in NEVER_RENDERED else row["helm_is_secret_ref"],
        kind,
        default,
        row["secret"] == "yes" and path not in MASKED_ONLY,
        row["first_line"],
        row["last_line"],
    )


def test_settings_every_row_equals_the_facts() -> None:
    expected = {row["yaml_path"]: expected_row(row) for row in sign_in_rows()}
    assert {path: as_row(setting) for path, setting in SETTINGS.items()} == expected


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_compose_says_what_the_quickstart_file_passes(release: Release) -> None:
    known = {setting.env: setting.passed_by_compose(release) for setting in settings_for(release) if setting.env}
    passed = passed_variables(release)
    assert known == {name: name in passed for name in known}


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_variables_are_those_of_the_lines_own_file(release: Release) -> None:
    read = set(re.findall(r"\$\{([A-Z0-9_]+)", settings_of(release)))
    known = {setting.env for setting in settings_for(release) if setting.env}
    # 1.11's file is that of 1.11.5 and later, where this one is gone.
    assert known - read == ({"SAML_AUTHORITY_URL"} if release == Release("1.11") else set())
    assert read == known & read


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_order_is_the_files(release: Release) -> None:
    text = settings_of(release)
    places = [text.find(f"${{{setting.env}:-") for setting in settings_for(release) if setting.env]
    first = [place for place in dict.fromkeys(places) if place >= 0]
    assert first == sorted(first)


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_defaults_are_those_of_the_lines_own_file(release: Release) -> None:
    text = settings_of(release)
    document = yaml.safe_load(re.sub(r"\$\{[A-Z0-9_]+:-(.*?)\}(?=[ \t]*(#.*)?$)", r"\1", text, flags=re.M))
    for setting in settings_for(release):
        node = document
        for key in setting.path.split("."):
            node = node.get(key) if isinstance(node, dict) else None
        if setting.env and f"${{{setting.env}:-" in text:
            assert convert(node, setting.type) == setting.default, setting.path


@pytest.mark.parametrize("release", [each for each in LINES if each.chart], ids=str)
def test_settings_secret_references_are_the_charts_own(release: Release) -> None:
    values = yaml.safe_load(chart(release, "values.yaml"))["openmetadata"]["config"]
    for setting in settings_for(release):
        assert (setting.chart is ChartForm.SECRET_REF) == (setting.secret_ref is not None)
        if setting.secret_ref and setting.helm:
            node = values
            for key in setting.helm.split("."):
                node = node[key]
            assert node in (
                {"secretRef": setting.secret_ref.name, "secretKey": setting.secret_ref.key},
                {"secretRef": "", "secretKey": ""},
            )


def test_settings_charts_are_those_of_the_facts() -> None:
    for release in LINES:
        version = yaml.safe_load(chart(release, "Chart.yaml"))["version"]
        assert (release.chart or LINES[-2].chart) == version
        assert chart_line(release) == (release if release.chart else LINES[-2])


def test_settings_share_a_variable_only_between_trust_stores() -> None:
    paths: dict[str | None, list[str]] = {}
    for setting in SETTINGS.values():
        paths.setdefault(setting.env, []).append(setting.path)
    paths.pop(None)
    shared = [path for several in paths.values() if len(several) > 1 for path in several]
    assert shared
    assert all(path.startswith(f"{LDAP}.trustStoreConfig.") for path in shared)


def test_settings_for_a_line_leaves_out_later_ones() -> None:
    paths = {setting.path for setting in settings_for(Release("1.9"))}
    later = {path.rpartition(".")[2] for path in SETTINGS if path not in paths and not SETTINGS[path].never}
    assert later == {
        "defaultOAuthRole",
        "additionalTrustedRedirectUris",
        "jwtTeamClaimMapping",
        "enableAutoRedirect",
        "forceSecureSessionCookie",
        "sessionExpiry",
        "maxActiveSessionsPerUser",
        "samlDisplayNameAttributes",
        "recursiveGroupMembership",
    }


def test_settings_for_a_line_leaves_out_those_that_ended() -> None:
    authority = SETTINGS[f"{SAML}.idp.authorityUrl"]
    assert authority.exists_in(Release("1.11"))
    assert not authority.exists_in(Release("1.12"))


def test_settings_the_server_refuses_exist_in_no_line() -> None:
    refused = {path for path, setting in SETTINGS.items() if setting.never}
    assert refused == {"authorizerConfiguration.botPrincipals", "authorizerConfiguration.testPrincipals"}
    assert not any(SETTINGS[path].exists_in(release) for path in refused for release in LINES)


def test_settings_former_names_are_read_by_nobody() -> None:
    former = [name for setting in SETTINGS.values() for name in setting.former]
    variables = {setting.env for setting in SETTINGS.values()}
    keys = {key for setting in SETTINGS.values() for key in f"{setting.path}.{setting.helm}".split(".")}
    assert former
    assert len(set(former)) == len(former)
    assert set(former).isdisjoint(variables | keys)


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_former_names_are_in_no_lines_file_and_chart(release: Release) -> None:
    texts = settings_of(release) + chart(release, "values.yaml") + chart(release, "values.schema.json")
    words = set(re.findall(r"\w+", texts))
    assert [name for setting in SETTINGS.values() for name in setting.former if name in words] == []


@pytest.mark.parametrize("release", LINES, ids=str)
def test_settings_later_choices_are_those_that_the_lines_schema_lacks(release: Release) -> None:
    schema = json.loads(fact(f"schemas/{release}/authenticationConfiguration.json"))
    known = schema["$defs"]["TokenValidationAlgorithm"]["enum"]
    algorithm = SETTINGS["authenticationConfiguration.tokenValidationAlgorithm"]
    assert [choice for choice in algorithm.choices if algorithm.takes(choice, release)] == known


def test_settings_without_later_choices_take_every_value_in_every_line() -> None:
    secret = SETTINGS["authenticationConfiguration.oidcConfiguration.secret"]
    assert secret.takes(Secret("x"), LINES[0])
    assert SETTINGS["authorizerConfiguration.adminPrincipals"].takes(("admin",), LINES[0])
