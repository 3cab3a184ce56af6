"""Every stage of a SAML provider's check, fine and failing, over a fetch that is handed in."""

import pytest

from sso_providers.catalogue import Application, Flow, Secret, get_kind
from sso_providers.checks import Status, run
from sso_providers.http import FetchError, Reason, Response
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.checks.made_certificates import certificate, ec_key, rsa_key

ENTITY = "https://idp.acme.example/metadata"
METADATA = "https://idp.acme.example/metadata.xml"
SSO = "https://idp.acme.example/sso"
CANARY = SP_PRIVATE_KEY[100:160]


def metadata(*certificates, entity=ENTITY, sso=SSO, attributes="", role=""):
    keys = "".join(
        f'<KeyDescriptor use="signing"><d:KeyInfo><d:X509Data><d:X509Certificate>{each}</d:X509Certificate>'
        "</d:X509Data></d:KeyInfo></KeyDescriptor>"
        for each in certificates or (IDP_CERTIFICATE,)
    )
    return (
        '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:d="http://www.w3.org/2000/09/xmldsig#" '
        f'entityID="{entity}" {attributes}><IDPSSODescriptor {role}>{keys}<SingleSignOnService '
        f'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{sso}"/>'
        "</IDPSSODescriptor></EntityDescriptor>"
    )


def check(answers=None, private_key=SP_PRIVATE_KEY, **settings):
    """`answers`: address -> status and body, or a FetchError; each other address is as it should be."""
    known = {METADATA: (200, metadata()), SSO: (200, "<html>Sign in</html>"), **(answers or {})}
    asked = []

    def fetch(method, url, *, allow_private, headers):
        asked.append((method, url, allow_private))
        found = known[url]
        if isinstance(found, FetchError):
            raise found
        body = found[1] if isinstance(found[1], bytes) else found[1].encode()
        return Response(url=url, status=found[0], headers={}, body=body)

    kind = get_kind("saml")
    raw = {"idp_entity_id": ENTITY, "sso_login_url": SSO, "idp_certificate": IDP_CERTIFICATE} | settings
    application = Application(
        kind=kind,
        flow=Flow.NONE,
        secrets={"sp_private_key": Secret(private_key)} if private_key else {},
        settings=kind.clean(Flow.NONE, raw),
    )
    report = run(application, allow_private=False, redirect_uri=None, fetch=fetch)
    assert CANARY not in repr(report)
    assert all(stage.summary.endswith(".") and len(stage.summary) < 800 for stage in report.stages)
    assert all(not private for _, _, private in asked)
    return report


def with_metadata(text, status=200, **settings):
    return check({METADATA: (status, text)}, metadata_url=METADATA, **settings).stage("metadata")


def test_run_of_a_healthy_provider_is_fine():
    report = check(metadata_url=METADATA)
    assert {stage.id: stage.status.value for stage in report.stages} == {
        "metadata": "ok",
        "certificate": "ok",
        "key-pair": "not-applicable",
        "sign-in": "ok",
    }
    assert report.status is Status.OK
    assert "only a sign-in shows" in report.stage("sign-in").summary


def test_metadata_stage_without_an_address_is_not_applicable():
    stage = check().stage("metadata")
    assert (stage.status, stage.field) == (Status.NOT_APPLICABLE, None)


@pytest.mark.parametrize(
    ("text", "status", "field", "words"),
    [
        (
            metadata(entity="https://idp.acme.example/other"),
            "failed",
            "idp_entity_id",
            "entity ID is 'https://idp.acme",
        ),
        (metadata(SP_CERTIFICATE), "failed", "idp_certificate", "take the one of CN=metadata.acme.example"),
        (metadata(sso=f"{SSO}/other"), "warning", "sso_login_url", f"sign-in address is {SSO}/other, not {SSO}"),
        (metadata(attributes='validUntil="2020-01-01T00:00:00Z"'), "warning", None, "validUntil is over"),
        (metadata(role='WantAuthnRequestsSigned="true"'), "warning", "sign_requests", "wants signed requests"),
        ("<html>", "failed", "metadata_url", "gives nothing to compare with. This is no XML"),
        (b"\xff\xfe<", "failed", "metadata_url", "no text in UTF-8"),
        (metadata().encode("utf-8-sig"), "ok", None, "equal those"),
    ],
)
def test_metadata_stage_of_a_difference_names_it(text, status, field, words):
    stage = with_metadata(text)
    assert (stage.status, stage.field) == (status, field)
    assert words in stage.summary


