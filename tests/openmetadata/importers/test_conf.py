import pytest

from sso_providers.catalogue import RELEASES, Release, Secret, Value
from sso_providers.openmetadata.importers import conf
from sso_providers.openmetadata.importers.imported import WHOLE_FILE, Format, Import, Unreadable
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML, SETTINGS, settings_for
from sso_providers.openmetadata.subject import Kind, Place, Trouble
from tests.openmetadata import facts

LINE = Release("1.12")
CANARY = "canary-3f9a"
BLOCKS = """\
authorizerConfiguration:
  adminPrincipals: [jane]
  principalDomain: "acme.example"
authenticationConfiguration:
  provider: custom-oidc
  publicKeyUrls:
    - https://id.acme.example/keys
    - https://om.acme.example/api/v1/system/config/jwks
  oidcConfiguration:
    secret: s3cret
    tokenValidity: 3600
"""
# The other blocks' names, as the shipped file has them.
FOREIGN = """\
clusterName: ${OPENMETADATA_CLUSTER_NAME:-openmetadata}
server:
  rootPath: '/api/*'
  applicationConnectors:
    - type: http
      bindHost: ${SERVER_HOST:-0.0.0.0}
      port: ${SERVER_PORT:-8585}
logging:
  level: ${LOG_LEVEL:-INFO}
database:
  driverClass: ${DB_DRIVER_CLASS:-com.mysql.cj.jdbc.Driver}
  password: ${DB_USER_PASSWORD:-openmetadata_password}
  url: jdbc:${DB_SCHEME:-mysql}://${DB_HOST:-localhost}:${DB_PORT:-3306}/${OM_DATABASE:-openmetadata_db}
migrationConfiguration:
  nativePath: "./bootstrap/sql/migrations/native"
elasticsearch:
  scheme: ${ELASTICSEARCH_SCHEME:-http}
  password: ${ELASTICSEARCH_PASSWORD:-""}
eventHandlerConfiguration:
  eventHandlerClassNames: ["org.openmetadata.service.events.AuditEventHandler"]
eventMonitoringConfiguration:
  eventMonitor: ${EVENT_MONITOR:-prometheus}
pipelineServiceClientConfiguration:
  enabled: ${PIPELINE_SERVICE_CLIENT_ENABLED:-true}
  authProvider: ${AUTHENTICATION_PROVIDER:-no-auth}
secretsManagerConfiguration:
  secretsManager: ${SECRET_MANAGER:-db}
fernetConfiguration:
  fernetKey: ${FERNET_KEY:-jJ/9sz0g0OHxsfxOoSfdFdmk3ysNmPRnH3TUAbz3IHA=}
web:
  uriPath: ${WEB_CONF_URI_PATH:-"/api"}
email:
  enableSmtpServer: ${AUTHORIZER_ENABLE_SMTP:-false}
scimConfiguration:
  enabled: false
limits:
  enable: ${LIMITS_ENABLED:-false}
"""


def read(text: str, env: str | None = None, release: Release | None = LINE) -> Import:
    return conf.read(text, {} if env is None else {".env": env}, release)


def value(found: Import, path: str) -> Value | Secret | None:
    return found.config.values.get(path)


def told(found: Import) -> list[Trouble]:
    """Without what is empty and may be: it has no default that null replaces."""
    return [each for each in found.troubles if each.kind is not Kind.EMPTY or SETTINGS[each.setting].default]


def of_kind(found: Import, kind: Kind) -> list[Trouble]:
    return [trouble for trouble in found.troubles if trouble.kind is kind]


def authentication(lines: str) -> str:
    return f"{AUTHENTICATION}:\n" + "".join(f"  {line}\n" for line in lines.splitlines())


def test_blocks_give_values_and_their_lines() -> None:
    found = read(BLOCKS)
    assert found.format is Format.CONF
    assert told(found) == []
    assert dict(found.config.values) == {
        f"{AUTHORIZER}.adminPrincipals": ("jane",),
        f"{AUTHORIZER}.principalDomain": "acme.example",
        f"{AUTHENTICATION}.provider": "custom-oidc",
        f"{AUTHENTICATION}.publicKeyUrls": (
            "https://id.acme.example/keys",
            "https://om.acme.example/api/v1/system/config/jwks",
        ),
        f"{OIDC}.secret": Secret("s3cret"),
        f"{OIDC}.tokenValidity": 3600,
    }
    assert found.places[f"{AUTHENTICATION}.publicKeyUrls"] == Place(f"{AUTHENTICATION}.publicKeyUrls", 7)
    assert found.places[f"{OIDC}.secret"] == Place(f"{OIDC}.secret", 10)


