"""Every stage of a check, fine and failing, against the fake provider over real loopback HTTP."""

import dataclasses
import json
import time

import pytest

from sso_providers.catalogue import CLIENT_SECRET, KINDS, Application, Endpoints, Flow, Secret
from sso_providers.checks import Status, run
from sso_providers.http import FetchError, Reason, Response, connections
from tests.fakes import SigningKey, running_provider

REDIRECT = "https://portal.example/oidc/callback"
CANARY = "canary-secret-7Qd"


@pytest.fixture
def provider():
    connections.made_once.cache_clear()
    with running_provider() as running:
        running.client_secret = CANARY
        yield running
    connections.made_once.cache_clear()


def application(provider, flow=Flow.CODE, secret=CANARY, **settings):
    kind = KINDS["custom-oidc"]
    raw = {"issuer": provider.issuer, "jwks_uri": provider.jwks_uri} | settings
    return Application(
        kind=kind,
        flow=flow,
        client_id="portal",
        secrets={CLIENT_SECRET: Secret(secret)} if secret else {},
        settings=kind.clean(flow, raw, allow_http=True),
    )


def check(subject, *, allow_private=True, **options):
    report = run(subject, allow_private=allow_private, redirect_uri=REDIRECT, **options)
    assert CANARY not in repr(report)
    for stage in report.stages:
        assert stage.summary.endswith(".") or stage.id == "issuer", stage
        assert len(stage.summary) < 500
    return report


def statuses(report):
    return {stage.id: stage.status.value for stage in report.stages}


def test_run_against_a_healthy_provider_is_fine_but_for_plain_http(provider):
    report = check(application(provider))
    assert statuses(report) == {
        "address": "warning",
        "discovery": "ok",
        "issuer": "ok",
        "keys": "ok",
        "flow": "ok",
        "credentials": "ok",
        "redirect-uri": "not-applicable",
        "logout": "ok",
    }
    assert report.status is Status.WARNING
    assert "without TLS" in report.stage("address").summary
    assert ("IP address", "127.0.0.1 (private)") in report.stage("address").evidence
    assert report.stage("issuer").summary == f"Issuer equals what is registered: {provider.issuer}"
    assert report.stage("keys").summary.startswith("2 keys, RS256;")
    assert [request.path for request in provider.requests] == [
        "/.well-known/openid-configuration",
        "/jwks",
        "/token",
    ]


def test_run_sends_a_made_up_code_with_the_redirect_uri_and_a_verifier(provider):
    check(application(provider))
    form = provider.requests[-1].form
    assert form["grant_type"] == "authorization_code"
    assert form["redirect_uri"] == REDIRECT
    assert len(form["code"]) > 20
    assert len(form["code_verifier"]) > 42
    assert form["client_secret"] == CANARY


def test_run_of_the_implicit_flow_asks_for_no_credentials(provider):
    report = check(application(provider, Flow.IMPLICIT, secret=None))
    assert report.stage("credentials").status is Status.NOT_APPLICABLE
    assert provider.count("token") == 0
    assert report.stage("flow").status is Status.OK


def test_run_without_permission_refuses_plain_http_and_reaches_nothing(provider):
    report = check(application(provider), allow_private=False)
    assert statuses(report) == {
        "address": "failed",
        "discovery": "not-reached",
        "issuer": "not-reached",
        "keys": "not-reached",
        "flow": "not-reached",
        "credentials": "not-reached",
        "redirect-uri": "not-reached",
        "logout": "not-reached",
    }
    assert "SSO_ALLOW_PRIVATE_ISSUERS=true" in report.stage("address").summary
    assert report.stage("address").field == "issuer"
    assert provider.requests == []


