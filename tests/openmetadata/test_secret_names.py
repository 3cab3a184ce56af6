from collections.abc import Iterator

import pytest

from sso_providers.openmetadata.secret_names import LONGEST, sounds_secret
from sso_providers.openmetadata.settings import SETTINGS


def names() -> Iterator[tuple[str, bool]]:
    for setting in SETTINGS.values():
        yield from ((name, setting.secret) for name in (setting.path, setting.env, setting.helm) if name)


@pytest.mark.parametrize(("name", "is_secret"), sorted(set(names())))
def test_sounds_secret_of_every_setting_agrees_with_it(name: str, is_secret: bool):
    assert sounds_secret(name) is is_secret


@pytest.mark.parametrize(
    "name",
    (
        "AUTHENTICATION_CLIENT_ID_SECRET",
        "AUTHENTICATION_LDAP_TRUSTSTORE_PASS",
        "AUTHENTICATION_TOKEN",
        "OIDC_CLIENT_SECRT",
        "oidcConfiguration.clientSecert",
        "OIDC_CLIENTSECRET",
        "OIDC-CLIENT-SECRET",
        "LDAP_ADMIN_PASSWROD",
        "LDAP_PASWORD",
        "ldap.adminPasswd",
        "PASSWORD1",
        "SAML_PASSPHRASE",
        "LDAP_PW",
        "LDAP_CREDS",
        "LDAP_CREDENTIALS",
        "SAML_SP_PRIVATE_KEY",
        "saml.privateKey",
        "FERNET_KEY",
        "OIDC_API_KEY",
        "apiKey",
        "OM_JWT_TOKEN",
        "OM_TOKEN_2",
        "OIDC_SECRET_KEY",
    ),
)
def test_sounds_secret_of_a_secret_is_true(name: str):
    assert sounds_secret(name)


@pytest.mark.parametrize(
    "name",
    (
        "secretRef",
        "secretKey",
        "secretName",
        "oidc.clientSecret.secretRef",
        "AUTHORIZER_ENABLE_SECURE_SOCKET",
        "SAML_BYPASS",
        "RSA_PRIVATE_KEY_PATH",
        "OIDC_TOKEN_ENDPOINT",
        "OIDC_COMPASS",
        "AUTHENTICATION_SECURITY",
        "tokenValidity",
    ),
)
def test_sounds_secret_of_what_only_resembles_one_is_false(name: str):
    assert not sounds_secret(name)


@pytest.mark.parametrize("name", ("", "10.0.0.5", "_", "é"))
def test_sounds_secret_of_no_word_is_false(name: str):
    assert not sounds_secret(name)


def test_sounds_secret_of_a_very_long_name_takes_its_end():
    assert sounds_secret("X_" * LONGEST + "SECRET")
    assert not sounds_secret("SECRET" + "_X" * LONGEST)
