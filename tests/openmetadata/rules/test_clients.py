"""The client's type, credentials and words."""

from typing import Any

import pytest

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.clients import RULES
from sso_providers.openmetadata.rules.clients.placeholders import is_masked, is_placeholder

from .examined import ENTRA, HOME, KEYCLOAK, OWN_KEYS, TENANT, Answer, Values, ask, ask_one, path, subject

SWITCH = "openmetadata.config.authentication.oidcConfiguration.enabled"
GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
SIGN_IN: Values = {
    "provider": "custom-oidc",
    "authority": KEYCLOAK,
    "clientId": "open-metadata",
    "callbackUrl": f"{HOME}/callback",
    "publicKeyUrls": (f"{KEYCLOAK}/protocol/openid-connect/certs", OWN_KEYS),
}
CLIENT: Values = {
    "oidc.id": "open-metadata",
    "oidc.secret": Secret("look-alike"),
    "oidc.discoveryUri": f"{KEYCLOAK}/.well-known/openid-configuration",
    "oidc.callbackUrl": f"{HOME}/callback",
    "oidc.serverUrl": HOME,
}
CONFIDENTIAL: Values = {**SIGN_IN, "clientType": "confidential", **CLIENT}


def without(values: Values, *names: str) -> Values:
    return {name: value for name, value in values.items() if name not in names}


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


# oidc-block-ignored


@pytest.mark.parametrize(
    ("values", "more", "level"),
    [
        ({"provider": "okta", "clientType": "public", **CLIENT}, {}, Level.ERROR),
        ({"provider": "auth0", "clientType": "public", "oidc.type": "auth0"}, {}, Level.ERROR),
        ({**SIGN_IN, **CLIENT}, {}, Level.ERROR),
        ({"clientType": "public", "oidc.scope": "openid email groups"}, {}, Level.WARNING),
        ({"provider": "okta", "oidc.discoveryUri": "https://acme.okta.com/.well-known/x"}, {}, Level.WARNING),
        ({"provider": "okta", "clientType": "public"}, {"variables": {SWITCH: "true"}}, Level.WARNING),
        ({"oidc.type": "custom-oidc", "oidc.scope": "openid email profile"}, {}, Level.HINT),
    ],
)
def test_oidc_block_of_a_public_client_is_found(values, more, level):
    answer = one("oidc-block-ignored", values, **more)

    assert (answer.setting, answer.level, answer.fix) == (path("clientType"), level, "confidential")


@pytest.mark.parametrize(
    ("values", "more"),
    [
        (CONFIDENTIAL, {}),
        (SIGN_IN, {}),
        # A copy of the files' own defaults.
        ({**SIGN_IN, "clientType": "public", "oidc.id": "", "oidc.scope": "openid email profile"}, {}),
        ({"clientType": "public", "oidc.serverUrl": "http://openmetadata:8585"}, {"target": "kubernetes"}),
        ({**SIGN_IN, **CLIENT}, {"target": "kubernetes", "variables": {SWITCH: "false"}}),
        ({"provider": "saml", **CLIENT}, {}),
        ({"provider": "okta", "clientType": "public", **CLIENT}, {"release": "1.2"}),
    ],
)
def test_oidc_block_that_is_read_or_says_nothing_is_fine(values, more):
    assert none("oidc-block-ignored", values, **more)


# cognito-public-client

COGNITO = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123"


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({"provider": "aws-cognito", "responseType": "code"}, Level.ERROR),
        ({"provider": "aws-cognito", "clientType": "public"}, Level.ERROR),
        ({"provider": "aws-cognito", "clientType": "public", "responseType": "id_token"}, Level.ERROR),
        ({"provider": "custom-oidc", "clientType": "public", "authority": COGNITO}, Level.ERROR),
        ({"provider": "aws-cognito", "oidc.id": "1h57kf5cpq17m0eml12EXAMPLE"}, Level.ERROR),
        ({"provider": "aws-cognito"}, Level.WARNING),
        ({"provider": "aws-cognito", "clientType": "public", "responseType": "code"}, Level.HINT),
    ],
)
def test_public_client_at_cognito_is_found(values, level):
    answer = one("cognito-public-client", values)

    assert (answer.setting, answer.level, answer.fix) == (path("clientType"), level, "confidential")
    assert none("oidc-block-ignored", values)