def test_run_without_permission_refuses_a_private_address():
    kind = KINDS["custom-oidc"]
    raw = {"issuer": "https://10.0.0.1", "jwks_uri": "https://10.0.0.1/keys"}
    subject = Application(
        kind=kind,
        flow=Flow.CODE,
        client_id="a",
        secrets={CLIENT_SECRET: Secret(CANARY)},
        settings=kind.clean(Flow.CODE, raw),
    )
    stage = check(subject, allow_private=False).stage("address")
    assert (stage.status, stage.field) == (Status.FAILED, "issuer")
    assert ("Reason", "refused-address") in stage.evidence


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        ("html", "failed", "no usable JSON: it is not JSON"),
        ("array", "failed", "no object"),
        ("duplicate-keys", "failed", "a key stands in it twice"),
        ("nan", "failed", "NaN"),
        ("latin-1", "failed", "UTF-8"),
        ("empty", "failed", "not JSON"),
        ("not-found", "failed", "status 404 instead of a document: check Issuer"),
        ("error-500", "failed", "status 500"),
        ("huge", "failed", "more than 1048576 bytes"),
        ("redirect-private", "failed", "redirects to '10.0.0.1', a private address"),
        ("text-plain", "warning", "content type is no application/json"),
    ],
)
def test_discovery_stage_of_a_bad_document_says_what_is_wrong(provider, fault, status, words):
    provider.behave(discovery=fault)
    report = check(application(provider))
    stage = report.stage("discovery")
    assert (stage.status, stage.field) == (status, "issuer" if status == "failed" else None)
    assert words in stage.summary
    assert report.stage("address").status in {Status.OK, Status.WARNING}
    assert report.stage("keys").status is (Status.NOT_REACHED if status == "failed" else Status.OK)
    assert provider.count("token") == (0 if status == "failed" else 1)


@pytest.mark.parametrize("fault", ["disconnect", "cut-off"])
def test_address_stage_of_a_broken_connection_fails(provider, fault):
    provider.behave(discovery=fault)
    report = check(application(provider))
    assert (report.stage("address").status, report.stage("address").field) == (Status.FAILED, "issuer")
    assert report.stage("discovery").status is Status.NOT_REACHED


def test_address_stage_of_another_discovery_address_names_its_field(provider):
    subject = application(provider, discovery_uri="http://127.0.0.1:1/.well-known/openid-configuration")
    stage = check(subject).stage("address")
    assert (stage.status, stage.field) == (Status.FAILED, "discovery_uri")


@pytest.mark.parametrize(
    ("changes", "member"),
    [
        ({"token_endpoint": None}, "token_endpoint"),
        ({"jwks_uri": "/keys"}, "jwks_uri"),
        ({"scopes_supported": "openid"}, "scopes_supported"),
        ({"issuer": None}, "issuer"),
    ],
)
def test_discovery_stage_of_a_wrong_member_names_it(provider, changes, member):
    provider.metadata = changes
    report = check(application(provider))
    assert report.stage("discovery").status is Status.FAILED
    assert ("Member", member) in report.stage("discovery").evidence
    assert report.stage("keys").status is report.stage("credentials").status is Status.NOT_REACHED


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("https://other.example", "tokens would be refused"),
        ("{issuer}/", "only the trailing slash differs"),
    ],
)
def test_issuer_stage_of_another_issuer_fails_and_sends_no_secret(provider, found, words):
    provider.metadata = {"issuer": found.format(issuer=provider.issuer)}
    report = check(application(provider))
    stage = report.stage("issuer")
    assert (stage.status, stage.field) == (Status.FAILED, "issuer")
    assert words in stage.summary
    assert report.stage("credentials").status is Status.NOT_REACHED
    assert report.stage("keys").status is Status.OK
    assert provider.count("token") == 0


def test_issuer_stage_of_text_for_a_terminal_shows_it_harmlessly(provider):
    provider.metadata = {"issuer": "https://x\x1b[31m<script>" + "x" * 1000}
    stage = check(application(provider)).stage("issuer")
    assert stage.status is Status.FAILED
    assert "\x1b" not in repr(stage)


def test_keys_stage_of_another_key_address_names_the_field(provider):
    subject = application(provider, jwks_uri=f"{provider.url}/old-keys")
    stage = check(subject).stage("keys")
    assert (stage.status, stage.field) == (Status.FAILED, "jwks_uri")
    assert dict(stage.evidence) == {"Registered": f"{provider.url}/old-keys", "Found": provider.jwks_uri}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("html", "not JSON"),
        ("error-500", "status 500"),
        ("array", "no object"),
        ("huge", "more than"),
        ("redirect", "redirects"),
    ],
)
def test_keys_stage_of_a_bad_answer_fails(provider, fault, words):
    provider.behave(jwks=fault)
    stage = check(application(provider)).stage("keys")
    assert (stage.status, stage.field) == (Status.FAILED, "jwks_uri")
    assert words in stage.summary


