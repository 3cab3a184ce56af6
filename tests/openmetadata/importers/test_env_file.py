import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import Release, Secret
from sso_providers.openmetadata.importers.env_file import read
from sso_providers.openmetadata.importers.env_reading import Reader, environment_of
from sso_providers.openmetadata.importers.imported import WHOLE_FILE, Import
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML
from sso_providers.openmetadata.subject import Kind
from tests.openmetadata.deployed import compose, docker_run_environment

NEW = Release("1.13")
SCOPE = f"{OIDC}.scope"
MAPPING = '{"cn=admins,dc=acme,dc=example":["Admin"]}'
FOR_RUN = "# For docker run --env-file.\n"
FOR_COMPOSE = "# For docker compose --env-file.\n"
# Each line, for both of Docker's readers.
LINES = {
    "PLAIN": "a b",
    "COMMENT": "value # comment",
    "NO_COMMENT": "value#no",
    "SINGLE": "'a # $b \\n \\' c' # comment",
    "DOUBLE": '"a # \\n \\" \\\\ \\$x $$y"',
    "ESCAPES": '"\\t\\v\\0101\\x41\\u0041\\c\\018"',
    "EMPTY": "",
    "QUOTES_ONLY": '""',
    "TRAILING": "a  ",
    "USES": "${PLAIN}-$EMPTY-${NOWHERE:-d}-${NO:-{}}",
    "NESTED": '"${NOWHERE:-${PLAIN:+${COMMENT}}}"',
    "JSON": '{"a": "b"}',
    "LIST": '["a", "b"]',
    "LINES": "'first\nsecond'",
}
TEXT = "".join(f"{name}={value}\n" for name, value in LINES.items())


def imported(text: str, beside: dict[str, str] | None = None, release: Release | None = NEW) -> Import:
    return read(text, beside or {}, release)


def told(found: Import) -> list[tuple[Kind, str, int]]:
    return [(trouble.kind, trouble.name, trouble.line) for trouble in found.troubles]


def test_environment_of_a_file_is_what_docker_compose_makes_of_it(tmp_path: Path):
    text = TEXT + "export EXPORTED=x\nSPACED = y\nCOLON: z\n"
    (tmp_path / "some.env").write_text(text, encoding="utf-8")
    service = {"image": "openmetadata", "env_file": ["some.env"]}
    (tmp_path / "docker-compose.yml").write_text(json.dumps({"services": {"server": service}}), encoding="utf-8")
    rendered = compose("docker compose config --format json", tmp_path, {})
    expected = {name: value.replace("$$", "$") for name, value in rendered["services"]["server"]["environment"].items()}
    found = environment_of(text, Reader.COMPOSE, {})
    assert {name: variable.text for name, variable in found.variables.items()} == expected


def test_environment_of_a_file_for_docker_run_is_what_that_makes_of_it():
    text = TEXT.replace("'first\nsecond'", "one line")
    found = environment_of(text, Reader.RUN, {})
    assert {name: variable.text for name, variable in found.variables.items()} == docker_run_environment(text, {})


def test_read_of_settings_gives_values_with_their_lines():
    found = imported("# Mine\n\nAUTHENTICATION_PROVIDER=azure\r\nOIDC_SCOPE='openid email'\n")
    assert found.config.values == {f"{AUTHENTICATION}.provider": "azure", SCOPE: "openid email"}
    assert [place.line for place in found.places.values()] == [3, 4]
    assert found.troubles == ()


@pytest.mark.parametrize("value", ["openid email", '"openid email"', "'openid email'", "  openid email  "])
def test_read_of_a_right_value_however_quoted_is_no_trouble(value):
    found = imported(f"OIDC_SCOPE={value}\n")
    assert found.config.values == {SCOPE: "openid email"}
    assert found.troubles == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_read_with_any_line_end_counts_lines(end):
    found = imported(end.join(["# a", "OIDC_TYPE=azure", "", "OIDC_SCOPE='x", "y'", "OIDC_TENANT=t"]))
    assert {place.name: place.line for place in found.places.values()} == {
        "OIDC_TYPE": 2,
        "OIDC_SCOPE": 4,
        "OIDC_TENANT": 6,
    }


def test_read_of_json_in_double_quotes_over_lines_gives_it_in_single_quotes():
    pretty = json.dumps(json.loads(MAPPING), indent=2)
    found = imported(f'AUTHENTICATION_PROVIDER=ldap\nAUTH_ROLES_MAPPING="{pretty}"\nAUTHENTICATION_LDAP_PORT=636\n')
    assert told(found) == [(Kind.VALUE_NOT_YAML, "AUTH_ROLES_MAPPING", 2)]
    assert found.troubles[0].fix == MAPPING
    assert found.troubles[0].setting == f"{LDAP}.authRolesMapping"
    assert found.config.values[f"{LDAP}.authRolesMapping"] == MAPPING
    assert found.config.values[f"{LDAP}.port"] == 636


