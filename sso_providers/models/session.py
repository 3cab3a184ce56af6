"""A browser's session: Django's own, and in columns of its own whose it is and through which provider."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import models

# The session's own entry about the provider's sign-in that it began with: what a row has as columns, and
# the sealed ID token.
PROVIDER = "provider"


class PortalSession(AbstractBaseSession):
    """A row has no life of its own: `SessionStore` writes its columns from the session with every save.

    So sessions can be found and ended by person, and by the provider's `sid` or `sub`, whichever process they
    are from.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    registration = models.CharField(max_length=50, blank=True)
    issuer = models.CharField(max_length=500, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    sid = models.CharField(max_length=255, blank=True)

    class Meta:
        verbose_name = "session"
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()
        indexes = [
            models.Index(fields=["issuer", "sid"], name="session_by_sid"),
            models.Index(fields=["issuer", "subject"], name="session_by_subject"),
        ]

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseSessionStore):
    """`SESSION_ENGINE` names this module (Django: extending database-backed session engines)."""

    @classmethod
    def get_model_class(cls) -> type[PortalSession]:
        return PortalSession

    def cycle_key(self) -> None:
        """Not for a session that was ended meanwhile: Django would save it anew under another key."""
        if SESSION_KEY in self and self.session_key and not self.exists(self.session_key):
            raise SessionInterrupted("The session was ended while the request was under way.")
        super().cycle_key()

    def create_model_instance(self, data: dict[str, Any]) -> PortalSession:
        session = cast(PortalSession, super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        for column, value in data.get(PROVIDER, {}).items():
            if column in COLUMNS:
                setattr(session, column, value)
        return session


COLUMNS = ("registration", "issuer", "subject", "sid")