@pytest.mark.parametrize("release", RELEASES.values(), ids=str)
def test_shipped_file_gives_every_setting_its_default_without_trouble(release: Release) -> None:
    found = read(facts.conf(release), release=release)
    assert told(found) == []
    assert {
        path: value
        for path, value in found.config.values.items()
        if value != (SETTINGS[path].default if not SETTINGS[path].secret else Secret(str(SETTINGS[path].default or "")))
        and SETTINGS[path].default is not None
    } == {}
    assert {setting.path for setting in settings_for(release) if setting.env and not setting.until_patch} <= {
        *found.config.values,
        *found.places,
    }


def test_shipped_file_with_an_env_file_beside_it_has_its_values() -> None:
    env = (
        "AUTHENTICATION_PROVIDER=google\n"
        'OIDC_CUSTOM_PARAMS={"customParamKey1":"hd"}\n'
        "AUTHENTICATION_PUBLIC_KEYS=[https://www.googleapis.com/oauth2/v3/certs]\n"
        f"OIDC_CLIENT_SECRET={CANARY}\n"
    )
    found = read(facts.conf(Release("1.9")), env)
    assert value(found, f"{AUTHENTICATION}.provider") == "google"
    assert value(found, f"{OIDC}.customParams") == '{"customParamKey1": "hd"}'
    assert value(found, f"{AUTHENTICATION}.publicKeyUrls") == ("https://www.googleapis.com/oauth2/v3/certs",)
    assert value(found, f"{OIDC}.secret") == Secret(CANARY)
    assert told(found) == []


def test_other_blocks_of_the_file_are_no_trouble() -> None:
    found = read(FOREIGN + BLOCKS)
    assert told(found) == []
    assert value(found, f"{AUTHENTICATION}.provider") == "custom-oidc"


def test_file_without_any_sign_in_block_gives_nothing() -> None:
    found = read(FOREIGN)
    assert (dict(found.config.values), found.troubles) == ({}, ())


@pytest.mark.parametrize(
    ("source", "env", "expected"),
    [
        ("${X:-}", None, ""),
        ("${X:-google}", None, "google"),
        ("${X:-google}", "X=okta", "okta"),
        ("${X:-google}", 'X="okta"', "okta"),
        ("'${X:-google}'", None, "google"),
        ('"${X:-google}"', "X=okta", "okta"),
        ("https://${HOST:-a}/${PATH_:-b}", "HOST=c", "https://c/b"),
        ("$${X}", None, "${X}"),
        ('"a\\u0024{X}"', None, "a${X}"),
        ("${X:-${Y}", "Y=a", "${Y"),
        ("${X:-a}", "X='${Y:-b}'", "b"),
        ('${X:-"a: b"}', None, "a: b"),
        ("|\n    a\n    b", None, "a\nb\n"),
        (">-\n    a\n    b", None, "a b"),
        ("a\n    b", None, "a b"),
        ("&here a", None, "a"),
        ("!!str 0123", None, "0123"),
    ],
)
def test_value_is_substituted_and_then_parsed(source: str, env: str | None, expected: str) -> None:
    found = read(authentication(f"providerName: {source}"), env)
    assert value(found, f"{AUTHENTICATION}.providerName") == expected


def test_default_with_a_brace_in_it_is_read_by_luck_and_breaks_once_it_is_set() -> None:
    text = authentication("oidcConfiguration:\n  customParams: ${X:-{}}")
    assert value(read(text), f"{OIDC}.customParams") == "{}"
    assert read(text).troubles == ()
    (trouble,) = read(text, "X={}").troubles
    assert (trouble.kind, trouble.setting, trouble.line) == (Kind.VALUE_NOT_YAML, f"{OIDC}.customParams", 3)


def test_value_from_a_variable_that_breaks_the_file_is_told_at_its_setting_and_the_rest_is_read() -> None:
    text = BLOCKS + "  ldapConfiguration:\n    authRolesMapping: ${AUTH_ROLES_MAPPING:-}\n    isFullDn: true\n"
    found = read(text, """AUTH_ROLES_MAPPING='"{"cn=A,dc=x": ["Admin"]}"'\n""")
    (trouble,) = found.troubles
    assert trouble.kind is Kind.VALUE_NOT_YAML
    assert trouble.setting == trouble.name == f"{LDAP}.authRolesMapping"
    assert (trouble.line, trouble.fix) == (13, '{"cn=A,dc=x": ["Admin"]}')
    assert value(found, f"{LDAP}.isFullDn") is True