@pytest.mark.parametrize(
    ("values", "release"),
    [
        ({"provider": "aws-cognito", "clientType": "confidential"}, "1.12"),
        ({"provider": "aws-cognito", "responseType": "code"}, "1.8"),
        ({"provider": "okta", "clientType": "public"}, "1.12"),
    ],
)
def test_other_client_at_cognito_is_fine(values, release):
    assert none("cognito-public-client", values, release=release)


# client-left-to-implicit-flow, response-type-lost, confidential-client-too-early


@pytest.mark.parametrize(
    "authority", [KEYCLOAK, "http://keycloak:8082/auth/realms/x", "https://acme.onelogin.com/oidc/2"]
)
def test_client_type_left_out_for_a_provider_without_implicit_flow_is_found(authority):
    answer = one("client-left-to-implicit-flow", {**SIGN_IN, "authority": authority})

    assert (answer.setting, answer.level, answer.fix) == (path("clientType"), Level.WARNING, "confidential")


@pytest.mark.parametrize(
    ("values", "release"),
    [
        ({**SIGN_IN, "clientType": "public"}, "1.12"),
        ({"provider": "custom-oidc", "authority": KEYCLOAK}, "1.12"),
        ({**SIGN_IN, "responseType": "code"}, "1.8"),
        (SIGN_IN, "1.2"),
        ({**SIGN_IN, "authority": "https://idp.acme.example", "publicKeyUrls": (OWN_KEYS,)}, "1.12"),
    ],
)
def test_client_type_that_is_stated_or_not_shown_is_fine(values, release):
    assert none("client-left-to-implicit-flow", values, release=release)


def test_response_type_code_of_a_public_client_is_a_hint():
    values: Values = {**SIGN_IN, "clientType": "public", "responseType": "code"}

    assert one("response-type-lost", values).level is Level.HINT
    assert none("response-type-lost", values, release="1.8")
    assert none("response-type-lost", {**values, "provider": "auth0"})


def test_confidential_client_before_1_3_is_found():
    assert one("confidential-client-too-early", {"clientType": "confidential"}, release="1.2").level is Level.ERROR
    assert none("confidential-client-too-early", {"clientType": "confidential"}, release="1.3")


# provider-unknown, client-type-unknown, code-flow-without-code, client-authentication-unsupported


@pytest.mark.parametrize(
    ("stated", "fix"),
    [
        ("Azure", "azure"),
        ("SAML", "saml"),
        ("keycloak", "custom-oidc"),
        ("Keycloak", "custom-oidc"),
        ("onelogin", "custom-oidc"),
        ("oidc", "custom-oidc"),
        ("customOidc", "custom-oidc"),
        ("custom_oidc", "custom-oidc"),
        ("entra", "azure"),
        ("azuread", "azure"),
        ("cognito", "aws-cognito"),
        ("aws_cognito", "aws-cognito"),
        ("openldap", "ldap"),
        ("gogle", "google"),
        ("no-auth", "basic"),
        (" okta", "okta"),
        ("something else", None),
    ],
)
def test_provider_by_another_name_is_found_with_the_right_one(stated, fix):
    answer = one("provider-unknown", {"provider": stated})

    assert (answer.setting, answer.level, answer.fix) == (path("provider"), Level.ERROR, fix)


@pytest.mark.parametrize(
    ("values", "release"),
    [
        *(({"provider": name}, "1.12") for name in ("azure", "custom-oidc", "ldap", "basic", "openmetadata")),
        ({"provider": None}, "1.12"),
        ({}, "1.12"),
        ({"provider": "no-auth"}, "0.12"),
    ],
)
def test_known_provider_is_fine(values, release):
    assert none("provider-unknown", values, release=release)


@pytest.mark.parametrize(
    ("stated", "fix"),
    [("Confidential", "confidential"), ("private", "confidential"), ("confidental", "confidential"), ("", "public")],
)
def test_client_type_that_there_is_not_is_found(stated, fix):
    assert one("client-type-unknown", {"clientType": stated}).fix == fix
    assert none("client-type-unknown", {"clientType": None})


