"""An address at which a calendar program reads what ends when."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """One a person. Only the token's hash is stored; a calendar program can't sign in, so the address is the key."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()

    def __str__(self) -> str:
        return f"of {self.user}"
