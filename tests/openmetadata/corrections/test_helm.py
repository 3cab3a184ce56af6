"""Fixes in Helm values."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Value, get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format, read
from sso_providers.openmetadata.settings import (
    AUTHENTICATION,
    AUTHORIZER,
    LDAP,
    OIDC,
    SETTINGS,
    ChartForm,
    Setting,
    ValueType,
)
from sso_providers.openmetadata.yaml_tree import Uneditable

from .samples import PLAIN, native, new, old, source

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
NAME = f"{AUTHENTICATION}.providerName"
ENABLED = "openmetadata.config.authentication.oidcConfiguration.enabled"
FILE = """\
# Ours
replicaCount: 2  # two
openmetadata:
  config:
    authorizer:
      initialAdmins:
      - jane   # since March
      - 'admin'
      principalDomain: "acme.example"
    authentication:
      provider: "okta"  # not basic
      publicKeys: ["https://a.example"]
      oidcConfiguration:
        clientId:
          secretRef: oidc-secrets
          secretKey: openmetadata-oidc-client-id
        tokenValidity: "0"
        useNonce: true
extraEnvs:
- name: HTTPS_PROXY  # ours
  value: http://proxy.acme.example:3128
- name: CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME
  value: 'Ours'
- name: OIDC_SCOPE
  valueFrom:
    secretKeyRef: {name: x, key: s3cret}
