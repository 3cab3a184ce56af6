import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import Release, Secret
from sso_providers.openmetadata.importers.collecting import Collector
from sso_providers.openmetadata.importers.compose import ComposeFile, read
from sso_providers.openmetadata.importers.imported import Format, Import, Unreadable
from sso_providers.openmetadata.importers.tree import Tree
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC
from sso_providers.openmetadata.subject import Kind, Place
from sso_providers.openmetadata.yaml_tree import parse_damaged
from tests.openmetadata.deployed import compose

NEW = Release("1.13")
PROVIDER = f"{AUTHENTICATION}.provider"
TYPE = f"{OIDC}.type"


def imported(text: str, beside: dict[str, str] | None = None, release: Release | None = NEW) -> Import:
    return read(text, beside or {}, release)


def told(found: Import) -> list[tuple[Kind, str, int]]:
    return [(trouble.kind, trouble.name, trouble.line) for trouble in found.troubles]


RENDERED = """\
x-base: &base
  SHARED: from the anchor
  OVERRIDDEN: from the anchor
services:
  openmetadata-server:
    image: openmetadata/server:1.9.3
    env_file: ["./own.env"]
    environment:
      <<: *base
      OVERRIDDEN: own
      TEXT: plain text
      QUOTED: "8585"
      WHOLE: 8585
      HEXADECIMAL: 0x1F
      OCTAL: 0123
      FRACTION: 1.10
      ROUND: 2.0
      WORD: yes
      TRUTH: true
      NOTHING:
      EMPTY: ""
      USED: ${FROM_DOTENV:-default}
      DEFAULTED: ${NOWHERE:-{}}
      JSON: '{"a": "${FROM_DOTENV}"}'
      DOLLAR: $$HOME
      FOLDED: >-
        one
        two
"""
DOTENV = "FROM_DOTENV=dotenv value\nNOTHING=inherited\n"
OWN = "FROM_FILE=file\nTEXT=loses\nCHAINED=${FROM_DOTENV}!\n"


