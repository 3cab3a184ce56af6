"""What follows from a sign-in, as a browser and the provider see it."""

from typing import Any

from django.test import Client

from sso_providers.models import AuditEvent, ExternalIdentity, User
from tests.fakes import Provider
from tests.login.journey import is_signed_in, refusal


def assert_signed_in(client: Client, response: Any) -> None:
    """As the only person here."""
    assert response.status_code == 302, response.content.decode()
    assert is_signed_in(client)
    assert User.objects.count() == 1


def assert_refused(client: Client, provider: Provider, response: Any, code: str, *, userinfo: int = 0) -> None:
    """On the failure page, with no trace of a sign-in, and userinfo asked as often as said."""
    assert refusal(response) == code
    assert_nothing_happened(client)
    assert provider.count("userinfo") == userinfo


def assert_nothing_happened(client: Client) -> None:
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert not ExternalIdentity.objects.exists()
    assert not AuditEvent.objects.filter(event="signed in").exists()
