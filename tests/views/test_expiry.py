"""The page of what ends."""

import re

import pytest
from django.utils import timezone

from sso_providers.models import ProviderRegistration
from sso_providers.views import expiry
from tests import people
from tests.actions.expiring import saml_ending, secret_ending, tls_seen

pytestmark = pytest.mark.django_db
PAGE = "/expiry/"


def make_endings() -> None:
    today = timezone.now().date()
    tls_seen(secret_ending(6, today=today), 45, today=today)
    saml_ending(100, today=today)


def rows(page: str) -> list[str]:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.sub(r"<[^>]+>|\s+", " ", row) for row in body.split("</tr>")]
    return [" ".join(each.split()) for each in cells if each.strip()]


def test_expiry_lists_what_ends_soon_the_earliest_first(viewer):
    make_endings()

    first, second = rows(viewer.get(PAGE).content.decode())

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d 6 days Client Secret \(auth0 production\) auth0 production · entered with the secret", first
    )
    assert "45 days TLS certificate of id.acme.example" in second


@pytest.mark.parametrize(("within", "found"), [("30", 1), ("60", 2), ("365", 3), ("all", 3), ("nonsense", 2)])
def test_expiry_within_so_many_days_shows_those(viewer, within, found):
    make_endings()

    page = viewer.get(PAGE, {"within": within}).content.decode()

    assert len(rows(page)) == found
    chosen = re.findall(r'href="\?within=(\w+)" aria-current="page"', page)
    assert chosen == [within if within != "nonsense" else "60"]


def test_expiry_leads_who_may_change_secrets_to_their_rotation(operator, viewer):
    make_endings()
    rotation = 'href="/registrations/auth0/secrets/client_secret/rotate/"'

    assert operator.get(PAGE).content.decode().count(rotation) == 1
    assert rotation not in viewer.get(PAGE).content.decode()


def test_expiry_of_a_kind_that_the_catalogue_does_not_know_is_shown(operator):
    make_endings()
    ProviderRegistration.objects.update(kind="auth0-classic")

    page = operator.get(PAGE).content.decode()

    assert "client_secret" in page
    assert "rotate" not in page


def test_expiry_counts_what_has_ended(viewer):
    secret_ending(-2, today=timezone.now().date())

    page = viewer.get(PAGE).content.decode()

    assert "1 has ended already" in page
    assert "ended 2 days ago" in page


def test_expiry_of_nothing_says_how_ends_become_known(viewer):
    assert "Nothing that the portal knows of ends so soon." in viewer.get(PAGE).content.decode()
    assert "enter the day on which a client secret ends" in viewer.get(PAGE, {"within": "all"}).content.decode()


def test_expiry_of_many_has_pages(viewer, monkeypatch):
    monkeypatch.setattr(expiry, "ROWS", 2)
    for number in range(3):
        secret_ending(number, f"auth0-{number}", today=timezone.now().date())

    first = viewer.get(PAGE, {"within": "30"}).content.decode()
    last = viewer.get(PAGE, {"within": "30", "page": "2"}).content.decode()

    assert (len(rows(first)), len(rows(last))) == (2, 1)
    assert 'href="?within=30&amp;page=2"' in first
    assert "Page 2 of 2, 3 in all" in last
    assert len(rows(viewer.get(PAGE, {"page": "99"}).content.decode())) == 1


def test_expiry_is_for_who_may_view_registrations(client, nobody):
    assert client.get(PAGE)["Location"] == f"/sign-in/?next={PAGE}"
    assert nobody.get(PAGE).status_code == 403


def test_expiry_shows_no_secret(viewer):
    make_endings()

    assert people.CANARY not in viewer.get(PAGE).content.decode()