@pytest.mark.parametrize(
    ("keys", "entered", "field", "words"),
    [
        pytest.param([], {}, "jwks_uri", "no key that can verify", id="none"),
        pytest.param([SigningKey.make("weak", bits=1024)], {}, "jwks_uri", "no key", id="weak"),
        pytest.param(
            [SigningKey.make("rsa-1")],
            {"signing_algorithm": "RS512"},
            "signing_algorithm",
            "does not sign with RS512; it offers RS256, ES256",
            id="algorithm not offered",
        ),
        pytest.param(
            [SigningKey.make("ec-1", "ES256")], {}, "signing_algorithm", "keys fits RS256", id="no key of the algorithm"
        ),
    ],
)
def test_keys_stage_of_unfit_keys_fails(provider, keys, entered, field, words):
    provider.keys = keys
    stage = check(application(provider, **entered)).stage("keys")
    assert (stage.status, stage.field) == (Status.FAILED, field)
    assert words in stage.summary


def test_keys_stage_of_no_key_set_fails(provider):
    provider.behave(jwks="text-plain")  # serves the discovery document: an object without keys
    stage = check(application(provider)).stage("keys")
    assert (stage.status, stage.field) == (Status.FAILED, "jwks_uri")
    assert "no list of keys" in stage.summary


@pytest.mark.parametrize(
    ("flow", "entered", "metadata", "status", "field", "words"),
    [
        pytest.param(
            Flow.CODE, {}, {"response_types_supported": ["id_token"]}, "failed", None, "authorization code", id="code"
        ),
        pytest.param(
            Flow.IMPLICIT, {}, {"response_types_supported": ["code"]}, "failed", None, "implicit", id="implicit"
        ),
        pytest.param(
            Flow.IMPLICIT, {}, {"response_types_supported": ["token id_token"]}, "ok", None, "implicit", id="any order"
        ),
        pytest.param(
            Flow.IMPLICIT,
            {"response_type": "code"},
            {"response_types_supported": ["code"]},
            "ok",
            None,
            "implicit",
            id="public client with code",
        ),
        pytest.param(
            Flow.CODE,
            {"pkce": True},
            {"code_challenge_methods_supported": ["plain"]},
            "failed",
            "pkce",
            "does not offer S256",
            id="plain PKCE only",
        ),
        pytest.param(
            Flow.CODE,
            {"pkce": True},
            {"code_challenge_methods_supported": None},
            "warning",
            "pkce",
            "does not say",
            id="PKCE not announced",
        ),
        pytest.param(Flow.CODE, {"pkce": True}, {}, "ok", None, "scopes openid email profile", id="PKCE"),
        pytest.param(
            Flow.CODE,
            {"scope": "openid api.read"},
            {},
            "warning",
            "scope",
            "does not list api.read",
            id="scope not listed",
        ),
        pytest.param(Flow.CODE, {}, {"scopes_supported": None}, "ok", None, "code flow", id="scopes not announced"),
    ],
)
def test_flow_stage_compares_what_is_asked_with_what_is_offered(
    provider, flow, entered, metadata, status, field, words
):
    provider.metadata = metadata
    subject = application(provider, flow, secret=CANARY if flow is Flow.CODE else None, **entered)
    stage = check(subject).stage("flow")
    assert (stage.status, stage.field) == (status, field)
    assert words in stage.summary


def test_credentials_stage_without_secret_fails_and_sends_nothing(provider):
    stage = check(application(provider, secret=None)).stage("credentials")
    assert (stage.status, stage.field) == (Status.FAILED, "client_secret")
    assert provider.count("token") == 0


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_credentials_stage_uses_the_registered_method(provider, method):
    stage = check(application(provider, client_authentication_method=method)).stage("credentials")
    assert stage.status is Status.OK
    assert ("authorization" in provider.requests[-1].headers) is (method == "client_secret_basic")


def test_credentials_stage_of_a_wrong_secret_fails(provider):
    provider.client_secret = "another"
    stage = check(application(provider)).stage("credentials")
    assert (stage.status, stage.field) == (Status.FAILED, "client_secret")
    assert dict(stage.evidence) == {
        "Address": f"{provider.url}/token",
        "Status": "401",
        "Error": "invalid_client",
    }