@pytest.mark.parametrize("secret", [f"{CANARY}: x", f"@{CANARY}", f"*{CANARY}", f'"{CANARY}', f"{{{CANARY}}}"])
def test_secret_that_breaks_the_file_is_shown_nowhere(secret: str) -> None:
    literal = read(authentication(f"oidcConfiguration:\n  secret: {secret}\n  id: x"))
    substituted = read(authentication("oidcConfiguration:\n  secret: ${S}\n  id: x"), f"S='{secret}'")
    for found in (literal, substituted):
        assert found.troubles
        assert not any(CANARY in f"{trouble.message}{trouble.name}{trouble.fix}" for trouble in found.troubles)
        assert f"{OIDC}.secret" in found.config.values
        assert value(found, f"{OIDC}.id") == "x"


def test_variable_that_nothing_gives_a_value_is_told_and_leaves_the_setting_open() -> None:
    found = read(authentication("provider: ${P}\noidcConfiguration:\n  secret: ${S}"))
    assert [(trouble.kind, trouble.setting) for trouble in found.troubles] == [
        (Kind.UNRESOLVED, f"{AUTHENTICATION}.provider"),
        (Kind.UNRESOLVED, f"{OIDC}.secret"),
    ]
    assert f"{AUTHENTICATION}.provider" not in found.config.values
    assert value(found, f"{OIDC}.secret") == Secret("")


def test_secret_that_looks_like_a_variable_is_not_shown() -> None:
    found = read(authentication(f"oidcConfiguration:\n  secret: a${{{CANARY}}}b"))
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.setting) == (Kind.UNRESOLVED, f"{OIDC}.secret")
    assert CANARY not in trouble.message


def test_file_for_the_command_that_stores_it_is_read_as_it_is() -> None:
    text = "# Run: ./bootstrap/openmetadata-ops.sh update-security-config -f x.yaml\n\n"
    found = read(text + authentication("providerName: ${X:-y} $${Z}"), "X=z")
    assert (value(found, f"{AUTHENTICATION}.providerName"), found.troubles) == ("${X:-y} $${Z}", ())


def test_variables_that_contain_each_other_are_told() -> None:
    found = read(authentication("provider: ${A}"), "A='${B}'\nB='${A}'\n")
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.setting) == (Kind.UNRESOLVED, f"{AUTHENTICATION}.provider")


def test_reference_to_a_secret_is_an_empty_one() -> None:
    found = read(authentication('oidcConfiguration:\n  secret: ${OIDC_CLIENT_SECRET:-""}'))
    assert (value(found, f"{OIDC}.secret"), found.troubles) == (Secret(""), ())


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("provider: google\nclientId: x\n", f"{AUTHENTICATION}.clientId", "x"),
        ("oidcConfiguration:\n  id: x\n", f"{OIDC}.id", "x"),
        ("  provider: google\n  oidcConfiguration:\n    id: x\n", f"{OIDC}.id", "x"),
        ("id: x\nsecret: y\ndiscoveryUri: z\n", f"{OIDC}.id", "x"),
        ("adminPrincipals: [a]\nprincipalDomain: b.example\n", f"{AUTHORIZER}.adminPrincipals", ("a",)),
        ("idp:\n  entityId: x\nsp:\n  acs: y\n", f"{SAML}.sp.acs", "y"),
        ("host: x\nport: 389\nuserBaseDN: y\n", f"{LDAP}.port", 389),
    ],
)
def test_inner_part_alone_is_the_block_that_it_obviously_is(text: str, path: str, expected: Value) -> None:
    found = read(text)
    assert (value(found, path), found.troubles) == (expected, ())


