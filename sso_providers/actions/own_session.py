"""The session of the very request in which sessions were ended."""

from django.contrib import auth
from django.http import HttpRequest


def leave_if_ended(request: HttpRequest) -> None:
    """Signs out here too whose session was ended just now: saving it once more would fail, and be an error page."""
    key = request.session.session_key
    if request.user.is_authenticated and key and not request.session.exists(key):
        auth.logout(request)
