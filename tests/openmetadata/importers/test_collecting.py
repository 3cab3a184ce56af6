import pytest

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.importers.collecting import MOST_TOLD, Collector
from sso_providers.openmetadata.importers.imported import WHOLE_FILE, Format
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC, SAML, SETTINGS
from sso_providers.openmetadata.subject import Kind, Place

PROVIDER = SETTINGS[f"{AUTHENTICATION}.provider"]
CLIENT_ID = SETTINGS[f"{AUTHENTICATION}.clientId"]
KEYS = SETTINGS[f"{AUTHENTICATION}.publicKeyUrls"]
SELF_SIGNUP = SETTINGS[f"{AUTHENTICATION}.enableSelfSignup"]
PARAMETERS = SETTINGS[f"{OIDC}.customParams"]
SECRET = SETTINGS[f"{OIDC}.secret"]
CANARY = "canary-3f9a"


@pytest.fixture
def collector() -> Collector:
    return Collector(Format.ENV_FILE)


def test_source_and_native_value_are_kept_with_their_places(collector: Collector) -> None:
    collector.source(KEYS, "[https://a]", "AUTHENTICATION_PUBLIC_KEYS", 3)
    collector.native(CLIENT_ID, "x", "AUTHENTICATION_CLIENT_ID", 4)
    found = collector.result()
    assert dict(found.config.values) == {KEYS.path: ("https://a",), CLIENT_ID.path: "x"}
    assert found.places == {
        KEYS.path: Place("AUTHENTICATION_PUBLIC_KEYS", 3),
        CLIENT_ID.path: Place("AUTHENTICATION_CLIENT_ID", 4),
    }
    assert found.troubles == ()


def test_values_come_in_the_tables_order_whatever_the_files(collector: Collector) -> None:
    collector.native(CLIENT_ID, "x", "a", 1)
    collector.native(SETTINGS[f"{AUTHORIZER}.principalDomain"], "acme.example", "b", 2)
    assert [*collector.result().config.values] == [f"{AUTHORIZER}.principalDomain", CLIENT_ID.path]


def test_setting_that_is_stated_again_has_its_last_value_and_place(collector: Collector) -> None:
    collector.native(CLIENT_ID, "x", "a", 1)
    collector.native(CLIENT_ID, "y", "b", 2)
    found = collector.result()
    assert (found.config.values[CLIENT_ID.path], found.places[CLIENT_ID.path]) == ("y", Place("b", 2))


def test_value_that_is_refused_takes_the_former_one_away(collector: Collector) -> None:
    collector.native(SELF_SIGNUP, True, "a", 1)
    collector.native(SELF_SIGNUP, "perhaps", "b", 2)
    found = collector.result()
    assert SELF_SIGNUP.path not in found.config.values
    (trouble,) = found.troubles
    assert (trouble.kind, trouble.name, trouble.line, trouble.setting) == (
        Kind.WRONG_TYPE,
        "b",
        2,
        SELF_SIGNUP.path,
    )
    assert trouble.message == "b: true or false is wanted here, and this is text; write true or false."


def test_value_that_is_refused_is_looked_at_as_what_was_meant(collector: Collector) -> None:
    collector.source(KEYS, "https://a,https://b", "AUTHENTICATION_PUBLIC_KEYS", 3)
    found = collector.result()
    (trouble,) = found.troubles
    assert trouble.fix == found.config.values[KEYS.path] == ("https://a", "https://b")


@pytest.mark.parametrize("source", [f"@{CANARY}", f"{CANARY}: x", f"{{{CANARY}}}", f"*{CANARY}"])
def test_secret_that_is_not_read_as_written_is_there_and_not_shown(collector: Collector, source: str) -> None:
    collector.source(SECRET, source, "OIDC_CLIENT_SECRET", 1)
    found = collector.result()
    (trouble,) = found.troubles
    assert isinstance(found.config.values[SECRET.path], Secret)
    assert trouble.fix is None
    assert CANARY not in trouble.message
    assert CANARY not in repr(found)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (CLIENT_ID.path, ""),
        (PARAMETERS.path, "{}"),
        (f"{AUTHENTICATION}.jwtPrincipalClaimsMapping", ()),
    ],
)
def test_nothing_where_the_default_is_nothing_is_no_trouble(collector: Collector, path: str, value: Value) -> None:
    collector.source(SETTINGS[path], "", "x", 1)
    found = collector.result()
    assert (dict(found.config.values), found.troubles) == ({path: value}, ())


