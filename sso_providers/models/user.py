"""Who uses the portal, and what each role may do."""

from django.contrib.auth.models import AbstractUser
from django.db import models

from sso_providers.oidc.policy import RANKS, Role


class User(AbstractUser):
    """A person. Staff sign in through a registration; a local password is the way back in."""

    password_proven_at = models.DateTimeField(
        null=True, editable=False, help_text="When somebody last showed that they know the password."
    )

    def set_password(self, raw_password: str | None) -> None:
        """What was proven of the old one says nothing about the new one."""
        super().set_password(raw_password)
        self.password_proven_at = None

    @property
    def role(self) -> str:
        """The highest role's label, for the page header."""
        if self.is_superuser:
            return "Superuser"
        highest = self.highest_role
        return highest.capitalize() if highest else ""

    @property
    def highest_role(self) -> Role | None:
        """Asks the database each time, for roles come and go."""
        names = {group.name for group in self.groups.all()}
        return max((role for role in Role if role in names), key=RANKS.__getitem__, default=None)

    def may_give(self, role: str) -> bool:
        """Nobody hands out more than they have."""
        if self.is_superuser:
            return True
        highest = self.highest_role
        return highest is not None and RANKS[role] <= RANKS[highest]
