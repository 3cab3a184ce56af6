"""What a handed-in file holds as a secret must not come back in what is said of the file."""

import json

import pytest

from sso_providers.management.diagnoses import document, lines, sarif
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.diagnosis import Diagnosis, diagnose
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.secret_texts import holds_secret, without_secrets

CANARY = "CANARY"
CODE = "AUTHENTICATION_CLIENT_TYPE=confidential\n"
PAINT = dict.fromkeys(Level, str)


def diagnosed(name: str, text: str) -> Diagnosis:
    return diagnose(importers.read(text.encode(), name=name))


def said(diagnosis: Diagnosis) -> str:
    return "\n".join(
        (
            json.dumps(document.document(diagnosis), ensure_ascii=False),
            *lines.lines("file", diagnosis, PAINT),
            json.dumps(sarif.log({"file": diagnosis}, RULES), ensure_ascii=False),
        )
    )


def held(diagnosis: Diagnosis) -> str:
    """The rows that it would become."""
    return repr(dict(diagnosis.imported.config.values)) + repr(diagnosis.imported.troubles)


@pytest.mark.parametrize(
    "name",
    (
        "AUTHENTICATION_CLIENT_ID_SECRET",
        "AUTHENTICATION_LDAP_TRUSTSTORE_PASS",
        "AUTHENTICATION_TOKEN",
        "OIDC_CLIENT_ID_SECRT",
        "AUTHENTICATION_CLIENT_SECERT",
        "SAML_IDP_CERTIFICATE_PASSPHRASE",
        "AUTHENTICATION_AUTHORITY_PW",
    ),
)
def test_diagnose_of_a_misspelt_secret_neither_shows_nor_keeps_it(name: str):
    found = diagnosed("a.env", f"AUTHENTICATION_PROVIDER=azure\n{name}={CANARY}\n")
    assert [each.name for each in found.not_understood] == [name]
    assert CANARY not in said(found) + held(found)


@pytest.mark.parametrize("key", ("clientIdSecret", "authorityPassword", "clientIdToken", "clientIdPasswd"))
@pytest.mark.parametrize("is_json", (False, True))
def test_diagnose_of_a_misspelt_secret_in_a_block_neither_shows_nor_keeps_it(key: str, is_json: bool):
    block = {"authenticationConfiguration": {"provider": "azure", key: CANARY}}
    text = json.dumps(block) if is_json else f"authenticationConfiguration:\n  provider: azure\n  {key}: {CANARY}\n"
    found = diagnosed("a.json" if is_json else "openmetadata.yaml", text)
    assert CANARY not in said(found) + held(found)


@pytest.mark.parametrize("provider", ("azure", "google", "custom-oidc", "ldap", "saml"))
@pytest.mark.parametrize(
    "line",
    (
        "AUTHENTICATION_LDAP_HOST=u:CANARY@h",
        "AUTHENTICATION_LDAP_HOST=ldap://u:CANARY@h",
        "AUTHENTICATION_LDAP_HOST=ldap://u:CA/CANARY@h:636",
        "AUTHENTICATION_LDAP_HOST=ldap://CANARY:x@localhost",
        "AUTHENTICATION_PUBLIC_KEYS=[https://user:CANARY@h/x]",
        "AUTHENTICATION_PUBLIC_KEYS=https://user:CANARY@h/x",
        "AUTHENTICATION_PUBLIC_KEYS=[https://h/x?token=CANARY]",
        "AUTHENTICATION_PUBLIC_KEYS=https://h//x?token=CANARY",
        "AUTHENTICATION_AUTHORITY=user:CANARY@host/realms/x/auth",
        "AUTHENTICATION_AUTHORITY=https://user:CANARY@host/realms/x/protocol/openid-connect/auth",
        "AUTHENTICATION_AUTHORITY=https://user:p/CANARY@host/",
        "AUTHENTICATION_AUTHORITY=https://h/x#CANARY",
        "AUTHENTICATION_CALLBACK_URL=https://u:CANARY@h/callback/",
        "AUTHENTICATION_CALLBACK_URL=https://h/callback#CANARY",
        "AUTHENTICATION_CLIENT_ID=https://u:CANARY@x",
        "OIDC_CLIENT_ID=https://u:CANARY@x",
        "OIDC_CLIENT_ID=u:CANARY@x.apps.googleusercontent.com",
        "OIDC_DISCOVERY_URI=https://u:CANARY@h/.well-known/",
        "OIDC_SERVER_URL=https://u:CANARY@h/x/",
        "OIDC_CALLBACK=https://u:CANARY@h//callback",
        "OIDC_SCOPE=openid client_secret=CANARY",
        "OIDC_SCOPE=email,client_secret=CANARY",
        "OIDC_SCOPE=client_secret=CANARY",
        'OIDC_CUSTOM_PARAMS="{"client_secret": "CANARY"}"',
        "OIDC_CUSTOM_PARAMS='{client_secret: CANARY}'",
        "OIDC_CUSTOM_PARAMS=client_secret:CANARY",
        "OIDC_PROMPT_TYPE=password=CANARY",
        "SAML_IDP_SSO_LOGIN_URL=u:CANARY@h/x",
        "SAML_SP_ACS=https://u:CANARY@h/x",
        "SAML_IDP_ENTITY_ID=https://u:CANARY@h/x?token=CANARY",
        "HTTPS_PROXY=http://u:CANARY@proxy:3128",
    ),
)
def test_diagnose_of_credentials_within_a_text_does_not_show_them(provider: str, line: str):
    found = diagnosed("a.env", f"AUTHENTICATION_PROVIDER={provider}\n{CODE}{line}\n")
    assert found.findings
    assert CANARY not in said(found)


@pytest.mark.parametrize(
    ("text", "shown"),
    (
        ("https://u:p@h/x", "https://…@h/x"),
        ("u:p@h/x", "…@h/x"),
        ("https://u:p/q@h/x", "https://…@h/x"),
        ("https://a/b,https://u:p@h/x", "https://…@h/x"),
        ("https://h/x?a=b#c", "https://h/x"),
        ("openid client_secret=x", "openid client_secret=…"),
        ("openid email", "openid email"),
        ("cn=admin,dc=acme", "cn=admin,dc=acme"),
    ),
)
def test_without_secrets_of_a_text_leaves_what_is_none(text: str, shown: str):
    assert without_secrets(text) == shown


@pytest.mark.parametrize(
    "text",
    ("admin@acme.example", "https://h/x?p=B2C_1", '{"prompt": "login"}', "openid email", "token_endpoint:x", "tokens"),
)
def test_holds_secret_of_what_is_none_is_false(text: str):
    assert not holds_secret(text)


@pytest.mark.parametrize(
    "text", ("https://u:p@h", "https://u@h/x", "u:p@h", '{"client_secret": "x"}', "https://h/?token=x", "https://h/#x")
)
def test_holds_secret_of_one_within_is_true(text: str):
    assert holds_secret(text)


def test_diagnose_of_a_secret_in_place_of_the_provider_shows_it_nowhere():
    text = f"AUTHENTICATION_PROVIDER=user:{CANARY}@host\nAUTHENTICATION_AUTHORITY=https://accounts.google.com\n"
    assert CANARY not in said(diagnosed("a.env", text))
