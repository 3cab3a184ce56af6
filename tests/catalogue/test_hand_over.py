"""What the sheet for the identity team asks for."""

from dataclasses import asdict

import pytest

from sso_providers.catalogue import KINDS, Flow, Section, get_kind
from sso_providers.catalogue.guide import fill
from sso_providers.catalogue.hand_over import Sheet, write
from tests.openmetadata.cases import CANARY, COMBINATIONS, OWN_SETTINGS

EVERY = [pytest.param(KINDS[kind], flow, id=f"{kind}-{flow}") for kind, flow in COMBINATIONS]


def sheet(kind: str, flow: Flow = Flow.CODE, *, groups_claim: str = "", **settings: object) -> Sheet:
    found = get_kind(kind)
    values = found.clean(flow, {**OWN_SETTINGS[kind], **settings})
    guide = fill(found, flow, name="Acme", settings=values, servers=["https://om.acme.example"])
    return write(found, flow, guide, settings=values, client_id="abc", groups_claim=groups_claim)


def lines(sheet: Sheet) -> dict[str, str]:
    return {line.label: line.value for line in sheet.settings}


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_sheet_asks_back_for_what_the_form_wants_from_the_provider(kind, flow):
    blank = write(kind, flow, fill(kind, flow, name="", settings={}, servers=()), settings={})

    asked = {answer.label for answer in blank.answers}
    wanted = {field.label for field in kind.fields[flow] if field.section is Section.PROVIDER}
    wanted |= {field.label for field in kind.secret_fields(flow) if field.section is Section.PROVIDER}
    assert asked == wanted | ({kind.client_id.label} if kind.client_id else set())
    assert [line for line in blank.settings if not line.label or not line.value] == []
    assert blank.wants_secret == any(field.section is Section.PROVIDER for field in kind.secret_fields(flow))


def test_sheet_of_a_registration_shows_what_is_known_and_no_secret():
    found = sheet("azure")

    known = {answer.label: answer.value for answer in found.answers if answer.value}
    assert known == {
        "Directory (tenant) ID": OWN_SETTINGS["azure"]["tenant_id"],
        "Application (client) ID": "abc",
    }
    assert [answer.label for answer in found.answers if answer.is_secret] == ["Client secret"]
    assert CANARY not in str(asdict(found))


def test_sheet_asks_for_scopes_grants_and_the_token_version():
    found = lines(sheet("azure"))

    assert found["Scopes"] == "openid email profile offline_access"
    assert found["Grant types"] == "Authorization code"
    assert found["ID tokens"] == "version 2.0, as the v2.0 endpoint makes them"
    assert found["How the secret is shown"] == "client_secret_post"


def test_sheet_of_a_public_client_asks_for_no_secret():
    found = sheet("okta", Flow.IMPLICIT)

    assert lines(found)["Kind of application"].startswith("public")
    assert lines(found)["Scopes"] == "openid email profile offline_access"
    assert "How the secret is shown" not in lines(found)
    assert not found.wants_secret


@pytest.mark.parametrize(
    ("settings", "groups_claim", "claims"),
    [
        ({}, "", "email, preferred_username, sub"),
        ({}, "groups", "email, preferred_username, sub, groups"),
        ({"username_claim": "upn", "email_claim": "email", "team_claim": "department"}, "", "upn, email, department"),
    ],
)
def test_sheet_names_the_claims_that_are_read(settings, groups_claim, claims):
    assert lines(sheet("auth0", groups_claim=groups_claim, **settings))["Claims in the ID token"] == claims


def test_sheet_of_saml_says_what_is_signed_and_encrypted():
    plain = lines(sheet("saml", Flow.NONE))
    certificate = get_kind("saml").field(Flow.NONE, "sp_certificate")

    assert plain["Requests"] == "not signed"
    assert plain["Encryption"] == "none"
    assert "e-mail address" in plain["NameID"]
    assert certificate.label not in plain


def test_sheet_of_saml_does_not_print_the_providers_own_certificate():
    found = {answer.label: answer.value for answer in sheet("saml", Flow.NONE).answers}

    assert found["Signing certificate of the provider"] == "there is one already"


@pytest.mark.parametrize(
    ("settings", "words"),
    [({}, "LDAPS from OpenMetadata's server, port 636"), ({"tls": False, "port": 389}, "not encrypted, from")],
)
def test_sheet_of_ldap_says_how_the_server_connects(settings, words):
    assert lines(sheet("ldap", Flow.NONE, **settings))["Connection"].startswith(words)
