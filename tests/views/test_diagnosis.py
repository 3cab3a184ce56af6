"""The page where a configuration is handed in, read, mended and made rows of."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sso_providers import http
from sso_providers.catalogue import MASK, Secret
from sso_providers.http import budget
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration
from sso_providers.views import diagnosis_asked

pytestmark = pytest.mark.django_db
PATH = "/diagnose/"
CANARY = "canary-Zq9!secret"
ENV = f"""\
# Ours
AUTHENTICATION_PROVIDER=okta
AUTHENTICATION_CLIENT_TYPE=confidential
AUTHENTICATION_AUTHORITY=https://acme.okta.com/oauth2/default
AUTHENTICATION_PUBLIC_KEYS=[https://acme.okta.com/oauth2/default/v1/keys,https://catalog.acme.example/api/v1/system/config/jwks]
AUTHENTICATION_CALLBACK_URL=https://catalog.acme.example/callback
AUTHENTICATION_CLIENT_ID=0oa1b2c3d4e5f6g7h8i9
AUTHORIZER_ADMIN_PRINCIPALS=[ada]
AUTHORIZER_PRINCIPAL_DOMAIN=acme.example
OIDC_CLIENT_ID=0oa1b2c3d4e5f6g7h8i9
OIDC_CLIENT_SECRET={CANARY}
OIDC_TYPE=okta
OIDC_DISCOVERY_URI=https://acme.okta.com/oauth2/default/.well-known/openid-configuration
OIDC_CALLBACK=https://catalog.acme.example/callback
OIDC_SERVER_URL=https://catalog.acme.example
OIDC_PROMPT_TYPE=none
OIDC_SESSION_EXPIRY=600
"""
EXPIRY = "OIDC_SESSION_EXPIRY"


def text_of(response) -> str:
    return html.unescape(response.content.decode())


def shown_lines(page: str) -> str:
    """The file as the page shows it to be read, without the form's copy."""
    return re.findall(r'<pre class="file numbered".*?</pre>', page, re.DOTALL)[0]


def fix_of(page: str, setting: str) -> str:
    """The key that the button beside a finding sends."""
    card = next(each for each in page.split('<article class="card finding"') if f">{setting}</h3>" in each)
    return re.findall(r'name="fix" value="([^"]+)"', card)[0]


def test_page_asks_for_a_configuration(viewer):
    page = text_of(viewer.get(PATH))
    assert "Import and diagnose" in page
    assert 'name="text"' in page


def test_page_tells_what_it_read_and_what_is_wrong(viewer):
    response = viewer.post(PATH, {"text": ENV, "release": "1.12"})
    page = text_of(response)
    assert response.status_code == 200
    assert "read as env file" in page
    assert "OpenMetadata 1.12, okta, code." in page
    assert f">{EXPIRY}</h3>" in page
    assert f'href="#line-{ENV[: ENV.index(EXPIRY)].count(chr(10)) + 1}"' in page
    assert "no-store" in response["Cache-Control"]


def test_page_shows_no_secret_but_in_the_form_s_own_copy(viewer):
    page = text_of(viewer.post(PATH, {"text": ENV}))
    assert f"OIDC_CLIENT_SECRET={MASK}" in shown_lines(page)
    assert page.count(CANARY) == 1
    assert CANARY in page[page.index('<textarea class="vLargeTextField mono" id="id_text"') :]


def test_page_with_one_fix_accepted_shows_the_difference(viewer):
    first = text_of(viewer.post(PATH, {"text": ENV, "release": "1.12"}))
    page = text_of(viewer.post(PATH, {"text": ENV, "release": "1.12", "fix": [fix_of(first, EXPIRY)]}))
    assert f'<span class="removed">-{EXPIRY}=600' in page
    assert f'<span class="added">+{EXPIRY}=604800' in page
    assert f">{EXPIRY}</h3>" not in page
    assert ">OIDC_PROMPT_TYPE</h3>" in page


def test_corrected_file_is_downloaded_whole_with_its_secret(viewer):
    first = text_of(viewer.post(PATH, {"text": ENV, "release": "1.12"}))
    sent = {"text": ENV.replace("\n", "\r\n"), "name": "my.env", "release": "1.12", "line_break": "lf"}
    response = viewer.post(PATH, sent | {"fix": [fix_of(first, EXPIRY)], "do": "download"})
    assert response.content.decode() == ENV.replace("=600", "=604800")
    assert response["Content-Disposition"] == 'attachment; filename="my.env"'
    assert "no-store" in response["Cache-Control"]


def test_corrected_file_keeps_the_line_breaks_of_an_upload(viewer):
    windows = ENV.replace("\n", "\r\n")
    page = text_of(viewer.post(PATH, {"file": SimpleUploadedFile("a.env", windows.encode())}))
    assert 'name="line_break" value="crlf"' in page
    response = viewer.post(PATH, {"text": windows, "line_break": "crlf", "do": "download"})
    assert response.content.decode() == windows


def test_undo_takes_every_fix_back(viewer):
    page = text_of(viewer.post(PATH, {"text": ENV, "fix": ["*"], "do": "undo"}))
    assert 'class="added"' not in page
    assert '<input type="hidden" name="fix"' not in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "There is nothing to read"),
        ({"text": "  \n"}, "There is nothing to read"),
        ({"text": "To whom it may concern"}, "configuration"),
        ({"text": ENV, "release": "9.9"}, "9.9"),
        ({"text": ENV, "target": "moon"}, "moon"),
        ({"file": SimpleUploadedFile("a.zip", b"PK\x03\x04abc")}, "ZIP"),
    ],
)
def test_page_says_of_what_it_can_t_read_why(viewer, sent, says):
    response = viewer.post(PATH, sent)
    assert response.status_code == 422
    assert says in text_of(response).split('role="alert"')[1].split("</p>")[0]