@pytest.mark.parametrize(
    ("stated", "level"), [("id_token", Level.ERROR), ("token", Level.ERROR), ("code id_token", Level.WARNING)]
)
def test_code_flow_with_another_response_type_is_found(stated, level):
    values: Values = {"clientType": "confidential", "oidc.responseType": stated}

    assert (one("code-flow-without-code", values).level, one("code-flow-without-code", values).fix) == (level, "code")
    assert none("code-flow-without-code", {**values, "clientType": "public"})
    assert none("code-flow-without-code", {**values, "oidc.responseType": "code"})


def test_client_secret_jwt_is_found():
    values: Values = {"clientType": "confidential", "oidc.clientAuthenticationMethod": "client_secret_jwt"}

    assert one("client-authentication-unsupported", values).fix == "client_secret_post"
    assert none("client-authentication-unsupported", {**values, "clientType": "public"})
    assert none(
        "client-authentication-unsupported", {**values, "oidc.clientAuthenticationMethod": "client_secret_basic"}
    )


def test_client_authentication_of_null_is_found():
    values: Values = {"clientType": "confidential", "oidc.clientAuthenticationMethod": None}

    assert one("client-authentication-unsupported", values).level is Level.ERROR


# confidential-incomplete, client-id-missing


@pytest.mark.parametrize("name", ["oidc.id", "oidc.discoveryUri", "oidc.callbackUrl", "oidc.serverUrl"])
def test_confidential_client_with_an_empty_setting_is_found(name):
    answer = one("confidential-incomplete", {**CONFIDENTIAL, name: ""})

    assert (answer.setting, answer.level) == (path(name), Level.ERROR)


@pytest.mark.parametrize(
    ("values", "fix"),
    [
        ({}, f"{KEYCLOAK}/.well-known/openid-configuration"),
        ({"authority": f"{KEYCLOAK}/protocol/openid-connect/auth"}, None),
        ({"provider": "google"}, "https://accounts.google.com/.well-known/openid-configuration"),
        ({"provider": "azure", "authority": ENTRA}, f"{ENTRA}/v2.0/.well-known/openid-configuration"),
        (
            {"provider": "azure", "oidc.tenant": TENANT, "authority": "https://login.microsoftonline.com/common"},
            f"{ENTRA}/v2.0/.well-known/openid-configuration",
        ),
    ],
)
def test_missing_discovery_address_is_derived(values, fix):
    assert one("confidential-incomplete", {**CONFIDENTIAL, "oidc.discoveryUri": "", **values}).fix == fix


def test_what_a_confidential_client_lacks_is_taken_from_the_rest():
    known = {"oidc.id": "open-metadata", "oidc.callbackUrl": f"{HOME}/callback", "oidc.serverUrl": HOME}

    for name, right in known.items():
        assert one("confidential-incomplete", {**CONFIDENTIAL, name: ""}).fix == right
    assert one("confidential-incomplete", {**CONFIDENTIAL, "oidc.id": "", "clientId": "<client-id>"}).fix is None


@pytest.mark.parametrize("name", ["oidc.callbackUrl", "oidc.serverUrl"])
def test_address_left_at_localhost_is_a_warning_where_openmetadata_is_elsewhere(name):
    assert one("confidential-incomplete", without(CONFIDENTIAL, name)).level is Level.WARNING


def test_secret_stated_as_nothing_is_a_warning_for_people_keep_it_out_of_files():
    answer = one("confidential-incomplete", {**CONFIDENTIAL, "oidc.secret": None})

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.secret"), Level.WARNING, None)


@pytest.mark.parametrize(("more", "level"), [({}, Level.WARNING), ({"is_whole": True}, Level.ERROR)])
def test_discovery_address_that_is_not_stated_is_certain_of_whole_configurations_only(more, level):
    answer = one("confidential-incomplete", without(CONFIDENTIAL, "oidc.discoveryUri"), **more)

    assert (answer.setting, answer.level) == (path("oidc.discoveryUri"), level)


def test_discovery_address_that_the_server_builds_itself_is_no_error():
    values = {**without(CONFIDENTIAL, "oidc.discoveryUri"), "provider": "azure", "authority": ENTRA}

    assert one("confidential-incomplete", values, is_whole=True).level is Level.WARNING
    assert one("confidential-incomplete", values, release="1.9").level is Level.HINT