@pytest.mark.parametrize(
    ("text", "kind", "name", "setting", "fix"),
    [
        (
            "authorizerConfiguration:\n  prinicipalDomain: acme.example\n",
            Kind.MISSPELT,
            f"{AUTHORIZER}.prinicipalDomain",
            f"{AUTHORIZER}.principalDomain",
            "acme.example",
        ),
        (
            "authorizerConfiguration:\n  publicKeyUrls: [https://a]\n",
            Kind.MISPLACED,
            f"{AUTHORIZER}.publicKeyUrls",
            f"{AUTHENTICATION}.publicKeyUrls",
            ("https://a",),
        ),
        (
            f"{AUTHENTICATION}:\n  oidcConfiguration:\n    publicKeyUrls: [https://a]\n",
            Kind.MISPLACED,
            f"{OIDC}.publicKeyUrls",
            f"{AUTHENTICATION}.publicKeyUrls",
            ("https://a",),
        ),
        (
            f"{AUTHENTICATION}:\n  provider: okta\nauthority: https://a\n",
            Kind.MISPLACED,
            "authority",
            f"{AUTHENTICATION}.authority",
            "https://a",
        ),
        (
            f"{AUTHENTICATION}:\n  AUTHENTICATION_AUTHORITY: https://a\n",
            Kind.MISSPELT,
            f"{AUTHENTICATION}.AUTHENTICATION_AUTHORITY",
            f"{AUTHENTICATION}.authority",
            "https://a",
        ),
        (
            f"{AUTHENTICATION}:\n  publicKeys: [https://a]\n",
            Kind.MISSPELT,
            f"{AUTHENTICATION}.publicKeys",
            f"{AUTHENTICATION}.publicKeyUrls",
            ("https://a",),
        ),
        (
            f"{AUTHENTICATION}:\n  oidcConfiguration:\n    clientId: x\n",
            Kind.MISSPELT,
            f"{OIDC}.clientId",
            f"{OIDC}.id",
            "x",
        ),
        (
            f"{AUTHENTICATION}:\n  oidcConfiguration:\n    promptType: login\n",
            Kind.MISSPELT,
            f"{OIDC}.promptType",
            f"{OIDC}.prompt",
            "login",
        ),
        (
            f"{AUTHENTICATION}:\n  oidcConfiguration.scope: openid\n",
            Kind.MISPLACED,
            f"{OIDC}.scope",
            f"{OIDC}.scope",
            "openid",
        ),
        (
            f"{AUTHENTICATION}:\n  publicKey: https://a\n",
            Kind.OBSOLETE,
            f"{AUTHENTICATION}.publicKey",
            f"{AUTHENTICATION}.publicKeyUrls",
            ("https://a",),
        ),
        (
            f"{AUTHENTICATION}:\n  callbackURL: https://a/callback\n",
            Kind.MISSPELT,
            f"{AUTHENTICATION}.callbackURL",
            f"{AUTHENTICATION}.callbackUrl",
            "https://a/callback",
        ),
        (f"{AUTHENTICATION}:\n  oidcConfiguration:\n    enabled: true\n", Kind.UNKNOWN, f"{OIDC}.enabled", "", None),
        (f"{AUTHENTICATION}:\n  grandmother: true\n", Kind.UNKNOWN, f"{AUTHENTICATION}.grandmother", "", None),
        (f"{AUTHENTICATION}:\n  grandmother:\n    id: 1\n", Kind.UNKNOWN, f"{AUTHENTICATION}.grandmother", "", None),
        (
            f"{AUTHORIZER}:\n  botPrincipal: x\n",
            Kind.OBSOLETE,
            f"{AUTHORIZER}.botPrincipal",
            f"{AUTHORIZER}.botPrincipals",
            None,
        ),
    ],
)
def test_name_that_nothing_reads_is_told_with_what_is_meant(
    text: str, kind: Kind, name: str, setting: str, fix: Value | None
) -> None:
    found = read(text)
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.setting, trouble.fix) == (kind, name, setting, fix)
    assert text.splitlines()[trouble.line - 1].strip().startswith(name.rpartition(".")[2]) or "." in text
    if fix is not None:
        assert value(found, setting) == fix
        assert found.places[setting].name == setting


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (
            f"{AUTHENTICATION}:\n  provider: okta\noidcConfiguration:\n  id: x\n",
            Kind.MISPLACED,
            "oidcConfiguration",
        ),
        (f"{AUTHORIZER}:\n  oidcConfiguration:\n    id: x\n", Kind.MISPLACED, f"{AUTHORIZER}.oidcConfiguration"),
        (f"{AUTHENTICATION}:\n  oidcConfig:\n    id: x\n", Kind.MISSPELT, f"{AUTHENTICATION}.oidcConfig"),
        (
            f"{AUTHENTICATION}:\n  {AUTHENTICATION}:\n    oidcConfiguration:\n      id: x\n",
            Kind.MISPLACED,
            f"{AUTHENTICATION}.{AUTHENTICATION}",
        ),
        (
            f"{AUTHENTICATION}:\n  oidcConfiguration:\n    oidcConfiguration:\n      id: x\n",
            Kind.MISPLACED,
            f"{OIDC}.oidcConfiguration",
        ),
        (
            "server: {}\nauthenticationConfig:\n  oidcConfiguration:\n    id: x\n",
            Kind.MISSPELT,
            "authenticationConfig",
        ),
    ],
)
def test_block_at_the_wrong_place_or_misspelt_is_told_once_and_read(text: str, kind: Kind, name: str) -> None:
    found = read(text)
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name) == (kind, name)
    assert value(found, f"{OIDC}.id") == "x"