@pytest.mark.parametrize(
    "line",
    [
        f"AUTH_ROLES_MAPPING='{MAPPING}'",
        f"AUTH_ROLES_MAPPING='{json.dumps(MAPPING)}'",
        f"AUTH_ROLES_MAPPING={json.dumps(MAPPING)}",
    ],
)
def test_read_of_what_one_of_the_readers_gets_right_is_no_trouble(line):
    found = imported(line)
    assert found.config.values == {f"{LDAP}.authRolesMapping": MAPPING}
    assert found.troubles == ()


def test_read_of_json_without_quotes_is_told_with_the_text_that_is_meant():
    found = imported(f"AUTH_ROLES_MAPPING={MAPPING}")
    assert [trouble.kind for trouble in found.troubles] == [Kind.WRONG_TYPE]
    assert json.loads(str(found.troubles[0].fix)) == json.loads(MAPPING)


@pytest.mark.parametrize(
    "value", ['"openid', "'openid", '"openid" email', "\"openid'", '"openid"email"', '"a\nOIDC_TYPE="b"']
)
def test_read_of_quotes_that_do_not_match_tells_it_and_goes_on(value):
    found = imported(f"OIDC_SCOPE={value}\nOIDC_TENANT=t\n")
    assert told(found)[0] == (Kind.UNBALANCED_QUOTE, "OIDC_SCOPE", 1)
    assert found.config.values[f"{OIDC}.tenant"] == "t"
    assert SCOPE in found.config.values


def test_read_of_unbalanced_quotes_shows_no_value():
    found = imported('OIDC_CLIENT_SECRET="pa55\nAUTHENTICATION_LOOKUP_ADMIN_PWD="pa55" word\n')
    assert [trouble.kind for trouble in found.troubles] == [Kind.UNBALANCED_QUOTE] * 2
    assert "pa55" not in repr(found)


def test_read_of_a_comment_behind_a_value_tells_it_where_the_reader_is_not_known():
    line = "AUTHENTICATION_ENABLE_SELF_SIGNUP=false #Disabling SIGNUP\n"
    found = imported(line)
    assert found.config.values == {f"{AUTHENTICATION}.enableSelfSignup": False}
    assert told(found) == [(Kind.COMMENT_IN_VALUE, "AUTHENTICATION_ENABLE_SELF_SIGNUP", 1)]
    assert told(imported(FOR_COMPOSE + line)) == []
    assert told(imported("MY_OWN=x # y\n")) == []


YAML = """\
AUTHORIZER_ADMIN_PRINCIPALS: [ admin ]  # Your name
AUTHENTICATION_PROVIDER: custom-oidc
AUTHENTICATION_PUBLIC_KEYS:
  - "http://localhost:8080/certs"
  - http://localhost:8585/api/v1/system/config/jwks
AUTHENTICATION_AUTHORITY: "http://localhost:8080"
AUTHENTICATION_CLIENT_ID: Client ID
"""


def test_read_of_a_file_in_yaml_is_told_once_and_read_all_the_same():
    found = imported(YAML)
    assert told(found) == [(Kind.NOT_AN_ENV_LINE, WHOLE_FILE, 1)]
    assert found.config.values == {
        f"{AUTHORIZER}.adminPrincipals": ("admin",),
        f"{AUTHENTICATION}.provider": "custom-oidc",
        f"{AUTHENTICATION}.publicKeyUrls": (
            "http://localhost:8080/certs",
            "http://localhost:8585/api/v1/system/config/jwks",
        ),
        f"{AUTHENTICATION}.authority": "http://localhost:8080",
        f"{AUTHENTICATION}.clientId": "Client ID",
    }
    assert found.places[f"{AUTHENTICATION}.authority"].line == 6


def test_read_of_one_line_in_yaml_is_told_at_its_name():
    found = imported("OIDC_TYPE=azure\nOIDC_SCOPE: openid\n")
    assert told(found) == [(Kind.NOT_AN_ENV_LINE, "OIDC_SCOPE", 2)]
    assert found.config.values[SCOPE] == "openid"


