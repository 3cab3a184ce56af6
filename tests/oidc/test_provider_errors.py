"""The tables of the providers' own errors, and what is found in them."""

import sys
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sso_providers.catalogue import KINDS, Kind, Protocol
from sso_providers.oidc.provider_errors import FAMILIES, OAUTH, REDIRECT_ADDRESS, decode
from sso_providers.oidc.provider_errors.decode import LIMIT

ENTRIES = [(family, entry) for family in FAMILIES for entry in family.errors]
TABLE = {entry for _, entry in ENTRIES}
IDS = [f"{family.name}-{entry.code}-{(*entry.phrases, '')[0]}" for family, entry in ENTRIES]
OAUTH_CODES = {entry.code for entry in OAUTH.errors}
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
TRACE = (
    "Trace ID: 0a1b2c3d-50011-4854-9a01-56ab3de29500 Correlation ID: 1f6a1f6a-1111-2222-3333-444455556666 "
    "Timestamp: 2026-11-21 10:00:28Z"
)


# The tables


@pytest.mark.parametrize(("family", "entry"), ENTRIES, ids=IDS)
def test_entry_decodes_itself_for_its_kind(family, entry):
    for kind in family.kinds or ("", "custom-oidc"):
        for phrase in entry.phrases or ("",):
            assert decode(entry.code, phrase, kind) is entry
            assert decode(entry.code, f"So: {phrase.upper()}!", kind) is entry


def test_entries_that_are_a_providers_own_decode_themselves_without_a_kind():
    for family, entry in ENTRIES:
        if entry.phrases or entry.code not in OAUTH_CODES or family is OAUTH:
            for phrase in entry.phrases or ("",):
                assert decode(entry.code, phrase) is entry


def test_entries_say_cause_and_remedy_in_sentences():
    for family, entry in ENTRIES:
        assert entry.family == family.name
        for text in (entry.cause, entry.fix):
            assert text.rstrip(")").endswith("."), entry
            assert text[0].isupper(), entry
            assert text == " ".join(text.split()), entry
        assert len(entry.cause) + len(entry.fix) < 400, entry


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_entries_name_fields_of_their_kinds(family):
    named = {entry.field for entry in family.errors} - {"", REDIRECT_ADDRESS}

    for kind in KINDS.values():
        if kind.id in family.kinds or (family is OAUTH and kind.protocol is Protocol.OIDC):
            assert named <= fields(kind), kind.id


def fields(kind: Kind) -> set[str]:
    own = {field.name for flow in kind.flows for field in (*kind.fields[flow], *kind.secret_fields(flow))}
    return own | {"client_id"}


def test_tables_have_no_entry_twice():
    keys = [(entry.family, entry.code.lower(), entry.phrases) for entry in TABLE]

    assert len(TABLE) == len(ENTRIES) == len(set(keys))


def test_tables_give_each_phrase_one_meaning():
    phrases = sorted((family.name, phrase.lower()) for family, entry in ENTRIES for phrase in entry.phrases)

    assert all(first != second for first, second in pairwise(phrases))


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_family_names_its_sources_and_known_kinds(family):
    assert family.sources
    assert all(source.startswith("https://") for source in family.sources)
    assert set(family.kinds) <= KINDS.keys()


def test_families_cover_every_kind_that_is_one_providers():
    covered = {kind for family in FAMILIES for kind in family.kinds}
    spoken = {kind.id for kind in KINDS.values() if kind.protocol is Protocol.OIDC}

    assert covered == spoken - {"custom-oidc"}


@pytest.mark.parametrize(
    "code",
    # RFC 6749, sections 4.1.2.1 and 5.2; OpenID Connect Core 1.0, section 3.1.2.6
    [
        "invalid_request",
        "unauthorized_client",
        "access_denied",
        "unsupported_response_type",
        "invalid_scope",
        "server_error",
        "temporarily_unavailable",
        "invalid_client",
        "invalid_grant",
        "unsupported_grant_type",
        "interaction_required",
        "login_required",
        "account_selection_required",
        "consent_required",
        "invalid_request_uri",
        "invalid_request_object",
        "request_not_supported",
        "request_uri_not_supported",
        "registration_not_supported",
    ],
)
def test_decode_of_a_standard_code_alone_finds_it_for_every_kind(code):
    for kind in ("", *KINDS):
        found = decode(code, "", kind)

        assert found
        assert found.code == code


# Whole messages, as people meet them

