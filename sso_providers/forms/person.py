"""The forms of a person: rights, and the password that somebody else sets."""

from typing import Any

from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import passwords
from sso_providers.actions.audit import Actor
from sso_providers.oidc.policy import Role

from .confirming import require_confirmation


class PersonForm(UserChangeForm):
    """`by`, which the page sets, is the person who saves."""

    by: Actor

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.promotes():
            require_confirmation(self, self.by, "make an administrator or a superuser, or switch one on again")
        return cleaned

    def promotes(self) -> bool:
        """Whether the person gets a right to manage the portal, or can use one again."""
        person = self.instance  # has the typed values only after cleaning, and its groups only after saving
        typed = {"is_superuser": person.is_superuser, "is_active": person.is_active, **self.cleaned_data}
        had = managing({group.name for group in person.groups.all()}, is_superuser=person.is_superuser)
        gets = managing({group.name for group in typed.get("groups", ())}, is_superuser=typed["is_superuser"])
        switched_on = typed["is_active"] and not person.is_active
        return bool(gets if switched_on else gets - had)


def managing(groups: set[str], *, is_superuser: bool) -> set[Role]:
    """Those of a person's rights by which they manage the portal."""
    rights = {Role.SUPERUSER} if is_superuser else set()
    return rights | ({Role.ADMINISTRATOR} if Role.ADMINISTRATOR in groups else set())


class PersonPasswordForm(AdminPasswordChangeForm):
    """A password can be taken away here, too."""

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> Any:
        cleaned = super().clean()
        # The page shows the errors of fields only.
        require_confirmation(self, self.by, passwords.DEED, field="password1")
        return cleaned

    @sensitive_variables()
    def save(self, commit: bool = True) -> Any:
        """Raises `ways_in.LastWayIn`."""
        password = self.cleaned_data["password1"] if self.cleaned_data["set_usable_password"] else None
        passwords.set_for(user=self.user, password=password, by=self.by)
        return self.user