@pytest.mark.parametrize(
    ("values", "more"),
    [
        (CONFIDENTIAL, {}),
        (CONFIDENTIAL, {"is_whole": True}),
        ({"clientType": "confidential", "oidc.callbackUrl": f"{HOME}/callback"}, {}),
        ({"clientType": "confidential", "oidc.id": ""}, {"target": "kubernetes"}),
        (without(CONFIDENTIAL, "oidc.id", "oidc.secret"), {"target": "kubernetes"}),
        ({**CONFIDENTIAL, "oidc.secret": Secret("")}, {"is_whole": True}),
        ({**CONFIDENTIAL, "clientType": "public", "oidc.id": ""}, {}),
    ],
)
def test_confidential_client_that_is_complete_or_an_excerpt_is_fine(values, more):
    assert none("confidential-incomplete", values, **more)


def test_public_client_without_an_id_is_found():
    assert one("client-id-missing", {"provider": "okta", "clientId": ""}).level is Level.ERROR
    assert one("client-id-missing", without(SIGN_IN, "clientId")).level is Level.WARNING
    assert one("client-id-missing", {"provider": "okta"}, is_whole=True).level is Level.ERROR


@pytest.mark.parametrize(
    "values", [SIGN_IN, {"provider": "okta"}, {"provider": "okta", "clientType": "confidential", "clientId": ""}]
)
def test_client_id_that_is_there_or_not_needed_is_fine(values):
    assert none("client-id-missing", values)


def test_no_client_id_is_asked_of_saml():
    assert none("client-id-missing", {"provider": "saml", "clientId": ""}, is_whole=True)


# credential-is-placeholder, credential-untidy, client-ids-differ


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Client ID", Level.ERROR),
        ("{Client ID}", Level.ERROR),
        ("{CLIENT_ID}", Level.ERROR),
        ("<client-id>", Level.WARNING),
        ("<Client ID>", Level.WARNING),
        ("your-client-id", Level.WARNING),
        ("Your Client Id", Level.WARNING),
        ("CLIENT_ID", Level.WARNING),
    ],
)
def test_placeholder_of_an_id_is_an_error_unless_somebody_may_hide_his_own_by_it(text, level):
    assert one("credential-is-placeholder", {"clientId": text}).level is level


def test_variable_is_no_placeholder_of_an_id():
    assert none("credential-is-placeholder", {"clientId": "${CLIENT_ID}"})


@pytest.mark.parametrize("text", ["open-metadata", "acme-clientid", "0oaexampleclientid", GUID, "xxxxxx", "*****"])
def test_id_that_may_be_real_or_was_masked_is_fine(text):
    assert none("credential-is-placeholder", {"clientId": text, "oidc.id": text})
    assert none("credential-is-placeholder", {"provider": "ldap", "clientId": "Client ID"})


@pytest.mark.parametrize("text", ["Client Secret", "{OIDC Client Secret}", "your-client-secret", "changeme"])
def test_placeholder_of_a_secret_is_found_and_not_shown(text):
    answer = one("credential-is-placeholder", {"oidc.secret": Secret(text)})

    assert answer.setting == path("oidc.secret")
    assert text not in answer.message


@pytest.mark.parametrize(
    ("text", "placeholder", "masked"),
    [
        ("Application (client) ID", True, False),
        ("Tenant ID", True, False),
        ("xxxx-xxxx", False, True),
        ("REDACTED", False, True),
        ("abc123", False, False),
        ("Client ID" * 1000, False, False),
    ],
)
def test_placeholders_are_told_from_what_was_masked(text, placeholder, masked):
    assert (is_placeholder(text), is_masked(text)) == (placeholder, masked)


@pytest.mark.parametrize("text", [" open-metadata", "open-metadata\n", '"open-metadata"', "'open-metadata'"])
def test_untidy_id_is_found(text):
    assert one("credential-untidy", {"clientId": text}).fix == "open-metadata"
    assert none("credential-untidy", {"clientId": "open-metadata"})


@pytest.mark.parametrize("text", ["canary-3f9a\n", " canary-3f9a"])
def test_untidy_secret_is_found_and_not_shown(text):
    answer = one("credential-untidy", {"oidc.secret": Secret(text)})

    assert answer.setting == path("oidc.secret")
    assert "canary" not in answer.message
    assert none("credential-untidy", {"oidc.secret": Secret("canary-3f9a")})