def test_page_reads_values_from_a_file_beside_and_sends_it_back(viewer):
    compose = "services:\n  openmetadata-server:\n    environment:\n      OIDC_SESSION_EXPIRY: ${EXPIRY}\n"
    beside = SimpleUploadedFile(".env", f"EXPIRY=600\nX_PASSWORD={CANARY}\n".encode())
    page = text_of(viewer.post(PATH, {"text": compose, "beside": [beside]}))
    assert f">{EXPIRY}</h3>" in page
    assert '<input type="hidden" name="beside_name" value=".env">' in page
    again = viewer.post(
        PATH, {"text": compose, "beside_name": [".env"], "beside_text": [f"EXPIRY=600\r\nX_PASSWORD={CANARY}\r\n"]}
    )
    assert f">{EXPIRY}</h3>" in text_of(again)


def test_long_file_is_shown_around_its_findings_and_not_sent_back(viewer):
    text = "".join(f"OTHER_{number}=x\n" for number in range(50_000)) + "OIDC_SESSION_EXPIRY=600\n"
    page = text_of(viewer.post(PATH, {"file": SimpleUploadedFile("a.env", text.encode())}))
    assert f">{EXPIRY}</h3>" in page
    assert 'id="line-50001"' in page
    assert len(page) < 100_000
    assert "too long to be sent back" in page


ROWS = {
    "do": "create",
    "registration_name": "Acme SSO",
    "registration_slug": "acme",
    "deployment_name": "Production",
    "deployment_slug": "production",
    "url": "https://catalog.acme.example",
    "release": "1.12",
    "admin_principals": "ada",
    "principal_domain": "acme.example",
}


def test_operator_makes_a_registration_and_a_deployment_of_it(operator):
    response = operator.post(PATH, {"text": ENV, "fix": ["*"], **ROWS})
    assert response["Location"] == "/registrations/acme/check/"
    deployment = Deployment.objects.select_related("registration").get()
    assert (deployment.slug, deployment.registration.kind) == ("production", "okta")
    assert deployment.registration.settings["session_expiry"] == 604800
    assert not deployment.registration.secrets.exists()


def test_operator_may_keep_the_secrets_of_the_file(operator):
    operator.post(PATH, {"text": ENV, "fix": ["*"], "keep_secrets": "on", **ROWS})
    registration = ProviderRegistration.objects.get()
    assert registration.application(with_secret=True).client_secret == Secret(CANARY)
    assert CANARY not in str(list(AuditEvent.objects.values()))


def test_operator_is_told_what_is_wrong_with_the_rows(operator):
    page = text_of(operator.post(PATH, {"text": ENV, **ROWS, "registration_slug": "Not a slug"}))
    assert "'Not a slug' is no slug" in page
    assert not ProviderRegistration.objects.exists()


def test_viewer_may_diagnose_but_not_make_rows(viewer):
    page = text_of(viewer.post(PATH, {"text": ENV, "fix": ["*"], **ROWS}))
    assert "Your role may not add" in page
    assert not ProviderRegistration.objects.exists()


def test_file_without_a_provider_makes_no_rows_and_says_why(operator):
    page = text_of(operator.post(PATH, {"text": "AUTHORIZER_PRINCIPAL_DOMAIN=acme.example\n", **ROWS}))
    assert "It names no identity provider" in page


def test_page_is_for_people_with_a_role_only(client: Client, nobody: Client):
    assert client.get(PATH).status_code == 302
    assert nobody.get(PATH).status_code == 403


