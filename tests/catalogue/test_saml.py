"""The SAML kind: what it takes, what it refuses, and OpenMetadata's own requirements."""

import pytest

from sso_providers.catalogue import Flow, InvalidSettings, Protocol, get_kind
from sso_providers.catalogue.guide import fill
from sso_providers.catalogue.saml import EMAIL
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.checks.made_certificates import certificate, ec_key

SAML = get_kind("saml")
IDP = {
    "idp_entity_id": "https://idp.acme.example/metadata",
    "sso_login_url": "https://idp.acme.example/sso",
    "idp_certificate": IDP_CERTIFICATE,
}
SERVER = "https://openmetadata.acme.example"


def clean(**settings):
    return SAML.clean(Flow.NONE, {**IDP, **settings})


def errors(**settings):
    with pytest.raises(InvalidSettings) as caught:
        clean(**settings)
    return caught.value.errors


def needed(**settings):
    """The secrets that cleaned settings call for."""
    cleaned = clean(**settings)
    return {field.name for field in SAML.secret_fields(Flow.NONE) if field.applies(cleaned)}


def test_saml_has_no_flow_no_client_and_no_address_for_secrets():
    assert (SAML.protocol, SAML.flows, SAML.client_id, SAML.urls) == (Protocol.SAML, (Flow.NONE,), None, None)
    assert SAML.destinations(clean()) == ()


def test_clean_of_the_metadata_alone_fills_in_what_works():
    cleaned = clean()
    assert cleaned["name_id_format"] == EMAIL
    assert (cleaned["token_validity"], cleaned["session_expiry"]) == (3600, 604800)
    assert not any(value for value in cleaned.values() if value is True)
    assert SAML.clean(Flow.NONE, cleaned) == cleaned
    assert needed() == set()


def test_clean_keeps_the_addresses_to_the_letter():
    cleaned = clean(
        sso_login_url="https://accounts.google.com/o/saml2/idp?idpid=C01abc",
        metadata_url="https://login.microsoftonline.com/t/federationmetadata.xml?appid=0f8f",
        idp_entity_id="urn:acme:idp",
        sp_entity_id="https://openmetadata.acme.example/",
    )
    assert cleaned["sso_login_url"] == "https://accounts.google.com/o/saml2/idp?idpid=C01abc"
    assert cleaned["metadata_url"] == "https://login.microsoftonline.com/t/federationmetadata.xml?appid=0f8f"
    assert (cleaned["idp_entity_id"], cleaned["sp_entity_id"]) == ("urn:acme:idp", "https://openmetadata.acme.example/")


def test_clean_takes_an_entity_id_that_is_not_encrypted():
    """It is a name, not a place: Okta's and AD FS's begin with http."""
    assert clean(idp_entity_id="http://www.okta.com/exk1")["idp_entity_id"] == "http://www.okta.com/exk1"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("idp_entity_id", "", "Entity ID of the provider is missing"),
        ("idp_entity_id", "acme", "is no entity ID"),
        ("idp_entity_id", "urn:", "is no entity ID"),
        ("idp_entity_id", "https://", "is no entity ID"),
        ("idp_entity_id", "https://[idp", "is no entity ID"),
        ("idp_entity_id", "https://idp.acme.example/a b", "is no entity ID"),
        ("idp_entity_id", "https://idp.acme.example/ü", "is no entity ID"),
        ("idp_entity_id", "urn:" + "x" * 1100, "1104 characters: at most 1024"),
        ("sso_login_url", "", "Sign-in address of the provider is missing"),
        ("sso_login_url", "http://idp.acme.example/sso", "is not encrypted"),
        ("sso_login_url", "https://idp.acme.example/sso#x", "has a query or fragment"),
        ("sso_login_url", "https://idp.acme.example/sso?a=b#x", "query that can't be used"),
        ("sso_login_url", "https://idp.acme.example/sso?a=<script>", "query that can't be used"),
        ("sso_login_url", "https://me:secret@idp.acme.example/sso", "user name or password"),
        ("sso_login_url", "ftp://idp.acme.example/sso", "is no address"),
        ("sso_login_url", "https://idp.acme.example/" + "x" * 600, "at most 500"),
        ("metadata_url", "idp.xml", "is no address"),
        ("idp_certificate", "", "Signing certificate of the provider is missing"),
        ("idp_certificate", "/etc/saml/idp.crt", "is the path of a file"),
        ("idp_certificate", SP_PRIVATE_KEY, "This is a private key"),
        ("name_id_format", "email", "use one of"),
        ("display_name_attributes", "given name", "is no attribute"),
        ("team_claim", "a b", "is no attribute"),
        ("token_validity", "0", "use a number from 1"),
        ("session_expiry", "60", "use a number from 3600"),
        ("strict_mode", "maybe", "use true or false"),
        ("sp_entity_id", "openmetadata", "is no entity ID"),
        ("sp_entity_id", "urn:acme:openmetadata", "OpenMetadata takes only an address for its own entity ID"),
        ("sp_certificate", "conf/sp.pem", "is the path of a file"),
        ("key_store_path", "a\nb", "This is no path"),
        ("acs", "x", "Unknown setting of saml 'acs'"),
    ],
)
def test_clean_of_a_bad_value_says_what_is_wrong(name, value, words):
    found = errors(**{name: value})
    assert words in found[name]


