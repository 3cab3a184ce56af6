"""The forms of a person: rights, and the password that somebody else sets."""

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html

from sso_providers.actions import ways_in
from sso_providers.oidc.policy import Role


class PersonForm(UserChangeForm):
    """`is_confirmed`, which the page sets: who saves has proven just now who they are."""

    is_confirmed = False

    def clean(self) -> Any:
        cleaned = super().clean()
        if not self.is_confirmed and self.promotes():
            raise ValidationError(
                format_html(
                    "Who makes an administrator or a superuser confirms first that it is them: do that in "
                    '<a href="{}">your account</a>, and save here within five minutes.',
                    reverse("account"),
                )
            )
        return cleaned

    def promotes(self) -> bool:
        """Whether the person is to be an administrator or a superuser, and is none yet."""
        person = self.instance
        # The instance has the typed values only after cleaning; its groups only after saving.
        if self.cleaned_data.get("is_superuser") and not person.is_superuser:
            return True
        wanted = {group.name for group in self.cleaned_data.get("groups", ())}
        return Role.ADMINISTRATOR in wanted and person.highest_role is not Role.ADMINISTRATOR


class PersonPasswordForm(AdminPasswordChangeForm):
    def save(self, commit: bool = True) -> Any:
        """A password can be taken away here, too. Raises `ways_in.LastWayIn`."""
        with ways_in.guarded():
            return super().save(commit)
