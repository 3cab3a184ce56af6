"""Every address of the portal: by which methods, for whom, with which defence against forged forms. None is kept.

A new address fails here until its row is written, so that the three decisions are made.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import AuditEvent, ExternalIdentity, Run
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db

# In rising order; each may do what those before it may.
ROLES = ("anybody", "signed in", "viewer", "operator", "administrator", "superuser", "nobody")
GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
# The stock admin takes whatever is no POST as a GET; CSRF protection holds for all that is neither GET nor HEAD.
ADMIN = ("any",)


@dataclass(frozen=True)
class Address:
    methods: tuple[str, ...]
    who: str
    csrf: bool = True


ADDRESSES = {
    "": Address(GET, "anybody"),
    "healthz": Address(GET, "anybody"),
    "language/": Address(POST, "anybody"),
    # Sign-in
    "sign-in/": Address(BOTH, "anybody"),
    "sign-in/<slug:slug>/": Address(BOTH, "anybody"),
    "sign-in/<slug:slug>/callback/": Address(GET, "anybody"),
    "sign-in/<slug:slug>/back-channel-logout/": Address(POST, "anybody", csrf=False),
    "sign-out/": Address(BOTH, "anybody"),
    "sign-out/done/": Address(GET, "anybody"),
    "recovery/": Address(BOTH, "anybody"),
    "recovery/drill/": Address(BOTH, "administrator"),
    "account/": Address(BOTH, "viewer"),
    "account/unlink/<int:pk>/": Address(POST, "viewer"),
    "account/calendar/": Address(POST, "viewer"),
    "account/calendar/remove/": Address(POST, "viewer"),
    # What ends; the calendar is for whoever has its token.
    "expiry/": Address(GET, "viewer"),
    "calendar/expiry.ics": Address(GET, "anybody"),
    # Registrations and deployments
    "registrations/<slug:slug>/check/": Address(BOTH, "viewer"),
    "registrations/<slug:slug>/discovery/": Address(BOTH, "viewer"),
    "registrations/<slug:slug>/policy/": Address(BOTH, "viewer"),
    "registrations/<slug:slug>/test/": Address(BOTH, "viewer"),
    "registrations/<slug:slug>/secrets/<slug:name>/remove/": Address(POST, "operator"),
    "registrations/<slug:slug>/secrets/<slug:name>/reveal/": Address(BOTH, "administrator"),
    "registrations/<slug:slug>/secrets/<slug:name>/expiry/": Address(POST, "operator"),
    "registrations/<slug:slug>/secrets/<slug:name>/rotate/": Address(BOTH, "operator"),
    "registrations/<slug:slug>/steps/": Address(POST, "operator"),
    "registrations/<slug:slug>/staff-login/off/": Address(POST, "operator"),
    "registrations/<slug:slug>/hand-over/": Address(GET, "viewer"),
    "hand-over/<slug:kind>/": Address(GET, "viewer"),
    "diagnose/": Address(BOTH, "viewer"),
    "provider-errors/": Address(BOTH, "viewer"),
    "deployments/<slug:slug>/export/": Address(GET, "operator"),
    "deployments/<slug:slug>/export/confirm/": Address(POST, "administrator"),
    "deployments/<slug:slug>/export/files/": Address(POST, "operator"),
    "deployments/<slug:slug>/upgrade/": Address(GET, "operator"),
    "deployments/<slug:slug>/server/": Address(BOTH, "viewer"),
    "deployments/<slug:slug>/compare/": Address(BOTH, "operator"),
    "registrations/<slug:slug>/clone/": Address(BOTH, "operator"),
    "deployments/<slug:slug>/clone/": Address(BOTH, "operator"),
    # Long work
    "runs/": Address(GET, "viewer"),
    "runs/checks/": Address(POST, "operator"),
    "runs/exports/": Address(POST, "operator"),
    "runs/<int:pk>/": Address(GET, "viewer"),
    "runs/<int:pk>/state/": Address(GET, "viewer"),
    "runs/<int:pk>/cancel/": Address(POST, "operator"),
    "runs/<int:pk>/go-on/": Address(POST, "operator"),
    "runs/<int:pk>/files/": Address(POST, "operator"),
    "runs/<int:pk>/delete/": Address(POST, "operator"),
    # People
    "people/<int:pk>/approve/": Address(POST, "administrator"),
    "people/<int:pk>/decline/": Address(POST, "administrator"),
    "people/<int:pk>/end-sessions/": Address(POST, "administrator"),
    # The admin
    "admin/": Address(ADMIN, "viewer"),
    # It leads to the portal's own page.
    "admin/login/": Address(ADMIN, "nobody"),
    "admin/logout/": Address(ADMIN, "anybody"),
    "admin/password_change/": Address(ADMIN, "viewer"),
    "admin/password_change/done/": Address(ADMIN, "viewer"),
    # No form asks for it.
    "admin/autocomplete/": Address(ADMIN, "nobody"),
    "admin/jsi18n/": Address(ADMIN, "viewer"),
    "admin/r/<path:content_type_id>/<path:object_id>/": Address(ADMIN, "viewer"),
    "admin/^(?P<app_label>sso_providers)/$": Address(ADMIN, "viewer"),
    "admin/(?P<url>.*)$": Address(ADMIN, "viewer"),
    "admin/sso_providers/auditevent/": Address(ADMIN, "viewer"),
    "admin/sso_providers/auditevent/add/": Address(ADMIN, "nobody"),
    "admin/sso_providers/auditevent/<path:object_id>/history/": Address(ADMIN, "viewer"),
    "admin/sso_providers/auditevent/<path:object_id>/delete/": Address(ADMIN, "nobody"),
    "admin/sso_providers/auditevent/<path:object_id>/change/": Address(ADMIN, "viewer"),
    "admin/sso_providers/auditevent/<path:object_id>/": Address(ADMIN, "viewer"),
    "admin/sso_providers/deployment/": Address(ADMIN, "viewer"),
    "admin/sso_providers/deployment/add/": Address(ADMIN, "operator"),
    "admin/sso_providers/deployment/<path:object_id>/history/": Address(ADMIN, "viewer"),
    "admin/sso_providers/deployment/<path:object_id>/delete/": Address(ADMIN, "administrator"),
    "admin/sso_providers/deployment/<path:object_id>/change/": Address(ADMIN, "viewer"),
    "admin/sso_providers/deployment/<path:object_id>/": Address(ADMIN, "viewer"),
    "admin/sso_providers/deployment/<int:pk>/versions/<int:version>/restore/": Address(BOTH, "operator"),
    "admin/sso_providers/deployment/<int:pk>/versions/compare/": Address(GET, "viewer"),
    "admin/sso_providers/providerregistration/": Address(ADMIN, "viewer"),
    "admin/sso_providers/providerregistration/add/": Address(ADMIN, "operator"),
    "admin/sso_providers/providerregistration/<path:object_id>/history/": Address(ADMIN, "viewer"),
    "admin/sso_providers/providerregistration/<path:object_id>/delete/": Address(ADMIN, "administrator"),
    "admin/sso_providers/providerregistration/<path:object_id>/change/": Address(ADMIN, "viewer"),
    "admin/sso_providers/providerregistration/<path:object_id>/": Address(ADMIN, "viewer"),
    "admin/sso_providers/providerregistration/<int:pk>/versions/<int:version>/restore/": Address(BOTH, "operator"),
    "admin/sso_providers/providerregistration/<int:pk>/versions/compare/": Address(GET, "viewer"),
    "admin/sso_providers/user/": Address(ADMIN, "administrator"),
    "admin/sso_providers/user/add/": Address(ADMIN, "administrator"),
    "admin/sso_providers/user/<id>/password/": Address(ADMIN, "administrator"),
    "admin/sso_providers/user/<path:object_id>/history/": Address(ADMIN, "administrator"),
    "admin/sso_providers/user/<path:object_id>/delete/": Address(ADMIN, "superuser"),
    "admin/sso_providers/user/<path:object_id>/change/": Address(ADMIN, "administrator"),
    "admin/sso_providers/user/<path:object_id>/": Address(ADMIN, "viewer"),
}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from routes(each, prefix + str(each.pattern))
        elif isinstance(each, URLPattern):
            yield prefix + str(each.pattern)


def test_every_address_has_a_row():
    assert set(routes(get_resolver())) == ADDRESSES.keys()


@pytest.fixture
def browsers(db: None) -> dict[str, Client]:
    """One for each role."""
    users = {
        "signed in": people.mallory(),
        "viewer": people.grace(),
        "operator": people.ada(),
        "administrator": people.margaret(),
        "superuser": people.root(),
    }
    return {"anybody": Client(), **{role: browser_of(user) for role, user in users.items()}}


@pytest.fixture
def rows(db: None) -> dict[str, Any]:
    """What the addresses are about: a registration, its deployment, an audit event, a person who waits."""
    registration = people.registration("auth0", slug="auth0")
    waiting = people.person("walter")
    identity = ExternalIdentity.objects.create(
        user=waiting,
        registration=registration,
        issuer="https://acme.eu.auth0.com/",
        subject="walter",
        last_signed_in_at=timezone.now(),
        awaits_approval=True,
    )
    return {
        "registration": registration,
        "deployment": people.deployment(registration),
        "event": AuditEvent.objects.latest("pk"),
        "person": waiting,
        "identity": identity,
        "run": Run.objects.create(kind="check", started_by="ada"),
        "token": recovery.make_link(username=people.person("rosa").username, by=COMMAND_LINE),
    }


def path_of(route: str, rows: dict[str, Any]) -> str:
    """An address of this route that leads somewhere; the token is for the recovery link."""
    about = {"deployment": "deployment", "auditevent": "event", "user": "person"}
    row = next((rows[name] for word, name in about.items() if f"/{word}/" in route), rows["registration"])
    slug = rows["deployment"].slug if route.startswith("deployments/") else rows["registration"].slug
    pk = rows["person"].pk if route.startswith("people/") else row.pk
    if route.startswith("runs/"):
        pk = rows["run"].pk
    if route.startswith("account/"):
        pk = rows["identity"].pk
    filled = {
        "<slug:slug>": slug,
        "<slug:name>": "client_secret",
        "<slug:kind>": "auth0",
        "<int:pk>": str(pk),
        "<int:version>": "1",
        "<path:object_id>": str(row.pk),
        "<id>": str(row.pk),
        "<path:content_type_id>": "1",
        "^(?P<app_label>sso_providers)/$": "sso_providers/",
        "(?P<url>.*)$": "nowhere/",
    }
    for placeholder, value in filled.items():
        route = route.replace(placeholder, value)
    return f"/{route}?token={rows['token']}"


def answer(client: Client, method: str, path: str) -> HttpResponse:
    """What the portal answers; what it wrote is taken back."""
    with transaction.atomic():
        response: Any = client.generic("GET" if method == "any" else method, path)
        transaction.set_rollback(True)
    return response


def lets_in(response: HttpResponse) -> bool:
    to_sign_in = response.status_code == 302 and re.match(r"/(sign-in|admin/login)/\?next=", response["Location"])
    return not to_sign_in and response.status_code != 403


@pytest.mark.parametrize("route", ADDRESSES)
def test_address_is_for_whom_its_row_says(browsers, rows, route):
    address, path = ADDRESSES[route], path_of(route, rows)
    expected = {role: ROLES.index(role) >= ROLES.index(address.who) for role in browsers}
    # Who has the permission is let in by at least one of the methods, and who has not by none.
    found = {
        role: any(lets_in(answer(client, method, path)) for method in address.methods)
        for role, client in browsers.items()
    }

    assert found == expected


@pytest.mark.parametrize("route", [route for route, address in ADDRESSES.items() if address.methods != ADMIN])
def test_address_takes_the_methods_of_its_row(browsers, rows, route):
    path = path_of(route, rows)
    taken = {
        method
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if answer(browsers["superuser"], method, path).status_code != 405
    }

    assert taken == set(ADDRESSES[route].methods)


@pytest.mark.parametrize("route", ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_address_refuses_forged_forms(browsers, rows, route, method):
    """For who is signed in: the browser sends the cookie along with any form."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browsers["superuser"].cookies
    response = answer(strict, method, path_of(route, rows))

    refused = response.status_code == 403 and b"form" in response.content
    assert refused == ADDRESSES[route].csrf


@pytest.mark.parametrize("route", ADDRESSES)
def test_address_is_kept_by_nobody(browsers, rows, route):
    response = answer(browsers["superuser"], ADDRESSES[route].methods[0], path_of(route, rows))

    assert "no-store" in response.get("Cache-Control", "")
