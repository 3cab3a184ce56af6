import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.discovery import MAX_ISSUER, MAX_ITEMS, DiscoveryError, parse

ISSUER = "https://id.acme.example/realms/acme"
DOCUMENT = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize?policy=p1",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/keys",
    "response_types_supported": ["code"],
}


def test_parse_of_a_short_document_fills_in_the_defaults():
    metadata = parse(DOCUMENT, issuer=ISSUER)
    assert metadata.authorization_endpoint == f"{ISSUER}/authorize?policy=p1"
    assert metadata.token_endpoint_auth_methods == ("client_secret_basic",)
    assert metadata.id_token_algorithms == ("RS256",)
    assert metadata.userinfo_endpoint == metadata.end_session_endpoint == ""
    assert metadata.scopes == metadata.code_challenge_methods == ()
    assert metadata.authorization_response_iss_parameter_supported is False


def test_parse_of_a_full_document_keeps_everything():
    metadata = parse(
        DOCUMENT
        | {
            "userinfo_endpoint": f"{ISSUER}/me",
            "end_session_endpoint": f"{ISSUER}/bye",
            "scopes_supported": ["openid", "email"],
            "id_token_signing_alg_values_supported": ["ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        },
        issuer=ISSUER,
    )
    assert metadata.userinfo_endpoint == f"{ISSUER}/me"
    assert metadata.end_session_endpoint == f"{ISSUER}/bye"
    assert metadata.scopes == ("openid", "email")
    assert metadata.id_token_algorithms == ("ES256",)
    assert metadata.token_endpoint_auth_methods == ("client_secret_post",)
    assert metadata.code_challenge_methods == ("S256",)
    assert metadata.authorization_response_iss_parameter_supported is True


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"issuer": None}, "issuer", id="no issuer"),
        pytest.param({"issuer": ""}, "issuer", id="empty issuer"),
        pytest.param({"issuer": 7}, "issuer", id="number as issuer"),
        pytest.param({"issuer": ISSUER + "/"}, "issuer", id="trailing slash"),
        pytest.param({"issuer": ISSUER.upper()}, "issuer", id="other case"),
        pytest.param({"authorization_endpoint": None}, "authorization_endpoint", id="no authorization endpoint"),
        pytest.param({"token_endpoint": None}, "token_endpoint", id="no token endpoint"),
        pytest.param({"jwks_uri": None}, "jwks_uri", id="no keys"),
        pytest.param({"jwks_uri": ["https://a.example"]}, "jwks_uri", id="list as keys"),
        pytest.param({"jwks_uri": "/keys"}, "jwks_uri", id="relative keys"),
        pytest.param({"jwks_uri": "http://id.acme.example/keys"}, "jwks_uri", id="keys over http"),
        pytest.param({"jwks_uri": "javascript:alert(1)"}, "jwks_uri", id="script as keys"),
        pytest.param({"jwks_uri": "https:///keys"}, "jwks_uri", id="keys without host"),
        pytest.param({"jwks_uri": "https://[::1/keys"}, "jwks_uri", id="broken IPv6"),
        pytest.param({"jwks_uri": "https://a.example:x/"}, "jwks_uri", id="broken port"),
        pytest.param({"jwks_uri": "https://u:p@a.example/"}, "jwks_uri", id="user info"),
        pytest.param({"token_endpoint": "https://a.example/#x"}, "token_endpoint", id="fragment"),
        pytest.param({"token_endpoint": "https://a.example/a b"}, "token_endpoint", id="space"),
        pytest.param({"token_endpoint": "https://a.example/\n"}, "token_endpoint", id="line break"),
        pytest.param({"userinfo_endpoint": 7}, "userinfo_endpoint", id="number as userinfo"),
        pytest.param({"end_session_endpoint": "//a.example"}, "end_session_endpoint", id="logout without scheme"),
        pytest.param({"response_types_supported": "code"}, "response_types_supported", id="text for a list"),
        pytest.param({"scopes_supported": [1]}, "scopes_supported", id="number in a list"),
        pytest.param({"scopes_supported": ["a"] * (MAX_ITEMS + 1)}, "scopes_supported", id="endless list"),
        pytest.param(
            {"authorization_response_iss_parameter_supported": "true"},
            "authorization_response_iss_parameter_supported",
            id="text for a flag",
        ),
    ],
)
def test_parse_of_a_wrong_member_names_it(changes, field):
    with pytest.raises(DiscoveryError) as caught:
        parse(DOCUMENT | changes, issuer=ISSUER)
    assert caught.value.field == field
    assert str(caught.value).endswith((".", "provider."))


@pytest.mark.parametrize("document", [None, [], "text", 1])
def test_parse_of_no_object_is_refused(document):
    with pytest.raises(DiscoveryError) as caught:
        parse(document, issuer=ISSUER)
    assert caught.value.field == ""


def test_parse_of_http_addresses_needs_permission():
    issuer = "http://127.0.0.1:8080"
    document = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/a",
        "token_endpoint": f"{issuer}/t",
        "jwks_uri": f"{issuer}/k",
    }
    assert parse(document, issuer=issuer, allow_http=True).jwks_uri == f"{issuer}/k"
    with pytest.raises(DiscoveryError, match="SSO_ALLOW_PRIVATE_ISSUERS=true") as caught:
        parse(document, issuer=issuer)
    assert caught.value.field == "issuer"


def test_parse_of_a_provider_without_the_code_flow_needs_no_token_endpoint():
    document = DOCUMENT | {"token_endpoint": None, "response_types_supported": ["id_token"]}
    assert parse(document, issuer=ISSUER).token_endpoint == ""


def test_parse_takes_an_issuer_as_long_as_can_be_kept():
    issuer = f"{ISSUER}/".ljust(MAX_ISSUER, "x")

    assert parse(DOCUMENT | {"issuer": issuer}, issuer=issuer).issuer == issuer
    with pytest.raises(DiscoveryError, match="has 501 characters: at most 500 are possible") as caught:
        parse(DOCUMENT | {"issuer": issuer + "x"}, issuer=issuer + "x")
    assert caught.value.field == "issuer"


def test_parse_of_long_unprintable_text_cuts_it_in_the_message():
    with pytest.raises(DiscoveryError) as caught:
        parse(DOCUMENT | {"jwks_uri": "\x1b[31m" + "x" * 5000}, issuer=ISSUER)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 400


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
MEMBERS = [
    *DOCUMENT,
    "userinfo_endpoint",
    "scopes_supported",
    "id_token_signing_alg_values_supported",
    "authorization_response_iss_parameter_supported",
]


@given(json_values | st.dictionaries(st.sampled_from(MEMBERS), json_values).map(lambda found: DOCUMENT | found))
def test_parse_of_any_document_raises_only_its_own_error(document):
    try:
        parse(document, issuer=ISSUER)
    except DiscoveryError as error:
        assert str(error)
