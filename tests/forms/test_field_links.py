"""Links lead to fields that the registration's page has."""

import re

import pytest

from sso_providers.catalogue import KINDS, Protocol
from sso_providers.forms.field_links import link_to_field
from sso_providers.oidc.provider_errors import FAMILIES, REDIRECT_ADDRESS
from tests import people
from tests.login import journey

pytestmark = pytest.mark.django_db
OIDC = [kind.id for kind in KINDS.values() if kind.protocol is Protocol.OIDC]


@pytest.mark.parametrize("kind", OIDC)
@pytest.mark.parametrize("flow", ["code", "implicit"])
def test_link_to_every_field_that_an_error_names_has_its_anchor_on_the_page(kind, flow):
    registration = people.registration(kind, flow)
    page = journey.browser_of(people.ada()).get(registration.get_absolute_url()).content.decode()
    anchors = set(re.findall(r'id="([^"]+)"', page))

    names = {entry.field for family in FAMILIES for entry in family.errors}
    links = {name: link for name in names if (link := link_to_field(registration, name))}

    assert {"client_id", REDIRECT_ADDRESS} <= links.keys()
    assert ("client_secret" in links) == (flow == "code")
    for link in links.values():
        path, _, anchor = link.address.partition("#")
        assert path == registration.get_absolute_url()
        assert anchor in anchors
        assert link.registration == registration.name


def test_link_has_the_forms_label():
    link = link_to_field(people.registration("azure"), "client_secret")

    assert link
    assert (link.label, link.address.rpartition("#")[2]) == ("Client secret", "id_secret_client_secret")


@pytest.mark.parametrize("name", ["tenant_id", "domain", "realm", "subdomain"])
def test_link_to_a_part_of_the_issuer_leads_to_the_issuer_where_there_is_one(name):
    link = link_to_field(people.registration("custom-oidc"), name)

    assert link
    assert link.label == "Issuer"


@pytest.mark.parametrize("name", ["", "tenant_id", "nothing", "name"])
def test_link_to_a_field_that_the_registration_lacks_is_none(name):
    assert link_to_field(people.registration("google"), name) is None


def test_link_of_a_row_that_is_not_known_is_none():
    assert link_to_field(people.draft(kind="okta-classic", settings={}), "client_id") is None
