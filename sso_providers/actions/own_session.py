"""The session of the very request in which sessions were ended."""

from typing import cast

from django.contrib import auth
from django.http import HttpRequest

from sso_providers.models.session import SessionStore


def leave_if_ended(request: HttpRequest) -> None:
    """Signs out here too whose session was ended just now: saving it once more would fail, and be an error page."""
    if request.user.is_authenticated and cast(SessionStore, request.session).was_ended():
        auth.logout(request)
