"""Every provider kind and flow as OpenMetadata's documentation has them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from sso_providers.catalogue import (
    KINDS,
    Application,
    Endpoints,
    Field,
    FieldType,
    Flow,
    InvalidSettings,
    Kind,
    Protocol,
    UnknownName,
    get_kind,
)
from sso_providers.catalogue.common import client_secret, for_code
from sso_providers.catalogue.spec import Guide
from sso_providers.openmetadata.assemble import assemble
from tests.openmetadata.cases import CANARY, COMBINATIONS, FULL_SETTINGS, OWN_SETTINGS, SERVER, export_for, secrets


def cases(of: Callable[[Kind], bool] = lambda kind: True) -> list[Any]:
    return [pytest.param(KINDS[kind], flow, id=f"{kind}-{flow}") for kind, flow in COMBINATIONS if of(KINDS[kind])]


EVERY = cases()
OIDC = cases(lambda kind: kind.protocol is Protocol.OIDC)
BOTH_FLOWS = (Flow.CODE, Flow.IMPLICIT)
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
MICROSOFT = "https://login.microsoftonline.com"
COGNITO = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123"
OKTA = "https://acme.okta.com/oauth2/default"
REALM = "https://id.acme.example/realms/acme"
ONE_LOGIN = "https://acme.onelogin.com/oidc/2"
GOOGLE = "https://accounts.google.com"
WELL_KNOWN = "/.well-known/openid-configuration"

# OpenMetadata's documentation and the providers' own discovery documents.
ENDPOINTS = {
    "auth0": Endpoints(
        issuer="https://acme.eu.auth0.com/",
        authority="https://acme.eu.auth0.com",
        jwks_uri="https://acme.eu.auth0.com/.well-known/jwks.json",
        discovery_uri="https://acme.eu.auth0.com/.well-known/openid-configuration",
    ),
    "azure": Endpoints(
        issuer=f"{MICROSOFT}/{TENANT}/v2.0",
        authority=f"{MICROSOFT}/{TENANT}",
        jwks_uri=f"{MICROSOFT}/{TENANT}/discovery/v2.0/keys",
        discovery_uri=f"{MICROSOFT}/{TENANT}/v2.0/.well-known/openid-configuration",
    ),
    "google": Endpoints(
        issuer=GOOGLE,
        authority=GOOGLE,
        jwks_uri="https://www.googleapis.com/oauth2/v3/certs",
        discovery_uri=GOOGLE + WELL_KNOWN,
    ),
    "okta": Endpoints(issuer=OKTA, authority=OKTA, jwks_uri=f"{OKTA}/v1/keys", discovery_uri=OKTA + WELL_KNOWN),
    "aws-cognito": Endpoints(
        issuer=COGNITO,
        authority=COGNITO,
        jwks_uri=f"{COGNITO}/.well-known/jwks.json",
        discovery_uri=COGNITO + WELL_KNOWN,
    ),
    "keycloak": Endpoints(
        issuer=REALM,
        authority=REALM,
        jwks_uri=f"{REALM}/protocol/openid-connect/certs",
        discovery_uri=REALM + WELL_KNOWN,
    ),
    "one-login": Endpoints(
        issuer=ONE_LOGIN, authority=ONE_LOGIN, jwks_uri=f"{ONE_LOGIN}/certs", discovery_uri=ONE_LOGIN + WELL_KNOWN
    ),
    "custom-oidc": Endpoints(
        issuer=REALM,
        authority=REALM,
        jwks_uri=f"{REALM}/protocol/openid-connect/certs",
        discovery_uri=REALM + WELL_KNOWN,
    ),
}


def fields(kind: Kind, flow: Flow) -> list[Field]:
    own = (kind.client_id,) if kind.client_id else ()
    return [*own, *kind.secret_fields(flow), *kind.fields[flow]]


def test_kinds_are_those_of_the_design():
    assert {name: kind.flows for name, kind in KINDS.items()} == {
        **dict.fromkeys(ENDPOINTS, BOTH_FLOWS),
        **dict.fromkeys(("saml", "ldap"), (Flow.NONE,)),
    }
    assert list(KINDS)[-3:] == ["custom-oidc", "saml", "ldap"]


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_fields_say_why_in_a_sentence_of_its_own(kind, flow):
    without = [each.name for each in fields(kind, flow) if not re.fullmatch(r"[A-Z].+[.]", each.why)]
    repeated = [each.name for each in fields(kind, flow) if each.why in each.help]

    assert (without, repeated) == ([], [])


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_guides_name_the_grant_types(kind, flow):
    assert kind.guides[flow].grants


def test_kinds_that_openmetadata_has_no_provider_for_are_custom_oidc():
    others = {kind.id: kind.openmetadata_provider for kind in KINDS.values() if kind.id != kind.openmetadata_provider}

    assert others == {"keycloak": "custom-oidc", "one-login": "custom-oidc"}


def test_kinds_have_labels_of_their_own():
    kinds = list(KINDS.values())

    assert len({kind.label for kind in kinds}) == len(kinds)
    assert [kind.id for kind in kinds if not kind.needs or kind.minutes < 1] == []
    root = "https://docs.open-metadata.org/latest/deployment/security/"
    assert [kind.id for kind in kinds if not kind.documentation.startswith(root)] == []


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_endpoints_are_those_of_the_documentation(kind, flow):
    assert kind.endpoints(kind.clean(flow, OWN_SETTINGS[kind.id])) == ENDPOINTS[kind.id]


def test_endpoints_of_keycloak_with_a_relative_path_and_a_blank_in_the_realm():
    kind = get_kind("keycloak")
    raw = {"server_url": "https://id.acme.example/auth/", "realm": "Acme Müller & Co"}

    found = kind.endpoints(kind.clean(Flow.CODE, raw))

    issuer = "https://id.acme.example/auth/realms/Acme%20M%C3%BCller%20%26%20Co"
    assert found == Endpoints(
        issuer=issuer,
        authority=issuer,
        jwks_uri=f"{issuer}/protocol/openid-connect/certs",
        discovery_uri=issuer + WELL_KNOWN,
    )


def test_endpoints_of_keycloak_under_another_name_for_the_server():
    kind = get_kind("keycloak")
    inside = "http://keycloak:8080/realms/acme"
    raw = {
        **OWN_SETTINGS["keycloak"],
        "discovery_uri": inside + WELL_KNOWN,
        "jwks_uri": f"{inside}/protocol/openid-connect/certs",
    }

    found = kind.endpoints(kind.clean(Flow.CODE, raw, allow_http=True))

    assert (found.issuer, found.authority) == (REALM, REALM)
    assert found.discovery_uri == inside + WELL_KNOWN
    assert found.jwks_uri == f"{inside}/protocol/openid-connect/certs"


def test_endpoints_of_okta_follow_the_authorization_server():
    kind = get_kind("okta")

    found = kind.endpoints(kind.clean(Flow.CODE, {"domain": "id.acme.example", "authorization_server": "aus1a2B"}))

    assert found.issuer == "https://id.acme.example/oauth2/aus1a2B"
    assert found.jwks_uri == "https://id.acme.example/oauth2/aus1a2B/v1/keys"


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_endpoints_of_a_kind_without_openid_are_an_error(kind):
    with pytest.raises(TypeError, match="has no OpenID endpoints"):
        get_kind(kind).endpoints({})


def test_endpoints_keep_the_letters_of_an_issuer():
    kind = get_kind("custom-oidc")
    raw = {"issuer": "https://id.acme.example/Realm/", "jwks_uri": "https://id.acme.example/k"}

    found = kind.endpoints(kind.clean(Flow.CODE, raw))

    assert (found.issuer, found.authority) == ("https://id.acme.example/Realm/", "https://id.acme.example/Realm")
    assert found.discovery_uri == "https://id.acme.example/Realm/.well-known/openid-configuration"


def test_endpoints_with_a_discovery_address_use_it():
    kind = get_kind("custom-oidc")
    inside = "http://id.internal:8080/.well-known/openid-configuration"

    settings = kind.clean(Flow.CODE, {**OWN_SETTINGS[kind.id], "discovery_uri": inside}, allow_http=True)

    assert kind.endpoints(settings).discovery_uri == inside
    assert kind.endpoints(settings).issuer == OWN_SETTINGS[kind.id]["issuer"]


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_clean_of_the_examples_takes_them(kind, flow):
    # The example of a certificate is cut short.
    shown = {field.name: field.example for field in kind.fields[flow] if field.type is not FieldType.BLOCK}

    cleaned = kind.clean(flow, {**OWN_SETTINGS[kind.id], **FULL_SETTINGS.get((kind.id, flow), {}), **shown})

    assert list(cleaned) == [field.name for field in kind.fields[flow]]
    assert kind.clean(flow, cleaned) == cleaned
    if kind.client_id:
        assert kind.client_id.clean(kind.client_id.example) == kind.client_id.example


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_clean_of_what_is_required_fills_in_valid_defaults(kind, flow):
    cleaned = kind.clean(flow, OWN_SETTINGS[kind.id])

    assert kind.clean(flow, cleaned) == cleaned
    assert "openid" in str(cleaned.get("scope", "openid")).split()
    for field in kind.fields[flow]:
        if not field.required:
            assert cleaned[field.name] == field.default


# OpenMetadata's validators (1.10 and later) refuse other prompts, and Entra fails with none at all.
PROMPTS = {
    "auth0": ("", "login", "consent", "select_account"),
    "azure": ("select_account", "login", "consent"),
    "google": ("", "consent", "select_account"),
    "okta": ("", "login", "consent"),
    "aws-cognito": ("", "login", "select_account"),
    "keycloak": ("", "login", "consent"),
    "one-login": ("", "login", "consent"),
    "custom-oidc": ("", "login", "consent", "select_account"),
}


@pytest.mark.parametrize("kind", PROMPTS)
def test_prompts_are_those_that_the_provider_and_openmetadata_take(kind):
    prompt = get_kind(kind).field(Flow.CODE, "prompt")

    assert (set(prompt.choices), prompt.default) == (set(PROMPTS[kind]), PROMPTS[kind][0])


def test_azure_asks_for_offline_access_as_its_validator_demands():
    azure = get_kind("azure")

    assert azure.field(Flow.CODE, "scope").default == "openid email profile offline_access"
    with pytest.raises(InvalidSettings) as error:
        azure.clean(Flow.CODE, {**OWN_SETTINGS["azure"], "scope": "openid email"})
    assert error.value.errors == {
        "scope": "'openid email' lacks offline_access, without which OpenMetadata 1.10 and later refuse Azure: "
        "use 'openid email offline_access'."
    }


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].protocol is Protocol.OIDC])
@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([f"{name} = x" for name in "abcdef"], "OpenMetadata takes 5 parameters, and there are 6."),
        (["a = b", "a = c"], "'a' stands there twice"),
    ],
)
def test_clean_of_more_parameters_than_openmetadata_reads_says_so(kind, lines, words):
    with pytest.raises(InvalidSettings) as error:
        get_kind(kind).clean(Flow.CODE, {**OWN_SETTINGS[kind], "authorization_parameters": lines})

    assert list(error.value.errors) == ["authorization_parameters"]
    assert words in error.value.errors["authorization_parameters"]


@pytest.mark.parametrize(("kind", "asks"), [("aws-cognito", "code"), ("one-login", "code"), ("keycloak", "id_token")])
def test_response_type_of_a_public_client_is_one_that_the_provider_gives(kind, asks):
    assert get_kind(kind).field(Flow.IMPLICIT, "response_type").default == asks


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_secret_is_that_of_a_confidential_client(kind, flow):
    names = [field.name for field in kind.secret_fields(flow)]

    assert names == (["client_secret"] if flow is Flow.CODE else [])


@pytest.mark.parametrize(("kind", "flow"), cases(lambda kind: bool(OWN_SETTINGS[kind.id])))
def test_clean_of_nothing_names_each_required_field(kind, flow):
    blank = kind.with_defaults(flow, {})
    required = {
        field.name: field.label
        for field in kind.fields[flow]
        if field.required and field.applies(blank) and not field.default
    }

    with pytest.raises(InvalidSettings) as error:
        kind.clean(flow, dict.fromkeys(required, "   "))

    assert error.value.errors.keys() == required.keys()
    for name, label in required.items():
        assert error.value.errors[name].startswith(f"{label} is missing. ")


def test_clean_of_unknown_settings_names_the_near_ones():
    with pytest.raises(InvalidSettings) as error:
        get_kind("auth0").clean(Flow.CODE, {**OWN_SETTINGS["auth0"], "domian": "a", "tenant_id": "b"})

    assert list(error.value.errors) == ["domian", "tenant_id"]
    assert "Unknown setting of auth0 'domian': use one of domain," in error.value.errors["domian"]
    assert error.value.errors["domian"].endswith("Did you mean 'domain'?")


@pytest.mark.parametrize(("given", "missing"), [("username_claim", "email_claim"), ("email_claim", "username_claim")])
def test_clean_of_one_claim_mapping_asks_for_the_other(given, missing):
    with pytest.raises(InvalidSettings) as error:
        get_kind("auth0").clean(Flow.CODE, {**OWN_SETTINGS["auth0"], given: "name"})

    assert error.value.errors == {
        missing: "OpenMetadata maps username_claim and email_claim together: fill in both or leave both blank."
    }


def test_clean_of_http_without_permission_names_the_remedy():
    kind = get_kind("custom-oidc")
    raw = {"issuer": "http://id.acme.example", "jwks_uri": "https://id.acme.example/k"}

    with pytest.raises(InvalidSettings) as error:
        kind.clean(Flow.CODE, raw)

    assert list(error.value.errors) == ["issuer"]
    assert "'http://id.acme.example' is not encrypted" in error.value.errors["issuer"]
    assert "SSO_ALLOW_PRIVATE_ISSUERS=true" in error.value.errors["issuer"]
    assert kind.clean(Flow.CODE, raw, allow_http=True)["issuer"] == "http://id.acme.example"


# Unknown names


def test_get_kind_of_an_unknown_name_lists_the_known():
    with pytest.raises(UnknownName) as error:
        get_kind("auth-0")
    assert str(error.value) == (
        "Unknown provider kind 'auth-0': use one of auth0, azure, google, okta, aws-cognito, keycloak, one-login, "
        "custom-oidc, saml, ldap. Did you mean 'auth0'?"
    )


def test_flow_of_an_unknown_name_lists_the_known():
    with pytest.raises(UnknownName, match="Unknown flow of azure 'confidential': use one of code, implicit"):
        get_kind("azure").flow("confidential")


def test_field_of_an_unknown_name_lists_the_known():
    kind = get_kind("auth0")

    assert kind.field(Flow.CODE, "domain").label == "Domain"
    with pytest.raises(UnknownName, match=r"Unknown setting of auth0 'tenant_id': use one of domain, "):
        kind.field(Flow.CODE, "tenant_id")


# Texts


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_sentences_end_with_a_period(kind, flow):
    guide = kind.guides[flow]
    sentences = [*guide.steps, *guide.pitfalls, *(field.help for field in fields(kind, flow))]
    labels = [kind.label, guide.urls_at, *(text for field in fields(kind, flow) for text in (field.label, field.where))]

    assert [sentence for sentence in sentences if not sentence.endswith(".")] == []
    assert [label for label in labels if label.endswith(".")] == []


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_fields_have_what_a_form_needs(kind, flow):
    names = [field.name for field in kind.fields[flow]]

    assert len(set(names)) == len(names)
    for field in kind.fields[flow]:
        assert field.label
        assert field.help
        assert field.example
        assert bool(field.choices) == (field.type is FieldType.CHOICE)
        assert field.name.isidentifier()


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_url_templates_use_names_that_always_have_a_value(kind, flow):
    names = kind.names(kind.clean(flow, OWN_SETTINGS[kind.id]))
    used = re.findall(r"{(\w+)}", f"{kind.urls.issuer} {kind.urls.authority} {kind.urls.jwks_uri}")

    assert [name for name in used if not names[name]] == []


# A kind more


def test_made_up_kind_takes_one_object(monkeypatch):
    tenant = Field(name="tenant", label="Tenant", help="Yours.", example="acme")
    kind = Kind(
        id="made-up",
        label="Made-up ID",
        documentation="https://docs.example",
        needs="Tenant, client ID and secret",
        minutes=1,
        openmetadata_provider="custom-oidc",
        oidc_type="custom-oidc",
        urls=Endpoints(
            issuer="https://{tenant}.made-up.example",
            authority="https://{tenant}.made-up.example",
            jwks_uri="https://{tenant}.made-up.example/keys",
        ),
        client_id=Field(name="client_id", label="Client ID", help="Yours."),
        secrets=client_secret(label="Secret", help="Yours."),
        fields={Flow.CODE: for_code(tenant)},
        guides={Flow.CODE: Guide(console="Made-up", urls_at="Anywhere", steps=("Click.",), urls=())},
    )
    monkeypatch.setitem(KINDS, kind.id, kind)

    found = get_kind("made-up")
    application = Application(
        kind=found,
        flow=found.flow("code"),
        client_id="om",
        secrets=secrets(found, Flow.CODE),
        settings=found.clean(Flow.CODE, {"tenant": "acme"}),
    )
    files = export_for(assemble(application, SERVER), "docker").artifacts

    text = files[0].text
    assert "OIDC_DISCOVERY_URI=https://acme.made-up.example/.well-known/openid-configuration" in text.replace('"', "")
    assert "https://acme.made-up.example/keys" in text
    assert CANARY in text
    assert "AUTHENTICATION_PROVIDER=" in text
