"""The sign-in page, local accounts, signing out, and what every page says to the browser."""

import html
import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from sso_providers.models import AuditEvent, Event
from tests import people
from tests.login.journey import browser_of, is_signed_in, refusal, register, sign_in, signed_in, start

pytestmark = pytest.mark.django_db
PAGE = "/sign-in/"
# Where a redirect must never lead; browsers read some of these as addresses of another host.
TRICKS = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "http:evil.example",
    "http:///evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "data:text/html,x",
    "//testserver@evil.example/",
    "http://testserver@evil.example/",
    "http://testserver.evil.example/",
    "evil.example",
    "//[evil",
    "///",
    "ftp://testserver/",
]


def lands_on(location: str) -> str:
    """The host, as browsers read an address: they drop tabs and line breaks, and take a backslash for a slash."""
    address = re.sub(r"[\t\r\n]", "", location).strip().replace("\\", "/")
    return urlsplit(urljoin("http://testserver/sign-in/", address)).netloc


@pytest.mark.parametrize("wanted", TRICKS)
def test_next_after_a_provider_stays_on_this_host(client, provider, registration, wanted):
    location = sign_in(client, provider, next=wanted)["Location"]

    assert lands_on(location) == "testserver"


@pytest.mark.parametrize("wanted", TRICKS)
def test_next_after_a_password_stays_on_this_host(client, wanted):
    people.local_root()

    response = client.post(PAGE, {"username": "root", "password": people.PASSWORD, "next": wanted})

    assert response.status_code == 302
    assert lands_on(response["Location"]) == "testserver"


@pytest.mark.parametrize("wanted", TRICKS)
def test_next_in_the_address_is_not_passed_on(client, wanted):
    page = client.get(PAGE, {"next": wanted}).content.decode()

    assert {lands_on(html.unescape(shown)) for shown in re.findall(r'name="next" value="([^"]*)"', page)} == {
        "testserver"
    }


def test_next_in_the_address_reaches_every_form(client, provider, registration):
    page = client.get(PAGE, {"next": "/deployments/production/export/?target=docker"}).content.decode()

    assert page.count('name="next" value="/deployments/production/export/?target=docker"') == 2


@pytest.mark.parametrize(
    "protected",
    ["/admin/", "/admin/sso_providers/providerregistration/", "/registrations/x/check/", "/deployments/x/export/"],
)
def test_page_for_people_leads_who_is_signed_out_to_sign_in_and_back(client, protected):
    people.local_root()

    response = client.get(protected, follow=True)

    final, _ = response.redirect_chain[-1]
    assert final.startswith(PAGE)
    assert f'value="{protected}"' in response.content.decode()


def test_admins_own_sign_in_leads_to_the_portals(client):
    response = client.get("/admin/login/?next=/admin/sso_providers/deployment/")

    assert response["Location"] == "/sign-in/?next=/admin/sso_providers/deployment/"


def test_admins_own_sign_in_takes_no_password(client):
    people.local_root()
    client.post("/admin/login/", {"username": "root", "password": people.PASSWORD})

    assert not is_signed_in(client)


def test_admins_own_sign_out_leads_to_the_portals(client):
    client = browser_of(people.local_root())

    assert client.post("/admin/logout/")["Location"].startswith(reverse("sign-out"))
    assert is_signed_in(client)


def test_page_has_a_form_for_each_registration_with_staff_login(client, provider, registration):
    register(provider, "second")
    register(provider, "hidden", staff_login=False)

    page = client.get(PAGE).content.decode()

    assert re.findall(r'action="/sign-in/([a-z]+)/"', page) == ["fake", "second"]
    assert 'action="/sign-in/"' in page


def test_page_without_a_registration_opens_the_local_account(client):
    page = client.get(PAGE).content.decode()

    assert "<details open>" in page
    assert "No provider is set up" in page


def buttons(page: str) -> list[tuple[str, str]]:
    """Class and text of those that lead to providers."""
    found = re.findall(r'<button class="(btn[^"]*)">(<(?:svg|img).*?)</button>', page, flags=re.DOTALL)
    return [
        (css, " ".join(strip_tags(re.sub(r"<svg.*?</svg>", "", inside, flags=re.DOTALL)).split()))
        for css, inside in found
    ]


def test_page_shows_the_way_that_was_used_last(client, provider, registration):
    register(provider, "second")
    sign_in(client, provider, slug="second")
    client.post(reverse("sign-out"))

    page = client.get(PAGE).content.decode()

    assert re.findall(r'action="/sign-in/([a-z]+)/"', page) == ["second", "fake"]
    assert buttons(page) == [
        ("btn", "Continue with Second provider (last used)"),
        ("btn quiet", "Continue with Fake provider"),
    ]