@pytest.mark.parametrize(
    "line",
    [
        "export OIDC_SCOPE='openid email'",
        "OIDC_SCOPE = openid email",
        "\tOIDC_SCOPE=openid email",
        "set OIDC_SCOPE=openid email",
        'setx OIDC_SCOPE "openid email"',
        '$env:OIDC_SCOPE = "openid email"',
        "ENV OIDC_SCOPE openid email",
        'Environment="OIDC_SCOPE=openid email"',
        "  -e OIDC_SCOPE='openid email' \\",
        'docker run -d -p 8585:8585 --env "OIDC_SCOPE=openid email" -e OIDC=x openmetadata/server',
        '{"name": "OIDC_SCOPE", "value": "openid email"},',
        '  "OIDC_SCOPE": "openid email",',
        '  "OIDC_SCOPE" = "openid email"',
        "- OIDC_SCOPE=openid email",
    ],
)
def test_read_of_another_kind_of_line_reads_what_is_meant(line):
    found = imported(f"OIDC_TYPE=azure\n{line}\n")
    assert found.config.values == {f"{OIDC}.type": "azure", SCOPE: "openid email"}
    assert found.places[SCOPE].line == 2


def test_read_of_lines_that_mean_nothing_tells_their_numbers_only():
    found = imported("OIDC_TYPE=azure\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nsome words = here\n```\n...\n")
    assert told(found) == [
        (Kind.NOT_AN_ENV_LINE, "(line 2)", 2),
        (Kind.NOT_AN_ENV_LINE, "(line 3)", 3),
    ]
    assert "MIIE" not in repr(found.troubles)


def test_read_of_a_name_alone_takes_it_from_elsewhere():
    found = imported("OIDC_CLIENT_SECRET\n")
    assert found.config.values == {f"{OIDC}.secret": Secret("")}
    assert found.troubles == ()


def test_read_of_a_name_that_is_set_twice_takes_the_last():
    found = imported("OIDC_TYPE=azure\nOIDC_TYPE=okta\nMINE=a\nMINE=b\n")
    assert found.config.values == {f"{OIDC}.type": "okta"}
    assert told(found) == [(Kind.DUPLICATE, "OIDC_TYPE", 2)]


def test_read_of_variables_takes_those_of_the_files_beside():
    found = imported("OIDC_CALLBACK=${BASE}/callback\n", {".env": "BASE=https://om.acme.example\n"})
    assert found.config.values == {f"{OIDC}.callbackUrl": "https://om.acme.example/callback"}


def test_read_of_a_variable_without_a_value_is_told_and_not_guessed():
    found = imported("OIDC_TENANT=${TENANT}\nOIDC_CLIENT_SECRET=${SECRET:?export it}\n")
    assert told(found) == [(Kind.UNRESOLVED, "OIDC_TENANT", 1)]
    assert found.config.values == {f"{OIDC}.tenant": Secret(""), f"{OIDC}.secret": Secret("")}


def test_read_of_a_dollar_in_a_password_is_told_without_showing_it():
    found = imported("AUTHENTICATION_LOOKUP_ADMIN_PWD=pa$sword1\n")
    assert told(found) == [(Kind.UNRESOLVED, "AUTHENTICATION_LOOKUP_ADMIN_PWD", 1)]
    assert "sword1" not in repr(found)
    assert found.config.values == {f"{LDAP}.dnAdminPassword": Secret("pa$sword1")}


def test_read_for_docker_run_takes_lines_as_they_are():
    found = imported(
        FOR_RUN + 'OIDC_CLIENT_SECRET="pa\\\\ss$word"\nOIDC_SCOPE="openid\\u0020email"\nexport OIDC_TYPE=x\n'
    )
    assert found.config.values[f"{OIDC}.secret"] == Secret("pa\\ss$word")
    assert found.config.values[SCOPE] == "openid email"
    assert told(found) == [(Kind.NOT_AN_ENV_LINE, "OIDC_TYPE", 4)]


def test_read_of_an_export_tells_its_release_line():
    assert imported("# Sign-in settings. For OpenMetadata 1.11.\n\nOIDC_TYPE=azure\n", release=None).release == "1.11"
    assert imported("OIDC_TYPE=azure # For OpenMetadata 1.11\n", release=None).release == ""


TOKENS = st.sampled_from(
    [
        "OIDC_TYPE",
        "=",
        '"',
        "'",
        "\n",
        "\r",
        " ",
        "#",
        "$",
        "${",
        "}",
        ":",
        "- ",
        "export ",
        "\\",
        "{",
        "[",
        "a",
        "\t",
        "-e ",
    ]
)


@given(st.lists(TOKENS, max_size=30).map("".join))
def test_read_of_any_lines_gives_an_import(text):
    found = imported(text)
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= trouble.line <= lines for trouble in found.troubles)
    assert all(1 <= place.line <= lines for place in found.places.values())