@pytest.mark.parametrize(("format", "told"), [(Format.ENV_FILE, [Kind.EMPTY]), (Format.CONF, [])])
def test_secret_stated_as_nothing_is_told_from_one_that_is_withheld(format: Format, told: list[Kind]) -> None:
    """openmetadata.yaml as it is shipped leaves every secret open."""
    collector = Collector(format)
    collector.source(SECRET, "", "x", 1)
    found = collector.result()
    assert dict(found.config.values) == {SECRET.path: Secret("")}
    assert [each.kind for each in found.troubles] == told


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (PROVIDER.path, {PROVIDER.path: ""}),
        (KEYS.path, {KEYS.path: ()}),
        (SELF_SIGNUP.path, {}),
        (f"{OIDC}.tokenValidity", {}),
    ],
)
def test_nothing_that_takes_a_default_away_is_told(collector: Collector, path: str, values: dict[str, Value]) -> None:
    collector.source(SETTINGS[path], "", "x", 1)
    found = collector.result()
    assert [trouble.kind for trouble in found.troubles] == [Kind.EMPTY]
    assert (dict(found.config.values), found.places) == (values, {path: Place("x", 1)})


def test_value_that_is_all_comment_is_told_once(collector: Collector) -> None:
    collector.source(PROVIDER, "#google", "AUTHENTICATION_PROVIDER", 1)
    assert [trouble.kind for trouble in collector.result().troubles] == [Kind.COMMENT_IN_VALUE]


@pytest.mark.parametrize(
    ("format", "remedy"),
    [(Format.ENV_FILE, "within single ones"), (Format.CONF, "write it in double quotes.")],
)
def test_remedy_names_the_quotes_that_the_format_needs(format: Format, remedy: str) -> None:
    collector = Collector(format)
    collector.source(CLIENT_ID, "0123", "x", 1)
    (trouble,) = collector.result().troubles
    assert trouble.message.startswith("x: without quotes the server reads 83 for 0123; write it in double quotes")
    assert remedy in trouble.message


def test_troubles_come_in_the_files_order(collector: Collector) -> None:
    for line in (3, 1, 2):
        collector.trouble(Kind.UNKNOWN, "x", line, "Something.")
    assert [trouble.line for trouble in collector.result().troubles] == [1, 2, 3]


def test_troubles_that_nobody_reads_are_left_out_with_a_word(collector: Collector) -> None:
    for line in range(1, MOST_TOLD + 10):
        collector.trouble(Kind.UNKNOWN, "x", line, "Something.")
    *told, last = collector.result().troubles
    assert len(told) == MOST_TOLD
    assert (last.kind, last.name, last.line) == (Kind.UNKNOWN, WHOLE_FILE, MOST_TOLD + 1)


@pytest.mark.parametrize(
    ("values", "url"),
    [
        ({}, ""),
        ({f"{OIDC}.serverUrl": "https://a.example/om/"}, "https://a.example/om"),
        ({f"{AUTHENTICATION}.callbackUrl": "https://a.example/om/callback"}, "https://a.example/om"),
        ({f"{AUTHENTICATION}.callbackUrl": "https://a.example/auth/callback/"}, "https://a.example"),
        ({f"{AUTHENTICATION}.callbackUrl": "https://a.example:8585/elsewhere?x=y"}, "https://a.example:8585"),
        ({f"{AUTHENTICATION}.callbackUrl": "nonsense"}, ""),
        ({f"{AUTHENTICATION}.callbackUrl": "http://[::1"}, ""),
        ({f"{SAML}.sp.acs": "https://a.example/api/v1/saml/acs"}, "https://a.example"),
        # What the sign-in uses.
        (
            {
                f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
                f"{OIDC}.serverUrl": "https://b.example",
                f"{SAML}.sp.acs": "https://c.example/api/v1/saml/acs",
            },
            "https://a.example",
        ),
        (
            {
                f"{AUTHENTICATION}.clientType": "confidential",
                f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
                f"{OIDC}.serverUrl": "https://b.example",
            },
            "https://b.example",
        ),
        (
            {
                f"{AUTHENTICATION}.provider": "saml",
                f"{AUTHENTICATION}.clientType": "confidential",
                f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
                f"{OIDC}.serverUrl": "https://b.example",
                f"{SAML}.sp.callback": "https://c.example/saml/callback",
            },
            "https://c.example",
        ),
        (
            {
                f"{AUTHENTICATION}.provider": "ldap",
                f"{AUTHENTICATION}.clientType": "confidential",
                f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
                f"{OIDC}.serverUrl": "https://b.example",
            },
            "https://a.example",
        ),
        # What is only there by default.
        (
            {
                f"{AUTHENTICATION}.clientType": "confidential",
                f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
                f"{OIDC}.serverUrl": "http://localhost:8585",
            },
            "https://a.example",
        ),
        ({f"{OIDC}.serverUrl": "http://localhost:8585"}, "http://localhost:8585"),
    ],
)
def test_public_address_is_the_one_that_the_sign_in_uses(
    collector: Collector, values: dict[str, str], url: str
) -> None:
    for path, value in values.items():
        collector.native(SETTINGS[path], value, path, 1)
    assert collector.result().config.server_url == url
