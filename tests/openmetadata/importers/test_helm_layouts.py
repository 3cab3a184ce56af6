"""Where the chart's values stand in a file, and that all that is read keeps its line."""

import pytest

from sso_providers.openmetadata.importers.helm import documents, layouts
from sso_providers.openmetadata.importers.imported import Unreadable
from sso_providers.openmetadata.subject import Kind

from .helm_reading import CONFIG, SWITCH, block, imported, lines, only, path_of, stated, told

PROVIDER = f"{CONFIG}.authentication.provider"
WHOLE = """
replicaCount: 1
openmetadata:
  config:
    authentication:
      provider: azure
"""
FLUX = """
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
spec:
  chart:
    spec:
      chart: openmetadata
      version: 1.9.17
  values:
    openmetadata:
      config:
        authentication:
          provider: azure
"""
ARGO_OBJECT = """
kind: Application
spec:
  sources:
    - repoURL: https://git.acme.example/values
    - chart: openmetadata
      targetRevision: 1.8.4
      helm:
        valuesObject:
          openmetadata:
            config:
              authentication:
                provider: azure
"""
ARGO_TEXT = """
kind: Application
spec:
  source:
    chart: openmetadata
    targetRevision: 1.8.4
    helm:
      values: |
        # Sign-in
        openmetadata:
          config:
            authentication:
              provider: azure
"""
HELMFILE = """
releases:
  - name: openmetadata
    chart: open-metadata/openmetadata
    version: ~1.7.0
    values:
      - openmetadata:
          config:
            authentication:
              provider: azure
"""
K3S = """
kind: HelmChart
spec:
  chart: openmetadata
  version: 1.10.2
  valuesContent: |-
    openmetadata:
      config:
        authentication:
          provider: azure
"""
CONFIG_MAP = """
kind: ConfigMap
data:
  values.yaml: |
    openmetadata:
      config:
        authentication:
          provider: azure
"""
SUBCHART = """
openmetadata:
  image:
    tag: 1.10.2
  openmetadata:
    config:
      authentication:
        provider: azure
"""
ALIASED = """
common: &sign-in
  provider: azure
openmetadata:
  config:
    authentication:
      <<: *sign-in
"""


@pytest.mark.parametrize(
    ("text", "line", "chart", "release"),
    [
        (WHOLE, 5, "", ""),
        ("openmetadata:\n  config:\n    authentication:\n      provider: azure\n", 4, "", ""),
        ("config:\n  authentication:\n    provider: azure\n", 3, "", ""),
        ("authentication:\n  provider: azure\n", 2, "", ""),
        ("provider: azure\nenabled: true\n", 1, "", ""),
        (FLUX, 12, "1.9.17", "1.9"),
        (ARGO_OBJECT, 12, "1.8.4", "1.8"),
        (ARGO_TEXT, 12, "1.8.4", "1.8"),
        (HELMFILE, 9, "~1.7.0", "1.7"),
        (K3S, 9, "1.10.2", "1.10"),
        (CONFIG_MAP, 7, "", ""),
        (SUBCHART, 7, "", "1.10"),
        (ALIASED, 2, "", ""),
    ],
    ids=[
        *("whole", "openmetadata", "config", "authentication", "keys", "flux", "argo-object", "argo-text", "helmfile"),
        *("k3s", "config-map", "subchart", "aliased"),
    ],
)
def test_read_finds_the_values_wherever_they_stand(text: str, line: int, chart: str, release: str):
    found = imported(text)
    assert stated(found) == {PROVIDER: "azure"}
    assert lines(found) == {"provider": line}
    assert (found.surroundings.chart, found.release, told(found)) == (chart, release, [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("host: ldap\nuserBaseDN: dc=acme\nport: 389\n", "ldapConfiguration.host"),
        ("discoveryUri: https://id\noidcType: azure\n", "oidcConfiguration.discoveryUri"),
        ("sp:\n  acs: https://om/acs\nidp:\n  entityId: https://idp\n", "saml.sp.acs"),
        ("oidcConfiguration:\n  scope: openid\n", "oidcConfiguration.scope"),
    ],
)
def test_read_of_a_block_without_its_head_knows_it_by_its_keys(text: str, name: str):
    assert f"{CONFIG}.authentication.{name}" in stated(imported(text))


