"""Every provider kind and flow as OpenMetadata's documentation has them."""

import dataclasses
import re

import pytest

from sso_providers.catalogue import KINDS, Endpoints, Field, FieldType, Flow, InvalidSettings, UnknownName, get_kind
from sso_providers.catalogue.guide import UNKNOWN_SERVER, fill
from tests.people import SETTINGS

EVERY = [pytest.param(kind, flow, id=f"{kind.id}-{flow}") for kind in KINDS.values() for flow in kind.flows]
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
MICROSOFT = "https://login.microsoftonline.com"

# ../shared/openmetadata/providers.md, section 0.3
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
    "custom-oidc": Endpoints(
        issuer="https://id.acme.example/realms/acme",
        authority="https://id.acme.example/realms/acme",
        jwks_uri="https://id.acme.example/realms/acme/certs",
        discovery_uri="https://id.acme.example/realms/acme/.well-known/openid-configuration",
    ),
}


def fields(kind, flow) -> list[Field]:
    return [kind.client_id, kind.client_secret, *kind.fields[flow]]


def test_kinds_are_those_of_the_issue():
    assert {name: kind.flows for name, kind in KINDS.items()} == dict.fromkeys(
        ("auth0", "azure", "custom-oidc"), (Flow.CODE, Flow.IMPLICIT)
    )
    assert [(kind.openmetadata_provider, kind.id) for kind in KINDS.values()] == [(name, name) for name in KINDS]


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_endpoints_are_those_of_the_documentation(kind, flow):
    assert kind.endpoints(kind.clean(flow, SETTINGS[kind.id])) == ENDPOINTS[kind.id]


def test_endpoints_keep_the_letters_of_an_issuer():
    kind = get_kind("custom-oidc")
    raw = {"issuer": "https://id.acme.example/Realm/", "jwks_uri": "https://id.acme.example/k"}

    found = kind.endpoints(kind.clean(Flow.CODE, raw))

    assert (found.issuer, found.authority) == ("https://id.acme.example/Realm/", "https://id.acme.example/Realm")
    assert found.discovery_uri == "https://id.acme.example/Realm/.well-known/openid-configuration"


def test_endpoints_with_a_discovery_address_use_it():
    kind = get_kind("custom-oidc")
    inside = "http://id.internal:8080/.well-known/openid-configuration"

    settings = kind.clean(Flow.CODE, {**SETTINGS[kind.id], "discovery_uri": inside}, allow_http=True)

    assert kind.endpoints(settings).discovery_uri == inside
    assert kind.endpoints(settings).issuer == SETTINGS[kind.id]["issuer"]


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_clean_of_the_examples_takes_them(kind, flow):
    raw = {field.name: field.example for field in kind.fields[flow]}

    cleaned = kind.clean(flow, raw)

    assert list(cleaned) == [field.name for field in kind.fields[flow]]
    assert kind.clean(flow, cleaned) == cleaned
    assert kind.client_id.clean(kind.client_id.example) == kind.client_id.example


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_clean_of_what_is_required_fills_in_valid_defaults(kind, flow):
    cleaned = kind.clean(flow, SETTINGS[kind.id])

    assert kind.clean(flow, cleaned) == cleaned
    assert "openid" in str(cleaned.get("scope", "openid")).split()
    for field in kind.fields[flow]:
        if not field.required:
            assert cleaned[field.name] == field.default


def test_azure_defaults_are_those_that_its_validator_and_its_sign_in_need():
    cleaned = get_kind("azure").clean(Flow.CODE, SETTINGS["azure"])

    assert cleaned["scope"] == "openid email profile offline_access"
    assert cleaned["prompt"] == "select_account"


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_clean_of_nothing_names_each_required_field(kind, flow):
    required = {field.name: field.label for field in kind.fields[flow] if field.required}

    with pytest.raises(InvalidSettings) as error:
        kind.clean(flow, dict.fromkeys(required, "   "))

    assert error.value.errors.keys() == required.keys()
    for name, label in required.items():
        assert error.value.errors[name].startswith(f"{label} is missing. ")


def test_clean_of_unknown_settings_names_the_near_ones():
    with pytest.raises(InvalidSettings) as error:
        get_kind("auth0").clean(Flow.CODE, {**SETTINGS["auth0"], "domian": "a", "tenant_id": "b"})

    assert list(error.value.errors) == ["domian", "tenant_id"]
    assert "Unknown setting of auth0 'domian': use one of domain," in error.value.errors["domian"]
    assert error.value.errors["domian"].endswith("Did you mean 'domain'?")


@pytest.mark.parametrize(("given", "missing"), [("username_claim", "email_claim"), ("email_claim", "username_claim")])
def test_clean_of_one_claim_mapping_asks_for_the_other(given, missing):
    with pytest.raises(InvalidSettings) as error:
        get_kind("auth0").clean(Flow.CODE, {**SETTINGS["auth0"], given: "name"})

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
        "Unknown provider kind 'auth-0': use one of auth0, azure, custom-oidc. Did you mean 'auth0'?"
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


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_url_templates_use_fields_of_the_flow(kind, flow):
    used = set(re.findall(r"{(\w+)}", " ".join(dataclasses.astuple(kind.urls))))

    assert used <= {field.name for field in kind.fields[flow] if field.required}


# Guides


@pytest.mark.parametrize("settings", ["blank", "filled"])
@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_fill_leaves_no_template_open(kind, flow, settings):
    values = kind.clean(flow, SETTINGS[kind.id]) if settings == "filled" else {}

    guide = fill(kind, flow, name="", settings=values, servers=())

    texts = [*guide.steps, *guide.pitfalls, *(address for entry in guide.entries for address in entry.addresses)]
    assert [text for text in texts if re.search(r"[{}]", text)] == []
    assert any("*OpenMetadata*" in step for step in guide.steps)
    assert guide.entries[0].addresses[0] == f"{UNKNOWN_SERVER}/callback"


def test_fill_shows_the_registrations_own_values():
    kind = get_kind("azure")

    guide = fill(
        kind,
        Flow.IMPLICIT,
        name="Metadata {prod}",
        settings=kind.clean(Flow.IMPLICIT, SETTINGS["azure"]),
        servers=["https://one.example", "https://two.example"],
    )

    assert "Name it *Metadata {prod}*" in " ".join(guide.steps)
    assert f"The authority is {MICROSOFT}/{TENANT}," in " ".join(guide.pitfalls)
    assert guide.entries[0].addresses == (
        "https://one.example/callback",
        "https://one.example/silent-callback",
        "https://two.example/callback",
        "https://two.example/silent-callback",
    )


@pytest.mark.parametrize(("flow", "shown"), [(Flow.CODE, True), (Flow.IMPLICIT, False)])
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_fill_shows_the_portals_callback_for_the_code_flow(kind, flow, shown):
    callback = "https://sso.acme.example/sign-in/x/callback/"

    guide = fill(kind, flow, name="x", settings={}, servers=(), portal_callback=callback)

    found = [entry for entry in guide.entries if callback in entry.addresses]
    assert [entry.label in {url.label for url in kind.guides[flow].urls} for entry in found] == [True] * shown
