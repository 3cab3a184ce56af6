"""A one-time way in for a local account, made where the portal runs."""

from django.conf import settings
from django.db import models


class RecoveryLink(models.Model):
    """Only the token's hash is stored: who reads the table can't sign in with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_links")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()

    def __str__(self) -> str:
        return f"for {self.user}, until {self.expires_at:%Y-%m-%d %H:%M} UTC"
