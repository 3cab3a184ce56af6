"""The one page for every sign-in that fails."""

import logging
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from sso_providers.login.errors import SignInError

logger = logging.getLogger(__name__)


def failure(request: HttpRequest, error: SignInError) -> HttpResponse:
    """What happened in detail is in the log under the reference."""
    reference = secrets.token_hex(4)
    logger.warning("%s, reference %s: %s", error.title, reference, error)
    context = {"title": error.title, "error": error, "reference": reference}
    return render(request, "portal/sign_in_failed.html", context, status=error.status)


@never_cache
def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for one name from one address (django-axes calls it)."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return failure(
        request,
        SignInError(
            "too-many-attempts",
            "Too many wrong passwords for this account.",
            f"Wait {minutes} minutes, or run 'manage.py axes_reset' where the portal runs.",
            status=429,
        ),
    )
