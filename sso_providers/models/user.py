"""Who uses the portal, and what each role may do."""

from django.contrib.auth.models import AbstractUser

from sso_providers.oidc.policy import RANKS, Role


class User(AbstractUser):
    """A person. Staff sign in through a registration; a local password is the way back in."""

    @property
    def role(self) -> str:
        """The highest role's label, for the page header."""
        if self.is_superuser:
            return "Superuser"
        return self.highest_role.capitalize() if self.highest_role else ""

    @property
    def highest_role(self) -> Role | None:
        names = {group.name for group in self.groups.all()}
        return max((role for role in Role if role in names), key=RANKS.__getitem__, default=None)

    def may_give(self, role: str) -> bool:
        """Nobody hands out more than they have."""
        if self.is_superuser:
            return True
        return self.highest_role is not None and RANKS[role] <= RANKS[self.highest_role]
