import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import Release
from sso_providers.openmetadata.importers import names
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML, SETTINGS
from sso_providers.openmetadata.subject import Kind
from tests.growth import cpu_seconds


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("AUTHENTICATION_PROVDER", "AUTHENTICATION_PROVIDER"),
        ("AUTHENTICAION_PROVIDER", "AUTHENTICATION_PROVIDER"),
        ("authentication_provider", "AUTHENTICATION_PROVIDER"),
        ("AUTHENTICATION-PROVIDER", "AUTHENTICATION_PROVIDER"),
        ("authenticationProvider", "AUTHENTICATION_PROVIDER"),
        ("AUTHENTICATION_PUBLIC_KEY_URLS", "AUTHENTICATION_PUBLIC_KEYS"),
        ("AUTHENTICATION_CLIENT_SECRET", "OIDC_CLIENT_SECRET"),
        ("AUTHENTICATION_ADMIN_PRINCIPALS", "AUTHORIZER_ADMIN_PRINCIPALS"),
        ("AUTHORISER_ADMIN_PRINCIPALS", "AUTHORIZER_ADMIN_PRINCIPALS"),
        ("AUTHORIZER_ALLOWED_DOMAIN", "AUTHORIZER_ALLOWED_DOMAINS"),
        ("OICD_CLIENT_ID", "OIDC_CLIENT_ID"),
        ("OIDC_CALLBACK_URL", "OIDC_CALLBACK"),
        ("OIDC_DISCOVERY_URL", "OIDC_DISCOVERY_URI"),
        ("OIDC_PROMPT", "OIDC_PROMPT_TYPE"),
        ("OIDC_SCOPES", "OIDC_SCOPE"),
        ("OIDC_CLIENT_AUTHENTICATION_METHOD", "OIDC_CLIENT_AUTH_METHOD"),
        ("LDAP_HOST", "AUTHENTICATION_LDAP_HOST"),
        ("SAML_IDP_X509_CERTIFICATE", "SAML_IDP_CERTIFICATE"),
        ("AUTHENTICATION_LDAP_KEYSTORE_PWD", "AUTHENTICATION_LDAP_KEYSTORE_PASSWORD"),
    ],
)
def test_guess_of_a_slip_names_the_variable_that_is_meant(name, right):
    guess = names.variables().guess(name)
    assert guess
    assert (guess.kind, guess.right) == (Kind.MISSPELT, right)
    assert SETTINGS[guess.setting].env == right
    assert name in guess.message and right in guess.message


@pytest.mark.parametrize("name", ["AUTHENTICATION_FOO", "OIDC_ISSUER", "AUTHENTICATION_LDAP_USERNAME"])
def test_guess_of_what_is_near_nothing_is_unknown(name):
    guess = names.variables().guess(name)
    assert guess
    assert (guess.kind, guess.setting, guess.right) == (Kind.UNKNOWN, "", "")


@pytest.mark.parametrize(
    ("name", "kind", "setting"),
    [
        (f"{AUTHENTICATION}.publicKey", Kind.OBSOLETE, f"{AUTHENTICATION}.publicKeyUrls"),
        (f"{AUTHORIZER}.initialAdmin", Kind.OBSOLETE, f"{AUTHORIZER}.adminPrincipals"),
        (f"{AUTHORIZER}.botPrincipals", Kind.OBSOLETE, f"{AUTHORIZER}.botPrincipals"),
        (f"{SAML}.security.wantNameIdEncrypted", Kind.OBSOLETE, ""),
        (f"{AUTHORIZER}.prinicipalDomain", Kind.MISSPELT, f"{AUTHORIZER}.principalDomain"),
        (f"{LDAP}.trusttoreConfigType", Kind.MISSPELT, f"{LDAP}.truststoreConfigType"),
        (f"{AUTHENTICATION}.public_key_urls", Kind.MISSPELT, f"{AUTHENTICATION}.publicKeyUrls"),
        (f"{OIDC}.discoveryURL", Kind.MISSPELT, f"{OIDC}.discoveryUri"),
        (f"{OIDC}.clientId", Kind.MISSPELT, f"{OIDC}.id"),
        (f"{OIDC}.promptType", Kind.MISSPELT, f"{OIDC}.prompt"),
        (f"{AUTHENTICATION}.discoveryUri", Kind.MISPLACED, f"{OIDC}.discoveryUri"),
        ("oidcConfiguration.discoveryUri", Kind.MISPLACED, f"{OIDC}.discoveryUri"),
        (f"{AUTHENTICATION}.principalDomain", Kind.MISPLACED, f"{AUTHORIZER}.principalDomain"),
        ("AUTHENTICATION_PROVIDER", Kind.MISPLACED, f"{AUTHENTICATION}.provider"),
        (f"{AUTHENTICATION}.whatever", Kind.UNKNOWN, ""),
    ],
)
def test_guess_of_a_key_tells_a_slip_from_a_wrong_place_and_an_old_name(name, kind, setting):
    guess = names.paths().guess(name, Release("1.13"))
    assert guess
    assert (guess.kind, guess.setting) == (kind, setting)


