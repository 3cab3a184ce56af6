"""At which issuer a registration's people are, whatever its row holds."""

import pytest

from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.actions.staff_login import destinations, issuer_of
from sso_providers.oidc.discovery import MAX_ISSUER
from tests import people
from tests.login.journey import BROKEN_ROWS

pytestmark = pytest.mark.django_db
KEYCLOAK = {"server_url": "https://id.acme.example", "realm": "acme"}


def realm(issuer_length: int) -> dict[str, str]:
    """Settings whose issuer is so long: each blank of the realm's name becomes %20 in it."""
    missing = issuer_length - len("https://id.acme.example/realms/")
    return {**KEYCLOAK, "realm": "a" * (missing % 3 + 3) + " " * (missing // 3 - 2) + "a" * 3}


def test_issuer_and_destinations_are_the_providers():
    registration = people.registration()

    assert issuer_of(registration) == "https://acme.eu.auth0.com/"
    assert set(destinations(registration)) >= {"https://acme.eu.auth0.com/"}


@pytest.mark.parametrize("name", ["unknown-kind", "settings-a-list", "settings-a-text", "settings-a-number"])
def test_issuer_and_destinations_of_a_broken_row_are_none(name):
    registration = people.draft(**BROKEN_ROWS[name])

    assert issuer_of(registration) == ""
    assert destinations(registration) == ()


def test_issuer_that_is_too_long_to_be_kept_is_refused_for_staff_login():
    settings = realm(MAX_ISSUER)
    people.registration("keycloak", slug="fits", settings=settings, staff_login=True, default_role="viewer")
    too_long = {**settings, "realm": settings["realm"] + "a"}
    people.registration("keycloak", slug="off", settings=too_long)

    with pytest.raises(
        InvalidRegistration, match="has 501 characters, .* at most 500: use a shorter address"
    ) as caught:
        people.registration("keycloak", slug="on", settings=too_long, staff_login=True, default_role="viewer")

    assert list(caught.value.errors) == ["staff_login"]