def test_read_takes_the_version_of_openmetadatas_chart_alone():
    found = imported(FLUX.replace("chart: openmetadata", "chart: platform"))
    assert (found.surroundings.chart, found.release) == ("", "")


def test_read_prefers_the_images_tag_to_the_charts_version():
    text = FLUX.replace("  values:\n", "  values:\n    image:\n      tag: 1.10.3-rc1\n")
    found = imported(text)
    assert (found.surroundings.chart, found.release) == ("1.9.17", "1.10")
    assert found.surroundings.places["chart"].name == "chart version"
    assert found.surroundings.places["chart"].line == 7


@pytest.mark.parametrize("line", ["", "1.1", "1.5", "2.0"])
def test_read_of_blocks_below_global_says_where_they_belong_and_reads_them(line: str):
    text = "global:\n  authentication:\n    provider: azure\n  authorizer:\n    principalDomain: a.b\n"
    found = imported(text, line=line)
    assert told(found) == [(Kind.MISPLACED, "global.authentication"), (Kind.MISPLACED, "global.authorizer")]
    assert [trouble.line for trouble in found.troubles] == [2, 4]
    assert stated(found) == {PROVIDER: "azure", f"{CONFIG}.authorizer.principalDomain": "a.b"}


@pytest.mark.parametrize("line", ["0.9", "0.12", "0.13", "1.0"])
def test_read_of_blocks_below_global_is_right_for_charts_of_their_time(line: str):
    found = imported("global:\n  authentication:\n    provider: azure\n    publicKey: x\n", line=line)
    assert (told(found), stated(found)) == ([], {PROVIDER: "azure"})


def test_read_of_both_layouts_takes_the_newer():
    text = "global:\n  authentication:\n    provider: google\n    clientId: a\n"
    found = imported(text + "openmetadata:\n  config:\n    authentication:\n      provider: azure\n")
    assert told(found) == [(Kind.MISPLACED, "global.authentication")]
    assert stated(found) == {PROVIDER: "azure", f"{CONFIG}.authentication.clientId": "a"}
    assert lines(found)["provider"] == 8


def test_read_of_another_charts_global_is_no_trouble():
    assert told(imported("global:\n  imageRegistry: x\n  authentication:\n    ldap: true\n" + WHOLE)) == []


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("replicaCount: 2\nauthentication:\n  provider: azure\n", Kind.MISPLACED, "authentication"),
        ("image: {}\nconfig:\n  authentication:\n    provider: azure\n", Kind.MISPLACED, "config"),
        ("openmetadata:\n  authentication:\n    provider: azure\n", Kind.MISPLACED, "openmetadata.authentication"),
        (WHOLE.replace("openmetadata", "openMetadata"), Kind.MISSPELT, "openMetadata"),
    ],
)
def test_read_of_a_whole_file_with_a_level_missing_says_so_and_reads_on(text: str, kind: Kind, name: str):
    found = imported(text)
    assert told(found) == [(kind, name)]
    assert stated(found) == {PROVIDER: "azure"}


def test_read_of_the_old_clients_for_pipelines_names_what_was_not_read():
    here = "global.airflow.openmetadata"
    text = block(here, "authProvider: custom-oidc\ncustomoidc:\n  secretKeyPath: /x")
    assert told(imported(text, line="0.12")) == [(Kind.UNKNOWN, f"{here}.customoidc.secretKeyPath")]
    assert told(imported(text, line="1.3")) == [
        (Kind.OBSOLETE, f"{here}.authProvider"),
        (Kind.OBSOLETE, f"{here}.customoidc"),
    ]


def test_read_of_damaged_yaml_gives_what_can_be_read():
    found = imported(
        """
        openmetadata:
          config:
            authentication:
              provider:"azure"
              clientType: confidential
        \t      authority: https://id
              callbackUrl: https://om/callback
        """
    )
    assert lines(found) == {"provider": 4, "clientType": 5, "authority": 6, "callbackUrl": 7}
    assert [(each.kind, each.line, each.name.rpartition(".")[2]) for each in found.troubles] == [
        (Kind.NOT_YAML, 4, "provider"),
        (Kind.NOT_YAML, 6, "authority"),
    ]


