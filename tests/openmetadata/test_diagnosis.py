"""`diagnosis`: rules' answers at their places, and rules that never fail."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import hypothesis
import pytest
from hypothesis import strategies as st

from sso_providers.catalogue import Release, Secret
from sso_providers.openmetadata import diagnosis as module
from sso_providers.openmetadata import importers, rules
from sso_providers.openmetadata.diagnosis import asked, diagnose, examine
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.importers.imported import Format, Import
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML, SETTINGS, ValueType
from sso_providers.openmetadata.subject import Kind, Place, Subject, Surroundings, Trouble
from tests.openmetadata.cases import CANARY, COMBINATIONS, config
from tests.openmetadata.facts import fact

PROVIDER, AUTHORITY = f"{AUTHENTICATION}.provider", f"{AUTHENTICATION}.authority"
PORT = f"{LDAP}.port"


def rule(*found: Found, id: str = "a-rule", level: Level = Level.WARNING, **more) -> Rule:
    return Rule(
        id=id,
        title="A rule",
        level=level,
        reason="For a reason.",
        source="A test.",
        check=lambda _: iter(found),
        **more,
    )


@pytest.fixture
def with_rules(monkeypatch):
    return lambda *rules: monkeypatch.setattr(module, "RULES", rules)


def imported(values=None, *, places=None, troubles=(), surroundings=None, release="", format=Format.ENV_FILE) -> Import:
    values = values or {}
    return Import(
        format=format,
        config=SecurityConfig(server_url="", values=values),
        places=places or {path: Place(SETTINGS[path].env or "", line) for line, path in enumerate(values, start=1)},
        troubles=tuple(troubles),
        surroundings=surroundings or Surroundings(),
        release=release,
    )


# Places


def test_diagnose_of_a_stated_setting_has_its_own_name_and_line(with_rules):
    with_rules(rule(Found(setting=AUTHORITY, message="It is wrong.", fix="right")))

    (finding,) = diagnose(imported({PROVIDER: "okta", AUTHORITY: "wrong"})).findings

    assert (finding.setting, finding.path, finding.line) == ("AUTHENTICATION_AUTHORITY", AUTHORITY, 2)
    assert (finding.level, finding.fix, finding.reason) == (Level.WARNING, "right", "For a reason.")


def test_diagnose_of_an_unstated_setting_stands_at_its_block(with_rules):
    with_rules(rule(Found(setting=f"{OIDC}.id", message="It is missing.")))
    places = {PROVIDER: Place("AUTHENTICATION_PROVIDER", 3), f"{OIDC}.type": Place("OIDC_TYPE", 7)}

    (finding,) = diagnose(imported({PROVIDER: "okta", f"{OIDC}.type": "okta"}, places=places)).findings

    assert (finding.setting, finding.line) == ("OIDC_CLIENT_ID", 7)


@pytest.mark.parametrize(
    ("format", "name"),
    [
        (Format.COMPOSE, "OIDC_CLIENT_ID"),
        (Format.CONF, "authenticationConfiguration.oidcConfiguration.id"),
        (Format.API, "authenticationConfiguration.oidcConfiguration.id"),
        (Format.HELM, "openmetadata.config.authentication.oidcConfiguration.clientId"),
    ],
)
def test_diagnose_of_an_empty_file_names_the_setting_at_no_line(with_rules, format, name):
    with_rules(rule(Found(setting=f"{OIDC}.id", message="It is missing.")))

    (finding,) = diagnose(imported(format=format)).findings

    assert (finding.setting, finding.line) == (name, 0)


def test_diagnose_of_a_setting_without_a_variable_keeps_the_files_name(with_rules):
    path = f"{AUTHORIZER}.botPrincipals"
    with_rules(rule(Found(setting=path, message="It is obsolete.", line=4), id=Kind.OBSOLETE.value))
    old = Trouble(kind=Kind.OBSOLETE, name="AUTHORIZER_INGESTION_PRINCIPALS", line=4, message="Old.", setting=path)

    made = diagnose(imported({PROVIDER: "okta"}, troubles=[old]))

    assert made.findings[0].setting == "AUTHORIZER_INGESTION_PRINCIPALS"
    assert made.not_understood[0].nearest == ""


def test_diagnose_of_a_finding_with_a_line_keeps_it(with_rules):
    with_rules(rule(Found(setting=AUTHORITY, message="It is misspelt.", line=9)))

    assert diagnose(imported({PROVIDER: "okta"})).findings[0].line == 9


def test_diagnose_of_what_is_no_setting_finds_its_place(with_rules):
    with_rules(rule(Found(setting="replicas", message="Two."), Found(setting="chart version", message="Old.")))
    around = Surroundings(replicas=2, places={"replicas": Place("replicaCount", 4)})

    old, two = diagnose(imported(surroundings=around, format=Format.HELM)).findings

    assert (two.setting, two.path, two.line) == ("replicaCount", "", 4)
    assert (old.setting, old.path, old.line) == ("chart version", "", 0)


def test_diagnose_sorts_by_line_then_level(with_rules):
    with_rules(
        rule(Found(setting=AUTHORITY, message="1"), Found(setting=PROVIDER, message="2")),
        rule(Found(setting=AUTHORITY, message="3"), id="another-rule", level=Level.ERROR),
    )

    found = diagnose(imported({PROVIDER: "okta", AUTHORITY: "wrong"})).findings

    assert [each.message for each in found] == ["2", "3", "1"]


def test_diagnose_of_the_same_sentence_twice_keeps_the_worse(with_rules):
    said = Found(setting=AUTHORITY, message="It is wrong.", fix="right")
    with_rules(
        rule(said),
        rule(said, id="another-rule", level=Level.ERROR),
        rule(Found(setting=AUTHORITY, message="It is odd.", fix="right"), id="third-rule"),
    )

    found = diagnose(imported({AUTHORITY: "wrong"})).findings

    assert [(each.rule.id, each.message) for each in found] == [
        ("another-rule", "It is wrong."),
        ("third-rule", "It is odd."),
    ]


@pytest.mark.parametrize("kind", [Kind.WRONG_TYPE, Kind.VALUE_NOT_YAML, Kind.MISSPELT, Kind.UNRESOLVED])
def test_diagnose_of_what_can_not_be_read_does_not_call_it_missing(with_rules, kind):
    with_rules(
        rule(Found(setting=PORT, message="It is missing.")),
        rule(Found(setting=PORT, message="It is no number.", line=5), id=kind.value),
    )
    trouble = Trouble(kind=kind, name="AUTHENTICATION_LDAP_PORT", line=5, message="No number.", setting=PORT)

    found = diagnose(imported({PROVIDER: "ldap"}, troubles=[trouble])).findings

    assert [each.message for each in found] == ["It is no number."]


def test_diagnose_of_an_empty_value_prefers_the_rule_that_knows_it(with_rules):
    with_rules(
        rule(Found(setting=PORT, message="It is empty.", line=5), id=Kind.EMPTY.value),
        rule(Found(setting=PORT, message="A directory has a port.", fix=389)),
    )
    trouble = Trouble(kind=Kind.EMPTY, name="AUTHENTICATION_LDAP_PORT", line=5, message="Empty.", setting=PORT)

    found = diagnose(imported({PROVIDER: "ldap"}, troubles=[trouble])).findings

    assert [each.message for each in found] == ["A directory has a port."]


# Releases, targets, flows


@pytest.mark.parametrize(
    ("given", "own", "expected", "assumed"),
    [("1.9", "1.3", "1.9", False), ("", "1.3", "1.3", False), ("", "", "2.0", True)],
)
def test_diagnose_takes_the_release_that_is_known_best(with_rules, given, own, expected, assumed):
    with_rules()

    made = diagnose(imported(release=own), release=Release(given) if given else None)

    assert (str(made.release), made.assumed) == (expected, assumed)


def test_diagnose_asks_only_rules_of_the_release_and_target(with_rules):
    found = Found(setting=PROVIDER, message="It is wrong.")
    with_rules(
        rule(found, id="later", since=Release("1.10")),
        rule(found, id="earlier", until=Release("1.8")),
        rule(found, id="elsewhere", targets=("kubernetes",)),
    )

    assert diagnose(imported(), release=Release("1.9")).findings == ()
    assert diagnose(imported(), release=Release("1.9"), target="kubernetes").findings[0].rule.id == "elsewhere"


@pytest.mark.parametrize(
    ("values", "provider", "flow"),
    [
        ({}, "", "unknown"),
        ({PROVIDER: "basic"}, "basic", "none"),
        ({PROVIDER: "saml"}, "saml", "saml"),
        ({f"{SAML}.sp.acs": "https://om.acme.example/api/v1/saml/acs"}, "", "saml"),
        ({PROVIDER: "LDAP"}, "LDAP", "ldap"),
        ({f"{LDAP}.host": "dc1"}, "", "ldap"),
        ({PROVIDER: "okta"}, "okta", "implicit"),
        ({PROVIDER: "okta", f"{AUTHENTICATION}.clientType": "public"}, "okta", "implicit"),
        ({f"{AUTHENTICATION}.clientType": "confidential"}, "", "code"),
        ({f"{OIDC}.type": "okta"}, "", "code"),
    ],
)
def test_diagnose_tells_provider_and_flow(with_rules, values, provider, flow):
    with_rules()

    made = diagnose(imported(values))

    assert (made.provider, made.flow) == (provider, flow)


def test_diagnose_lists_names_that_nothing_reads(with_rules):
    with_rules()
    troubles = (
        Trouble(kind=Kind.MISSPELT, name="OIDC_TENNANT", line=2, message="Misspelt.", setting=f"{OIDC}.tenant"),
        Trouble(kind=Kind.UNKNOWN, name="OIDC_FOO", line=3, message="Unknown."),
        Trouble(kind=Kind.EMPTY, name="OIDC_TYPE", line=4, message="Empty.", setting=f"{OIDC}.type"),
    )

    made = diagnose(imported(troubles=troubles)).not_understood

    assert [(each.name, each.line, each.nearest) for each in made] == [
        ("OIDC_TENNANT", 2, "OIDC_TENANT"),
        ("OIDC_FOO", 3, ""),
    ]


def test_examine_names_settings_as_the_caller_does(with_rules):
    with_rules(rule(Found(setting=AUTHORITY, message="It is wrong.")))
    subject = Subject(config=SecurityConfig(server_url="", values={}), target="docker", release=Release("1.9"))

    assert examine(subject)[0].setting == AUTHORITY
    assert examine(subject, name=lambda path: path.rpartition(".")[2].upper())[0].setting == "AUTHORITY"


# A rule that fails


def broken(_: Subject) -> Iterator[Found]:
    yield Found(setting=PROVIDER, message="Half of what it had to say.")
    raise LookupError("s3cret")


def test_diagnose_with_a_rule_that_fails_says_so_and_goes_on(with_rules, caplog):
    fails = Rule(
        id="fails",
        title="Fails",
        level=Level.ERROR,
        reason="It does.",
        source="A test.",
        check=broken,
        reads=(PROVIDER,),
    )
    with_rules(fails, rule(Found(setting=AUTHORITY, message="It is wrong.")))

    found = diagnose(imported({AUTHORITY: "wrong"})).findings

    assert [each.rule.id for each in found] == ["rule-failed", "a-rule"]
    assert "The rule fails could not be applied" in found[0].message
    assert caplog.messages == ["Rule fails failed with LookupError."]
    assert "s3cret" not in found[0].message


# Our rules

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        (
            *("azure", "okta", "google", "aws-cognito", "custom-oidc", "saml", "ldap", "confidential", "public"),
            *(
                "https://id.acme.example/realms/a",
                "http://localhost:8585/callback",
                "http://[::1",
                "//",
                "https://a:b:c",
            ),
            *("cn=a,dc=b", '{"cn=a": ["Admin"]}', "{}", "[", "none", "email", "username:sub", "{tenant}", "<x>", ":"),
        )
    ),
)
VALUES = {
    ValueType.TEXT: TEXTS,
    ValueType.MAP: TEXTS,
    ValueType.BOOLEAN: st.booleans(),
    ValueType.INTEGER: st.integers(-(10**18), 10**18),
    ValueType.LIST: st.lists(TEXTS, max_size=4).map(tuple),
}
CONFIGS = st.fixed_dictionaries(
    {},
    optional={
        path: TEXTS.map(Secret) if setting.secret else VALUES[setting.type] for path, setting in SETTINGS.items()
    },
)
NAMES = st.one_of(st.text(max_size=10), st.sampled_from(("HTTPS_PROXY", "BASE_PATH", "JAVA_OPTS", "OPENMETADATA_OPTS")))
TROUBLES = st.builds(
    Trouble,
    kind=st.sampled_from(Kind),
    name=NAMES,
    line=st.integers(0, 9),
    message=st.just("Something."),
    setting=st.sampled_from(("", *SETTINGS)),
)
AROUND = st.builds(
    Surroundings,
    variables=st.dictionaries(NAMES, TEXTS, max_size=3),
    replicas=st.integers(0, 3),
    sticky=st.booleans(),
    hosts=st.frozensets(NAMES, max_size=2),
    chart=st.one_of(st.just(""), st.sampled_from(("1.3.1", "1.6.4", "x", "1", "v2.0.0-rc1"))),
)
SUBJECTS = st.builds(
    Subject,
    config=st.builds(SecurityConfig, server_url=TEXTS, values=CONFIGS),
    target=st.sampled_from(("docker", "bare-metal", "kubernetes", "api")),
    release=st.sampled_from([Release(line) for line in ("0.8", "1.3", "1.7", "1.9", "1.10", "1.13", "2.0", "3.0")]),
    troubles=st.lists(TROUBLES, max_size=2).map(tuple),
    surroundings=AROUND,
    is_whole=st.booleans(),
)


@hypothesis.given(SUBJECTS)
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large])
def test_rules_of_any_subject_never_fail(subject):
    for each in RULES:
        if each.concerns(subject):
            list(each.check(subject))


@hypothesis.given(SUBJECTS, st.sampled_from((CANARY, f" {CANARY}", f'"{CANARY}"', f"{CANARY}\n", f"${{{CANARY}}}")))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.data_too_large])
def test_rules_never_show_a_secret(subject, secret):
    secrets = {path: Secret(secret) for path, setting in SETTINGS.items() if setting.secret}
    values = {**subject.config.values, **secrets}
    holding = Subject(
        config=SecurityConfig(server_url="", values=values), target=subject.target, release=subject.release
    )

    for _, found in asked(RULES, holding):
        assert CANARY not in f"{found.message} {found.fix}"


def modules_with_rules() -> list[str]:
    every = pkgutil.walk_packages(rules.__path__, f"{rules.__name__}.")
    return [each.name for each in every if hasattr(importlib.import_module(each.name), "RULES")]


def test_rules_has_those_of_every_module():
    for name in modules_with_rules():
        own = importlib.import_module(name).RULES
        assert own and set(map(id, own)) <= set(map(id, RULES)), f"{name} is missing in rules/__init__.py"


def test_rules_have_an_id_of_their_own_that_fits_an_address():
    ids = [each.id for each in (*RULES, module.FAILED)]

    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", id) for id in ids)


def test_rules_speak_of_every_trouble_that_a_file_can_have():
    assert {kind.value for kind in Kind} <= {each.id for each in RULES}


@pytest.mark.parametrize("each", RULES, ids=[each.id for each in RULES])
def test_rule_says_why_and_from_where(each):
    assert each.title and each.source and not each.title.endswith(".")
    assert each.reason.endswith(".")
    assert set(each.reads) <= SETTINGS.keys()
    assert each.since is None or each.until is None or each.since <= each.until


# Configurations that are right


@pytest.mark.parametrize("name", [".env.sso-test", ".env.sso-test-public"])
def test_diagnose_of_openmetadatas_own_working_settings_has_no_error(name):
    made = diagnose(importers.read(fact(f"samples/{name}").encode(), name=name))

    assert [(each.rule.id, each.message) for each in made.findings if each.level is Level.ERROR] == []


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
@pytest.mark.parametrize("line", ["1.7", "1.9", "1.12", "2.0"])
def test_examine_of_our_own_configuration_finds_nothing_wrong(kind, flow, line):
    subject = Subject(config=config(kind, flow), target="docker", release=Release(line), is_whole=True)

    found = [each for each in examine(subject) if each.level is not Level.HINT]

    assert [(each.rule.id, each.setting, each.message) for each in found] == []
