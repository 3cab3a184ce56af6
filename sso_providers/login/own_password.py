"""Changing one's own password: the old one is checked as at the sign-in, with the same lock after five tries."""

from typing import Any

from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions.audit import Actor, record
from sso_providers.models import Event


class OwnPasswordForm(AdminPasswordChangeForm):
    """The stock form compares the old password by itself: as often as somebody likes, and unrecorded."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.request = request

    @sensitive_variables()
    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if authenticate(self.request, username=self.user.get_username(), password=old) != self.user:
            raise ValidationError("That is not your password: type the one you signed in with.")
        return old

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        name = user.get_username()
        record(Event.PERSON_CHANGED, by=Actor.of(self.request), target_type="person", target=name, detail="password")
        return user
