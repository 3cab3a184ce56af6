"""Who uses the portal, and what each role may do."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sso_providers.oidc.policy import RANKS, Role

# Translated where they are shown: the audit has them in English.
LABELS = {
    Role.VIEWER: gettext_noop("Viewer"),
    Role.OPERATOR: gettext_noop("Operator"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
    Role.SUPERUSER: gettext_noop("Superuser"),
}


class User(AbstractUser):
    """A person. Staff sign in through a registration; a local password is the way back in."""

    password_proven_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When somebody last showed that they know the password.")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def set_password(self, raw_password: str | None) -> None:
        """What was proven of the old one says nothing about the new one."""
        super().set_password(raw_password)
        self.password_proven_at = None

    @property
    def role(self) -> str:
        """The highest role's label, for the page header and the audit."""
        highest = Role.SUPERUSER if self.is_superuser else self.highest_role
        return LABELS[highest] if highest else ""

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