def test_stray_does_not_win_over_the_setting_at_its_place() -> None:
    found = read(f"{AUTHORIZER}:\n  authority: https://wrong\n{AUTHENTICATION}:\n  authority: https://right\n")
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.fix) == (Kind.MISPLACED, None)
    assert value(found, f"{AUTHENTICATION}.authority") == "https://right"


def test_misspelt_secret_is_not_shown() -> None:
    found = read(f"{AUTHENTICATION}:\n  oidcConfiguration:\n    clientSecret: {CANARY}\n")
    (trouble,) = found.troubles
    assert (trouble.setting, trouble.fix) == (f"{OIDC}.secret", None)
    assert CANARY not in trouble.message
    assert value(found, f"{OIDC}.secret") == Secret(CANARY)


@pytest.mark.parametrize(("release", "kinds"), [("0.8", []), ("1.7", [Kind.OBSOLETE])])
def test_name_of_an_old_line_is_right_in_its_line(release: str, kinds: list[Kind]) -> None:
    text = f'{AUTHENTICATION}:\n  publicKey: "https://acme.okta.example/oauth2/default/v1/keys"\n'
    found = read(text, release=Release(release))
    assert [trouble.kind for trouble in found.troubles] == kinds
    assert value(found, f"{AUTHENTICATION}.publicKeyUrls") == ("https://acme.okta.example/oauth2/default/v1/keys",)


def test_setting_that_only_an_old_line_reads_is_none_of_ours() -> None:
    found = read(f"{AUTHORIZER}:\n  botPrincipals: [ingestion-bot]\n", release=Release("0.11"))
    assert (dict(found.config.values), found.troubles) == ({}, ())


def test_setting_that_is_there_twice_counts_the_last_time() -> None:
    found = read(f"{AUTHENTICATION}:\n  provider: okta\n  clientId: x\n  provider: google\n")
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.setting, trouble.line) == (Kind.DUPLICATE, f"{AUTHENTICATION}.provider", 4)
    assert value(found, f"{AUTHENTICATION}.provider") == "google"
    assert found.places[f"{AUTHENTICATION}.provider"].line == 4


def test_block_that_is_there_twice_counts_the_last_time_only() -> None:
    found = read(f"{AUTHENTICATION}:\n  clientId: x\n  wrong: x\n{AUTHENTICATION}:\n  provider: google\n")
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.DUPLICATE, AUTHENTICATION, 4)
    assert dict(found.config.values) == {f"{AUTHENTICATION}.provider": "google"}


def test_repeated_key_of_another_block_is_none_of_ours() -> None:
    assert read("server: {a: 1, a: 2}\nweb: 1\nweb: 2\n" + BLOCKS).troubles == ()


def test_second_document_is_told_and_not_read() -> None:
    found = read(BLOCKS + "---\n" + authentication("provider: google"))
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.NOT_YAML, WHOLE_FILE, 12)
    assert value(found, f"{AUTHENTICATION}.provider") == "custom-oidc"


@pytest.mark.parametrize(
    "start", ["---\n", "# a comment\n---\n", "\n\n--- \n", "%YAML 1.1\n---\n", "\ufeff", "\ufeff---\n"]
)
def test_mark_of_the_first_document_is_no_trouble(start: str) -> None:
    found = read(start + BLOCKS)
    assert told(found) == []
    assert value(found, f"{AUTHENTICATION}.provider") == "custom-oidc"


