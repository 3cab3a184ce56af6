"""A SAML registration beside its provider's metadata."""

from datetime import UTC, datetime

import pytest

from sso_providers.catalogue import KINDS, Application, Flow
from sso_providers.catalogue.saml_metadata import parse
from sso_providers.checks.comparison import compare_metadata
from tests.certificates import IDP_CERTIFICATE
from tests.checks.made_certificates import certificate
from tests.people import SETTINGS

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def metadata(
    entity: str = "https://idp.acme.example/metadata", cert: str = IDP_CERTIFICATE, attributes: str = "", role: str = ""
) -> str:
    return f"""\
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity}" {attributes}>
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" {role}>
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">
      <X509Data><X509Certificate>{cert}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
      Location="https://idp.acme.example/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>"""


def compared(text: str):
    kind = KINDS["saml"]
    settings = {
        **SETTINGS["saml"],
        "idp_entity_id": "https://idp.acme.example/metadata",
        "sso_login_url": "https://idp.acme.example/sso",
        "idp_certificate": IDP_CERTIFICATE,
    }
    application = Application(kind=kind, flow=Flow.NONE, settings=kind.clean(Flow.NONE, settings))
    return compare_metadata(application, parse(text), address="", now=NOW)


def test_compare_with_metadata_that_fits_finds_no_difference():
    found = compared(metadata())

    assert (found.differing, found.proposals) == (0, {})
    assert [row.name for row in found.rows] == ["idp_entity_id", "sso_login_url", "idp_certificate"]


@pytest.mark.parametrize(
    ("text", "name", "proposal"),
    [
        (metadata(entity="https://other.example"), "idp_entity_id", "https://other.example"),
        (metadata(role='WantAuthnRequestsSigned="true"'), "sign_requests", True),
    ],
)
def test_compare_with_other_metadata_proposes_it_unticked(text, name, proposal):
    found = compared(text)

    assert found.proposals == {name: proposal}
    assert not any(row.advised for row in found.rows)
    assert next(row for row in found.rows if row.name == name).remark


def test_compare_with_another_certificate_shows_whose_it_is_instead_of_its_text():
    found = compared(metadata(cert=certificate("next.acme.example").text))

    row = next(row for row in found.rows if row.name == "idp_certificate")
    assert row.found.startswith("CN=next.acme.example, until ")
    assert IDP_CERTIFICATE[:40] not in row.now
    assert set(found.proposals) == {"idp_certificate"}


def test_compare_with_metadata_that_is_over_says_so():
    fact = compared(metadata(attributes='validUntil="2026-01-01T00:00:00Z"')).facts[0]

    assert (fact.value, fact.is_good) == ("2026-01-01", False)
