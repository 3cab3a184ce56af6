"""Logout tokens that were obeyed, so that none works twice."""

from django.db import models


class UsedLogoutToken(models.Model):
    """Kept until the token is too old anyway (OpenID Connect Back-Channel Logout 1.0, section 2.6)."""

    # Of issuer and jti, for both are as long as the provider likes.
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.digest[:8]}, until {self.expires_at:%Y-%m-%d %H:%M} UTC"