def test_tabs_are_told_and_the_values_behind_them_read() -> None:
    found = read(f"{AUTHENTICATION}:\n\tprovider: google\n\tclientId: x\n\toidcConfiguration:\n\t\tid: y\n")
    assert {trouble.kind for trouble in found.troubles} == {Kind.NOT_YAML}
    assert found.troubles[0].line == 2
    assert value(found, f"{OIDC}.id") == "y"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_do_not_matter(end: str) -> None:
    found = read(BLOCKS.replace("\n", end))
    assert (found.config, found.places, found.troubles) == (read(BLOCKS).config, read(BLOCKS).places, ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("providerName: a: b", "a: b"),
        ("providerName: @acme", "@acme"),
        ('providerName: "acme', "acme"),
        ("providerName: `acme`", "`acme`"),
    ],
)
def test_line_that_is_no_yaml_is_told_at_its_setting_and_the_rest_is_read(line: str, expected: str) -> None:
    found = read(authentication(f"provider: okta\n{line}\nclientId: x\noidcConfiguration:\n  id: y"))
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.setting, trouble.line) == (
        Kind.VALUE_NOT_YAML,
        f"{AUTHENTICATION}.providerName",
        3,
    )
    assert trouble.fix == value(found, f"{AUTHENTICATION}.providerName") == expected
    assert value(found, f"{AUTHENTICATION}.clientId") == "x"
    assert value(found, f"{OIDC}.id") == "y"


def test_line_that_is_no_setting_is_told_for_the_file_and_the_rest_is_read() -> None:
    found = read(authentication("provider: okta\nthis is no yaml\nclientId: x"))
    (trouble,) = of_kind(found, Kind.NOT_YAML)
    assert (trouble.name, trouble.line) == (WHOLE_FILE, 3)
    assert value(found, f"{AUTHENTICATION}.clientId") == "x"


def test_alias_is_told_and_what_it_stands_for_is_looked_at() -> None:
    text = f"x-url: &url https://a/callback\n{AUTHENTICATION}:\n  callbackUrl: *url\n  authority: *nothing\n"
    found = read(text)
    assert [(trouble.kind, trouble.setting) for trouble in found.troubles] == [
        (Kind.VALUE_NOT_YAML, f"{AUTHENTICATION}.callbackUrl"),
        (Kind.VALUE_NOT_YAML, f"{AUTHENTICATION}.authority"),
    ]
    assert value(found, f"{AUTHENTICATION}.callbackUrl") == "https://a/callback"
    # As Jackson takes it.
    assert value(found, f"{AUTHENTICATION}.authority") == "nothing"


def test_merge_key_and_alias_for_a_block_are_told() -> None:
    text = f"x-all: &all\n  id: x\n{AUTHENTICATION}:\n  <<: *all\n  oidcConfiguration: *all\n"
    found = read(text)
    assert [(trouble.kind, trouble.name, trouble.line) for trouble in found.troubles] == [
        (Kind.UNKNOWN, f"{AUTHENTICATION}.<<", 4),
        (Kind.WRONG_TYPE, OIDC, 5),
    ]


def test_alias_for_something_large_is_not_followed() -> None:
    found = read(f"x: &x [{'a,' * 10_000}]\n{AUTHENTICATION}:\n  publicKeyUrls: *x\n")
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.setting) == (Kind.VALUE_NOT_YAML, f"{AUTHENTICATION}.publicKeyUrls")


def test_aliases_of_aliases_are_not_expanded() -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 60))
    found = read(f"l0: &l0 [x]\n{levels}{AUTHENTICATION}:\n  publicKeyUrls: *l59\n")
    assert value(found, f"{AUTHENTICATION}.publicKeyUrls") == ("l58",) * 9


def test_variables_of_variables_are_not_expanded_without_end() -> None:
    env = "".join(f"V{n}='{f'${{V{n - 1}}}' * 10}'\n" for n in range(1, 40)) + "V0=xxxxxxxxxx\n"
    found = read(authentication("provider: ${V39}\nclientId: ${V1}"), env)
    assert of_kind(found, Kind.UNRESOLVED)


@pytest.mark.parametrize(
    "text", ["", "   \n", "# only a comment\n", "just text", "- a\n- b\n", "[]", '"x"', "\x00\x01"]
)
def test_text_that_is_no_names_with_values_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


@pytest.mark.parametrize("source", ["okta", "[a]", "${X:-a}", "|\n    a"])
def test_value_where_a_block_is_wanted_is_told(source: str) -> None:
    found = read(authentication(f"provider: okta\noidcConfiguration: {source}"))
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line) == (Kind.WRONG_TYPE, OIDC, 3)