def test_read_of_one_damaged_document_keeps_the_others():
    found = imported("a: b: c\n---\nauthentication:\n  provider: azure\n---\n{\n")
    assert stated(found) == {PROVIDER: "azure"}
    assert lines(found) == {"provider": 4}
    assert {each.kind for each in found.troubles} == {Kind.NOT_YAML}


def test_read_of_windows_line_ends_counts_the_same_lines():
    assert lines(imported(WHOLE.strip("\n").replace("\n", "\r\n"))) == {"provider": 5}


def test_read_of_a_repeated_key_takes_the_last_and_says_so():
    found = imported("authentication:\n  provider: google\n  provider: azure\n")
    assert stated(found) == {PROVIDER: "azure"}
    assert (only(found).kind, only(found).name, only(found).line) == (Kind.DUPLICATE, PROVIDER, 3)


@pytest.mark.parametrize("text", ["", "hello", "- a\n- b\n", "# only a comment\n", "\x00", "[" * 5000])
def test_read_of_what_is_no_values_is_refused(text: str):
    with pytest.raises(Unreadable, match="No Helm values are here"):
        imported(text)


@pytest.mark.parametrize(
    ("text", "path", "steps"),
    [
        (WHOLE, PROVIDER, ("openmetadata", "config", "authentication", "provider")),
        ("authentication:\n  provider: x\n", PROVIDER, ("authentication", "provider")),
        ("authentication:\n  provider: x\n", "extraEnvs", None),
        (FLUX, PROVIDER, ("spec", "values", "openmetadata", "config", "authentication", "provider")),
        (
            ARGO_TEXT,
            PROVIDER,
            ("spec", "source", "helm", "values", "|", "openmetadata", "config", "authentication", "provider"),
        ),
        (HELMFILE, SWITCH, ("releases", 0, "values", 0, *SWITCH.split("."))),
        ("global:\n  authentication:\n    provider: x\n", PROVIDER, ("global", "authentication", "provider")),
    ],
    ids=["whole", "part", "above", "flux", "text", "helmfile", "old"],
)
def test_steps_to_a_path_lead_there_from_the_documents_root(text: str, path: str, steps: tuple[str, ...] | None):
    found = layouts.find(documents.read(text))
    assert found is not None
    assert found.layout.steps_to(path) == steps


def test_block_with_a_slip_in_its_name_is_told_and_read() -> None:
    found = imported(block(f"{CONFIG}.authetication", "provider: okta"))

    assert told(found) == [(Kind.MISSPELT, f"{CONFIG}.authetication")]
    assert found.config.values[path_of("authentication.provider")] == "okta"


def test_extra_envs_below_openmetadata_are_told_at_the_name_that_is_read() -> None:
    text = (
        "openmetadata:\n  config:\n    authentication:\n      provider: okta\n  extraEnvs:\n  - name: A\n    value: b\n"
    )

    assert told(imported(text)) == [(Kind.MISPLACED, "extraEnvs")]


def test_top_of_the_values_that_is_there_twice_is_told() -> None:
    text = block(CONFIG, "clusterName: a") + block(f"{CONFIG}.authentication", "provider: okta")

    assert told(imported(text)) == [(Kind.DUPLICATE, "openmetadata")]


def test_roles_written_as_a_mapping_come_back_as_json() -> None:
    found = imported(
        block(
            f"{CONFIG}.authentication.ldapConfiguration",
            'host: ldap.acme.example\nauthRolesMapping:\n  "cn=a,dc=b": [Admin]\n',
        )
    )

    (trouble,) = found.troubles
    assert trouble.fix == '{"cn=a,dc=b": ["Admin"]}'


def test_list_as_a_variables_value_is_read_as_it_was_meant() -> None:
    found = imported('extraEnvs:\n- name: AUTHENTICATION_PUBLIC_KEYS\n  value: ["https://id.acme.example/keys"]\n')

    assert found.config.values[path_of("authentication.publicKeys")] == ("https://id.acme.example/keys",)


def test_line_that_is_no_yaml_is_told_at_its_key() -> None:
    text = block(f"{CONFIG}.authentication.ldapConfiguration", "host: ldap.acme.example\nport: 389\n")
    broken = text + '        authRolesMapping: "{"cn=a,dc=b": ["Admin"]}"\n'

    assert (Kind.NOT_YAML, f"{CONFIG}.authentication.ldapConfiguration.authRolesMapping") in told(imported(broken))
