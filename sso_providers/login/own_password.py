"""Changing one's own password: the old one is checked as at the sign-in, with the same lock after five tries."""

import time
from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import passwords
from sso_providers.actions.audit import Actor

RECOVERED = "recovered_at"
RECOVERY_LASTS = 10 * 60


def allow_without_old(session: SessionBase) -> None:
    """For who signed in with a recovery link, most likely because the old password is lost: once."""
    session[RECOVERED] = int(time.time())


def may_leave_out_old(session: SessionBase) -> bool:
    recovered_at: int = session.get(RECOVERED, 0)
    return 0 <= time.time() - recovered_at <= RECOVERY_LASTS


class OwnPasswordForm(AdminPasswordChangeForm):
    """The stock form compares the old password by itself: as often as somebody likes, and unrecorded."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request
        if may_leave_out_old(request.session):
            del self.fields["old_password"]

    @sensitive_variables()
    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) != self.user:
            raise ValidationError(_("That is not your password: type the one you signed in with."))
        return old

    @sensitive_variables()
    def save(self, commit: bool = True) -> Any:
        password = self.cleaned_data["new_password1"]
        passwords.change_own(user=self.user, password=password, by=Actor.of(self.request))
        self.request.session.pop(RECOVERED, None)
        return self.user
