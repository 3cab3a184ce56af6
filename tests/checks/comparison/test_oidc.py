"""A registration beside a discovery document: what differs, what can be taken, and what is ticked at first."""

from typing import Any

import pytest

from sso_providers.catalogue import KINDS, Application, Flow
from sso_providers.checks.comparison import Comparison, Row, compare_discovery
from sso_providers.oidc.discovery import DiscoveryError
from tests.people import SETTINGS

ISSUER = "https://id.acme.example/realms/acme"
DOCUMENT: dict[str, Any] = {
    "issuer": ISSUER,
    "authorization_endpoint": f"{ISSUER}/authorize",
    "token_endpoint": f"{ISSUER}/token",
    "jwks_uri": f"{ISSUER}/certs",
    "end_session_endpoint": f"{ISSUER}/logout",
    "scopes_supported": ["openid", "email", "profile"],
    "response_types_supported": ["code", "id_token"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    "code_challenge_methods_supported": ["S256"],
    "claims_supported": ["sub", "email", "preferred_username"],
}


def compared(
    kind: str = "custom-oidc",
    flow: Flow = Flow.CODE,
    *,
    has_secret: bool = False,
    settings: dict[str, Any] | None = None,
    **document: Any,
) -> Comparison:
    known = KINDS[kind]
    cleaned = known.clean(flow, {**SETTINGS[kind], **(settings or {})})
    application = Application(kind=known, flow=flow, client_id="portal", settings=cleaned)
    changed = {name: value for name, value in {**DOCUMENT, **document}.items() if value is not None}
    return compare_discovery(application, changed, allow_http=False, has_secret=has_secret)


def row(found: Comparison, name: str) -> Row:
    return {each.name or each.label: each for each in found.rows}[name]


def test_compare_of_a_registration_that_fits_finds_no_difference():
    found = compared(settings={"pkce": True})

    assert (found.differing, found.proposals) == (0, {})
    assert [each.label for each in found.rows][:2] == ["Issuer", "Signing keys"]
    assert found.address == f"{ISSUER}/.well-known/openid-configuration"


def test_compare_shows_fields_in_the_order_of_the_form_under_its_labels():
    found = compared()

    labels = [each.label for each in KINDS["custom-oidc"].fields[Flow.CODE]]
    shown = [each.label for each in found.rows]
    assert shown == sorted(shown, key=labels.index)


def test_compare_with_another_key_address_proposes_it_unticked():
    found = compared(jwks_uri="https://keys.acme.example/jwks")

    keys = row(found, "jwks_uri")
    assert (keys.proposal, keys.advised) == ("https://keys.acme.example/jwks", False)
    assert "whose sign-ins are believed" in keys.remark


def test_compare_with_another_key_address_that_no_field_holds_proposes_nothing():
    found = compared("auth0", issuer="https://acme.eu.auth0.com/", jwks_uri="https://acme.eu.auth0.com/other")

    keys = row(found, "Signing keys")
    assert (keys.differs, keys.proposal) == (True, None)


def test_compare_with_another_issuer_proposes_that_alone_and_unticked():
    found = compared(issuer="https://evil.example", jwks_uri="https://evil.example/keys", scopes_supported=["openid"])

    assert found.proposals == {"issuer": "https://evil.example"}
    assert not any(each.advised for each in found.rows)
    assert "another provider's document" in row(found, "jwks_uri").remark
    assert row(found, "scope").proposal is None
    assert found.facts[0].is_good is False


def test_compare_with_another_issuer_and_a_stored_secret_proposes_nothing():
    found = compared(issuer=f"{ISSUER}/", has_secret=True)

    assert found.proposals == {}
    assert "enter the secret there again" in row(found, "issuer").remark


def test_compare_with_another_issuer_proposes_the_parts_that_make_it():
    found = compared("okta", issuer="https://acme.okta.com/oauth2/aus9")

    assert found.proposals == {"authorization_server": "aus9"}


def test_compare_with_an_issuer_that_no_field_makes_says_so():
    found = compared("google", issuer="https://accounts.google.de")

    assert row(found, "Issuer").differs
    assert "No setting here makes this issuer" in row(found, "Issuer").remark


def test_compare_with_a_part_that_its_field_refuses_says_why():
    found = compared("azure", issuer="https://login.microsoftonline.com/common/v2.0")

    tenant = row(found, "tenant_id")
    assert tenant.proposal is None
    assert "common" in tenant.remark


@pytest.mark.parametrize(
    ("name", "settings", "document", "proposal", "advised"),
    [
        pytest.param(
            "scope", {}, {"scopes_supported": ["openid", "email"]}, "openid email", False, id="scope unlisted"
        ),
        pytest.param(
            "scope",
            {},
            {"scopes_supported": ["openid", "email", "profile", "offline_access"]},
            "openid email profile offline_access",
            False,
            id="refresh tokens offered",
        ),
        pytest.param("scope", {}, {"scopes_supported": None}, None, False, id="scopes not announced"),
        pytest.param("pkce", {}, {}, True, False, id="PKCE offered"),
        pytest.param("pkce", {}, {"code_challenge_methods_supported": None}, None, False, id="PKCE not announced"),
        pytest.param(
            "pkce", {"pkce": True}, {"code_challenge_methods_supported": ["plain"]}, False, False, id="PKCE weaker"
        ),
        pytest.param(
            "signing_algorithm",
            {},
            {"id_token_signing_alg_values_supported": ["PS256", "ES256", "RS512"]},
            "RS512",
            True,
            id="algorithm not weaker",
        ),
        pytest.param(
            "signing_algorithm",
            {"signing_algorithm": "RS512"},
            {"id_token_signing_alg_values_supported": ["RS256", "RS384"]},
            "RS384",
            False,
            id="algorithm weaker",
        ),
        pytest.param(
            "signing_algorithm",
            {},
            {"id_token_signing_alg_values_supported": ["PS256", "none"]},
            None,
            False,
            id="no algorithm in common",
        ),
        pytest.param(
            "client_authentication_method",
            {},
            {"token_endpoint_auth_methods_supported": ["client_secret_basic"]},
            "client_secret_basic",
            True,
            id="client authentication",
        ),
        pytest.param(
            "client_authentication_method",
            {},
            {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
            None,
            False,
            id="no client authentication in common",
        ),
        pytest.param(
            "prompt", {"prompt": "consent"}, {"prompt_values_supported": ["login"]}, "", False, id="prompt not offered"
        ),
        pytest.param("prompt", {"prompt": "consent"}, {"prompt_values_supported": "x"}, None, False, id="no prompts"),
    ],
)
def test_compare_proposes_what_mends_and_ticks_what_does_not_weaken(name, settings, document, proposal, advised):
    found = row(compared(settings=settings, **document), name)

    assert (found.proposal, found.advised) == (proposal, advised)


def test_compare_of_the_implicit_flow_proposes_its_response_type():
    found = compared(flow=Flow.IMPLICIT, response_types_supported=["code"])

    assert row(found, "response_type").proposal == "code"
    assert "scope" not in {each.name for each in found.rows}


def test_compare_of_claims_says_which_are_not_listed_and_takes_nothing():
    found = compared(claims_supported=["sub", "email"])

    claims = row(found, "principal_claims")
    assert (claims.found, claims.proposal, claims.differs) == ("email sub", None, False)
    assert "does not list preferred_username" in claims.remark


@pytest.mark.parametrize("claims", [None, "email", 7, [None, 3], {"a": 1}])
def test_compare_with_malformed_claims_leaves_them_out(claims):
    assert "principal_claims" not in {each.name for each in compared(claims_supported=claims).rows}


def test_compare_tells_the_facts():
    facts = {fact.label: fact.value for fact in compared(backchannel_logout_supported=True).facts}

    assert facts["Issuer equals what is registered"] == "yes"
    assert facts["Back-channel logout"] == "yes"
    assert facts["Names itself in answers (RFC 9207)"] == ""
    assert facts["Sign-out address"] == f"{ISSUER}/logout"
    assert facts["Response types"] == "code, id_token"
    assert facts["Claims"] == "sub email preferred_username"


def test_compare_with_a_document_that_cannot_be_used_is_refused():
    with pytest.raises(DiscoveryError, match="token_endpoint"):
        compared(token_endpoint=None)


def test_compare_shows_a_providers_text_harmlessly():
    found = compared(scopes_supported=["openid", "email", "profile", "x\x1b[31m" + "y" * 1000])

    scopes = row(found, "scope").found
    assert "\x1b" not in scopes
    assert len(scopes) <= 200


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].urls])
@pytest.mark.parametrize("flow", [Flow.CODE, Flow.IMPLICIT])
def test_compare_of_every_kind_names_fields_that_the_form_has(kind, flow):
    application = Application(kind=KINDS[kind], flow=flow, settings=KINDS[kind].clean(flow, SETTINGS[kind]))
    found = compared(kind, flow, issuer=application.endpoints.issuer)

    names = {each.name for each in KINDS[kind].fields[flow]}
    assert {each.name for each in found.rows} - {""} <= names
    assert found.facts[0].is_good