MESSAGES = [
    (
        "azure",
        "invalid_client",
        f"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client "
        f"secret value, not the client secret ID, for a secret added to app '{TENANT}'. {TRACE}",
        "AADSTS7000215",
        "client_secret",
    ),
    (
        "azure",
        "",
        "Sorry, but we’re having trouble signing you in. AADSTS50011: The redirect URI "
        "'https://portal.example:50020/sign-in/entra/callback/' specified in the request does not match the redirect "
        f"URIs configured for the application '{TENANT}'.",
        "AADSTS50011",
        REDIRECT_ADDRESS,
    ),
    (
        "azure",
        "access_denied",
        f"AADSTS50105: Your administrator has configured the application Portal ('{TENANT}') to block users unless "
        f"they are specifically granted ('assigned') access to the application. {TRACE}",
        "AADSTS50105",
        "",
    ),
    (
        "azure",
        "unauthorized_client",
        f"AADSTS700016: Application with identifier '{TENANT}' was not found in the directory 'Acme'. {TRACE}",
        "AADSTS700016",
        "client_id",
    ),
    (
        "azure",
        "invalid_request",
        "AADSTS900023: Specified tenant identifier 'acme' is neither a valid DNS name, nor a valid external domain.",
        "AADSTS900023",
        "tenant_id",
    ),
    ("azure", "", '{"error":"invalid_grant","error_codes":[54005],"timestamp":"2026-11-21"}', "AADSTS54005", ""),
    ("azure", "", "Error Code: 53003", "AADSTS53003", ""),
    ("azure", "", "50126", "AADSTS50126", ""),
    (
        "azure",
        "",
        "https://portal.example/sign-in/entra/callback/?error=access_denied&error_subcode=cancel&state=50020"
        "&error_description=AADSTS65004%3a+User+declined+to+consent+to+access+the+app.%0d%0aTrace+ID",
        "AADSTS65004",
        "",
    ),
    ("okta", "access_denied", "User is not assigned to the client application.", "access_denied", ""),
    (
        "okta",
        "access_denied",
        "Policy evaluation failed for this request, please check the policy configurations.",
        "access_denied",
        "authorization_server",
    ),
    (
        "okta",
        "",
        "400 Bad Request Your request resulted in an error. The 'redirect_uri' parameter must be a Login redirect URI "
        "in the client app settings: https://acme-admin.okta.com/admin/app/oidc_client/instance/0oa1#tab-general",
        "invalid_request",
        REDIRECT_ADDRESS,
    ),
    (
        "okta",
        "invalid_scope",
        "One or more scopes are not configured for the authorization server resource.",
        "invalid_scope",
        "scope",
    ),
    ("okta", "invalid_request", "PKCE code challenge is required by the application.", "invalid_request", "pkce"),
    (
        "okta",
        "",
        '{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are '
        'requesting","errorLink":"E0000015","errorId":"oae1"}',
        "E0000015",
        "authorization_server",
    ),
    (
        "auth0",
        "",
        "Oops!, something went wrong. Callback URL mismatch. The provided redirect_uri is not in the list of allowed "
        "callback URLs. Please go to the Application Settings page.",
        "invalid_request",
        REDIRECT_ADDRESS,
    ),
    ("auth0", "access_denied", "Unauthorized", "access_denied", "client_secret"),
    ("auth0", "", '{"error":"access_denied","error_description":"Unauthorized"}', "access_denied", "client_secret"),
    (
        "auth0",
        "unauthorized_client",
        "Grant type 'authorization_code' not allowed for the client.",
        "unauthorized_client",
        "",
    ),
    (
        "auth0",
        "access_denied",
        "Service not enabled within domain: https://api.acme.example",
        "access_denied",
        "authorization_parameters",
    ),
    ("auth0", "access_denied", "Only people of Acme may come in", "access_denied", ""),
    (
        "aws-cognito",
        "",
        "https://acme.auth.eu-central-1.amazoncognito.com/error?error=redirect_mismatch&client_id=5bgq4636p5",
        "redirect_mismatch",
        REDIRECT_ADDRESS,
    ),
    (
        "aws-cognito",
        "",
        "https://portal.example/sign-in/cognito/callback/?error_description=attributes+required%3A+%5Bemail%5D&state=x"
        "&error=invalid_request",
        "invalid_request",
        "",
    ),
    ("aws-cognito", "invalid_request", "PreSignUp failed with error Invite only.. ", "invalid_request", ""),
    ("aws-cognito", "invalid_client", "invalid_client_secret", "invalid_client_secret", "client_secret"),
    ("aws-cognito", "invalid_scope", "", "invalid_scope", "scope"),
    ("keycloak", "", "We are sorry... Invalid parameter: redirect_uri", "invalid_redirect_uri", REDIRECT_ADDRESS),
    (
        "keycloak",
        "unauthorized_client",
        "Invalid client or Invalid client credentials",
        "invalid_client_credentials",
        "client_secret",
    ),
    ("keycloak", "invalid_grant", "Code not valid", "invalid_code", ""),
    ("keycloak", "temporarily_unavailable", "authentication_expired", "temporarily_unavailable", ""),
    ("keycloak", "invalid_scope", "Invalid scopes: openid email groups", "invalid_scope", "scope"),
    ("keycloak", "invalid_request", "Missing parameter: code_challenge_method", "invalid_request", "pkce"),
    (
        "keycloak",
        "",
        'WARN [org.keycloak.events] type="LOGIN_ERROR", realmId="acme", clientId="portal", userId="null", '
        'ipAddress="192.0.2.7", error="client_not_found"',
        "client_not_found",
        "client_id",
    ),
    (
        "google",
        "",
        "Access blocked: This app’s request is invalid. Error 400: redirect_uri_mismatch",
        "redirect_uri_mismatch",
        REDIRECT_ADDRESS,
    ),
    ("google", "", "Error 403: org_internal", "org_internal", ""),
    ("google", "invalid_client", "The OAuth client was not found.", "invalid_client", "client_id"),
    ("google", "invalid_client", "Unauthorized", "invalid_client", "client_secret"),
    (
        "one-login",
        "invalid_redirect_uri",
        "redirect_uri did not match any client's registered redirect_uris",
        "invalid_request",
        REDIRECT_ADDRESS,
    ),
    # Where the kind is any provider, all of them are looked at.
    ("custom-oidc", "invalid_client", f"AADSTS7000222: The provided client secret keys are expired. {TRACE}",
     "AADSTS7000222", "client_secret"),
    ("", "", "Invalid parameter: redirect_uri", "invalid_redirect_uri", REDIRECT_ADDRESS),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "error", "description", "code", "field"), MESSAGES)
