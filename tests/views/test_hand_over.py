"""The sheet for the identity team: of a registration, and before there is one."""

import re

import pytest

from sso_providers.catalogue import KINDS
from sso_providers.models import ProviderRegistration
from tests import people

PATH = "/registrations/auth0-prod/hand-over/"
KINDS_AND_FLOWS = [(kind.id, flow.value) for kind in KINDS.values() for flow in kind.flows]


@pytest.fixture
def registration(db: None) -> ProviderRegistration:
    registration = people.registration(staff_login=True, default_role="viewer", name="Acme's <b> SSO")
    people.deployment(registration)
    return registration


def test_sheet_has_addresses_settings_and_what_comes_back(viewer, registration):
    page = viewer.get(PATH).content.decode()

    for text in (
        "Allowed Callback URLs",
        "https://metadata.acme.example/callback",
        "http://testserver/sign-in/auth0-prod/callback/",
        "openid email profile",
        "email, preferred_username, sub, groups",
        "acme.eu.auth0.com",
        "Never by mail, chat or ticket",
        f"http://testserver{registration.get_absolute_url()}",
        "Acme&#x27;s &lt;b&gt; SSO",
    ):
        assert text in page
    assert "an example" not in page
    assert people.CANARY not in page


def test_sheet_as_text_says_the_same(viewer, registration):
    response = viewer.get(PATH, {"format": "text"})

    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="hand-over-auth0-prod.txt"'
    for words in (
        "Addresses to enter\n------------------\n",
        "Allowed Callback URLs:\n  https://metadata.acme.example/callback\n",
        "1. Open Applications › Applications and choose Create Application.\n",
        "Domain: acme.eu.auth0.com\n",
        "Client Secret: by a safe way, see below\n",
        "Name it Acme's <b> SSO",
    ):
        assert words in text
    assert "**" not in text
    assert people.CANARY not in text
    wide = [line for line in text.splitlines() if len(line) > 78 and " " in line.strip()]
    assert wide == []


@pytest.mark.parametrize("format", ["", "text"])
@pytest.mark.parametrize(("kind", "flow"), KINDS_AND_FLOWS)
def test_blank_sheet_of_every_kind_and_flow(viewer, kind, flow, format):
    response = viewer.get(f"/hand-over/{kind}/", {"flow": flow, "format": format})

    page = response.content.decode()
    assert response.status_code == 200
    assert KINDS[kind].guides[KINDS[kind].flow(flow)].console in page.replace("&#x27;", "'") or format
    assert not re.search(r"[{}]\w+[{}]", page)


@pytest.mark.parametrize("path", ["/hand-over/oktaa/", "/hand-over/okta/?flow=device"])
def test_blank_sheet_of_something_unknown_is_not_found(viewer, path):
    assert viewer.get(path).status_code == 404


def test_sheet_of_an_unknown_registration_is_not_found(viewer, registration):
    assert viewer.get("/registrations/nothing/hand-over/").status_code == 404


@pytest.mark.parametrize(
    ("broken", "words"),
    [({"settings": ["nothing"]}, "They are damaged"), ({"kind": "gone"}, "Unknown provider kind")],
)
def test_sheet_of_a_broken_registration_says_why(viewer, registration, broken, words):
    ProviderRegistration.objects.update(**broken)

    assert words in viewer.get(PATH, follow=True).content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize("path", [PATH, "/hand-over/auth0/"])
def test_sheet_for_who_is_signed_out_leads_to_the_sign_in(client, registration, path):
    assert client.get(path)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("path", [PATH, "/hand-over/auth0/"])
def test_sheet_for_who_has_no_role_is_not_permitted(nobody, registration, path):
    assert nobody.get(path).status_code == 403