@pytest.mark.parametrize("value", ["nowhere", "<script>", "x" * 3000])
def test_page_with_a_strange_cookie_shows_all_ways(client, provider, registration, value):
    client.cookies["last_registration"] = value

    page = client.get(PAGE).content.decode()

    assert buttons(page) == [("btn", "Continue with Fake provider")]
    assert "last used" not in page
    assert "<script>" not in page


def test_page_escapes_the_registrations_name(client, provider):
    register(provider, name="<script>alert(1)</script>")

    assert "<script>alert(1)" not in client.get(PAGE).content.decode()


# Starting


def test_start_by_a_link_only_shows_the_page(client, provider, registration):
    response = client.get("/sign-in/fake/?next=/admin/")

    assert response["Location"] == PAGE
    assert not client.session.keys()
    assert not provider.requests


@pytest.mark.parametrize("path", ["/sign-in/fake/", "/sign-in/", "/sign-out/"])
def test_post_without_the_csrf_token_is_refused(provider, registration, path):
    people.local_root()
    client = Client(enforce_csrf_checks=True)

    response = client.post(path, {"username": "root", "password": people.PASSWORD})

    assert response.status_code == 403
    assert not is_signed_in(client)
    assert not provider.requests


def test_post_with_the_pages_csrf_token_starts(provider, registration):
    client = Client(enforce_csrf_checks=True)
    page = client.get(PAGE).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token

    assert start(client, csrfmiddlewaretoken=token[1]).startswith(f"{provider.url}/authorize?")


# Local accounts


def test_password_signs_in_and_is_recorded(client):
    people.local_root()

    response = client.post(PAGE, {"username": "root", "password": people.PASSWORD})

    assert response["Location"] == reverse("admin:index")
    assert signed_in(client).username == "root"
    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.detail) == (Event.SIGNED_IN, "root", "with a password")


def test_password_changes_the_session_key_each_time(client):
    people.local_root()
    keys = []
    for _ in range(2):
        client.post(PAGE, {"username": "root", "password": people.PASSWORD})
        keys.append(client.session.session_key)

    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("root", "wrong"),
        ("nobody", people.PASSWORD),
        ("off", people.PASSWORD),
        ("root", ""),
        ("", ""),
        ("root\x00", people.PASSWORD),
    ],
)
def test_password_that_is_wrong_keeps_the_name_and_says_so(client, username, password):
    people.local_root()
    people.local("off", "viewer", is_active=False)

    response = client.post(PAGE, {"username": username, "password": password})

    assert response.status_code == 200
    page = response.content.decode()
    assert "don't match, or the account is switched off" in page or "don&#x27;t match" in page
    assert not is_signed_in(client)
    if password:
        assert password not in page
    if username == "root":
        assert 'value="root"' in page


@pytest.mark.parametrize("identity", [True, False], ids=["with-identity", "without"])
def test_password_of_who_signs_in_at_a_provider_is_none(client, provider, registration, identity):
    sign_in(Client(), provider)

    client.post(PAGE, {"username": "ada", "password": ""})
    client.post(PAGE, {"username": "ada", "password": "!"})

    assert not is_signed_in(client)


def test_password_of_who_has_no_role_gives_a_page_that_says_so(client):
    people.local("new")

    response = client.post(PAGE, {"username": "new", "password": people.PASSWORD}, follow=True)

    assert response.status_code == 403
    assert "have no role here" in response.content.decode()


def wrong(client: Client, times: int) -> int:
    statuses = [client.post(PAGE, {"username": "root", "password": f"wrong-{n}"}).status_code for n in range(times)]
    return statuses[-1]


def test_passwords_wrong_five_times_lock_the_name_at_that_address(client):
    people.local_root()
    assert wrong(client, 4) == 200
    assert wrong(client, 1) == 429

    response = client.post(PAGE, {"username": "root", "password": people.PASSWORD})

    assert refusal(response) == "too-many-attempts"
    assert response.status_code == 429
    assert not is_signed_in(client)


def test_lock_ends_after_a_quarter_of_an_hour_whatever_was_tried_meanwhile(client):
    people.local_root()
    wrong(client, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    wrong(client, 3)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=2))

    response = client.post(PAGE, {"username": "root", "password": people.PASSWORD})

    assert response.status_code == 302
    assert is_signed_in(client)


