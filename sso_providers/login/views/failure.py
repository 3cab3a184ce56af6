"""The one page for every sign-in that fails."""

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from sso_providers.login.errors import SignInError

logger = logging.getLogger(__name__)


class FailurePage(HttpResponse):
    """Says to what is around it why it is shown."""

    def __init__(self, error: SignInError, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error = error


def failure(request: HttpRequest, error: SignInError) -> HttpResponse:
    """What happened in detail is in the log under the reference."""
    reference = secrets.token_hex(4)
    logger.warning("%s, reference %s: %s", error.title, reference, error)
    context = {"title": error.title, "error": error, "reference": reference, "slug": slug_of(request)}
    page = render_to_string("portal/sign_in_failed.html", context, request)
    return FailurePage(error, page, status=error.status)


def slug_of(request: HttpRequest) -> str:
    """Of the registration that the address is about; "" where it is about none, or was not looked at yet."""
    match = request.resolver_match
    return str(match.kwargs.get("slug", "")) if match else ""