def test_environment_of_a_service_is_what_docker_compose_makes_of_it(tmp_path: Path):
    for name, text in (("docker-compose.yml", RENDERED), (".env", DOTENV), ("own.env", OWN)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    rendered = compose("docker compose config --format json", tmp_path, {})
    expected = rendered["services"]["openmetadata-server"]["environment"]
    tree = Tree(parse_damaged(RENDERED, substitutions=False).document.root)
    file = ComposeFile(RENDERED, tree, {".env": DOTENV, "own.env": OWN}, Collector(Format.COMPOSE))
    found = file.from_files() | file.from_environment()
    assert {name: variable.text for name, variable in found.items()} == {
        name: value.replace("$$", "$") for name, value in expected.items()
    }


LIST = """\
services:
  openmetadata-server:
    environment:
      - AUTHENTICATION_PROVIDER=custom-oidc
      - "OIDC_SCOPE=openid email"
      - OIDC_CLIENT_SECRET
      - AUTHENTICATION_PUBLIC_KEYS=["http://keycloak:8082/certs","http://localhost:8585/jwks"]
      - AUTHENTICATION_CLIENT_ID=${KEYCLOAK_CLIENT:-openmetadata}
  keycloak:
    container_name: my_keycloak
    networks:
      inside: {aliases: [sso]}
"""


def test_read_of_a_list_gives_values_with_their_lines():
    found = imported(LIST)
    assert found.config.values == {
        PROVIDER: "custom-oidc",
        f"{AUTHENTICATION}.publicKeyUrls": ("http://keycloak:8082/certs", "http://localhost:8585/jwks"),
        f"{AUTHENTICATION}.clientId": "openmetadata",
        f"{OIDC}.secret": Secret(""),
        f"{OIDC}.scope": "openid email",
    }
    assert found.places[f"{AUTHENTICATION}.clientId"] == Place("AUTHENTICATION_CLIENT_ID", 8)
    assert found.troubles == ()


def test_read_of_services_knows_the_names_that_only_containers_resolve():
    assert imported(LIST).surroundings.hosts == {"openmetadata-server", "keycloak", "my_keycloak", "sso"}


SERVICES = """\
services:
  ingestion:
    image: docker.getcollate.io/openmetadata/ingestion:1.9.3
    environment: {AUTHENTICATION_PROVIDER: google}
  execute-migrate-all:
    image: docker.getcollate.io/openmetadata/server:1.9.3
    command: "./bootstrap/openmetadata-ops.sh migrate"
    environment: {AUTHENTICATION_PROVIDER: basic, OIDC_TYPE: okta}
  my-catalog:
    image: docker.getcollate.io/openmetadata/server:1.9.3
    environment: {AUTHENTICATION_PROVIDER: azure, HTTPS_PROXY: "http://proxy:3128"}
    deploy: {replicas: 2}
    labels: ["traefik.http.services.om.loadbalancer.sticky.cookie=true"]
"""


def test_read_of_several_services_takes_the_server_alone():
    found = imported(SERVICES, release=None)
    assert found.config.values == {PROVIDER: "azure"}
    assert found.release == "1.9"
    assert found.surroundings.variables == {"HTTPS_PROXY": "http://proxy:3128"}
    assert (found.surroundings.replicas, found.surroundings.sticky) == (2, True)
    assert found.surroundings.places["replicas"] == Place("deploy.replicas", 12)


@pytest.mark.parametrize(
    ("image", "release"),
    [
        ("docker.getcollate.io/openmetadata/server:1.10.4", "1.10"),
        ("openmetadata/server:v1.8.0-rc1", "1.8"),
        ("docker.getcollate.io/openmetadata/server:${OM:-1.6.4}", "1.6"),
        ("docker.getcollate.io/openmetadata/server:${FROM_DOTENV}", "1.12"),
        ("docker.getcollate.io/openmetadata/server:latest", ""),
        ("registry:5000/postgres:15.3", ""),
    ],
)
def test_read_of_an_image_tells_its_release_line(image, release):
    text = f"services: {{server: {{image: '{image}', environment: {{OIDC_TYPE: azure}}}}}}"
    assert imported(text, {".env": "FROM_DOTENV=1.12.1\n"}, None).release == release


@pytest.mark.parametrize(
    "text",
    [
        "environment:\n  OIDC_TYPE: azure\n",
        "    environment:\n      - OIDC_TYPE=azure\n",
        "openmetadata-server:\n  environment:\n    OIDC_TYPE: azure\n",
        "x-common: &c\n  OIDC_TYPE: azure\n",
        "      OIDC_TYPE: azure\n",
        "      - OIDC_TYPE=azure\n",
        "services:\n  base:\n    environment: {OIDC_TYPE: azure}\n  openmetadata-server:\n    extends: base\n",
        "services:\n  openmetadata-server:\n    env_file:\n      - path: ./config/om.env\n        required: false\n",
    ],
)
def test_read_of_an_excerpt_finds_the_environment(text):
    assert imported(text, {"om.env": "OIDC_TYPE=azure\n"}).config.values == {TYPE: "azure"}


def test_read_of_an_empty_default_is_an_empty_value_and_not_the_default():
    found = imported("environment:\n  OIDC_MAX_AGE: ${OIDC_MAX_AGE:-}\n")
    assert told(found) == [(Kind.EMPTY, "OIDC_MAX_AGE", 2)]


def test_read_of_a_variable_without_a_value_is_trouble_only_where_env_files_are_known():
    text = "environment:\n  OIDC_TYPE: ${MY_TYPE}\n  OIDC_CLIENT_SECRET: ${MY_SECRET}\n"
    alone = imported(text)
    assert alone.config.values == {TYPE: Secret(""), f"{OIDC}.secret": Secret("")}
    assert told(alone) == []
    beside = imported(text, {".env": "MY_SECRET=pa55\n"})
    assert told(beside) == [(Kind.UNRESOLVED, "OIDC_TYPE", 2)]
    assert beside.config.values[f"{OIDC}.secret"] == Secret("pa55")


def test_read_of_a_required_variable_is_no_trouble():
    assert told(imported("environment:\n  OIDC_TYPE: ${OIDC_TYPE:?set it}\n", {".env": "A=b\n"})) == []


def test_read_of_a_dollar_in_a_password_is_told_without_showing_it():
    found = imported("environment:\n  AUTHENTICATION_LOOKUP_ADMIN_PWD: pa$sword1\n")
    assert told(found) == [(Kind.UNRESOLVED, "AUTHENTICATION_LOOKUP_ADMIN_PWD", 2)]
    assert found.config.values == {f"{LDAP}.dnAdminPassword": Secret("pa$sword1")}
    assert "sword1" not in repr(found)


@pytest.mark.parametrize("value", ["[https://a, https://b]", "\n    - https://a\n    - https://b"])
def test_read_of_a_list_that_is_no_text_is_told_with_the_value(value):
    found = imported(f"environment:\n  AUTHENTICATION_PUBLIC_KEYS: {value}\n")
    assert told(found) == [(Kind.WRONG_TYPE, "AUTHENTICATION_PUBLIC_KEYS", 2)]
    assert found.troubles[0].fix == ("https://a", "https://b")
    assert found.config.values == {f"{AUTHENTICATION}.publicKeyUrls": ("https://a", "https://b")}


@pytest.mark.parametrize("item", ["OIDC_TYPE: azure", "OIDC_TYPE : azure"])
def test_read_of_a_mapping_in_a_list_reads_what_is_meant(item):
    found = imported(f"environment:\n  - OIDC_SCOPE=openid\n  - {item}\n")
    assert found.config.values[TYPE] == "azure"
    assert told(found) == [(Kind.NOT_AN_ENV_LINE, "OIDC_TYPE", 3)]


def test_read_of_a_repeated_name_is_told():
    found = imported("environment:\n  OIDC_TYPE: azure\n  OIDC_SCOPE: openid\n  OIDC_TYPE: okta\n")
    assert told(found) == [(Kind.DUPLICATE, "OIDC_TYPE", 4)]
    assert found.config.values[TYPE] == "okta"


@pytest.mark.parametrize(
    ("line", "setting", "value"),
    [
        ('OIDC_CUSTOM_PARAMS={"a": "b"}', f"{OIDC}.customParams", '{"a": "b"}'),
        ("OIDC_SCOPE='openid' email", f"{OIDC}.scope", None),
    ],
)
def test_read_of_a_line_that_is_no_yaml_tells_it_at_its_name(line, setting, value):
    found = imported(f"services:\n  server:\n    environment:\n      - OIDC_TYPE=azure\n      - {line}\n      - A=b\n")
    assert found.config.values[TYPE] == "azure"
    if value:
        assert found.config.values[setting] == value
        assert told(found) == [(Kind.NOT_YAML, line.partition("=")[0], 5)]


def test_read_of_broken_yaml_gives_what_can_be_read():
    found = imported(
        "services:\n  server:\n    environment:\n      OIDC_TYPE: azure\n\t  OIDC_SCOPE: openid\n      OIDC_TENANT: t\n"
    )
    assert found.config.values[TYPE] == "azure"
    assert found.config.values[f"{OIDC}.tenant"] == "t"
    assert (Kind.NOT_YAML, "OIDC_SCOPE", 5) in told(found)


def test_read_of_aliases_that_multiply_ends():
    levels = "".join(
        f"  a{level}: &a{level}\n    <<: [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 40)
    )
    found = imported(f"x:\n  a0: &a0\n    OIDC_TYPE: azure\n{levels}services:\n  server:\n    environment: *a39\n")
    assert len(found.troubles) < 5


TOKENS = st.sampled_from(
    [
        "services:",
        "server:",
        "environment:",
        "OIDC_TYPE",
        ": ",
        "=",
        "- ",
        "\n",
        "  ",
        "&a",
        "*a",
        "<<: ",
        "${",
        "}",
        '"',
        "'",
        "[",
        "]",
        "{",
        ",",
        "#",
        "\t",
        "x",
        "!!int ",
        "|",
        "env_file: ",
        "image: openmetadata/server:1.9",
        "extends: ",
    ]
)


@given(st.lists(TOKENS, max_size=40).map("".join))
def test_read_of_any_yaml_gives_an_import_or_is_unreadable(text):
    try:
        found = imported(text, {".env": text})
    except Unreadable:
        return
    assert all(1 <= trouble.line <= text.count("\n") + 2 for trouble in found.troubles)


def test_read_as_json_is_yaml_too():
    text = json.dumps({"services": {"server": {"environment": {"OIDC_TYPE": "azure"}}}})
    assert imported(text).config.values == {TYPE: "azure"}


@pytest.mark.parametrize("value", ["${CLIENT_SECRET:-}", '${CLIENT_SECRET:-""}'])
def test_read_of_a_secret_that_the_shell_gives_finds_nothing_missing(value):
    text = f"services:\n  openmetadata-server:\n    environment:\n      OIDC_CLIENT_SECRET: {value}\n"
    found = read(text, {}, None)

    assert found.troubles == ()
    assert found.config.values == {f"{OIDC}.secret": Secret("")}


SERVICE = "services:\n  openmetadata-server:\n    image: openmetadata/server:1.9.3\n    environment:\n"


def test_lines_with_equals_and_without_dashes_are_read_and_told_once() -> None:
    found = imported(f"{SERVICE}      AUTHENTICATION_PROVIDER=google\n      OIDC_TYPE=google\n")

    assert found.config.values == {PROVIDER: "google", TYPE: "google"}
    assert told(found) == [(Kind.NOT_YAML, "(whole file)", 5)]


def test_missing_blank_is_told_at_its_own_line() -> None:
    found = imported(f"{SERVICE}      AUTHENTICATION_PROVIDER:google\n      OIDC_TYPE: google\n")

    assert (Kind.NOT_YAML, "AUTHENTICATION_PROVIDER", 5) in told(found)
    assert found.config.values[PROVIDER] == "google"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("${OIDC_CUSTOM_PARAMS:-{}}", [Kind.BRACES]),
        ('"${OIDC_CUSTOM_PARAMS:-{}}"', []),
        ("${OIDC_CUSTOM_PARAMS:-}", []),
    ],
)
def test_default_with_braces_is_told_unless_it_stands_in_quotes(value: str, expected: list[Kind]) -> None:
    found = imported(f"{SERVICE}      OIDC_CUSTOM_PARAMS: {value}\n")

    assert [each.kind for each in found.troubles] == expected


def test_variables_that_become_too_long_are_told_once() -> None:
    many = "".join(f"      A_{number}: {'$A' * 1000}\n" for number in range(100))
    found = imported(f"{SERVICE}{many}      AUTHENTICATION_PROVIDER: google\n", {".env": f"A={'x' * 100_000}\n"})

    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.UNRESOLVED, "A_0", 5)
    assert "too long" in trouble.message
    assert found.config.values == {PROVIDER: "google"}


def test_variables_that_double_in_a_file_beside_keep_little() -> None:
    doubled = "".join(f"A_{step + 1}=${{A_{step}}}${{A_{step}}}\n" for step in range(40))
    found = imported(f"{SERVICE}      AUTHENTICATION_PROVIDER: $A_3\n", {".env": f"A_0=x\n{doubled}"})

    assert found.config.values == {PROVIDER: "x" * 8}
