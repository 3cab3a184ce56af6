"""The page that tries a registration's sign-in policy on claims."""

import html
import json
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.views.debug import ExceptionReporter

from sso_providers.models import AuditEvent, ExternalIdentity, PortalSession, ProviderRegistration, User
from sso_providers.oidc import pasted
from sso_providers.views import claims_table
from tests import people
from tests.fakes.keys import encoded
from tests.login.journey import BROKEN_ROWS, register, sign_in

pytestmark = pytest.mark.django_db
POLICY = "/registrations/fake/policy/"
ADA: dict[str, Any] = {
    "sub": "sub-ada",
    "email": "ada@acme.example",
    "email_verified": True,
    "groups": ["staff", "sso-eu"],
}
RULES: dict[str, Any] = {
    "allowed_domains": ["acme.example"],
    "required_groups": ["staff"],
    "group_roles": {"sso-*": "operator", "board": "administrator"},
    "default_role": "",
}


def plain(response: Any) -> str:
    """The page's text: tags gone, entities read, blanks as one."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def paste(client: Client, claims: object, **extra: str) -> Any:
    text = claims if isinstance(claims, str) else json.dumps(claims)
    return client.post(POLICY, {"claims": text, **extra})


def typed(response: Any) -> str:
    found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", response.content.decode(), re.DOTALL)
    assert found
    return html.unescape(found[1])


def steps(response: Any) -> list[tuple[str, str, bool]]:
    """Label and rule of each step, and whether the page says that it decides."""
    found = re.findall(
        r'<span class="badge ?\w*">([^<]+)</span>\s*<div>\s*<h2>(.*?)</h2>\s*<p>(.*?)</p>',
        response.content.decode(),
        re.DOTALL,
    )
    return [(label, re.sub("<[^>]*>", "", rule), "This rule decides." in text) for label, rule, text in found]


def test_policy_says_in_words_who_may_come_in(viewer, provider):
    register(provider, **RULES, newcomers_wait=True)

    text = plain(viewer.get(POLICY))

    assert "Sign-in to this portal switched on" in text
    assert "Allowed mail domains acme.example E-mail addresses must be verified (email_verified)" in text
    assert "Groups come from the claim groups Required groups staff" in text
    assert "Roles by group board → administrator sso-* → operator" in text
    assert "Default role none: people without a role by group stay out" in text
    assert "Newcomers wait for approval" in text
    assert "Would" not in text


def test_policy_of_the_simplest_registration_says_so(viewer, provider):
    register(provider, staff_login=False)

    text = plain(viewer.get(POLICY))

    assert "switched off: nobody comes in yet" in text
    assert "Allowed mail domains all Groups come from the claim groups Required groups none" in text
    assert "Roles by group none Default role viewer Newcomers come in at once" in text


def test_policy_tried_on_claims_that_it_admits_says_as_what(viewer, provider):
    register(provider, **RULES)

    response = paste(viewer, ADA)

    assert "Would come in as operator" in plain(response)
    assert "The group 'sso-eu' matches 'sso-*', which gives the role operator." in plain(response)
    assert steps(response) == [
        ("passed", "Allowed mail domains", False),
        ("passed", "Required groups", False),
        ("no match", "Roles by group: board", False),
        ("gives the role", "Roles by group: sso-*", True),
        ("not needed", "Default role", False),
    ]


def test_policy_tried_on_claims_that_it_refuses_says_why(viewer, provider):
    register(provider, **RULES)

    response = paste(viewer, ADA | {"groups": []})

    assert "Would be refused" in plain(response)
    assert "in none of the required groups: staff" in plain(response)
    assert [step for step in steps(response) if step[2]] == [("refused", "Required groups", True)]
    assert steps(response)[-1] == ("not reached", "Default role", False)


def test_policy_keeps_what_was_typed(viewer, provider, registration):
    text = json.dumps(ADA, indent=4).replace("\n", "\r\n")

    assert typed(paste(viewer, text)).replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted"),
        ("[1, 2]", "is JSON, but no object"),
        ('{"sub": ', "it is not JSON"),
        ('{"sub": "a", "sub": "b"}', "a key stands in it twice"),
        ('{"a": "' + "x" * pasted.MAX_LENGTH + '"}', "bytes long: at most 65536"),
        ("a.b.c", "This token is damaged"),
        ("</textarea><script>alert(1)</script>", "it is not JSON"),
    ],
    ids=["empty", "array", "no-json", "twice", "huge", "no-token", "markup"],
)
def test_policy_of_what_can_not_be_read_says_so_and_keeps_it(viewer, provider, registration, text, words):
    response = paste(viewer, text)

    assert response.status_code == 200
    assert words in plain(response)
    assert typed(response) == text
    assert "Would" not in plain(response)
    assert "<script>alert" not in response.content.decode()


def test_policy_takes_as_much_as_it_says(viewer, provider, registration):
    room = pasted.MAX_LENGTH - len('{"a": ""}')

    assert "Would come in" in plain(paste(viewer, {"a": "x" * room}))


def test_policy_reads_a_token_without_checking_it(viewer, provider):
    register(provider, **RULES)
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "none", "kid": "k-1"}, ADA)]
    token = ".".join([*parts, "c2lnbmF0dXJl"])

    response = paste(viewer, token)

    assert "Would come in as operator" in plain(response)
    assert "The token's signature was not checked" in plain(response)
    assert "Header of the token alg none kid k-1" in plain(response)
    assert token not in response.content.decode()
    assert json.loads(typed(response)) == ADA


def test_policy_of_pasted_claims_warns_of_no_signature(viewer, provider, registration):
    assert "signature was not checked" not in plain(paste(viewer, ADA))


def test_policy_shows_the_claims_and_which_it_reads(viewer, provider):
    register(provider, **RULES, groups_claim="realm_access.roles")
    claims = ADA | {"iss": "x", "realm_access": {"roles": ["staff"]}, "name": "Ada"}

    page = paste(viewer, claims).content.decode()
    rows = re.findall(r'<th scope="row"[^>]*>(.*?)</th><td><pre[^>]*>(.*?)</pre></td><td>(.*?)</td>', page, re.DOTALL)
    shown = {name: (html.unescape(value), html.unescape(read)) for name, value, read in rows}

    assert shown["email"] == ("ada@acme.example", "allowed mail domains")
    assert shown["email_verified"] == ("true", "allowed mail domains")
    assert shown["realm_access"] == ('{\n  "roles": [\n    "staff"\n  ]\n}', "the person's groups")
    assert shown["groups"] == ('[\n  "staff",\n  "sso-eu"\n]', "–")
    assert (shown["sub"][1], shown["iss"][1], shown["name"][1]) == ("who it is", "whose person it is", "–")
    assert [name for name, _, read in rows if read != "–"] == [name for name, *_ in rows][:5]


def test_policy_escapes_and_cuts_claims(viewer, provider, registration):
    page = paste(viewer, {"<script>x</script>": "<b>\u202e", "long": "y" * 5000, "n" * 500: 1}).content.decode()

    assert "<script>x" not in page
    assert "&lt;b&gt;\N{REPLACEMENT CHARACTER}" in page
    assert f"<pre>{'y' * claims_table.LONGEST_VALUE}…</pre>" in page
    assert f"{'n' * claims_table.LONGEST_NAME}…</th>" in page


def test_policy_shows_a_bounded_number_of_claims(viewer, provider, registration):
    response = paste(viewer, {**{f"c{number}": 1 for number in range(300)}, "sub": "ada"})

    assert response.content.decode().count('<th scope="row"') == claims_table.MOST_ROWS
    assert "101 more are not shown" in plain(response)
    assert "who it is" in plain(response)


@pytest.mark.parametrize("value", [10**400, 1.5, None, True, {}, [], [[[]]], {"a": [{"b": None}]}, "", "\n\t"])
def test_policy_shows_any_value(viewer, provider, registration, value):
    assert paste(viewer, {"claim": value}).status_code == 200


# What the sign-in would do


def test_policy_without_issuer_and_subject_leaves_the_person_open(administrator, provider, registration):
    for claims in ({"sub": "sub-ada"}, {"iss": provider.issuer}, {"iss": 7, "sub": ["a"]}):
        assert "nobody can tell who this is" in plain(paste(administrator, claims))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "A newcomer, who gets an account of their own, with the role viewer."),
        ({"newcomers_wait": True}, "A newcomer, who gets an account of their own and waits for approval"),
        ({"authoritative_email": True}, "A newcomer, who gets the account 'lin' here, by its e-mail address"),
        ({"default_role": ""}, "The sign-in is refused, and no account is made."),
    ],
    ids=["at-once", "waits", "linked", "refused"],
)
def test_policy_of_a_newcomer_says_what_happens(administrator, provider, columns, words):
    register(provider, **columns)
    people.person("lin")

    assert words in plain(paste(administrator, ADA | {"iss": provider.issuer, "email": "lin@acme.example"}))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"default_role": "operator"}, "It is the account 'lin' here, which gets the role operator."),
        ({"default_role": ""}, "the account 'lin' here loses every right and session"),
    ],
    ids=["known", "loses"],
)
def test_policy_of_a_known_person_says_what_happens(administrator, provider, columns, words):
    register(provider, **columns)
    ExternalIdentity.objects.create(
        user=people.person("lin", role="viewer"),
        issuer=provider.issuer,
        subject=ADA["sub"],
        last_signed_in_at=timezone.now(),
    )

    assert words in plain(paste(administrator, ADA | {"iss": provider.issuer}))


@pytest.mark.parametrize("who", ["viewer", "operator"])
def test_policy_tells_nobody_of_an_account_who_may_not_see_people(request, provider, who):
    """They could find out address by address who has one here."""
    client = request.getfixturevalue(who)
    register(provider, authoritative_email=True)
    people.person("lin")
    root = people.root()
    ExternalIdentity.objects.create(
        user=root, issuer=provider.issuer, subject="sub-root", last_signed_in_at=timezone.now()
    )

    said = {
        plain(paste(client, ADA | {"iss": provider.issuer, "sub": sub, "email": email})).partition("Rule by rule")[0]
        for sub, email in (("sub-root", "a@acme.example"), ("new", "lin@acme.example"), ("new", "new@acme.example"))
    }

    assert len(said) == 1
    assert "Only people who may see the accounts here are told" in said.pop()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "https://other.example"}, "come from another issuer than the registered one"),
        ({"iss": None}, "come from another issuer than the registered one"),
        ({"aud": "another"}, "meant for another application (aud)"),
        ({"aud": ["portal", "another"]}, "was issued to another application (azp)"),
    ],
)
def test_policy_of_claims_that_are_meant_for_others_says_so(viewer, provider, registration, claims, words):
    assert words in plain(paste(viewer, ADA | claims))
    assert words not in plain(paste(viewer, ADA | {"iss": provider.issuer, "aud": "portal"}))


def test_policy_that_is_switched_off_says_that_nobody_comes_in(viewer, provider):
    register(provider, staff_login=False)

    assert "nobody comes in by it yet" in plain(paste(viewer, ADA))


def test_policy_stores_nothing_and_logs_nothing(viewer, provider, registration, caplog):
    viewer.get(POLICY)  # a session's first request notes its time
    users, sessions = User.objects.count(), list(PortalSession.objects.values())
    events = AuditEvent.objects.count()

    with caplog.at_level(logging.DEBUG):
        paste(viewer, ADA | {"iss": provider.issuer, "canary": people.CANARY})

    assert (User.objects.count(), AuditEvent.objects.count()) == (users, events)
    assert list(PortalSession.objects.values()) == sessions
    assert not ExternalIdentity.objects.exists()
    assert people.CANARY not in caplog.text
    assert people.CANARY not in viewer.get(POLICY).content.decode()


def test_policy_page_is_never_cached(viewer, registration):
    for response in (viewer.get(POLICY), paste(viewer, ADA)):
        assert "no-store" in response["Cache-Control"]


# Test sign-in


def test_policy_after_a_test_sign_in_is_tried_on_its_claims(operator, provider):
    register(provider, **RULES | {"group_roles": {"sso-*": "operator"}})
    sign_in(operator, provider, purpose="test")

    response = operator.get(POLICY)

    assert "Would come in as operator" in plain(response)
    assert json.loads(typed(response))["name"] == "Ada Lovelace"
    assert f"at {provider.issuer}" in plain(response)
    assert "Header of its ID token alg RS256" in plain(response)
    assert "signature was not checked" not in plain(response)


def test_policy_after_a_test_sign_in_is_tried_on_what_is_pasted_instead(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    response = paste(operator, {"sub": "another"})

    assert json.loads(typed(response)) == {"sub": "another"}
    assert "sub-ada" not in plain(response)


def test_policy_of_another_registration_knows_nothing_of_a_test(operator, provider, registration):
    register(provider, "other")
    sign_in(operator, provider, purpose="test")

    assert "sub-ada" not in operator.get("/registrations/other/policy/").content.decode()


def test_policy_shows_a_test_to_nobody_else(operator, viewer, provider, registration):
    sign_in(operator, provider, purpose="test")

    assert "sub-ada" not in viewer.get(POLICY).content.decode()


def test_policy_offers_the_test_to_who_may_check(operator, viewer, provider, registration):
    assert 'action="/sign-in/fake/"' in operator.get(POLICY).content.decode()
    assert 'action="/sign-in/fake/"' not in viewer.get(POLICY).content.decode()
    assert "An operator can sign in" in plain(viewer.get(POLICY))


def test_policy_without_a_client_secret_says_that_the_test_needs_it(operator, provider):
    register(provider, secret="", staff_login=False)

    page = operator.get(POLICY)

    assert "It needs the client secret" in plain(page)
    assert 'action="/sign-in/fake/"' not in page.content.decode()


def test_policy_page_may_lead_to_the_provider(operator, registration):
    assert "http:" in operator.get(POLICY)["Content-Security-Policy"]


# Who and what


def test_policy_needs_a_role(client, nobody, registration):
    assert client.get(POLICY)["Location"] == f"/sign-in/?next={POLICY}"
    assert nobody.get(POLICY).status_code == 403
    assert nobody.post(POLICY, {"claims": "{}"}).status_code == 403


def test_policy_of_a_registration_without_the_code_flow_is_not_found(viewer, provider):
    register(provider, flow="implicit", secret="", staff_login=False)

    assert viewer.get(POLICY).status_code == 404


def test_policy_needs_the_token_against_forged_forms(registration):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.grace(), backend="django.contrib.auth.backends.ModelBackend")

    assert browser.post(POLICY, {"claims": "{}"}).status_code == 403


def test_policy_hides_what_was_pasted_from_error_reports(viewer, registration, monkeypatch, caplog):
    """Django sends such reports to administrators where mail is set up."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("sso_providers.views.policy.decide", fail)
    viewer.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = paste(viewer, {"canary": people.CANARY})

    assert response.status_code == 500
    [record] = [each for each in caplog.records if each.exc_info]
    report = ExceptionReporter(record.request, *record.exc_info).get_traceback_text()
    assert "broken" in report
    assert people.CANARY not in report


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=list(BROKEN_ROWS))
def test_policy_of_a_broken_row_says_so(viewer, provider, registration, columns):
    ProviderRegistration.objects.update(**columns)

    for response in (viewer.get(POLICY), paste(viewer, ADA)):
        assert response.status_code == 200
        assert "This registration can't be used." in plain(response)
        assert "Would" not in plain(response)


def test_policy_is_linked_from_the_form_and_the_check(operator, registration):
    for address in (registration.get_absolute_url(), "/registrations/fake/check/"):
        assert f'href="{POLICY}"' in operator.get(address).content.decode()


def test_policy_is_not_linked_where_there_is_none(operator, provider):
    registration = register(provider, flow="implicit", secret="", staff_login=False)

    for address in (registration.get_absolute_url(), "/registrations/fake/check/"):
        assert POLICY not in operator.get(address).content.decode()
