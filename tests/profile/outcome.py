"""What follows from a case, as a browser and the provider see it."""

from typing import Any

from django.test import Client

from sso_providers.models import User
from tests.fakes import Provider
from tests.login.journey import is_signed_in, refusal


def assert_signed_in(client: Client, response: Any) -> None:
    assert response.status_code == 302, response.content.decode()
    assert is_signed_in(client)
    assert User.objects.count() == 1


def assert_refused(client: Client, provider: Provider, response: Any, code: str, *, userinfo: int = 0) -> None:
    """On the failure page, with nobody signed in, no account made, and userinfo asked as often as said."""
    assert refusal(response) == code
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert provider.count("userinfo") == userinfo
