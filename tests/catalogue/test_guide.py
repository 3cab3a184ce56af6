"""Guides with a registration's own values, and with none yet."""

import re

import pytest

from sso_providers.catalogue import KINDS, Flow, Protocol, get_kind
from sso_providers.catalogue.guide import UNKNOWN_SERVER, PortalAddresses, fill, shown
from sso_providers.catalogue.spec import Use
from tests.openmetadata.cases import CLIENT_IDS, COMBINATIONS, OWN_SETTINGS

EVERY = [pytest.param(KINDS[kind], flow, id=f"{kind}-{flow}") for kind, flow in COMBINATIONS]
OIDC = [
    pytest.param(KINDS[kind], flow, id=f"{kind}-{flow}")
    for kind, flow in COMBINATIONS
    if KINDS[kind].protocol is Protocol.OIDC
]
TWO = ["https://one.example", "https://two.example"]


@pytest.mark.parametrize("settings", ["blank", "filled"])
@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_fill_leaves_no_template_open(kind, flow, settings):
    values = kind.clean(flow, OWN_SETTINGS[kind.id]) if settings == "filled" else {}

    guide = fill(kind, flow, name="", settings=values, servers=())

    texts = [*guide.steps, *guide.pitfalls, *(address for entry in guide.entries for address in entry.addresses)]
    assert [text for text in texts if re.search(r"[{}]", text)] == []
    assert [recipe.before for recipe in guide.recipes if re.search(r"[{}]", recipe.before)] == []


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_fill_of_nothing_shows_an_example_of_the_callback(kind, flow):
    guide = fill(kind, flow, name="", settings={}, servers=())

    callbacks = next(entry for entry in guide.entries if entry.use is Use.CALLBACK)
    assert callbacks.addresses[0] == f"{UNKNOWN_SERVER}/callback"
    assert any("*OpenMetadata*" in step for step in guide.steps)


@pytest.mark.parametrize(("kind", "flow"), OIDC)
def test_fill_asks_for_the_silent_callback_in_the_browsers_flow_alone(kind, flow):
    guide = fill(kind, flow, name="", settings={}, servers=["https://one.example"])

    addresses = [address for entry in guide.entries for address in entry.addresses if entry.use is Use.CALLBACK]
    browser = ["https://one.example/silent-callback"] if flow is Flow.IMPLICIT else []
    assert addresses == ["https://one.example/callback", *browser]


def test_fill_shows_the_registrations_own_values():
    kind = get_kind("azure")
    tenant = OWN_SETTINGS["azure"]["tenant_id"]

    guide = fill(
        kind,
        Flow.IMPLICIT,
        name="Metadata {prod}",
        settings=kind.clean(Flow.IMPLICIT, OWN_SETTINGS["azure"]),
        servers=TWO,
    )

    assert "Name it *Metadata {prod}*" in " ".join(guide.steps)
    assert f"The authority is https://login.microsoftonline.com/{tenant}," in " ".join(guide.pitfalls)
    assert guide.entries[0].addresses == (
        "https://one.example/callback",
        "https://one.example/silent-callback",
        "https://two.example/callback",
        "https://two.example/silent-callback",
    )


def test_fill_shows_names_that_are_derived_from_the_settings():
    kind = get_kind("aws-cognito")
    settings = kind.clean(Flow.CODE, OWN_SETTINGS["aws-cognito"])

    filled = fill(kind, Flow.CODE, name="", settings=settings, servers=())
    blank = fill(kind, Flow.CODE, name="", settings={}, servers=())

    assert "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123" in filled.pitfalls[0]
    assert "https://cognito-idp.<region>.amazonaws.com/<user pool id>" in blank.pitfalls[0]


def test_fill_shows_the_default_of_what_is_not_entered():
    guide = fill(get_kind("okta"), Flow.CODE, name="", settings={}, servers=())

    assert "**Authorization Servers** › default:" in " ".join(guide.steps)


