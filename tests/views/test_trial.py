"""The page of the test sign-in: claims, what OpenMetadata would do, and another mapping of them."""

import html
import json
import logging
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.views.debug import ExceptionReporter

from sso_providers.actions import trials
from sso_providers.models import AuditEvent, Event, ProviderRegistration
from sso_providers.oidc import pasted
from sso_providers.views import claims_table
from tests import people
from tests.fakes import ADA as PERSON
from tests.fakes.keys import encoded
from tests.login.journey import BROKEN_ROWS, register, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/registrations/fake/test/"
ADA: dict[str, Any] = {"sub": "sub-ada", "email": "ada.lovelace@acme.example", "preferred_username": "ada"}
MAPPING = {"username_claim": "preferred_username", "email_claim": "email"}


def plain(response: Any) -> str:
    """The page's text: tags gone, entities read, blanks as one."""
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def paste(client: Client, claims: object, page: str = PAGE, **extra: str) -> Any:
    text = claims if isinstance(claims, str) else json.dumps(claims)
    return client.post(page, {"source": "pasted", "claims": text, **extra})


def results(response: Any) -> dict[str, str]:
    """Topic -> value of what OpenMetadata would do."""
    found = re.findall(
        r'<th scope="row">([^<]+)</th>\s*<td><span class="(?:mono|badge ?\w*)">(.*?)</span></td>',
        response.content.decode(),
        re.DOTALL,
    )
    return {html.unescape(topic): html.unescape(value) for topic, value in found}


def options(response: Any, name: str) -> list[str]:
    found = re.search(rf'<select name="{name}".*?</select>', response.content.decode(), re.DOTALL)
    assert found
    return re.findall(r'<option value="([^"]*)"', found[0])


def chosen(response: Any, name: str) -> str:
    found = re.search(rf'<select name="{name}".*?</select>', response.content.decode(), re.DOTALL)
    assert found
    [value] = re.findall(r'<option value="([^"]*)" selected', found[0]) or [""]
    return value


def verdict(response: Any) -> str:
    found = re.search(r'<h2 id="outcome">.*?</span> (.*?)</h2>', response.content.decode())
    return html.unescape(found[1]) if found else ""


# What was given


def test_page_before_anything_was_given_says_what_it_will_show(viewer, provider, registration):
    response = viewer.get(PAGE)

    assert "Then this page shows, each with the rule that decides it" in plain(response)
    assert verdict(response) == ""


def test_page_after_a_test_sign_in_shows_what_openmetadata_would_do(operator, provider):
    people.deployment(register(provider, staff_login=False), admin_principals=["ada"])

    sign_in(operator, provider, purpose="test")
    response = operator.get(PAGE)

    assert verdict(response) == "OpenMetadata would sign this person in"
    assert results(response) == {
        "User name": "ada",
        "E-mail": "ada@acme.example",
        "Account": "ada",
        "Domain rule": "not enforced",
        "Administrator": "yes",
        "Roles": "none",
        "Teams": "none",
    }
    assert "Header of the token alg RS256" in plain(response)
    assert "signature was not checked" not in plain(response)


def test_page_leaves_out_of_account_what_userinfo_alone_says(operator, provider, registration):
    """OpenMetadata reads the ID token only."""
    provider.people["ada"] = replace(PERSON, claims={}, userinfo={"email": "ada@acme.example"})

    sign_in(operator, provider, purpose="test")
    response = operator.get(PAGE)

    assert results(response)["User name"] == "sub-ada"
    assert "From the userinfo endpoint alone" in plain(response)
    assert "email ada@acme.example" in plain(response)
    assert "email" not in options(response, "email_claim")


def test_page_of_pasted_claims_warns_of_no_signature(viewer, provider, registration):
    response = paste(viewer, ADA)

    assert results(response)["User name"] == "ada.lovelace"
    assert "signature was not checked" not in plain(response)