def test_passwords_wrong_five_times_lock_nobody_elsewhere(client):
    people.local_root()
    people.local("vera", "viewer")
    wrong(client, 6)

    Client().post(PAGE, {"username": "vera", "password": people.PASSWORD})
    other = Client(REMOTE_ADDR="192.0.2.7")
    response = other.post(PAGE, {"username": "root", "password": people.PASSWORD})

    assert response.status_code == 302
    assert signed_in(other).username == "root"


def test_passwords_wrong_five_times_leave_the_provider_open(client, provider, registration):
    people.local_root("ada")
    for _ in range(6):
        client.post(PAGE, {"username": "ada", "password": "wrong"})

    assert sign_in(client, provider).status_code == 302


def test_passwords_wrong_are_not_kept(client):
    people.local_root()
    wrong(client, 2)

    kept = " ".join(str(value) for attempt in AccessAttempt.objects.values() for value in attempt.values())
    assert "root" in kept
    assert "wrong-" not in kept


def test_password_right_forgets_the_wrong_ones(client):
    people.local_root()
    for _ in range(3):
        assert wrong(client, 3) == 200
        assert client.post(PAGE, {"username": "root", "password": people.PASSWORD}).status_code == 302


# What every page tells the browser

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def policy(response):
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/", 200),
        ("/admin/sso_providers/providerregistration/", 200),
        ("/admin/sso_providers/providerregistration/add/", 200),
        ("/admin/sso_providers/providerregistration/add/?kind=auth0&flow=code", 200),
        ("/admin/sso_providers/deployment/", 200),
        ("/admin/sso_providers/deployment/add/", 200),
        ("/admin/sso_providers/user/", 200),
        ("/admin/sso_providers/auditevent/", 200),
        ("/admin/password_change/", 200),
        ("/registrations/fake/check/", 200),
        ("/sign-out/", 200),
        ("/sign-in/fake/callback/?state=x", 400),
        ("/nowhere/", 404),
        ("/admin/nowhere/", 404),
        ("/healthz", 200),
    ],
)
def test_page_is_strict_about_what_it_loads_and_where_it_posts(provider, registration, path, status):
    response = browser_of(people.local_root()).get(path)

    assert response.status_code == status
    assert policy(response) == STRICT
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_page_with_forms_that_lead_to_providers_allows_just_that(client, provider, registration):
    assert policy(client.get(PAGE)) == {**STRICT, "form-action": "'self' https: http:"}


@pytest.mark.parametrize("path", ["/admin/", "/sign-in/", "/admin/sso_providers/providerregistration/add/?kind=azure"])
def test_page_holds_no_inline_code(path):
    page = browser_of(people.local_root()).get(path).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert not re.search(r"<[^>]+\s(on[a-z]+|style)=", page)


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-in/fake/", "/sign-in/fake/callback/", "/sign-out/"])
def test_sign_in_pages_are_never_kept(client, provider, registration, path):
    assert "no-store" in client.get(path)["Cache-Control"]


def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    people.local_root()
    client.post(PAGE, {"username": "root", "password": people.PASSWORD})

    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_own_password_guessed_too_often_locks_as_the_sign_in_does(client):
    user = people.local_root()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    new = {"new_password1": "another-Pass-1", "new_password2": "another-Pass-1"}

    statuses = [
        client.post("/admin/password_change/", {"old_password": f"no-{n}", **new}).status_code for n in range(5)
    ]
    statuses.append(client.post("/admin/password_change/", {"old_password": people.PASSWORD, **new}).status_code)

    assert statuses == [200, 200, 200, 200, 429, 429]
    user.refresh_from_db()
    assert user.check_password(people.PASSWORD)


def test_own_password_with_the_old_one_is_changed_and_recorded(client):
    user = people.local_root()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    new = {"new_password1": "another-Pass-1", "new_password2": "another-Pass-1"}

    assert client.post("/admin/password_change/", {"old_password": people.PASSWORD, **new}).status_code == 302

    user.refresh_from_db()
    assert user.check_password("another-Pass-1")
    assert AuditEvent.objects.get(event=Event.PERSON_CHANGED).detail == "password"


def test_session_ends_eight_hours_after_the_sign_in_however_it_is_used(client):
    people.local_root()
    client.post(PAGE, {"username": "root", "password": people.PASSWORD})
    session = client.session
    session["began_at"] -= 8 * 60 * 60 + 1
    session.save()

    assert urlsplit(client.get("/admin/", follow=True).redirect_chain[-1][0]).path == PAGE
    assert not is_signed_in(client)