PORTAL = PortalAddresses(
    callback="https://sso.acme.example/sign-in/x/callback/",
    sign_out="https://sso.acme.example/sign-out/done/",
    back_channel="https://sso.acme.example/sign-in/x/back-channel-logout/",
)


def portal_labels(kind, address):
    """Under which labels the code flow's guide has it."""
    guide = fill(get_kind(kind), Flow.CODE, name="x", settings={}, servers=(), portal=PORTAL)
    return [entry.label for entry in guide.entries if address in entry.addresses]


@pytest.mark.parametrize("kind", sorted(CLIENT_IDS))
def test_fill_shows_the_portals_callback_beside_the_servers(kind):
    labels = {url.label for url in get_kind(kind).guides[Flow.CODE].urls if url.use is Use.CALLBACK}

    assert set(portal_labels(kind, PORTAL.callback)) == labels


@pytest.mark.parametrize("kind", sorted(CLIENT_IDS))
def test_fill_shows_the_portals_way_back_from_a_sign_out_where_the_servers_is(kind):
    labels = {url.label for url in get_kind(kind).guides[Flow.CODE].urls if url.use is Use.SIGN_OUT}
    # Google has no sign-out for applications; Entra looks among the callbacks.
    expected = {"google": set(), "azure": {"Redirect URIs"}}.get(kind, labels)

    assert set(portal_labels(kind, PORTAL.sign_out)) == expected


@pytest.mark.parametrize("kind", sorted(CLIENT_IDS))
def test_fill_shows_the_back_channel_where_the_provider_has_one(kind):
    known = {
        "auth0": ["Back-Channel Logout URI"],
        "custom-oidc": ["Back-channel logout URI"],
        "keycloak": ["Backchannel logout URL"],
    }

    assert portal_labels(kind, PORTAL.back_channel) == known.get(kind, [])


@pytest.mark.parametrize(("kind", "flow"), EVERY)
def test_fill_without_the_portals_addresses_has_no_entry_for_them(kind, flow):
    guide = fill(kind, flow, name="x", settings={}, servers=(), portal=None)

    assert [entry for entry in guide.entries if not all(entry.addresses) or not entry.addresses] == []
    assert "sso.acme.example" not in repr(guide.entries)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("acme", "acme"),
        ("", "<user pool id>"),
        ((), "<user pool id>"),
        (("a", "b"), "a, b"),
        (False, "false"),
        (0, "0"),
    ],
)
def test_shown_is_the_value_or_the_name_of_the_field(value, text):
    assert shown("user_pool_id", value) == text


def test_fill_takes_an_own_entity_id_instead_of_openmetadatas_usual_one():
    settings = get_kind("saml").clean(Flow.NONE, OWN_SETTINGS["saml"])

    usual = fill(get_kind("saml"), Flow.NONE, name="", settings=settings, servers=TWO)
    own = fill(get_kind("saml"), Flow.NONE, name="", settings={**settings, "sp_entity_id": "urn:acme"}, servers=TWO)

    assert usual.entries[0].addresses == tuple(f"{server}/api/v1/saml/metadata" for server in TWO)
    assert own.entries[0].addresses == ("urn:acme",)


def test_addresses_as_text_has_each_label_once_with_all_its_addresses():
    guide = fill(get_kind("auth0"), Flow.CODE, name="x", settings={}, servers=TWO, portal=PORTAL)

    assert guide.addresses_as_text.split("\n\n")[0].splitlines() == [
        "Allowed Callback URLs:",
        "https://one.example/callback",
        "https://two.example/callback",
        PORTAL.callback,
    ]
    assert guide.addresses_as_text.count("Allowed Callback URLs:") == 1
    assert len(guide.addresses) == len(set(guide.addresses)) == 7


def test_fill_keeps_steps_translatable():
    step = fill(get_kind("auth0"), Flow.CODE, name="Acme", settings={}, servers=()).steps[1]

    assert step.template == "Name it *{name}* and choose **Regular Web Applications**."
    assert str(step) == "Name it *Acme* and choose **Regular Web Applications**."
