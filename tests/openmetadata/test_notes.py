import pytest

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.notes import traps

from .cases import COMBINATIONS, LINES, SERVER, application, config, full


def text(configuration, line: str = "1.9") -> str:
    return "\n".join(traps(configuration, Release(line)))


@pytest.mark.parametrize("release", LINES, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_traps_are_sentences(kind: str, flow: Flow, release: Release) -> None:
    for note in traps(assemble(full(kind, flow), SERVER), release):
        assert note.endswith((".", ")."))
        assert "None" not in note


def test_traps_setting_that_the_line_lacks_is_named_with_the_line_that_has_it() -> None:
    secure = config(options={"force_secure_cookie": True})
    assert "forceSecureSessionCookie is left out: OpenMetadata has it from 1.10.5 on, and this is for 1.9." in text(
        secure
    )
    assert "left out" not in text(secure, "1.11")
    assert "forceSecureSessionCookie needs OpenMetadata 1.10.5 or later: an older 1.10" in text(secure, "1.10")


def test_traps_setting_at_its_default_is_not_missed() -> None:
    assert "left out" not in text(config(), "1.7")
    assert "sessionExpiry" not in text(config(), "1.8")
    assert "sessionExpiry needs OpenMetadata 1.8.2 or later" in text(config(session_expiry=7200), "1.8")


def test_traps_azure_is_told_that_the_tenant_is_the_guid() -> None:
    assert "tenant c1123b7c-b1b2-4854-9a01-56ab3de29500: it builds" in text(config("azure"))
    assert "tenant" not in text(config("auth0"))


def test_traps_public_client_with_code_is_told_of_the_lost_response_type() -> None:
    public = config("custom-oidc", Flow.IMPLICIT, response_type="code")
    assert "issue 29597" in text(public, "1.12")
    assert "issue 29597" not in text(public, "1.8")
    assert "issue 29597" not in text(config("custom-oidc", Flow.IMPLICIT), "1.12")
    assert "issue 29597" not in text(config("custom-oidc"), "1.12")


def test_traps_cognito_is_told_of_its_validator_and_its_browser_flow() -> None:
    assert "issue 30903" in text(config("aws-cognito", Flow.IMPLICIT), "1.12")
    assert "validator for Cognito" in text(config("aws-cognito"), "1.10")
    assert "validator for Cognito" not in text(config("aws-cognito"), "1.9")


def test_traps_other_algorithm_is_told_to_count_for_bots_too() -> None:
    assert "by ES256 too" in text(config("custom-oidc", Flow.IMPLICIT, signing_algorithm="ES256"), "1.12")
    assert "those of bots" not in text(config("custom-oidc", Flow.IMPLICIT), "1.12")
    assert "those of bots" not in text(config("custom-oidc", signing_algorithm="ES256"), "1.12")


def test_traps_several_servers_and_one_origin_by_line() -> None:
    assert "issue 20782" in text(config(), "1.13")
    assert "issue 20782" not in text(config(), "2.0")
    assert "issue 26311" in text(config(), "2.0")


def test_traps_of_2_0_speak_of_further_addresses_where_there_are_some() -> None:
    more = config(options={"trusted_redirect_uris": ("https://other.acme.example/callback",)})
    assert "and to the further redirect addresses only" in text(more, "2.0")
    assert "further" not in text(config(), "2.0")


def test_traps_saml_on_2_0_is_told_of_its_other_callback() -> None:
    saml = assemble(application("saml", Flow.NONE), SERVER)
    assert f"{SERVER.url}/auth/callback (PR #28695)" in text(saml, "2.0")
    assert "28695" not in text(saml, "1.13")


def test_traps_administrators_are_names_always() -> None:
    assert "Administrators are user names, not addresses: jane.doe, admin" in text(config())


def test_traps_mapping_signup_and_directory_are_told_when_they_are_so() -> None:
    mapped = config(username_claim="sub", email_claim="email")
    assert "mapped claims alone" in text(mapped)
    assert "mapped claims alone" not in text(config())
    careless = assemble(application("ldap", Flow.NONE, tls=True, trust_store="TrustAll"), SERVER)
    assert "TrustAll takes any certificate" in text(careless)