@pytest.mark.parametrize(
    ("answer", "status", "field", "words"),
    [
        pytest.param((400, {"error": "invalid_grant"}), "ok", None, "invalid_grant", id="proof"),
        pytest.param((403, {"error": "invalid_grant"}), "ok", None, "invalid_grant", id="proof by 403 (Auth0)"),
        pytest.param((400, {"error": "unauthorized_client"}), "failed", "client_secret", "refused", id="refused"),
        pytest.param((401, {}), "failed", "client_secret", "refused", id="401 without a code"),
        pytest.param((400, {"error": "invalid_request"}), "warning", None, "error invalid_request", id="other code"),
        pytest.param((500, {"error": "server_error"}), "warning", None, "status 500", id="server error"),
        pytest.param((200, {"access_token": "x"}), "warning", None, "proves nothing", id="success"),
        pytest.param((400, {"error": "<script>"}), "warning", None, "none that can be read", id="no short code"),
        pytest.param((400, {"error": ["invalid_client"]}), "warning", None, "none that can be read", id="list as code"),
        pytest.param(
            (400, {"error": "invalid_grant", "error_codes": [70000]}), "ok", None, "are right", id="Entra 70000"
        ),
        pytest.param(
            (400, {"error": "invalid_request", "error_codes": [9002313]}), "ok", None, "are right", id="Entra 9002313"
        ),
        pytest.param(
            (401, {"error": "invalid_client", "error_codes": [7000215]}),
            "failed",
            "client_secret",
            "the secret's Value",
            id="Entra wrong secret",
        ),
        pytest.param(
            (401, {"error": "invalid_client", "error_codes": [7000222]}),
            "failed",
            "client_secret",
            "has expired",
            id="Entra expired secret",
        ),
        pytest.param(
            (400, {"error": "unauthorized_client", "error_codes": [700016]}),
            "failed",
            "client_id",
            "no application with this client ID",
            id="Entra unknown client",
        ),
        pytest.param(
            (400, {"error": "invalid_grant", "error_codes": ["x"]}), "ok", None, "are right", id="Entra nonsense"
        ),
    ],
)
def test_credentials_stage_reads_the_providers_code(provider, answer, status, field, words):
    provider.token_error = (answer[0], answer[1] | {"error_description": "secret text of the provider"})
    stage = check(application(provider)).stage("credentials")
    assert (stage.status, stage.field) == (status, field)
    assert words in stage.summary
    assert "secret text of the provider" not in repr(stage)
    assert "<script>" not in repr(stage)


@pytest.mark.parametrize(
    ("fault", "status"), [("html", "warning"), ("disconnect", "failed"), ("redirect", "failed"), ("huge", "failed")]
)
def test_credentials_stage_of_a_bad_answer_never_says_ok(provider, fault, status):
    provider.behave(token=fault)
    stage = check(application(provider)).stage("credentials")
    assert stage.status == status