def test_two_client_ids_are_found():
    answer = one("client-ids-differ", {**CONFIDENTIAL, "clientId": "another"})

    assert (answer.setting, answer.fix) == (path("clientId"), "open-metadata")


@pytest.mark.parametrize("id", ["open-metadata", "", "Client ID", "xxxxx"])
def test_two_client_ids_that_agree_or_are_not_shown_are_fine(id):
    assert none("client-ids-differ", {**CONFIDENTIAL, "clientId": id})
    assert none("client-ids-differ", {**CONFIDENTIAL, "clientType": "public", "clientId": "another"})


# Google, Entra


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("123456789012-abcdefghijklmnop", "123456789012-abcdefghijklmnop.apps.googleusercontent.com"),
        (
            "https://123456789012-abcdefghijklmnop.apps.googleusercontent.com/",
            "123456789012-abcdefghijklmnop.apps.googleusercontent.com",
        ),
        ("open-metadata", None),
    ],
)
def test_client_id_that_is_not_googles_is_found(text, fix):
    assert one("google-client-id", {"provider": "google", "clientId": text}).fix == fix


@pytest.mark.parametrize("text", ["1-a.apps.googleusercontent.com", "{Client ID}", "xxxxxx", ""])
def test_client_id_of_googles_is_fine(text):
    assert none("google-client-id", {"provider": "google", "clientId": text})
    assert none("google-client-id", {"provider": "okta", "clientId": "open-metadata"})


@pytest.mark.parametrize(
    ("text", "fix"), [(f"api://{GUID}", GUID), (f"{{{GUID.upper()}}}", GUID), ("openmetadata", None)]
)
def test_client_id_that_is_not_entras_is_found(text, fix):
    answer = one("azure-client-id", {"provider": "azure", "oidc.id": text})

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.id"), Level.ERROR, fix)


@pytest.mark.parametrize("text", [GUID, GUID.upper(), "Client ID", "xxxxxxxx-xxxx-xxxx"])
def test_client_id_of_entras_is_fine(text):
    assert none("azure-client-id", {"provider": "azure", "clientId": text})


def test_secret_id_in_place_of_its_value_is_found_and_not_shown():
    answer = one("azure-secret-is-its-id", {"provider": "azure", "oidc.secret": Secret(GUID)})

    assert answer.level is Level.WARNING
    assert GUID not in answer.message
    assert none("azure-secret-is-its-id", {"provider": "azure", "oidc.secret": Secret("abc8Q~look-alike")})
    assert none("azure-secret-is-its-id", {"provider": "auth0", "oidc.secret": Secret(GUID)})


AZURE: Values = {
    **CLIENT,
    "provider": "azure",
    "clientType": "confidential",
    "authority": ENTRA,
    "oidc.type": "azure",
    "oidc.tenant": TENANT,
    "oidc.discoveryUri": f"{ENTRA}/v2.0/.well-known/openid-configuration",
}


@pytest.mark.parametrize(
    ("values", "level", "fix"),
    [
        ({**AZURE, "oidc.tenant": ""}, Level.ERROR, TENANT),
        (without(AZURE, "oidc.tenant"), Level.ERROR, TENANT),
        ({**without(AZURE, "oidc.tenant"), "oidc.type": ""}, Level.WARNING, TENANT),
        (
            {**without(AZURE, "oidc.tenant", "authority"), "oidc.discoveryUri": "https://login.microsoftonline.com/x"},
            Level.WARNING,
            None,
        ),
    ],
)
def test_missing_tenant_is_found(values, level, fix):
    answer = one("azure-tenant-missing", values)

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.tenant"), level, fix)


@pytest.mark.parametrize(
    "values",
    [
        AZURE,
        {**CONFIDENTIAL, "oidc.tenant": ""},
        {"provider": "azure", "clientType": "confidential", "oidc.prompt": "login"},
        {**AZURE, "clientType": "public", "oidc.tenant": ""},
    ],
)
def test_tenant_that_is_there_or_not_needed_is_fine(values):
    assert none("azure-tenant-missing", values)


