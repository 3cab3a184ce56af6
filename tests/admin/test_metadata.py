"""The fields of a SAML registration filled in from the provider's metadata, pasted or fetched."""

import re

import pytest
from django.db import connection

from sso_providers import http
from sso_providers.models import AuditEvent, ProviderRegistration
from tests import people
from tests.certificates import IDP_CERTIFICATE, SP_PRIVATE_KEY

from .forms import fields

pytestmark = pytest.mark.django_db
ADD = "/admin/sso_providers/providerregistration/add/?kind=saml"
METADATA = f"""\
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.other.example/metadata">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data><ds:X509Certificate>{IDP_CERTIFICATE}</ds:X509Certificate></ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
      Location="https://idp.other.example/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
"""
FOUND = {
    "setting_idp_entity_id": "https://idp.other.example/metadata",
    "setting_sso_login_url": "https://idp.other.example/sso",
    "setting_idp_certificate": IDP_CERTIFICATE,
}
ADDRESS = "https://idp.other.example/metadata.xml"


def fill(client, path: str = ADD, **typed: str):
    filled = fields(client.get(path).content.decode())
    return client.post(path, {**filled, **typed, "_fill": "1"})


def told(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


class Answer:
    """What is fetched, and the addresses that were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.body: bytes | http.FetchError = METADATA.encode()
        self.status = 200

    def __call__(self, method: str, url: str, **options: object) -> http.Response:
        self.asked.append(url)
        # Each test runs in a transaction, and one within it would have a savepoint.
        assert connection.savepoint_ids == []
        if isinstance(self.body, http.FetchError):
            raise self.body
        return http.Response(url=url, status=self.status, headers={}, body=self.body)


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Answer:
    made = Answer()
    monkeypatch.setattr(http, "fetch", made)
    return made


def test_fill_of_pasted_metadata_shows_its_values_and_saves_nothing(operator):
    response = fill(operator, metadata=METADATA, name="Acme SAML", slug="acme-saml", setting_strict_mode="on")

    shown = fields(response.content.decode())
    assert FOUND.items() <= shown.items()
    assert (shown["name"], shown["slug"], shown["setting_strict_mode"]) == ("Acme SAML", "acme-saml", "on")
    assert "setting_validate_xml" not in shown
    assert "https://idp.other.example/metadata, and not saved yet" in told(response)
    assert "errorlist" not in response.content.decode()
    assert not ProviderRegistration.objects.exists()
    assert not AuditEvent.objects.exists()


def test_fill_shows_until_when_the_certificate_is_valid(operator):
    page = fill(operator, metadata=METADATA).content.decode()

    assert "CN=idp.acme.example, RSA 2048, valid from 2025-01-01 until 2055-01-01." in page


def test_fill_then_save_registers_the_provider(operator):
    shown = fields(fill(operator, metadata=METADATA, name="Acme", slug="acme").content.decode())

    operator.post(ADD, {**shown, "_continue": "1"})

    settings = ProviderRegistration.objects.get().settings
    assert {
        f"setting_{name}": settings[name] for name in ("idp_entity_id", "sso_login_url", "idp_certificate")
    } == FOUND


def test_fill_on_the_page_of_a_saved_one_keeps_what_was_typed_and_its_version(operator):
    registration = people.registration("saml", "none")
    path = registration.get_absolute_url()

    response = fill(operator, path, metadata=METADATA, name="Typed", setting_provider_name="Typed too")

    shown = fields(response.content.decode())
    assert FOUND.items() <= shown.items()
    assert (shown["name"], shown["setting_provider_name"], shown["version_seen"]) == ("Typed", "Typed too", "1")
    registration.refresh_from_db()
    assert (registration.version, registration.name) == (1, "saml production")
    operator.post(path, {**shown, "_continue": "1"})
    registration.refresh_from_db()
    assert (registration.version, registration.settings["sso_login_url"]) == (2, "https://idp.other.example/sso")


def test_fill_never_sends_a_secret_back(operator):
    response = fill(operator, metadata=METADATA, secret_sp_private_key=SP_PRIVATE_KEY, secret_key_store_password="pwpw")

    assert SP_PRIVATE_KEY not in response.content.decode()
    assert "pwpw" not in response.content.decode()
    assert "Type the secrets again" in told(response)


def test_fill_from_the_address_asks_it_outside_of_a_transaction(operator, answer):
    response = fill(operator, setting_metadata_url=f" {ADDRESS} ")

    assert answer.asked == [ADDRESS]
    shown = fields(response.content.decode())
    assert FOUND.items() <= shown.items()
    assert shown["setting_metadata_url"].strip() == ADDRESS


def test_fill_with_both_takes_what_is_pasted(operator, answer):
    fill(operator, setting_metadata_url=ADDRESS, metadata=METADATA)

    assert answer.asked == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({}, "There is no metadata yet: paste the document, or enter", id="nothing"),
        pytest.param({"metadata": "no xml"}, "no XML", id="no-xml"),
        pytest.param({"metadata": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "DTD", id="entities"),
        pytest.param({"metadata": "<a>" * 500}, "deeper than", id="deep"),
        pytest.param({"metadata": "x" * 600_000}, "600000 characters", id="long"),
        pytest.param({"setting_metadata_url": "ftp://idp.acme.example"}, "begins with neither https", id="no-address"),
        pytest.param(
            {"setting_metadata_url": "https://u:p@idp.acme.example"}, "a user name or password", id="userinfo"
        ),
    ],
)
def test_fill_of_what_can_not_be_read_says_why_and_keeps_what_was_typed(operator, typed, sentence):
    response = fill(operator, name="Acme", **typed)

    assert response.status_code == 200
    assert sentence in told(response)
    shown = fields(response.content.decode())
    assert shown["name"] == "Acme"
    assert typed.items() <= shown.items()


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        pytest.param(b"<html>", 404, "answered with status 404", id="status"),
        pytest.param(b"\xff\xfe\x00", 200, "is no text in UTF-8", id="encoding"),
        pytest.param(b"{}", 200, "no XML", id="json"),
        pytest.param(http.FetchError(http.Reason.TIMEOUT, ADDRESS, "10"), 200, "no complete answer", id="timeout"),
    ],
)
def test_fill_from_an_address_that_answers_badly_says_why(operator, answer, body, status, sentence):
    answer.body, answer.status = body, status

    assert sentence in told(fill(operator, setting_metadata_url=ADDRESS))


def test_fill_from_a_private_address_needs_the_portals_permission(operator, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    assert "has a private address" in told(fill(operator, setting_metadata_url="https://127.0.0.1/metadata"))


def test_fill_by_a_viewer_asks_nobody(viewer, answer):
    registration = people.registration("saml", "none")
    typed = {"_fill": "1", "setting_metadata_url": ADDRESS}

    assert viewer.post(registration.get_absolute_url(), typed).status_code == 403
    assert viewer.post(ADD, typed).status_code == 403
    assert answer.asked == []
    assert 'name="metadata"' not in viewer.get(registration.get_absolute_url()).content.decode()


def test_fill_escapes_what_the_metadata_says(operator):
    evil = METADATA.replace("https://idp.other.example/sso", "https://idp.other.example/sso?a=&lt;script&gt;")

    assert "<script>a" not in fill(operator, metadata=evil).content.decode()


@pytest.mark.parametrize("kind", ["auth0", "ldap"])
def test_form_of_another_protocol_takes_no_metadata(operator, kind):
    assert 'name="_fill"' not in operator.get(ADD.replace("saml", kind)).content.decode()


def test_enter_key_presses_save_and_not_fill(operator):
    """Browsers press a form's first button."""
    form = operator.get(ADD).content.decode().partition('id="providerregistration_form"')[2]

    assert re.findall(r'<button[^>]* name="(\w+)"', form)[:2] == ["_continue", "_fill"]