def test_credentials_stage_of_a_method_that_is_not_listed_warns(provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
    stage = check(application(provider)).stage("credentials")
    assert (stage.status, stage.field) == (Status.WARNING, "client_authentication_method")
    assert "choose one of client_secret_basic" in stage.summary


def test_credentials_stage_of_a_provider_without_secrets_fails(provider):
    provider.metadata = {"token_endpoint_auth_methods_supported": ["private_key_jwt"]}
    stage = check(application(provider)).stage("credentials")
    assert (stage.status, stage.field) == (Status.FAILED, "client_authentication_method")
    assert provider.count("token") == 0


# Providers whose addresses can't be on loopback: answers by URL


def answering(documents, *, certificate_days=200):
    """A `fetch` that knows some documents by URL."""

    def fetch(method, url, **_):
        if url not in documents:
            raise FetchError(Reason.UNRESOLVABLE, url)
        status, document = documents[url]
        return Response(
            url=url,
            status=status,
            headers={"content-type": "application/json; charset=utf-8"},
            body=json.dumps(document).encode(),
            elapsed=0.084,
            address="93.184.216.34",
            certificate_ends=time.time() + certificate_days * 86400 + 60,
        )

    return fetch


TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"


def entra(tenant):
    base = f"https://login.microsoftonline.com/{TENANT}"
    document = {
        "issuer": f"{base}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }
    return {
        f"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration": (200, document),
        f"{base}/discovery/v2.0/keys": (200, {"keys": [SigningKey.make("rsa-1").jwk(alg=None)]}),
        f"{base}/oauth2/v2.0/token": (400, {"error": "invalid_grant", "error_codes": [70000]}),
    }


def registered(kind, **settings):
    return Application(
        kind=KINDS[kind],
        flow=Flow.CODE,
        client_id="0f8fad5b-d9cb-469f-a165-70867728950e",
        secrets={CLIENT_SECRET: Secret(CANARY)},
        settings=KINDS[kind].clean(Flow.CODE, settings),
    )


def test_run_for_entra_with_the_guid_is_all_fine():
    report = check(registered("azure", tenant_id=TENANT), fetch=answering(entra(TENANT)), allow_private=False)
    # Nobody comes back yet, and this fake of Entra announces no sign-out.
    assert {name for name, status in statuses(report).items() if status != "ok"} == {"redirect-uri", "logout"}
    assert report.status is Status.OK
    assert report.status is Status.OK
    assert report.stage("address").summary == (
        "login.microsoftonline.com answers in 84 ms; TLS certificate valid for 200 days."
    )


def test_run_for_entra_with_another_tenant_tells_the_guid_to_enter():
    other = "72f988bf-86f1-41af-91ab-2d7cd011db47"
    report = check(registered("azure", tenant_id=other), fetch=answering(entra(other)))
    stage = report.stage("issuer")
    assert (stage.status, stage.field) == (Status.FAILED, "tenant_id")
    assert f"enter {TENANT} as Directory (tenant) ID." in stage.summary
    assert report.stage("keys").field == "tenant_id"
    assert report.stage("credentials").status is Status.NOT_REACHED


def test_run_for_auth0_with_an_unknown_domain_names_the_field():
    report = check(registered("auth0", domain="acme.eu.auth0.com"), fetch=answering({}))
    stage = report.stage("address")
    assert (stage.status, stage.field) == (Status.FAILED, "domain")
    assert report.status is Status.FAILED


def test_run_for_a_kind_with_fixed_addresses_names_no_field():
    google = dataclasses.replace(
        KINDS["auth0"],
        label="Google",
        urls=Endpoints(
            issuer="https://accounts.google.com",
            authority="https://accounts.google.com",
            jwks_uri="https://www.googleapis.com/oauth2/v3/certs",
        ),
    )
    subject = dataclasses.replace(registered("auth0", domain="acme.eu.auth0.com"), kind=google)
    assert check(subject, fetch=answering({})).stage("address").field is None
    documents: dict[str, tuple[int, object]] = {
        "https://accounts.google.com/.well-known/openid-configuration": (404, {})
    }
    stage = check(subject, fetch=answering(documents)).stage("discovery")
    assert (stage.field, stage.summary.endswith("check Google's addresses.")) == (None, True)


def test_address_stage_of_a_certificate_that_ends_soon_warns():
    fetch = answering(entra(TENANT), certificate_days=5)
    stage = check(registered("azure", tenant_id=TENANT), fetch=fetch).stage("address")
    assert stage.status is Status.WARNING
    assert "ends in 5 days" in stage.summary


@pytest.mark.parametrize(("days", "status"), [(29, Status.WARNING), (30, Status.OK)])
def test_address_stage_warns_a_month_before_the_end(days, status):
    fetch = answering(entra(TENANT), certificate_days=days)
    assert check(registered("azure", tenant_id=TENANT), fetch=fetch).stage("address").status is status


def test_report_is_plain_data():
    report = check(registered("auth0", domain="acme.eu.auth0.com"), fetch=answering({}))
    assert json.loads(json.dumps(dataclasses.asdict(report)))["stages"][0]["status"] == "failed"


def test_stage_with_an_unknown_name_raises():
    with pytest.raises(KeyError):
        check(registered("auth0", domain="acme.eu.auth0.com"), fetch=answering({})).stage("nothing")


@pytest.mark.parametrize("status", list(Status))
def test_status_has_a_label(status):
    assert status.label[0].isupper()