@pytest.mark.parametrize(
    ("text", "level", "fix"),
    [
        (ENTRA, Level.ERROR, TENANT),
        ("{tenantid}", Level.ERROR, TENANT),
        ("acme.onmicrosoft.com", Level.WARNING, TENANT),
        ("common", Level.WARNING, TENANT),
        ("Tenant ID", Level.WARNING, TENANT),
        ("acme", Level.ERROR, TENANT),
    ],
)
def test_tenant_that_is_no_guid_is_found(text, level, fix):
    answer = one("azure-tenant-malformed", {**AZURE, "oidc.tenant": text})

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.tenant"), level, fix)


@pytest.mark.parametrize("text", [TENANT, TENANT.upper(), "", "xxxxxxxx"])
def test_tenant_that_is_a_guid_is_fine(text):
    assert none("azure-tenant-malformed", {**AZURE, "oidc.tenant": text})


def test_tenant_that_the_addresses_contradict_is_found():
    answer = one("azure-tenant-differs", {**AZURE, "oidc.tenant": GUID})

    assert (answer.level, answer.fix) == (Level.ERROR, TENANT)


@pytest.mark.parametrize("authority", [ENTRA, "https://login.microsoftonline.com/common"])
def test_tenant_that_the_addresses_agree_with_is_fine(authority):
    assert none("azure-tenant-differs", {**AZURE, "authority": authority})


def test_tenant_of_addresses_that_disagree_among_each_other_is_left_to_their_own_rule():
    values = {**AZURE, "authority": f"https://login.microsoftonline.com/{GUID}"}

    assert none("azure-tenant-differs", values)


# The code flow's smaller settings


def test_client_without_a_provider_is_found():
    values = {**without(CONFIDENTIAL, "provider"), "oidc.type": "Auth0"}

    assert one("provider-not-stated", values).fix == "auth0"
    assert one("provider-not-stated", {**values, "provider": "basic", "oidc.type": "Keycloak"}).fix == "custom-oidc"
    assert none("provider-not-stated", CONFIDENTIAL)
    assert none("provider-not-stated", {"clientType": "confidential", **CLIENT})


@pytest.mark.parametrize(
    ("provider", "type", "fix"),
    [
        ("azure", "custom-oidc", "azure"),
        ("google", "okta", "google"),
        ("custom-oidc", "azure", "custom-oidc"),
        ("custom-oidc", "Google", "custom-oidc"),
        ("okta", "auth0", "okta"),
    ],
)
def test_type_of_another_provider_is_found(provider, type, fix):
    values: Values = {"provider": provider, "clientType": "confidential", "oidc.type": type}

    assert one("oidc-type-of-another-provider", values).fix == fix


@pytest.mark.parametrize(
    ("provider", "type"),
    [("custom-oidc", "Keycloak"), ("azure", "Azure"), ("okta", ""), ("custom-oidc", "okta"), ("", "azure")],
)
def test_type_of_the_provider_is_fine(provider, type):
    values: Values = {"provider": provider, "clientType": "confidential", "oidc.type": type}

    assert none("oidc-type-of-another-provider", without(values, "provider") if not provider else values)


@pytest.mark.parametrize("text", ["1", "enabled", "on"])
def test_nonce_that_is_no_boolean_is_found(text):
    assert one("nonce-not-boolean", {"clientType": "confidential", "oidc.useNonce": text}).fix == "true"


@pytest.mark.parametrize("text", ["true", "false", "True", ""])
def test_nonce_that_is_a_boolean_is_fine(text):
    assert none("nonce-not-boolean", {"clientType": "confidential", "oidc.useNonce": text})


@pytest.mark.parametrize(("text", "fix"), [("30s", "30"), ("thirty", ""), ("-30", ""), (" 30", "30"), ("1" * 40, "")])
def test_clock_skew_that_is_no_number_is_found(text, fix):
    assert one("clock-skew-not-a-number", {"clientType": "confidential", "oidc.maxClockSkew": text}).fix == fix


@pytest.mark.parametrize("text", ["", "0", "30"])
def test_clock_skew_that_is_a_number_is_fine(text):
    assert none("clock-skew-not-a-number", {"clientType": "confidential", "oidc.maxClockSkew": text})


def test_empty_name_of_the_button_is_found():
    assert one("provider-name-empty", {"provider": "azure", "providerName": ""}).fix == "Microsoft"
    assert none("provider-name-empty", {"provider": "azure", "providerName": "Acme"})
    assert none("provider-name-empty", {"provider": "azure"})
    assert none("provider-name-empty", {"provider": "azure", "providerName": ""}, release="1.9")