def test_clean_takes_attributes_that_are_addresses():
    name = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"
    cleaned = clean(display_name_attributes=[name, "surname"], team_claim=name)
    assert (cleaned["display_name_attributes"], cleaned["team_claim"]) == ((name, "surname"), name)


@pytest.mark.parametrize(
    ("settings", "secrets"),
    [
        ({"sign_requests": True}, {"sp_private_key"}),
        ({"sign_requests": True, "sign_sp_metadata": True}, {"sp_private_key"}),
        ({"want_assertions_encrypted": True}, {"sp_private_key"}),
    ],
)
def test_clean_of_what_signs_or_decrypts_wants_certificate_and_key(settings, secrets):
    assert "Certificate of OpenMetadata is missing" in errors(**settings)["sp_certificate"]
    assert needed(**settings, sp_certificate=SP_CERTIFICATE) == secrets


def test_clean_with_a_key_store_decrypts_without_certificate():
    store = {"key_store_path": "/etc/saml.jks", "key_store_alias": "om"}
    assert needed(want_assertions_encrypted=True, **store) == {"key_store_password"}
    signed = {"sign_requests": True, "sp_certificate": SP_CERTIFICATE, **store}
    assert needed(**signed) == {"sp_private_key", "key_store_password"}


@pytest.mark.parametrize(
    ("given", "missing"), [("key_store_path", "key_store_alias"), ("key_store_alias", "key_store_path")]
)
def test_clean_wants_path_and_alias_of_the_key_store_together(given, missing):
    found = errors(**{given: "/etc/saml.jks"})
    assert list(found) == [missing]


def test_clean_of_signed_metadata_alone_says_that_no_key_is_loaded():
    """SamlSettingsHolder passes the keys on only where requests are signed or assertions encrypted."""
    found = errors(sign_sp_metadata=True, sp_certificate=SP_CERTIFICATE)
    assert "loads the key pair only where" in found["sign_sp_metadata"]


def test_clean_tells_the_two_parties_apart():
    assert "identity provider's certificate" in errors(sp_certificate=IDP_CERTIFICATE)["sp_certificate"]
    assert "identity provider's entity ID" in errors(sp_entity_id=IDP["idp_entity_id"])["sp_entity_id"]


def test_clean_of_a_certificate_that_cannot_sign_for_openmetadata_is_refused():
    found = errors(sp_certificate=certificate(key=ec_key()).pem)
    assert "key is EC secp256r1" in found["sp_certificate"]


def test_private_key_is_normalised_and_never_shown():
    field = SAML.secret_field(Flow.NONE, "sp_private_key")
    assert field.clean(f"-----BEGIN PRIVATE KEY-----\n{SP_PRIVATE_KEY}\n-----END PRIVATE KEY-----") == SP_PRIVATE_KEY


def test_guide_gives_the_service_providers_addresses():
    filled = fill(SAML, Flow.NONE, name="Acme's 'SSO'", settings=clean(), servers=[SERVER])
    assert [entry.addresses for entry in filled.entries] == [
        (f"{SERVER}/api/v1/saml/metadata",),
        (f"{SERVER}/api/v1/saml/acs",),
        (f"{SERVER}/signin",),
    ]


def test_guide_gives_the_registrations_own_entity_id_to_every_tool():
    filled = fill(SAML, Flow.NONE, name="x", settings=clean(sp_entity_id="https://om.acme.example"), servers=[SERVER])
    assert filled.entries[0].addresses == ("https://om.acme.example",)
    assert ["https://om.acme.example" in recipe.text for recipe in filled.recipes] == [True, True]


@pytest.mark.parametrize(
    ("settings", "signs"), [({}, False), ({"sign_requests": True, "sp_certificate": SP_CERTIFICATE}, True)]
)
def test_guide_shows_the_recipes_that_fit_the_key_pair(settings, signs):
    filled = fill(SAML, Flow.NONE, name="x", settings=clean(**settings), servers=[SERVER])
    assert [recipe.tool for recipe in filled.recipes] == ["Keycloak's kcadm", "Terraform, for Keycloak"]
    assert [SP_CERTIFICATE in recipe.text for recipe in filled.recipes] == [signs, signs]


def test_secrets_stand_beside_their_settings():
    for field in SAML.secret_fields(Flow.NONE):
        assert field.section is SAML.field(Flow.NONE, "sp_certificate").section
