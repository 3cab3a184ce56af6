"""Right configurations, and awkward ones: what the rules of clients and people must not say, or do."""

import pytest

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules import claims, clients, people, prompts, scopes, sessions
from sso_providers.openmetadata.rules.shown import OIDC_SWITCH
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SETTINGS, ValueType
from sso_providers.openmetadata.subject import Subject, Surroundings
from tests.openmetadata.cases import (
    AWKWARD,
    CANARY,
    COMBINATIONS,
    LINES,
    SERVER,
    application,
    awkward,
    awkward_ldap,
    awkward_saml,
    full,
)

MODULES = (clients, people, claims, scopes, prompts, sessions)
RULES = tuple(rule for module in MODULES for rule in module.RULES)
TARGETS = ("docker", "bare-metal", "kubernetes", "api", "ingestion")


def said(subject: Subject) -> list[tuple[str, Level, str]]:
    return [
        (rule.id, found.level or rule.level, found.message)
        for rule in RULES
        if rule.concerns(subject)
        for found in rule.check(subject)
    ]


def exported(config: SecurityConfig, target: str, line: int, *, is_whole: bool) -> Subject:
    """As the portal has it, or as its own export comes back."""
    chart = target == "kubernetes" and not is_whole
    on = {OIDC_SWITCH: "true"} if any(".oidcConfiguration." in path for path in config.values) else {}
    surroundings = Surroundings(variables=on, hosts=frozenset({"openmetadata"})) if chart else Surroundings()
    release = LINES[line]
    values = {path: value for path, value in config.values.items() if is_whole or SETTINGS[path].exists_in(release)}
    stated = SecurityConfig(server_url=config.server_url, values=values)
    return Subject(config=stated, target=target, release=release, surroundings=surroundings, is_whole=is_whole)


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
@pytest.mark.parametrize("is_whole", [True, False])
def test_what_the_portal_makes_is_not_found_wrong(kind: str, flow: Flow, is_whole: bool):
    for config in (assemble(application(kind, flow), SERVER), assemble(full(kind, flow), SERVER)):
        for line in range(len(LINES)):
            for target in TARGETS:
                wrong = [each for each in said(exported(config, target, line, is_whole=is_whole)) if is_bad(each)]
                assert not wrong, (LINES[line], target, wrong)


def is_bad(answer: tuple[str, Level, str]) -> bool:
    return answer[1] is not Level.HINT


@pytest.mark.parametrize("make", [awkward, awkward_saml, awkward_ldap])
@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_raises_nothing(make, text):
    said(exported(make(text), "docker", -1, is_whole=False))


def test_secrets_are_never_shown():
    for kind, flow in COMBINATIONS:
        subject = exported(assemble(application(kind, flow, CANARY), SERVER), "docker", -1, is_whole=False)
        assert not [message for _, _, message in said(subject) if CANARY in message]


@pytest.mark.parametrize("release", range(len(LINES)))
def test_every_setting_as_long_as_a_file_can_be_raises_nothing(release):
    long = {
        path: ("a, b@c:d " * 20_000,) * 3 if setting.type is ValueType.LIST else "a, b@c:d " * 20_000
        for path, setting in SETTINGS.items()
        if setting.type in (ValueType.TEXT, ValueType.LIST) and not setting.secret
    }
    config = SecurityConfig(server_url="", values=long)

    answers = said(Subject(config=config, target="docker", release=LINES[release]))

    assert all(len(message) < 2000 for _, _, message in answers)


def test_ids_of_rules_are_all_different():
    ids = [rule.id for rule in RULES]

    assert len(ids) == len(set(ids))


def test_rules_read_settings_that_there_are():
    assert {path for rule in RULES for path in rule.reads} <= SETTINGS.keys()
