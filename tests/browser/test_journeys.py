"""The portal's main job as people do it, in a real browser and with the demo's provider as a process of its own."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sso_providers.actions import deployments, registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import Secret
from sso_providers.models import AuditEvent, Deployment, Event, ProviderRegistration, User
from tests.certificates import IDP_CERTIFICATE

from .conftest import DemoProvider
from .look import look
from .steps import PASSWORD, sign_in_with_password


@pytest.fixture
def registration(provider: DemoProvider) -> ProviderRegistration:
    """What staff sign in through; the provider's group data-platform makes operators."""
    row = ProviderRegistration(
        slug="demo",
        name="Demo provider",
        kind="custom-oidc",
        flow="code",
        client_id=provider.client_id,
        settings={"issuer": provider.issuer, "jwks_uri": f"{provider.issuer}/jwks"},
        staff_login=True,
        group_roles={"data-platform": "operator", "analysts": "viewer"},
    )
    return registrations.create(
        registration=row, secrets={"client_secret": Secret(provider.client_secret)}, by=COMMAND_LINE
    )


@pytest.fixture
def deployment(registration: ProviderRegistration) -> Deployment:
    row = Deployment(
        slug="production",
        name="Production",
        url="https://metadata.acme.example",
        release="1.12",
        registration=registration,
        principal_domain="acme.example",
    )
    return deployments.create(deployment=row, by=COMMAND_LINE)


def sign_in(page: Page, person: str) -> None:
    page.goto("/")
    page.get_by_role("button", name="Continue with Demo provider").click()
    page.get_by_role("button", name=person, exact=True).click()


def test_administrator_takes_real_secrets_after_confirming(
    page: Page, provider: DemoProvider, deployment: Deployment, django_user_model: type[User]
):
    django_user_model.objects.create_superuser("admin", password=PASSWORD)
    sign_in_with_password(page)
    page.get_by_role("link", name="Export Production").click()
    page.get_by_label("Real secrets").check()
    page.get_by_role("button", name="Update preview").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="openmetadata-sso.env", exact=True).click()
    assert provider.client_secret in download.value.path().read_text()
    assert provider.client_secret not in page.content()
    assert AuditEvent.objects.filter(event=Event.EXPORTED_WITH_SECRETS, actor="admin").exists()


METADATA = f"""\
<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.acme.example/metadata">
  <IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <KeyDescriptor use="signing"><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#">
      <X509Data><X509Certificate>{IDP_CERTIFICATE}</X509Certificate></X509Data>
    </KeyInfo></KeyDescriptor>
    <SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
      Location="https://idp.acme.example/sso"/>
  </IDPSSODescriptor>
</EntityDescriptor>
"""


def test_saml_from_pasted_metadata_to_an_own_file(page: Page, tmp_path: Path, django_user_model: type[User]):
    django_user_model.objects.create_superuser("admin", password=PASSWORD)
    sign_in_with_password(page)
    page.get_by_role("link", name="Choose the provider").click()
    page.get_by_role("link", name="Choose SAML 2.0").click()
    page.get_by_label("Name:", exact=True).fill("Acme IdP")
    page.get_by_label("Metadata (XML)").fill(METADATA)
    page.get_by_role("button", name="Fill in the fields").click()
    expect(page.get_by_label("Entity ID of the provider")).to_have_value("https://idp.acme.example/metadata")
    expect(page.get_by_label("Name:", exact=True)).to_have_value("Acme IdP")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Acme IdP")).to_be_visible()

    page.get_by_role("link", name="add the deployment").click()
    page.get_by_label("Name:", exact=True).fill("Production")
    page.get_by_label("Address:").fill("https://metadata.acme.example")
    page.get_by_label("OpenMetadata release:").select_option("1.12")
    page.get_by_label("Principal domain:").fill("acme.example")
    page.get_by_role("button", name="Save and export").click()
    expect(page.get_by_role("link", name="docker-compose.sso.yml")).to_be_visible()
    expect(page.get_by_text("Make the server forget")).to_be_visible()
    page.get_by_label("First start").check()
    page.get_by_role("button", name="Update preview").click()
    expect(page.get_by_text("Make the server forget")).not_to_be_visible()

    page.get_by_role("link", name="Bare metal").click()
    page.get_by_label("Your openmetadata.yaml, changed").check()
    page.get_by_role("button", name="Update preview").click()
    own = tmp_path / "openmetadata.yaml"
    own.write_text("# ours\nserver: {}\n", encoding="utf-8")
    page.get_by_label("conf/openmetadata.yaml").set_input_files(own)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the changed file").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        changed = archive.read("openmetadata.yaml").decode()
        assert "STEPS.txt" in archive.namelist()
    assert "# ours\nserver: {}\n" in changed
    assert IDP_CERTIFICATE in changed

    page.get_by_role("button", name="What changes?").click()
    expect(page.get_by_role("heading", name="Production: from OpenMetadata 1.12 to 2.0")).to_be_visible()


def test_person_without_a_role_is_told_why(page: Page, registration: ProviderRegistration, problems: list[str]):
    sign_in(page, "mallory")
    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("no role here")
    look(page, "no-role")
    problems.clear()  # the page's own status is 403


def test_person_who_cancels_at_the_demo_provider_is_told_so(
    page: Page, registration: ProviderRegistration, problems: list[str]
):
    page.goto("/")
    page.get_by_role("button", name="Continue with Demo provider").click()
    page.get_by_role("button", name="Deny").click()

    expect(page.get_by_text("access-denied")).to_be_visible()
    problems.clear()  # the page's own status is 403


def test_person_confirms_at_the_demo_provider(page: Page, registration: ProviderRegistration):
    sign_in(page, "ada")
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("button", name="Confirm with Demo provider").click()
    page.get_by_role("button", name="ada", exact=True).click()

    expect(page.get_by_text("Confirmed")).to_be_visible()


def test_other_pages_have_no_barriers_and_can_be_pictured(
    page: Page, deployment: Deployment, django_user_model: type[User]
):
    """Those that no journey of its own looks at."""
    django_user_model.objects.create_superuser("admin", password=PASSWORD)
    sign_in_with_password(page)

    def look_at(name: str, address: str) -> None:
        page.goto(address)
        look(page, name)

    add = "/admin/sso_providers/providerregistration/add/"
    look_at("saml-add", f"{add}?kind=saml")
    look_at("ldap-add", f"{add}?kind=ldap")
    look_at("registration-add", f"{add}?kind=azure&flow=implicit")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(re.compile("tenant.*is missing"))).to_be_visible()
    look(page, "registration-errors")
    look_at("deployment", f"/admin/sso_providers/deployment/{deployment.pk}/change/")
    look_at("export", "/deployments/production/export/?target=kubernetes")
    look_at("export-docker", "/deployments/production/export/?target=docker")
    look_at("export-api", "/deployments/production/export/?target=api")
    look_at("export-own-file", "/deployments/production/export/?target=bare-metal&variant=merged")
    look_at("upgrade", "/deployments/production/upgrade/?target=bare-metal")
    look_at("sign-out", "/sign-out/")
    look_at("export-real", "/deployments/production/export/?target=docker&secrets=real")