def test_metadata_stage_of_an_announced_certificate_warns_in_time():
    later = certificate("next.acme.example", days=20000)
    stage = with_metadata(metadata(IDP_CERTIFICATE, later.text))
    assert (stage.status, stage.field) == (Status.WARNING, "idp_certificate")
    assert "announces one that is valid longer" in stage.summary


def test_metadata_stage_with_signed_requests_has_nothing_against_the_wish():
    text = metadata(role='WantAuthnRequestsSigned="true"')
    assert with_metadata(text, sign_requests=True, sp_certificate=SP_CERTIFICATE).status is Status.OK


def test_metadata_stage_of_an_error_names_the_address():
    stage = with_metadata("gone", status=410)
    assert (stage.status, stage.field) == (Status.FAILED, "metadata_url")
    assert "status 410 instead of metadata" in stage.summary
    unreachable = FetchError(Reason.TIMEOUT, METADATA, "10")
    stage = check({METADATA: unreachable}, metadata_url=METADATA).stage("metadata")
    assert (stage.status, stage.field, stage.summary) == (Status.FAILED, "metadata_url", str(unreachable))


@pytest.mark.parametrize(
    ("made", "status", "words"),
    [
        (certificate(days=365), "ok", "valid for 365 days"),
        (certificate(days=30), "ok", "valid for 30 days"),
        (certificate(days=29), "warning", "ends in 29 days"),
        (certificate(days=0), "warning", "ends in 0 days"),
        (certificate(days=-2), "failed", "has ended on"),
        (certificate(since=2), "failed", "valid from"),
        (certificate(key=rsa_key(1024)), "warning", "a key of 1024 bits only"),
        (certificate(key=ec_key()), "ok", "valid for 365 days"),
    ],
)
def test_certificate_stage_tells_the_days_and_the_key(made, status, words):
    stage = check(idp_certificate=made.pem).stage("certificate")
    assert (stage.status, stage.field) == (status, None if status == "ok" else "idp_certificate")
    assert words in stage.summary
    assert ("Subject", "CN=idp.acme.example") in stage.evidence


SIGNING = {"sign_requests": True, "sp_certificate": SP_CERTIFICATE}


def test_key_pair_stage_of_a_pair_is_fine():
    stage = check(**SIGNING).stage("key-pair")
    assert stage.status is Status.OK
    assert stage.summary.startswith("They belong together")


@pytest.mark.parametrize(
    ("options", "field", "words"),
    [
        ({"private_key": ""}, "sp_private_key", "There is no private key"),
        ({"private_key": certificate().key_pem}, "sp_private_key", "does not belong to the certificate"),
        ({"private_key": "x" + CANARY}, "sp_private_key", "no private key"),
    ],
)
def test_key_pair_stage_of_another_key_says_so(options, field, words):
    stage = check(**SIGNING, **options).stage("key-pair")
    assert (stage.status, stage.field) == (Status.FAILED, field)
    assert words in stage.summary


@pytest.mark.parametrize(
    ("days", "status", "words"),
    [(10, "warning", "ends in 10 days"), (-2, "failed", "OpenMetadata's certificate has ended")],
)
def test_key_pair_stage_tells_the_days(days, status, words):
    made = certificate("openmetadata.acme.example", days=days)
    stage = check(sign_requests=True, sp_certificate=made.pem, private_key=made.key_pem).stage("key-pair")
    assert (stage.status, stage.field) == (status, "sp_certificate")
    assert words in stage.summary


def test_key_pair_stage_with_a_key_store_cannot_see_it():
    stage = check(want_assertions_encrypted=True, key_store_path="/etc/saml.jks", key_store_alias="om").stage(
        "key-pair"
    )
    assert stage.status is Status.NOT_APPLICABLE
    assert "key store" in stage.summary


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        ((200, ""), "ok", "answers with status 200"),
        ((400, "no SAMLRequest"), "ok", "answers with status 400"),
        ((404, ""), "warning", "status 404, not found"),
        ((500, ""), "warning", "try a sign-in to be sure"),
        (FetchError(Reason.REDIRECT, SSO, "'login.acme.example'"), "ok", "answers; only a sign-in"),
        (FetchError(Reason.UNRESOLVABLE, SSO), "failed", "its host name is unknown"),
        (FetchError(Reason.REFUSED_ADDRESS, SSO), "failed", "private address"),
    ],
)
def test_sign_in_stage_tells_whether_something_answers(answer, status, words):
    stage = check({SSO: answer}).stage("sign-in")
    assert (stage.status, stage.field) == (status, None if status == "ok" else "sso_login_url")
    assert words in stage.summary