def test_page_of_a_pasted_token_reads_it_without_checking_and_does_not_send_it_back(viewer, provider, registration):
    parts = [encoded(json.dumps(part).encode()) for part in ({"alg": "none", "kid": "k-1"}, ADA)]
    token = ".".join([*parts, "c2lnbmF0dXJl"])

    response = paste(viewer, token)

    assert results(response)["User name"] == "ada.lovelace"
    assert "The token's signature was not checked" in plain(response)
    assert "Header of the token alg none kid k-1" in plain(response)
    assert token not in response.content.decode()
    assert parts[1] not in response.content.decode()


def test_page_keeps_nothing_that_was_pasted(viewer, provider, registration):
    paste(viewer, ADA | {"canary": "very-own"})

    assert "very-own" not in json.dumps(dict(viewer.session.items()))
    assert "very-own" not in viewer.get(PAGE).content.decode()
    assert not AuditEvent.objects.filter(detail__contains="very-own").exists()


def test_page_shows_what_is_pasted_instead_of_the_test(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    response = paste(operator, {"sub": "another"})

    assert results(response)["User name"] == "another"
    assert "The last one was" in plain(response)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Nothing was pasted"),
        ("[1, 2]", "is JSON, but no object"),
        ('{"sub": ', "it is not JSON"),
        ('{"a": "' + "x" * pasted.MAX_LENGTH + '"}', "bytes long: at most 65536"),
        ("a.b.c", "This token is damaged"),
        ("</textarea><script>alert(1)</script>", "it is not JSON"),
    ],
    ids=["empty", "array", "no-json", "huge", "no-token", "markup"],
)
def test_page_of_what_can_not_be_read_says_so_and_keeps_it(viewer, provider, registration, text, words):
    response = paste(viewer, text)

    assert response.status_code == 200
    assert words in plain(response)
    assert html.escape(text) in response.content.decode()
    assert verdict(response) == ""
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("value", [10**400, 1.5, None, True, {}, [], {"a": [{"b": None}]}, "", "\n\t", "<b>\u202e"])
def test_page_shows_any_value(viewer, provider, registration, value):
    response = paste(viewer, {"email": value, "sub": "ada"})

    assert response.status_code == 200
    assert "<b>" not in response.content.decode()


def test_page_escapes_and_cuts_what_it_shows(viewer, provider, registration):
    page = paste(viewer, {"email": f"{'y' * 5000}@acme.example", "<script>x</script>": "z"}).content.decode()

    assert "<script>x" not in page
    assert f"{'y' * claims_table.LONGEST_VALUE}…</pre>" in page
    assert "y" * (claims_table.LONGEST_VALUE + 1) not in re.sub(
        r'<input type="hidden"[^>]*>|<textarea.*?</textarea>', "", page, flags=re.DOTALL
    )


def test_page_of_another_registration_knows_nothing_of_a_test(operator, provider, registration):
    register(provider, "other")
    sign_in(operator, provider, purpose="test")

    assert "sub-ada" not in operator.get("/registrations/other/test/").content.decode()


def test_page_shows_a_test_to_nobody_else(operator, viewer, provider, registration):
    sign_in(operator, provider, purpose="test")

    assert "sub-ada" not in viewer.get(PAGE).content.decode()


def test_page_of_a_test_that_is_over_says_so(operator, provider, registration):
    response = operator.post(PAGE, {"source": "test"})

    assert "The test sign-in is more than an hour ago" in plain(response)


def test_page_of_a_test_whose_token_was_too_long_says_so(operator, provider, registration):
    sign_in(operator, provider, purpose="test")
    session = operator.session
    session[trials.KEY]["fake"]["token_claims"] = ""
    session.save()

    assert "too many to keep" in plain(operator.get(PAGE))


# Which OpenMetadata