def test_read_of_the_shared_cases_shows_no_secret_of_theirs():
    folder = Path(__file__).parents[4] / "shared" / "diagnosis" / "cases"
    if not folder.exists():
        pytest.skip(f"The cases are not here ({folder}): they are kept outside the project.")
    for path in folder.glob("*.env"):
        found = imported(path.read_text(encoding="utf-8"))
        assert "look-alike" not in repr(found), path.name


def test_read_of_an_empty_secret_is_told_and_one_that_a_variable_leaves_open_is_not():
    empty = imported("OIDC_CLIENT_SECRET=\n")
    left_open = imported("OIDC_CLIENT_SECRET=${SECRET_OF_THE_SHELL:-}\n")

    assert [each.kind for each in empty.troubles] == [Kind.EMPTY]
    assert left_open.troubles == ()


PEM = "-----BEGIN CERTIFICATE-----\nMIIDqDCC\nApCgAwIB\n-----END CERTIFICATE-----\n"


def test_certificate_on_several_lines_is_read_whole_and_told_once() -> None:
    text = f"SAML_IDP_CERTIFICATE={PEM}SAML_SP_ACS=https://om.acme.example/api/v1/saml/acs\n"
    found = read(text, {}, NEW)

    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.NOT_AN_ENV_LINE, "SAML_IDP_CERTIFICATE", 1)
    assert trouble.fix == "MIIDqDCCApCgAwIB"
    assert found.places[f"{SAML}.sp.acs"].line == 5


def test_certificate_without_an_end_costs_no_other_line() -> None:
    found = read("SAML_IDP_CERTIFICATE=-----BEGIN CERTIFICATE-----\nMIIDqDCC\nOIDC_SCOPE=openid\n", {}, NEW)

    assert found.config.values[SCOPE] == "openid"


def test_lines_of_a_compose_file_are_told_of_the_whole_file_and_each_with_its_value() -> None:
    names = ("AUTHENTICATION_PROVIDER", "AUTHENTICATION_AUTHORITY", "AUTHENTICATION_CLIENT_ID")
    found = read("".join(f"{name}=${{{name}:-abc}}\n" for name in names), {}, NEW)

    assert {each.name: each.fix for each in found.troubles} == {WHOLE_FILE: None, **dict.fromkeys(names, "abc")}


@pytest.mark.parametrize("header", ["", FOR_RUN, FOR_COMPOSE])
def test_empty_quotes_for_an_object_are_told_where_the_readers_differ(header: str) -> None:
    found = read(f'{header}OIDC_CUSTOM_PARAMS=""\n', {}, NEW)

    assert [each.kind for each in found.troubles] == {
        "": [Kind.EMPTY],
        FOR_RUN: [Kind.WRONG_TYPE],
        FOR_COMPOSE: [],
    }[header]


def test_empty_number_without_a_default_is_known_as_empty() -> None:
    found = read("AUTHENTICATION_LDAP_PORT=\n", {}, NEW)

    assert [(each.kind, each.setting) for each in found.troubles] == [(Kind.EMPTY, f"{LDAP}.port")]


def test_short_name_is_known_where_its_provider_is_chosen_alone() -> None:
    text = "AUTHENTICATION_PROVIDER=ldap\nLDAP_HOST=ldap.acme.example\n"

    (trouble,) = read(text, {}, NEW).troubles
    assert (trouble.kind, trouble.setting, trouble.fix) == (Kind.MISSPELT, f"{LDAP}.host", "ldap.acme.example")
    assert read(text.replace("ldap\n", "google\n", 1), {}, NEW).troubles == ()


DOUBLED = "A_0=xxxxxxxxxx\n" + "".join(f"A_{step + 1}=${{A_{step}}}${{A_{step}}}\n" for step in range(40))


@pytest.mark.parametrize("header", ["", FOR_COMPOSE])
@pytest.mark.parametrize("text", [DOUBLED, f"A={'x' * 100_000}\nB={'$A' * 100_000}\n"], ids=["doubled", "repeated"])
def test_variables_that_become_too_long_are_told_once(header: str, text: str) -> None:
    found = read(f"{header}{text}AUTHENTICATION_PROVIDER=google\n", {}, NEW)

    (trouble,) = found.troubles
    assert trouble.kind is Kind.UNRESOLVED
    assert "too long" in trouble.message
    assert found.config.values == {f"{AUTHENTICATION}.provider": "google"}


def test_environment_of_values_that_double_keeps_little() -> None:
    found = environment_of(DOUBLED, Reader.COMPOSE, {})

    assert found.variables["A_5"].text == "x" * 320
    assert sum(len(each.text or "") for each in found.variables.values()) < 1_100_000
