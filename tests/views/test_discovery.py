"""The page that compares a registration with its provider's own document, and takes over what is ticked."""

import re

import pytest
from django.core import signing

from sso_providers.models import ProviderRegistration
from sso_providers.views.discovery import SALT
from tests import people
from tests.checks.comparison.test_saml import metadata
from tests.login.journey import BROKEN_ROWS, browser_of, register

pytestmark = pytest.mark.django_db
PAGE = "/registrations/fake/discovery/"


def compare(browser, page=PAGE, **form):
    return browser.post(page, form).content.decode()


def token(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found, page
    return found[1]


def ticked(page: str) -> dict[str, bool]:
    boxes = re.findall(r'<input type="checkbox" name="take" value="(\w+)"( checked)?>', page)
    return {name: bool(checked) for name, checked in boxes}


def take(browser, page: str, *names: str, **form):
    return browser.post(PAGE, {"shown": token(page), "take": names, **form}, follow=True)


def settings() -> dict:
    return ProviderRegistration.objects.get().settings


def test_discovery_by_get_asks_nobody(viewer, provider, registration):
    page = viewer.get(PAGE).content.decode()

    assert "only when you press the button" in page
    assert provider.requests == []


def test_discovery_by_post_shows_fields_and_facts_and_saves_nothing(operator, provider, registration):
    page = compare(operator)

    assert "Signing keys" in page
    assert provider.jwks_uri in page
    assert "RFC 9207" in page
    assert ProviderRegistration.objects.get().version == 1


def test_discovery_ticks_only_what_mends_and_weakens_nothing(operator, provider, registration):
    provider.metadata = {
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "jwks_uri": f"{provider.url}/other",
    }

    assert ticked(compare(operator)) == {
        "jwks_uri": False,
        "scope": False,
        "client_authentication_method": True,
        "pkce": False,
    }


def test_discovery_takes_what_is_ticked_and_leads_to_the_check(operator, provider, registration):
    response = take(operator, compare(operator), "pkce")

    assert response.redirect_chain == [("/registrations/fake/check/", 302)]
    assert "This is version 2" in response.content.decode()
    assert settings()["pkce"] is True
    assert settings()["scope"] == "openid email profile"


def test_discovery_takes_what_was_shown_not_what_the_provider_says_by_then(operator, provider, registration):
    provider.metadata["jwks_uri"] = f"{provider.url}/shown"
    page = compare(operator)
    provider.metadata["jwks_uri"] = "https://evil.example/keys"

    take(operator, page, "jwks_uri")

    assert settings()["jwks_uri"] == f"{provider.url}/shown"


def test_discovery_takes_nothing_that_was_not_shown(operator, provider, registration):
    page = compare(operator)

    response = take(operator, page, "issuer", "jwks_uri", issuer="https://evil.example")

    assert "Nothing was ticked" in response.content.decode()
    assert ProviderRegistration.objects.get().version == 1


@pytest.mark.parametrize("change", ["value", "of-another-registration", "unsigned", "old"])
def test_discovery_takes_nothing_from_a_changed_or_old_form(operator, provider, registration, change, monkeypatch):
    page = compare(operator)
    good = token(page)
    seen = signing.loads(good, salt=SALT)
    forged = {
        "value": f"x{good}",
        "of-another-registration": signing.dumps({**seen, "slug": "other"}, salt=SALT),
        "unsigned": signing.dumps(seen, salt="another"),
        "old": good,
    }[change]
    if change == "old":
        monkeypatch.setattr("sso_providers.views.discovery.LASTS", -1)

    response = operator.post(PAGE, {"shown": forged, "take": "pkce"}, follow=True)

    assert "compare again" in response.content.decode()
    assert ProviderRegistration.objects.get().version == 1


def test_discovery_of_a_stale_version_says_so(operator, provider, registration):
    page = compare(operator)
    take(operator, page, "pkce")

    response = take(operator, page, "scope")

    assert "Somebody saved version 2" in response.content.decode()
    assert ProviderRegistration.objects.get().version == 2


def test_discovery_of_another_issuer_leads_to_the_field_instead_of_taking_it(operator, provider, registration):
    provider.metadata["issuer"] = f"{provider.issuer}/"

    page = compare(operator)

    assert ticked(page) == {}
    assert f'href="{registration.get_absolute_url()}#id_setting_issuer"' in page


def test_discovery_that_needs_a_confirmation_says_where(provider):
    register(provider, default_role="administrator")
    browser = browser_of(people.margaret())

    response = take(browser, compare(browser), "pkce")

    assert "confirm that it is you" in response.content.decode()
    assert 'href="/account/"' in response.content.decode()
    assert ProviderRegistration.objects.get().version == 1


@pytest.mark.parametrize("fault", ["html", "error-500", "empty", "array", "huge", "disconnect", "duplicate-keys"])
def test_discovery_of_a_provider_that_misbehaves_says_why(operator, provider, registration, fault):
    provider.behave(discovery=fault)

    response = operator.post(PAGE)

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_discovery_escapes_what_the_provider_says(operator, provider, registration):
    provider.metadata["scopes_supported"] = ["openid", "<script>alert(1)</script>"]

    assert "<script>alert" not in compare(operator)


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_discovery_of_a_broken_registration_gives_a_page(operator, registration, columns):
    ProviderRegistration.objects.update(**columns)

    assert operator.get(PAGE).status_code == 200
    assert operator.post(PAGE).status_code == 200


def test_discovery_shows_no_secret(operator, provider, registration):
    assert provider.client_secret not in compare(operator)


def test_discovery_of_saml_compares_pasted_metadata_and_takes_it(operator):
    people.registration("saml", "none", slug="fake")
    page = compare(operator, metadata=metadata(entity="https://other.example"))

    assert ticked(page) == {"idp_entity_id": False}
    take(operator, page, "idp_entity_id")
    assert settings()["idp_entity_id"] == "https://other.example"


def test_discovery_of_saml_without_metadata_says_what_is_missing(operator):
    people.registration("saml", "none", slug="fake")

    assert "There is no metadata yet" in compare(operator)


def test_discovery_of_ldap_is_not_found(operator):
    people.registration("ldap", "none", slug="fake")

    assert operator.get(PAGE).status_code == 404
    assert operator.post(PAGE).status_code == 404
    assert PAGE not in operator.get("/registrations/fake/check/").content.decode()


def test_discovery_by_a_viewer_is_not_permitted(viewer, provider, registration):
    assert "<button" not in viewer.get(PAGE).content.decode().partition('<div id="content"')[2].partition("<footer")[0]
    assert viewer.post(PAGE).status_code == 403
    assert viewer.post(PAGE, {"shown": "x"}).status_code == 403
    assert provider.requests == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_discovery_without_a_role_is_not_permitted(nobody, registration, method):
    assert getattr(nobody, method)(PAGE).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_discovery_signed_out_leads_to_sign_in(client, registration, method):
    assert getattr(client, method)(PAGE)["Location"] == f"/sign-in/?next={PAGE}"