def test_page_thinks_through_the_registrations_first_deployment(viewer, provider, registration):
    people.deployment(registration, slug="b", name="Beta", release="1.12", enforce_principal_domain=True)
    people.deployment(registration, slug="a", name="Alpha", release="1.9", principal_domain="other.example")
    people.deployment(people.registration(), slug="c", name="Aaa, of another registration")

    response = paste(viewer, ADA)

    assert options(response, "at")[:3] == ["deployment:a", "deployment:b", "defaults:2.0"]
    assert chosen(response, "at") == "deployment:a"
    assert results(response)["Domain rule"] == "not enforced"


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_thinks_through_the_deployment_that_was_chosen(operator, provider, registration, method):
    people.deployment(registration, slug="a", name="Alpha")
    people.deployment(
        registration, slug="b", name="Beta", enforce_principal_domain=True, principal_domain="other.example"
    )
    sign_in(operator, provider, purpose="test")

    if method == "get":
        response = operator.get(PAGE, {"at": "deployment:b"})
    else:
        response = operator.post(PAGE, {"source": "test", "at": "deployment:b"})

    assert (chosen(response, "at"), results(response)["Domain rule"]) == ("deployment:b", "refused")
    assert verdict(response) == "OpenMetadata would refuse this person"
    assert "OpenMetadata answers: Not Authorized! Email does not match" in plain(response)


def test_page_without_a_deployment_takes_the_defaults_of_the_newest_line_and_says_so(viewer, provider, registration):
    response = paste(viewer, {"sub": "ada"})

    assert chosen(response, "at") == "defaults:2.0"
    assert results(response)["E-mail"] == "ada@open-metadata.org"
    assert "No deployment uses this registration yet." in plain(response)


def test_page_takes_the_release_line_that_was_chosen(viewer, provider, registration):
    response = paste(viewer, ADA, at="defaults:1.9")

    assert chosen(response, "at") == "defaults:1.9"
    assert "OpenMetadata's own token" not in results(response)
    assert "OpenMetadata's own token" in results(paste(viewer, ADA, at="defaults:2.0"))


@pytest.mark.parametrize("at", ["deployment:nowhere", "defaults:9.9", "defaults:", "x"])
def test_page_takes_the_first_for_what_is_not_there(viewer, provider, registration, at):
    assert chosen(paste(viewer, ADA, at=at), "at") == "defaults:2.0"


@pytest.mark.parametrize("columns", [{"release": "9.9"}, {"settings": ["x"]}, {"admin_principals": 7}])
def test_page_of_a_broken_deployment_says_so(viewer, provider, registration, columns):
    deployment = people.deployment(registration)
    type(deployment).objects.update(**columns)

    response = paste(viewer, ADA)

    assert response.status_code == 200
    assert "The deployment Production can't be used" in plain(response)


# Another mapping


def test_preview_compares_and_saves_nothing(viewer, provider, registration):
    response = paste(viewer, ADA, do="preview", **MAPPING)

    text = plain(response)
    assert "Result Now With this mapping User name differs ada.lovelace ada" in text
    assert (chosen(response, "username_claim"), chosen(response, "email_claim")) == ("preferred_username", "email")
    assert ProviderRegistration.objects.get().version == 1


def test_preview_of_one_claim_alone_says_that_both_are_needed(viewer, provider, registration):
    response = paste(viewer, ADA, do="preview", username_claim="preferred_username", email_claim="")

    assert "fill in both or leave both blank" in plain(response)
    assert results(response)["User name"] == "ada.lovelace"


def test_page_offers_claims_that_openmetadata_could_take(viewer, provider, registration):
    claims = ADA | {"https://acme.example/name": "ada", "groups": ["a"], "n": 7, "empty": "", "upn": "ada@acme.example"}

    response = paste(viewer, claims)

    assert options(response, "username_claim") == ["", "sub", "email", "preferred_username", "upn"]
    assert options(response, "email_claim") == ["", "email", "upn"]


def test_page_offers_the_stored_claims_even_if_the_token_lacks_them(viewer, provider):
    register(provider, settings={"username_claim": "upn", "email_claim": "mail"})

    response = paste(viewer, ADA)

    assert (chosen(response, "username_claim"), chosen(response, "email_claim")) == ("upn", "mail")
    assert "upn (not in this token)" in plain(response)
    assert verdict(response) == "OpenMetadata would refuse this person"