@pytest.mark.parametrize(
    ("name", "read_by", "not_read_by"),
    [
        ("publicKey", "0.9", "0.10"),
        ("AUTHENTICATION_PUBLIC_KEY", "0.9", "0.10"),
        ("botPrincipals", "0.12", "0.13"),
        ("AUTHORIZER_INGESTION_PRINCIPALS", "0.12", "0.13"),
        ("AIRFLOW_AUTH_PROVIDER", "0.12", "0.13"),
        ("OM_AUTH_AIRFLOW_OKTA_PRIVATE_KEY", "0.12", "0.13"),
        ("SAML_WANT_NAME_ID_ENCRYPTED", "1.6", "1.7"),
    ],
)
def test_guess_of_an_old_name_is_trouble_only_where_nothing_reads_it_any_more(name, read_by, not_read_by):
    vocabulary = names.variables()
    assert vocabulary.guess(name, Release(read_by)) is None
    guess = vocabulary.guess(name, Release(not_read_by))
    assert guess
    assert guess.kind is Kind.OBSOLETE
    assert f"{read_by} was the last line that did" in guess.message


def test_guess_of_a_name_that_only_documentation_has_is_obsolete_on_every_line():
    guess = names.variables().guess("AUTHENTICATION_DISCOVERY_URI", Release("1.3"))
    assert guess
    assert (guess.kind, guess.right) == (Kind.OBSOLETE, "OIDC_DISCOVERY_URI")


def test_guess_with_a_formats_own_words_answers_in_them():
    vocabulary = names.paths({"openmetadata.config.authentication.publicKeys": f"{AUTHENTICATION}.publicKeyUrls"})
    guess = vocabulary.guess("openmetadata.config.authentication.publicKeyUrls")
    assert guess
    assert guess.right == "openmetadata.config.authentication.publicKeys"


@pytest.mark.parametrize("path", SETTINGS)
def test_known_names_of_the_table_are_their_own_nearest(path):
    assert names.paths().by_name[path].setting == path


@given(st.text())
def test_guess_of_any_text_gives_a_sentence(name):
    guess = names.variables().guess(name)
    assert guess
    assert guess.message.endswith(".")
    assert len(guess.message) < 300


def test_guess_of_very_many_names_takes_time_in_proportion():
    def seconds(count: int) -> float:
        def guess_all() -> None:
            vocabulary = names.variables()
            for number in range(count):
                vocabulary.guess(f"AUTHENTICATION_{number}_SOMETHING_{number}")

        return cpu_seconds(guess_all)

    few = seconds(10_000)
    assert seconds(100_000) < 20 * max(few, 0.01)


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("AUTHENTICATION_PREFERRED_JWS_ALGORITHM", "OIDC_PREFERRED_JWS"),
        ("AUTHENTICATION_PUBLIC_KEY_URLS", "AUTHENTICATION_PUBLIC_KEYS"),
        ("OIDC_TOKEN_VALIDITY", "OIDC_OM_REFRESH_TOKEN_VALIDITY"),
        ("OIDC_CALLBACK_URL", "OIDC_CALLBACK"),
    ],
)
def test_guess_of_a_variable_with_a_keys_name_is_that_keys_variable(name, right):
    guess = names.variables().guess(name)

    assert guess is not None
    assert guess.right == right


def test_name_with_a_word_that_says_nothing_is_the_key_beside_it() -> None:
    guess = names.paths().guess(f"{SAML}.sp.callbackUrl")

    assert guess is not None
    assert (guess.kind, guess.setting) == (Kind.MISSPELT, f"{SAML}.sp.callback")


def test_name_in_one_providers_block_is_no_setting_of_another_provider() -> None:
    guess = names.paths().guess(f"{LDAP}.keyStorePassword")

    assert guess is not None
    assert not guess.setting.startswith(SAML)


@pytest.mark.parametrize("name", ["keyStorePath", "truststoreFormat", "verifyCertificateHostname"])
def test_trust_store_of_old_lines_is_obsolete_with_its_successor(name: str) -> None:
    guess = names.paths().guess(f"{LDAP}.{name}", Release("1.2"))

    assert guess is not None
    assert guess.kind is Kind.OBSOLETE
    assert guess.setting.startswith(f"{LDAP}.trustStoreConfig.customTrustManagerConfig.")
