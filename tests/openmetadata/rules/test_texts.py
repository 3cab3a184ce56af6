import pytest

from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules import texts
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC
from sso_providers.openmetadata.subject import Kind, Surroundings, Trouble

from .asking import ask, level_of, subject

DOMAIN = f"{AUTHORIZER}.principalDomain"


def level(kind: Kind, *, setting: str = "", target: str = "docker", release: str = "1.9", **values: str) -> Level:
    trouble = Trouble(kind=kind, name="x", line=1, message="Mend it.", setting=setting)
    stated = {f"{AUTHENTICATION}.{name}": value for name, value in values.items()}
    (each,) = ask(texts.RULES, kind, subject(stated, troubles=(trouble,), target=target, release=release))
    return level_of(texts.RULES, kind, each)


def test_each_kind_has_one_rule_of_its_name() -> None:
    assert [rule.id for rule in texts.RULES] == [kind.value for kind in Kind]


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.EMPTY])
def test_trouble_becomes_a_finding_at_the_setting_that_was_meant(kind: Kind) -> None:
    trouble = Trouble(
        kind=kind, name="prinicipalDomain", line=2, message="Mend it.", setting=DOMAIN, fix="acme.example"
    )
    other = Trouble(kind=next(each for each in Kind if each is not kind), name="y", line=3, message="No.")
    (each,) = ask(texts.RULES, kind, subject(troubles=(trouble, other)))
    assert (each.setting, each.line, each.message, each.fix) == (DOMAIN, 2, "Mend it.", "acme.example")


def test_trouble_without_a_setting_is_told_at_its_name() -> None:
    trouble = Trouble(kind=Kind.NOT_AN_ENV_LINE, name="(whole file)", line=1, message="Mend it.")
    (each,) = ask(texts.RULES, Kind.NOT_AN_ENV_LINE, subject(troubles=(trouble,)))
    assert each.setting == "(whole file)"


@pytest.mark.parametrize(
    ("kind", "target", "release", "expected"),
    [
        (Kind.UNKNOWN, "bare-metal", "1.9", Level.ERROR),
        (Kind.UNKNOWN, "api", "1.10", Level.ERROR),
        (Kind.UNKNOWN, "docker", "1.9", Level.WARNING),
        (Kind.UNKNOWN, "kubernetes", "1.9", Level.WARNING),
        # Of these lines the table does not know every name.
        (Kind.UNKNOWN, "bare-metal", "0.12", Level.WARNING),
        (Kind.UNKNOWN, "bare-metal", "2.1", Level.WARNING),
        (Kind.OBSOLETE, "docker", "1.9", Level.WARNING),
        (Kind.OBSOLETE, "bare-metal", "1.9", Level.ERROR),
        (Kind.OBSOLETE, "docker", "0.12", Level.HINT),
        (Kind.MISSPELT, "docker", "0.8", Level.ERROR),
    ],
)
def test_name_that_nothing_reads_is_as_bad_as_its_reader_takes_it(
    kind: Kind, target: str, release: str, expected: Level
) -> None:
    assert level(kind, target=target, release=release) is expected


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        (f"{AUTHORIZER}.useRolesFromProvider", "docker", Level.ERROR),
        (f"{AUTHORIZER}.enforcePrincipalDomain", "bare-metal", Level.ERROR),
        # Compose fills in its own default for an empty variable.
        (f"{AUTHORIZER}.enforcePrincipalDomain", "docker", Level.WARNING),
        (f"{AUTHENTICATION}.publicKeyUrls", "bare-metal", Level.ERROR),
        (f"{AUTHENTICATION}.enableSelfSignup", "docker", Level.HINT),
    ],
)
def test_null_is_as_bad_as_the_server_takes_it(path: str, target: str, expected: Level) -> None:
    assert level(Kind.EMPTY, setting=path, target=target) is expected


def test_null_of_the_code_flow_stops_a_confidential_client_only() -> None:
    path = f"{OIDC}.disablePkce"
    assert level(Kind.EMPTY, setting=path, target="bare-metal", clientType="confidential") is Level.ERROR
    assert level(Kind.EMPTY, setting=path, target="bare-metal", clientType="public") is Level.HINT


@pytest.mark.parametrize(
    ("path", "fix"),
    [
        (f"{AUTHORIZER}.enforcePrincipalDomain", False),
        (f"{AUTHENTICATION}.responseType", "id_token"),
        (f"{AUTHENTICATION}.provider", None),
        (f"{AUTHENTICATION}.authority", None),
    ],
)
def test_null_gets_the_default_where_it_is_not_one_s_own(path: str, fix: object) -> None:
    trouble = Trouble(kind=Kind.EMPTY, name="x", line=1, message="Mend it.", setting=path)
    (each,) = ask(texts.RULES, Kind.EMPTY, subject(troubles=(trouble,)))
    assert each.fix == fix


@pytest.mark.parametrize("path", [f"{OIDC}.tenant", f"{OIDC}.maxAge", f"{OIDC}.prompt", "unknown"])
def test_null_of_what_may_be_empty_is_nothing(path: str) -> None:
    trouble = Trouble(kind=Kind.EMPTY, name="x", line=1, message="Mend it.", setting=path)
    assert ask(texts.RULES, Kind.EMPTY, subject(troubles=(trouble,))) == []


def test_damage_all_over_is_told_twenty_times_and_then_in_one_sentence() -> None:
    troubles = tuple(
        Trouble(kind=Kind.NOT_YAML, name="(whole file)", line=line, message="Mend it.") for line in range(1, 101)
    )
    found = ask(texts.RULES, Kind.NOT_YAML, subject(troubles=troubles))

    assert len(found) == texts.MOST_TOLD + 1
    assert (found[-1].setting, found[-1].line) == ("(whole file)", texts.MOST_TOLD + 1)
    assert "80 more" in found[-1].message


def test_names_that_are_each_mended_on_their_own_are_all_told() -> None:
    troubles = tuple(Trouble(kind=Kind.MISSPELT, name=f"x{line}", line=line, message="No.") for line in range(1, 51))

    assert len(ask(texts.RULES, Kind.MISSPELT, subject(troubles=troubles))) == 50


@pytest.mark.parametrize(("hosts", "expected"), [(frozenset(), Level.WARNING), (frozenset({"mysql"}), Level.HINT)])
def test_old_name_that_the_shipped_compose_files_pass_is_a_hint_there(hosts: frozenset[str], expected: Level) -> None:
    trouble = Trouble(kind=Kind.OBSOLETE, name="AUTHORIZER_INGESTION_PRINCIPALS", line=1, message="Remove it.")
    about = subject(troubles=(trouble,), surroundings=Surroundings(hosts=hosts))
    (each,) = ask(texts.RULES, Kind.OBSOLETE, about)

    assert level_of(texts.RULES, Kind.OBSOLETE, each) is expected


def test_curly_quotes_in_a_name_that_people_are_shown_are_no_error() -> None:
    assert level(Kind.LOOKALIKE, setting=f"{AUTHENTICATION}.providerName") is Level.WARNING
    assert level(Kind.LOOKALIKE, setting=f"{AUTHENTICATION}.authority") is Level.ERROR