@pytest.mark.parametrize("source", ["test", "pasted"])
def test_mapping_used_is_saved_and_shown(operator, provider, registration, source):
    sign_in(operator, provider, purpose="test")
    given = {"source": source} | ({"claims": json.dumps(ADA)} if source == "pasted" else {})

    response = operator.post(PAGE, {**given, "do": "use", **MAPPING})

    assert response.status_code == 200
    assert "Saved as version 2" in plain(response)
    assert results(response)["User name"] == "ada"
    row = ProviderRegistration.objects.get()
    assert (row.version, row.settings["username_claim"], row.settings["email_claim"]) == (
        2,
        "preferred_username",
        "email",
    )
    assert AuditEvent.objects.get(event=Event.REGISTRATION_CHANGED).actor == "ada"


def test_mapping_used_twice_says_so(operator, provider, registration):
    paste(operator, ADA, do="use", **MAPPING)

    assert "The registration has this mapping already." in plain(paste(operator, ADA, do="use", **MAPPING))
    assert ProviderRegistration.objects.get().version == 2


def test_mapping_that_is_refused_says_why_and_saves_nothing(operator, provider, registration):
    response = paste(operator, ADA, do="use", username_claim="sub", email_claim="")

    assert "fill in both or leave both blank" in plain(response)
    assert results(response)["User name"] == "ada.lovelace"
    assert ProviderRegistration.objects.get().version == 1


def test_mapping_that_needs_a_confirmation_says_where(administrator, provider):
    register(provider, group_roles={"board": "administrator"})

    response = paste(administrator, ADA, do="use", **MAPPING)

    assert "confirm that it is you" in plain(response)
    assert 'href="/account/"' in response.content.decode()
    assert ProviderRegistration.objects.get().version == 1


def test_mapping_is_used_by_who_may_change_the_registration_only(viewer, provider, registration):
    assert "Use this mapping" not in plain(paste(viewer, ADA))

    assert paste(viewer, ADA, do="use", **MAPPING).status_code == 403
    assert ProviderRegistration.objects.get().version == 1


# Providers without a token that the portal could receive


def test_page_of_the_implicit_flow_takes_a_pasted_token(viewer, provider):
    register(provider, flow="implicit", secret="", staff_login=False)

    assert "this portal can't receive it" in plain(viewer.get(PAGE))
    assert "Sign in to test" not in plain(viewer.get(PAGE))
    assert results(paste(viewer, ADA))["User name"] == "ada.lovelace"


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (
            "saml",
            {"name_id": "Ada@acme.example", "attributes": "department = Data\r\n\r\ndepartment = Ops\nname = Ada L\n"},
            {"User name": "ada", "Teams": "Data, Ops", "Display name": "Ada L"},
        ),
        ("saml", {"name_id": "ada", "attributes": "empty = "}, {"User name": "ada", "E-mail": "ada@acme.example"}),
        ("ldap", {"mail": "ada@acme.example", "groups": "cn=a,dc=b\n\n"}, {"User name": "ada", "Administrator": "yes"}),
    ],
)
def test_page_of_other_protocols_takes_what_is_typed(viewer, kind, given, expected):
    settings = {**people.SETTINGS[kind], **({"team_claim": "department"} if kind == "saml" else {})}
    people.deployment(people.registration(kind, "none", slug="fake", settings=settings), release="1.13")

    response = viewer.post(PAGE, given)

    assert results(response).items() >= expected.items()
    for value in filter(None, given.values()):
        assert html.escape(value.splitlines()[0]) in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("saml", {}, "The NameID is missing"),
        ("saml", {"name_id": "ada", "attributes": "name = Ada\nbroken"}, "Line 2 of the attributes is not understood"),
        ("saml", {"name_id": "ada", "attributes": " = Ada"}, "Line 1 of the attributes is not understood"),
        ("saml", {"name_id": "x" * 70_000}, "at most 65536 are read"),
        ("ldap", {}, "The address is missing"),
        ("ldap", {"mail": "ada@acme.example", "groups": "x" * 70_000}, "at most 65536 are read"),
    ],
)
def test_page_of_other_protocols_says_what_it_can_not_read(viewer, kind, given, words):
    people.registration(kind, "none", slug="fake")

    response = viewer.post(PAGE, given)

    assert words in plain(response)
    assert verdict(response) == ""