# Algorithms


@pytest.mark.parametrize("provider", ["azure", "google", "aws-cognito"])
def test_algorithm_that_the_provider_never_uses_is_found(provider):
    values: Values = {"provider": provider, "tokenValidationAlgorithm": "ES256"}

    assert one("token-algorithm-of-another", values).fix == "RS256"
    assert none("token-algorithm-of-another", {**values, "tokenValidationAlgorithm": "RS256"})
    assert none("token-algorithm-of-another", {**values, "provider": "custom-oidc"})


@pytest.mark.parametrize(
    ("provider", "text", "level", "fix"),
    [
        ("okta", "rs256", Level.ERROR, "RS256"),
        ("okta", "SHA256", Level.ERROR, "RS256"),
        ("okta", "none", Level.ERROR, "RS256"),
        ("auth0", "HS256", Level.WARNING, "RS256"),
        ("azure", "ES256", Level.ERROR, "RS256"),
        ("custom-oidc", "es384", Level.ERROR, "ES384"),
    ],
)
def test_preferred_algorithm_that_there_is_not_is_found(provider, text, level, fix):
    values: Values = {"provider": provider, "clientType": "confidential", "oidc.preferredJwsAlgorithm": text}
    answer = one("preferred-algorithm-unusable", values)

    assert (answer.level, answer.fix) == (level, fix)


@pytest.mark.parametrize("text", ["RS256", "ES256", "PS256", "EdDSA", ""])
def test_preferred_algorithm_that_a_provider_may_have_is_fine(text):
    values: Values = {"provider": "custom-oidc", "clientType": "confidential", "oidc.preferredJwsAlgorithm": text}

    assert none("preferred-algorithm-unusable", values)


def test_algorithm_of_own_tokens_is_a_hint_in_the_code_flow():
    values: Values = {**CONFIDENTIAL, "tokenValidationAlgorithm": "RS512"}

    assert one("token-algorithm-of-own-tokens", values).fix == "RS256"
    assert none("token-algorithm-of-own-tokens", {**values, "clientType": "public"})


# The chart


@pytest.mark.parametrize(
    ("values", "variables", "level"),
    [
        (CONFIDENTIAL, {}, Level.ERROR),
        (CONFIDENTIAL, {SWITCH: "false"}, Level.ERROR),
        ({"clientType": "confidential", "oidc.callbackUrl": f"{HOME}/callback"}, {}, Level.WARNING),
        ({"clientType": "confidential", "oidc.callbackUrl": HOME}, {SWITCH: "false"}, Level.ERROR),
    ],
)
def test_client_that_the_chart_does_not_pass_on_is_found(values, variables, level):
    answer = one("chart-oidc-not-enabled", values, target="kubernetes", variables=variables)

    assert (answer.setting, answer.level, answer.fix) == (SWITCH, level, True)


@pytest.mark.parametrize(
    ("values", "more"),
    [
        (CONFIDENTIAL, {"target": "kubernetes", "variables": {SWITCH: "true"}}),
        (CONFIDENTIAL, {"target": "kubernetes", "is_whole": True}),
        (CONFIDENTIAL, {"target": "docker"}),
        ({"clientType": "confidential"}, {"target": "kubernetes"}),
        (SIGN_IN, {"target": "kubernetes"}),
        # By extraEnvs or envFrom, past the block.
        (CONFIDENTIAL, {"target": "kubernetes", "variables": {"OIDC_DISCOVERY_URI": KEYCLOAK}}),
    ],
)
def test_client_that_the_chart_passes_on_is_fine(values, more):
    assert none("chart-oidc-not-enabled", values, **more)


@pytest.mark.parametrize("block", ["authentication", "authorizer"])
def test_block_that_is_switched_off_in_the_chart_is_found(block):
    name = f"openmetadata.config.{block}.enabled"
    values: Values = {"provider": "okta", "authorizer.principalDomain": "acme.example"}

    answer = one("chart-block-not-enabled", values, target="kubernetes", variables={name: "false"})

    assert (answer.setting, answer.fix) == (name, True)
    assert none("chart-block-not-enabled", values, target="kubernetes", variables={name: "true"})
    assert none("chart-block-not-enabled", values, target="kubernetes")