def test_nothing_of_the_file_is_stored(viewer, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as queries:
        viewer.post(PATH, {"text": ENV, "fix": ["*"]})
    assert not [each for each in queries.captured_queries if CANARY in each["sql"] or "acme.okta" in each["sql"]]


def test_more_files_beside_than_anybody_needs_are_refused(viewer):
    beside = [SimpleUploadedFile(f"{number}.env", b"A=b") for number in range(11)]
    response = viewer.post(PATH, {"text": ENV, "beside": beside})
    assert response.status_code == 422
    assert "more than 10 files" in text_of(response)


def test_long_file_is_not_mended_either(viewer):
    text = ENV + "".join(f"OTHER_{number}=x\n" for number in range(20_000))
    page = text_of(viewer.post(PATH, {"text": text, "fix": ["*"], "release": "1.12"}))
    assert f">{EXPIRY}</h3>" in page
    assert 'class="added"' not in page


def test_difference_shows_no_secret(viewer):
    key = 'SAML_SP_PRIVATE_KEY="-----BEGIN PRIVATE KEY-----\ncanaryLine\n-----END PRIVATE KEY-----"\n'
    page = text_of(viewer.post(PATH, {"text": key + ENV, "fix": ["*"], "release": "1.12"}))
    assert 'class="added"' in page
    assert page.count("canaryLine") == 1  # in the form


@pytest.mark.parametrize(("name", "saved"), [("../../x.env", "x.env"), ("..", "openmetadata.env"), (".env", ".env")])
def test_corrected_file_has_a_plain_name(viewer, name, saved):
    response = viewer.post(PATH, {"text": ENV, "name": name, "do": "download"})
    assert response["Content-Disposition"] == f'attachment; filename="{saved}"'


# What the provider says


@pytest.fixture
def seen(monkeypatch):
    """Addresses that were asked; each answers that it knows no such page."""
    asked = []

    def fetch(method: str, url: str, **options: object) -> None:
        asked.append(url)
        raise http.FetchError(http.Reason.STATUS, url, "404")

    monkeypatch.setattr(budget, "fetch", fetch)
    return asked


def test_page_asks_no_provider_unless_somebody_wants_it(operator, seen):
    page = text_of(operator.post(PATH, {"text": ENV}))

    assert "Check live too" in page
    assert seen == []


def test_operator_may_ask_the_provider_too(operator, seen):
    page = text_of(operator.post(PATH, {"text": ENV, "do": "live"}))

    assert "https://acme.okta.com/oauth2/default/.well-known/openid-configuration" in seen
    assert "The provider was asked, too." in page
    assert "The provider's description can't be used" in page
    assert '<input type="hidden" name="ask" value="live">' in page


def test_fix_of_what_the_provider_says_is_written(operator, monkeypatch):
    issuer = "https://acme.okta.com/oauth2/default"
    document = {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/v1/other-keys",
        "response_types_supported": ["code"],
    }

    def fetch(method: str, url: str, **options: object) -> http.Response:
        return http.Response(url=url, status=200, headers={}, body=json.dumps(document).encode())

    monkeypatch.setattr(budget, "fetch", fetch)
    first = text_of(operator.post(PATH, {"text": ENV, "do": "live", "release": "1.12"}))
    sent = {"text": ENV, "ask": "live", "release": "1.12", "fix": [fix_of(first, "AUTHENTICATION_PUBLIC_KEYS")]}
    page = text_of(operator.post(PATH, sent))

    assert f"+AUTHENTICATION_PUBLIC_KEYS=[{issuer}/v1/other-keys," in page


def test_live_answers_all_come_within_the_page_s_time(operator, seen, monkeypatch):
    monkeypatch.setattr(diagnosis_asked, "LIVE_SECONDS", 0.0)

    page = text_of(operator.post(PATH, {"text": ENV, "do": "live"}))

    assert "gave no complete answer in 0 seconds" in page
    assert seen == []


def test_viewer_may_not_ask_the_provider(viewer, seen):
    assert "Check live too" not in text_of(viewer.post(PATH, {"text": ENV}))
    assert viewer.post(PATH, {"text": ENV, "do": "live"}).status_code == 403
    assert viewer.post(PATH, {"text": ENV, "ask": "live"}).status_code == 403
    assert seen == []


def test_private_provider_is_not_asked_unless_the_settings_allow_it(operator, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False
    text = ENV.replace("acme.okta.com", "127.0.0.1:9")

    assert "private" in text_of(operator.post(PATH, {"text": text, "do": "live"}))


def test_views_of_the_file_are_there_before_and_after_a_fix(viewer):
    before = text_of(viewer.post(PATH, {"text": ENV, "release": "1.12"}))
    after = text_of(viewer.post(PATH, {"text": ENV, "release": "1.12", "fix": ["*"]}))

    for page in (before, after):
        assert [name for name in ("yours", "corrected", "difference") if f'href="#{name}"' not in page] == []
    assert '<section class="view usual" id="yours"' in before
    assert "Nothing is changed yet" in before
    assert '<section class="view usual" id="corrected"' in after
    assert 'id="yours-1"' in after
    assert "Nothing is changed yet" not in after