def test_decode_of_a_whole_message_finds_the_entry(kind, error, description, code, field):
    found = decode(error, description, kind)

    assert found
    assert (found.code, found.field) == (code, field)
    assert decode("", f"{error} {description}", kind) is found


def test_decode_tells_messages_behind_one_code_apart():
    code = "access_denied"

    found = {decode(code, text, "okta") for text in ("User is not assigned to the client application.", "", "why")}

    assert len(found) == 2


@pytest.mark.parametrize(
    ("error", "description"),
    [
        ("", ""),
        ("surprise", "nothing that anybody knows"),
        ("no code", ""),
        ("", "AADSTS"),
        ("", "AADSTS99999999: something new"),
        ("", "on port 50011 at 53003 o'clock"),
        ("", "invalid clients, and access is denied"),
        ("", "User is not assigned to the client applications of"),
        ("", "E000000"),
    ],
)
def test_decode_of_what_nobody_knows_finds_nothing(error, description):
    assert decode(error, description) is None


def test_decode_for_one_provider_does_not_look_at_another():
    """What Keycloak passes on from Entra is about Keycloak's own application there."""
    found = decode("invalid_request", "AADSTS7000215: Invalid client secret provided.", "keycloak")

    assert found
    assert (found.code, found.field) == ("invalid_request", REDIRECT_ADDRESS)


def test_decode_looks_at_the_beginning_only():
    assert decode("", "x " * LIMIT + "AADSTS50011") is None
    assert decode("", "x " * (LIMIT // 2 - 10) + "AADSTS50011")


# Whatever it is given

PIECES = st.sampled_from(sorted({text for entry in TABLE for text in (entry.code, *entry.phrases)}))
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES | st.text(max_size=20), max_size=12).map(" ".join))


@given(error=TEXTS, description=TEXTS, kind=st.sampled_from(["", "unknown", *KINDS]))
@example(error="%", description="%zz%00%ff+%2", kind="")
@example(error="\ud800", description="\x00", kind="azure")
@example(error="İ" * 100, description="ß" * 100, kind="okta")
def test_decode_of_any_text_gives_an_entry_or_nothing(error, description, kind):
    """Entries were written here, so nothing of the text is in what is returned."""
    found = decode(error, description, kind)

    assert found is None or found in TABLE
    assert found is decode(error, description, kind)


@pytest.mark.parametrize(
    "piece", ["a", "_", " ", "%", "%25", "+", "error ", "aadsts", "AADSTS50011 ", "invalid client ", "1", "İ", "\x00"]
)
def test_decode_of_a_huge_text_makes_no_more_of_it_than_of_a_large_one(piece):
    """The rest is not looked at. In bytes, beside the one copy that joins the text to the error."""
    large, huge = piece * LIMIT, piece * (1_000_000 // len(piece))

    assert decode("", huge) is decode("", large)
    assert most_memory(huge) - sys.getsizeof(f" {huge}") < 2 * most_memory(large)


def most_memory(text: str) -> int:
    tracemalloc.start()
    decode("", text)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most