@pytest.mark.parametrize(
    "text", [f"{AUTHENTICATION}:\n", f"{AUTHENTICATION}:\n  oidcConfiguration:\n", f"{AUTHENTICATION}: ~\n"]
)
def test_empty_block_is_no_trouble(text: str) -> None:
    assert read(text).troubles == ()


@pytest.mark.parametrize(
    ("line", "is_told"),
    [("provider:", True), ("publicKeyUrls: ~", True), ("clientId:", False), ("jwtPrincipalClaimsMapping:", False)],
)
def test_empty_value_is_told_where_it_takes_a_default_away(line: str, is_told: bool) -> None:
    found = read(authentication(f"responseType: code\n{line}\nauthority: x"))
    assert [trouble.line for trouble in of_kind(found, Kind.EMPTY)] == ([3] if is_told else [])
    assert found.places[f"{AUTHENTICATION}.{line.partition(':')[0]}"].line == 3


def test_lists_in_lines_may_have_comments_and_variables() -> None:
    text = authentication("publicKeyUrls:\n- ${A:-https://a} # first\n\n# second\n- https://b")
    found = read(text, "A=https://c")
    assert value(found, f"{AUTHENTICATION}.publicKeyUrls") == ("https://c", "https://b")
    assert told(found) == []


def test_variables_may_come_from_several_env_files() -> None:
    found = conf.read(authentication("provider: ${P}\nclientId: ${C}"), {"a.env": "P=okta", "b.env": "C=x"}, LINE)
    assert value(found, f"{AUTHENTICATION}.provider") == "okta"
    assert value(found, f"{AUTHENTICATION}.clientId") == "x"


@pytest.mark.parametrize(
    ("lines", "url"),
    [
        ("callbackUrl: https://om.acme.example/callback", "https://om.acme.example"),
        ("callbackUrl: https://acme.example/om/callback", "https://acme.example/om"),
        ("samlConfiguration:\n  sp:\n    acs: https://om.acme.example/api/v1/saml/acs", "https://om.acme.example"),
        ("oidcConfiguration:\n  serverUrl: https://om.acme.example/", "https://om.acme.example"),
        ("provider: okta", ""),
        ("callbackUrl: http://[::1/callback", "http://[::1"),
        ("callbackUrl: http://[::1", ""),
    ],
)
def test_public_address_is_what_the_file_tells_of_it(lines: str, url: str) -> None:
    assert read(authentication(lines)).config.server_url == url


def test_keys_of_an_empty_block_at_its_own_column_are_known_as_its() -> None:
    text = (
        "authenticationConfiguration:\n  provider: saml\n  samlConfiguration:\n    idp:\n      entityId: idp\n"
        "    sp:\n    entityId: own\n    acs: https://om.acme.example/api/v1/saml/acs\n"
    )
    found = conf.read(text, {}, LINE)

    misplaced = {each.setting: each.fix for each in found.troubles if each.kind is Kind.MISPLACED}
    assert misplaced == {f"{SAML}.sp.entityId": "own", f"{SAML}.sp.acs": "https://om.acme.example/api/v1/saml/acs"}


def test_missing_blank_behind_a_colon_is_told_at_the_setting() -> None:
    text = "authenticationConfiguration:\n  provider: okta\n  authority:https://acme.okta.com\n  clientId: abc\n"
    found = conf.read(text, {}, LINE)

    assert (Kind.NOT_YAML, f"{AUTHENTICATION}.authority", 3) in [(t.kind, t.name, t.line) for t in found.troubles]
    assert found.config.values[f"{AUTHENTICATION}.authority"] == "https://acme.okta.com"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("pa#ss #word", 1), ("'pa#ss #word'", 0), ("pass # a comment", 0), ("pa#ss", 0)],
)
def test_password_that_ends_at_a_hash_is_told_without_it(value: str, expected: int) -> None:
    text = f"authenticationConfiguration:\n  provider: ldap\n  ldapConfiguration:\n    dnAdminPassword: {value}\n"
    cut = of_kind(read(text), Kind.COMMENT_IN_VALUE)

    assert [each.setting for each in cut] == [f"{LDAP}.dnAdminPassword"] * expected
    assert "pa#ss" not in " ".join(each.message for each in cut)
