"""Whose address a request has behind proxies: what the trusted ones say, and nothing that anybody can fake."""

import pytest
from axes.models import AccessAttempt
from django.test import Client

from portal.proxies import client_of
from sso_providers.models import AuditEvent, Event
from tests import people

ADA, MALLORY, PROXY = "198.51.100.7", "203.0.113.66", "10.0.0.5"


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "expected"),
    [
        (ADA, 1, ADA),
        (f"{MALLORY}, {ADA}", 1, ADA),
        (f"{MALLORY},{MALLORY},{ADA}", 1, ADA),
        (f"{ADA}, {PROXY}", 2, ADA),
        (f"{MALLORY}, {ADA}, {PROXY}", 2, ADA),
        (f"garbage, {ADA}", 1, ADA),
        (f"  {ADA}  ", 1, ADA),
        (f"{ADA}:50312", 1, ADA),
        ("2001:db8::7", 1, "2001:db8::7"),
        ("2001:0DB8:0:0::7", 1, "2001:db8::7"),
        ("[2001:db8::7]", 1, "2001:db8::7"),
        ("[2001:db8::7]:50312", 1, "2001:db8::7"),
        (f"::ffff:{ADA}", 1, ADA),
        # Not ours to believe
        (ADA, 0, ""),
        (f"{MALLORY}, {ADA}", 0, ""),
        ("", 1, ""),
        (ADA, 2, ""),
        (f"{ADA},", 1, ""),
        ("unknown", 1, ""),
        ("_hidden", 1, ""),
        ("localhost", 1, ""),
        ("198.51.100", 1, ""),
        ("198.51.100.007", 1, ""),
        ("198.51.100.256", 1, ""),
        ("198.51.100.0/24", 1, ""),
        ("3325256711", 1, ""),
        ("fe80::7%eth0", 1, ""),
        (f"{ADA} {MALLORY}", 1, ""),
        (f"{ADA}:port", 1, ""),
        ("[198.51.100.7", 1, ""),
        ("\x00", 1, ""),
        ("1" * 10_000, 1, ""),
    ],
)
def test_client_is_whom_the_outermost_trusted_proxy_saw(forwarded_for, proxies, expected):
    assert client_of(forwarded_for, proxies=proxies) == expected


def sign_in(**headers: str) -> AuditEvent:
    people.local_root()
    Client(REMOTE_ADDR=PROXY, headers=headers).post("/sign-in/", {"username": "root", "password": people.PASSWORD})
    return AuditEvent.objects.get(event=Event.SIGNED_IN)


@pytest.mark.django_db
def test_header_without_trusted_proxies_has_no_effect(settings):
    settings.TRUSTED_PROXIES = 0

    assert sign_in(x_forwarded_for=ADA).address == PROXY


@pytest.mark.django_db
def test_header_with_a_trusted_proxy_names_the_client_whatever_else_it_says(settings):
    settings.TRUSTED_PROXIES = 1

    assert sign_in(x_forwarded_for=f"{MALLORY}, {ADA}").address == ADA


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "garbage", f"{ADA}, garbage"])
def test_header_that_says_nothing_leaves_the_address_as_it_is(settings, header):
    settings.TRUSTED_PROXIES = 1

    assert sign_in(x_forwarded_for=header).address == PROXY


@pytest.mark.django_db
def test_other_headers_have_no_effect(settings):
    settings.TRUSTED_PROXIES = 1

    event = sign_in(x_real_ip=ADA, forwarded=f"for={ADA}", client_ip=ADA, cf_connecting_ip=ADA)

    assert event.address == PROXY


@pytest.mark.django_db
def test_lock_after_wrong_passwords_follows_the_client(settings):
    """Through one proxy, one person's wrong passwords lock nobody else, and a forged part frees nobody."""
    settings.TRUSTED_PROXIES = 1
    people.local_root()
    client = Client(REMOTE_ADDR=PROXY)

    def attempt(header: str, password: str) -> int:
        form = {"username": "root", "password": password}
        return int(client.post("/sign-in/", form, HTTP_X_FORWARDED_FOR=header).status_code)

    for n in range(5):
        attempt(f"192.0.2.{n}, {MALLORY}", "wrong")

    assert attempt(f"192.0.2.9, {MALLORY}", people.PASSWORD) == 429
    assert {row.ip_address for row in AccessAttempt.objects.all()} == {MALLORY}
    assert attempt(ADA, people.PASSWORD) == 302