"""
IN_CHART = [setting for setting in PLAIN if setting.helm and not setting.secret_ref and not setting.chart_needs]
WITH_VARIABLE = [setting for setting in PLAIN if setting.env and not setting.helm]


def fix(text: str, changes: dict[str, Fix], replaces: dict[str, int] | None = None) -> str:
    places = read(text.encode(), format=Format.HELM).places
    return corrected(text, changes, format=Format.HELM, places=places, release=RELEASE, replaces=replaces or {})


def value_at(text: str, path: str) -> Any:
    node: Any = yaml.safe_load(text)
    for key in path.split("."):
        node = node[key]
    return node


def of_chart(setting: Setting, value: Value) -> object:
    """What the chart wants to have, which knows nothing of the substitution that follows."""
    if setting.chart is ChartForm.BOOLEAN:
        return value == "true"
    if setting.chart is ChartForm.SOURCE or (setting.chart is ChartForm.STRING and setting.type is ValueType.MAP):
        return source(setting, value)
    if isinstance(value, tuple):
        return [each.replace("${", "$${") for each in value]
    return str(value).replace("${", "$${") if setting.chart is ChartForm.STRING or isinstance(value, str) else value


@pytest.mark.parametrize("setting", IN_CHART, ids=lambda setting: setting.path)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_corrected_every_setting_of_the_chart_says_the_new_value_and_nothing_else_differs(
    setting: Setting, line_break: str
) -> None:
    path = f"openmetadata.config.{setting.helm}"
    *parents, key = path.split(".")
    switch = "enabled" if "oidcConfiguration" in path else "another"
    indent = "  " * len(parents)
    above = (
        "".join(f"{'  ' * depth}{name}:\n" for depth, name in enumerate(parents)) + f"{indent}{switch}: true  # one\n"
    )
    before = yaml.safe_dump(of_chart(setting, old(setting)), default_flow_style=True).strip().removesuffix("\n...")
    line = f"{indent}{key}: {before}  # why\n"
    for value in new(setting):
        text, without = ((above + each + "z: [1]\n").replace("\n", line_break) for each in (line, ""))
        made = fix(text, {setting.path: value})
        assert value_at(made, path) == of_chart(setting, value)
        assert [each for each in made.splitlines() if "# why" not in each] == without.splitlines()
        assert fix(made, {setting.path: value}) == made
        added = fix(without, {setting.path: value})
        assert value_at(added, path) == of_chart(setting, value)
        assert added.count("\n") == added.count(line_break) == text.count("\n")
        assert fix(text, {setting.path: REMOVE}) == without


@pytest.mark.parametrize("setting", WITH_VARIABLE, ids=lambda setting: setting.path)
def test_corrected_every_setting_that_the_chart_lacks_becomes_a_variable(setting: Setting) -> None:
    before = source(setting, old(setting)).replace("'", "''")
    for value in new(setting):
        text = (
            "replicaCount: 1\nextraEnvs:\n  - name: A # first\n    value: b\n"
            f"  - name: {setting.env}\n    value: '{before}'  # why\n"
        )
        made = fix(text, {setting.path: value})
        assert value_at(made, "extraEnvs") == [
            {"name": "A", "value": "b"},
            {"name": setting.env, "value": source(setting, value)},
        ]
        assert made.count("# why") == made.count("# first") == 1
        assert fix(made, {setting.path: value}) == made
        assert fix(text, {setting.path: REMOVE}) == text[: text.index(f"  - name: {setting.env}")]
        for without in ("replicaCount: 1\n", "replicaCount: 1\nextraEnvs: []\n", "replicaCount: 1\nextraEnvs:\n"):
            added = fix(without + "openmetadata: {config: {authorizer: {principalDomain: a}}}\n", {setting.path: value})
            assert value_at(added, "extraEnvs") == [{"name": setting.env, "value": source(setting, value)}]


@pytest.mark.parametrize(
    ("changes", "replaces", "before", "after"),
    [
        ({PROVIDER: "azure"}, {}, '"okta"', '"azure"'),
        (
            {f"{AUTHENTICATION}.publicKeyUrls": ("https://a.example", "b")},
            {},
            '["https://a.example"]',
            '["https://a.example", "b"]',
        ),
        (
            {f"{AUTHORIZER}.adminPrincipals": ("jane", "bob")},
            {f"{AUTHORIZER}.adminPrincipals": 0},
            "      - 'admin'\n",
            '      - "bob"\n',
        ),
        ({f"{OIDC}.tokenValidity": 3600}, {}, '"0"', '"3600"'),
        ({f"{OIDC}.useNonce": "false"}, {}, "useNonce: true", "useNonce: false"),
        ({ENABLED: True}, {}, "        useNonce: true\n", "        useNonce: true\n        enabled: true\n"),
        ({"replicaCount": 1}, {}, "replicaCount: 2", "replicaCount: 1"),
        ({"replicaCount": REMOVE}, {}, "replicaCount: 2  # two\n", ""),
        ({NAME: "Our ID"}, {}, "'Ours'", "'\"Our ID\"'"),
        ({NAME: REMOVE}, {}, "- name: CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME\n  value: 'Ours'\n", ""),
        (
            {"extraEnvs HTTPS_PROXY": REMOVE},
            {},
            "- name: HTTPS_PROXY  # ours\n  value: http://proxy.acme.example:3128\n",
            "",
        ),
        ({"extraEnvs JAVA_OPTS": "-Da=b"}, {}, "key: s3cret}\n", 'key: s3cret}\n- name: JAVA_OPTS\n  value: "-Da=b"\n'),
        (
            {f"{AUTHORIZER}.principalDomain": "b.example"},
            {f"{AUTHORIZER}.principalDomain": 9},
            '"acme.example"',
            '"b.example"',
        ),
    ],
)
def test_corrected_value_is_written_in_the_manner_of_the_file(
    changes: dict[str, Fix], replaces: dict[str, int], before: str, after: str
) -> None:
    assert before in FILE
    assert fix(FILE, changes, replaces) == FILE.replace(before, after)


def test_corrected_wrong_name_goes_and_the_right_one_comes() -> None:
    text = (
        "openmetadata:\n  config:\n    authentication:\n      discoveryUri: https://a.example\n      provider: okta\n"
    )
    path = f"{OIDC}.discoveryUri"
    assert fix(text, {path: "https://a.example"}, {path: 4}) == (
        "openmetadata:\n  config:\n    authentication:\n      provider: okta\n"
        "      oidcConfiguration:\n        enabled: true\n        discoveryUri: https://a.example\n"
    )


def test_corrected_excerpt_keeps_its_layout() -> None:
    text = "authentication:\n  provider: google\n"
    made = fix(text, {PROVIDER: "okta", f"{AUTHENTICATION}.clientType": "confidential"})
    assert made == "authentication:\n  provider: okta\n  clientType: confidential\n"
    with pytest.raises(Uneditable, match="begins at openmetadata.config"):
        fix(text, {NAME: "Ours"})


def test_corrected_old_layout_and_parent_chart_keep_theirs() -> None:
    for head in ("global:\n  ", "openmetadata-chart:\n  openmetadata:\n    config:\n      "):
        depth = " " * (len(head) - len(head.rstrip(" ")))
        text = f"{head}authentication:\n{depth}  provider: google\n"
        made = fix(text, {PROVIDER: "okta", f"{AUTHENTICATION}.clientType": "public"})
        assert made == text.replace("google", "okta") + f"{depth}  clientType: public\n"


def test_corrected_one_document_of_several_is_changed_alone() -> None:
    values = "authentication:\n  provider: google\n"
    text = f"kind: Secret\nmetadata: {{name: x}}\n---\n{values}---\n# last\nkind: Secret\n"
    assert fix(text, {PROVIDER: "okta"}) == text.replace("google", "okta")


def test_corrected_value_that_the_chart_does_not_render_becomes_a_variable() -> None:
    path = f"{LDAP}.truststoreConfigType"
    text = FILE.replace(
        "      oidcConfiguration:",
        "      ldapConfiguration:\n        truststoreConfigType: TrustAll\n      oidcConfiguration:",
    )
    made = fix(text, {path: "HostName"})
    assert "ldapConfiguration" not in made
    assert value_at(made, "extraEnvs")[-1] == {"name": SETTINGS[path].env, "value": "HostName"}


def test_corrected_value_of_a_secret_becomes_a_reference() -> None:
    made = fix("authentication:\n  provider: okta\n", {f"{OIDC}.id": "4711"})
    assert "4711" not in made
    assert yaml.safe_load(made)["authentication"]["oidcConfiguration"] == {
        "enabled": True,
        "clientId": {"secretRef": "oidc-secrets", "secretKey": "openmetadata-oidc-client-id"},
    }


@pytest.mark.parametrize(
    ("text", "changes", "replaces", "message"),
    [
        (FILE, {f"{OIDC}.secret": "other"}, {}, "clientSecret: It holds a secret"),
        (FILE, {f"{OIDC}.id": "4711"}, {}, "clientId: Its value is in a Secret"),
        (
            FILE.replace("clientId:", "clientId: s3cret\n        unused:"),
            {f"{OIDC}.id": "1"},
            {},
            "put it into the key",
        ),
        (FILE, {f"{OIDC}.scope": "openid"}, {}, "Line 24, .*comes from elsewhere"),
        (FILE, {"chart version": ">=1.9"}, {}, "chart version: The file has no place"),
        (FILE, {"extraEnvs NO_SUCH": REMOVE}, {}, "extraEnvs NO_SUCH: It is not in extraEnvs"),
        (FILE, {f"{AUTHENTICATION}.jwtTeamClaimMapping": "team"}, {}, "no variable for it"),
        (FILE.replace('"okta"', "&x s3cret"), {PROVIDER: "azure"}, {}, "Line 11, .*provider: An anchor"),
        ("a: |\n  authentication:\n    provider: google\n", {PROVIDER: "okta"}, {}, "stand in a text"),
        ("a: 's3cret\n", {PROVIDER: "okta"}, {}, "Line 1: A quote"),
    ],
)
def test_corrected_what_is_not_certain_is_refused(
    text: str, changes: dict[str, Fix], replaces: dict[str, int], message: str
) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        if "A quote" in message:
            corrected(text, changes, format=Format.HELM, places={}, release=RELEASE)
        else:
            fix(text, changes, replaces)
    assert "s3cret" not in str(error.value)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OLD = st.sampled_from(["x", "'x'", '"x"', "", "~", "|-\n          x", ">\n          x\n"])


@settings(deadline=None, max_examples=200)
@given(TEXT, OLD, st.sampled_from(["\n", "\r\n"]))
def test_corrected_any_text_arrives(value: str, before: str, line_break: str) -> None:
    text = FILE.replace('provider: "okta"  # not basic', f"provider: {before}\n      # below").replace("\n", line_break)
    made = fix(text, {PROVIDER: value, NAME: value})
    assert value_at(made, "openmetadata.config.authentication.provider") == value.replace("${", "$${")
    source = value_at(made, "extraEnvs")[1]["value"]
    assert yaml.safe_load(f"value: {source}") == {"value": native(SETTINGS[NAME], value)}
    assert "$" not in source
    assert fix(made, {PROVIDER: value, NAME: value}) == made
    assert f"{line_break}      # below{line_break}" in made