@pytest.mark.parametrize(
    ("kind", "words"), [("saml", "can't sign in to test"), ("ldap", "asks nobody for a directory")]
)
def test_page_of_other_protocols_says_why_there_is_no_test(viewer, kind, words):
    people.registration(kind, "none", slug="fake")

    assert words in plain(viewer.get(PAGE))
    assert "Sign in to test" not in plain(viewer.get(PAGE))


# Who and what


def test_page_offers_the_test_to_who_may_check(operator, viewer, provider, registration):
    assert 'action="/sign-in/fake/"' in operator.get(PAGE).content.decode()
    assert 'action="/sign-in/fake/"' not in viewer.get(PAGE).content.decode()
    assert "An operator can sign in" in plain(viewer.get(PAGE))


def test_page_without_a_client_secret_says_that_the_test_needs_it(operator, provider):
    register(provider, secret="", staff_login=False)

    assert "It needs the client secret" in plain(operator.get(PAGE))


def test_page_holds_no_secret(operator, provider):
    register(provider, secret=people.CANARY)

    for response in (operator.get(PAGE), paste(operator, ADA), paste(operator, ADA, do="use", **MAPPING)):
        assert people.CANARY not in response.content.decode()


def test_page_is_never_cached_and_may_lead_to_the_provider(operator, provider, registration):
    for response in (operator.get(PAGE), paste(operator, ADA)):
        assert "no-store" in response["Cache-Control"]
        assert "http:" in response["Content-Security-Policy"]


def test_page_needs_a_role(client, nobody, registration):
    assert client.get(PAGE)["Location"] == f"/sign-in/?next={PAGE}"
    assert nobody.get(PAGE).status_code == 403
    assert nobody.post(PAGE, {"claims": "{}"}).status_code == 403


def test_page_of_no_registration_is_not_found(viewer):
    assert viewer.get(PAGE).status_code == 404


def test_page_needs_the_token_against_forged_forms(registration):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.grace(), backend="django.contrib.auth.backends.ModelBackend")

    assert browser.post(PAGE, {"claims": "{}"}).status_code == 403


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=list(BROKEN_ROWS))
def test_page_of_a_broken_row_says_so_or_works(operator, provider, registration, columns):
    ProviderRegistration.objects.update(**columns)

    for response in (operator.get(PAGE), paste(operator, ADA), paste(operator, ADA, do="use", **MAPPING)):
        assert response.status_code == 200
        assert "can't be used" in plain(response) or "settings" not in columns and "kind" not in columns


def test_page_hides_what_was_pasted_from_error_reports(viewer, registration, monkeypatch, caplog):
    """Django sends such reports to administrators where mail is set up."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("sso_providers.views.trial.foresee_token", fail)
    viewer.raise_request_exception = False
    with caplog.at_level(logging.ERROR):
        response = paste(viewer, {"sub": "ada", "canary": people.CANARY})

    assert response.status_code == 500
    [record] = [each for each in caplog.records if each.exc_info]
    report = ExceptionReporter(record.request, *record.exc_info).get_traceback_text()
    assert "broken" in report
    assert people.CANARY not in report


def test_page_is_linked_from_the_policy_and_from_the_tabs(operator, registration):
    for address in ("/registrations/fake/policy/", "/registrations/fake/check/"):
        assert f'href="{PAGE}"' in operator.get(address).content.decode()
