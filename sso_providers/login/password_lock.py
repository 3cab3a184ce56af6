"""What django-axes is told of: passwords. Who signs in at a provider has guessed none.

It locks a name at a network. Past that, whoever has somebody's session has but a few guesses at the password behind
it, from all networks: confirmations and the form for one's own password ask for it.
"""

import math
from collections.abc import Mapping
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import BACKEND_SESSION_KEY
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sso_providers.models import User

from . import errors, limits
from .views.failure import failure

PASSWORDS = "django.contrib.auth.backends.ModelBackend"
Credentials = Mapping[str, Any]


class PasswordLock(AxesDatabaseHandler):
    def user_logged_in(self, sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """Forgets the wrong passwords before a right one."""
        if request.session.get(BACKEND_SESSION_KEY) == PASSWORDS:
            super().user_logged_in(sender, request, user, **kwargs)

    def user_login_failed(
        self, sender: Any, credentials: Credentials, request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is not None and is_own(request, credentials):
            limits.add_guess(request)
        super().user_login_failed(sender, credentials, request, **kwargs)

    def is_locked(self, request: HttpRequest, credentials: Credentials | None = None) -> bool:
        if credentials and is_own(request, credentials) and limits.has_guessed(request):
            return True
        return bool(super().is_locked(request, credentials))

    def seconds_left(self, request: HttpRequest, credentials: Credentials | None) -> int:
        """Until no lock holds any more."""
        waits = [1]
        if credentials and is_own(request, credentials) and limits.has_guessed(request):
            waits.append(limits.wait_of(limits.OWN_PASSWORD))
        if super().is_locked(request, credentials):
            (attempts,) = self.get_user_attempts(request, credentials)
            ends = attempts.latest("attempt_time").attempt_time + get_cool_off(request)
            waits.append(math.ceil((ends - timezone.now()).total_seconds()))
        return max(waits)


def is_own(request: HttpRequest, credentials: Credentials) -> bool:
    """Whether it is the password of the person whose session it is: asked for again, or guessed."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and credentials.get("username") == user.get_username())


@receiver(pre_save, sender=AccessAttempt)
def forget_form(instance: AccessAttempt, **kwargs: Any) -> None:
    """The form that failed, and its address, may hold passwords and tokens, under whatever names."""
    instance.get_data = instance.post_data = ""


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Credentials | None) -> HttpResponse:
    """Too many wrong passwords (django-axes calls it)."""
    wait = AxesProxyHandler.get_implementation().seconds_left(request, credentials)
    page = failure(request, errors.locked_out(wait))
    page["Retry-After"] = str(wait)
    return page
