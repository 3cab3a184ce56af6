"""A browser's session: Django's own, and in columns of its own whose it is and through which provider."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connection, models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

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
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        # No page of its own, so nobody needs a right to it.
        default_permissions = ()
        indexes = [
            models.Index(fields=["issuer", "sid"], name="session_by_sid"),
            models.Index(fields=["issuer", "subject"], name="session_by_subject"),
        ]

    def __str__(self) -> str:
        """Without the key, which Django's own shows: with it, anybody who reads the page is signed in as the person."""
        return gettext("a session of %(person)s") % {"person": self.user or gettext("nobody")}

    @classmethod
    def get_session_store_class(cls) -> type["SessionStore"]:
        return SessionStore


class SessionStore(DatabaseSessionStore):
    """`SESSION_ENGINE` names this module (Django: extending database-backed session engines).

    What was ended meanwhile stays ended: Django would save it anew under a new key.
    """

    # What Django keeps the session's data in once it was read; its types leave it out.
    _session_cache: dict[str, Any]
    # The row's data as this request has read it, and the row's key while the session has a newer one.
    _read: str | None = None
    _former_key: str | None = None

    @classmethod
    def get_model_class(cls) -> type[PortalSession]:
        return PortalSession

    def cycle_key(self) -> None:
        """The row gets a new key when it is saved: one statement, and one new key, however often this is called."""
        self.keys()  # reads it: only then is it known whether there is a row
        if self.session_key is None:
            super().cycle_key()
            return
        if self._former_key is None:
            self._former_key = self.session_key
            self._session_key = get_random_string(32, VALID_KEY_CHARS)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Raises `UpdateError` if the session was ended meanwhile."""
        if must_create or self._former_key is None:
            super().save(must_create)
            return
        was_somebodys = self._read is not None and SESSION_KEY in self.decode(self._read)
        if not self._replace("session_key = %s", self._former_key):
            if was_somebodys:
                raise UpdateError
            # Nobody's: another tab of the same browser has signed in just now.
            super().save(must_create=True)
        self._former_key = None

    def save_if_unchanged(self) -> bool:
        """Saves it; if another request has done so since it was read, it is read anew instead, and that is False."""
        if self._replace("session_key = %s AND session_data = %s", self.session_key, self._read):
            return True
        del self._session_cache
        return False

    def was_ended(self) -> bool:
        """Whether the row is gone, which has the former key until the newer one is saved. False if there was none."""
        key = self._former_key or self.session_key
        return key is not None and not self.exists(key)

    def delete(self, session_key: str | None = None) -> None:
        super().delete(session_key or self._former_key)
        self._former_key = None

    def create_model_instance(self, data: dict[str, Any]) -> PortalSession:
        session = cast(PortalSession, super().create_model_instance(data))
        session.user_id = data.get(SESSION_KEY)
        for column, value in data.get(PROVIDER, {}).items():
            if column in COLUMNS:
                setattr(session, column, value)
        return session

    def load(self) -> dict[str, Any]:
        """As Django does it, in SQL: every page needs it, and making SQL of a query takes ten times as long."""
        with connection.cursor() as cursor:
            cursor.execute(LOAD, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())])
            row = cursor.fetchone()
        self._read = row[0] if row else None
        if self._read is None:
            self._session_key = None
            return {}
        return self.decode(self._read)

    def _replace(self, condition: str, *values: str | None) -> bool:
        """Puts the session in the place of the row that meets the condition, if there is one."""
        now = self.create_model_instance(dict(self.items()))
        fields = PortalSession._meta.concrete_fields
        columns: list[Any] = [each.get_db_prep_save(getattr(now, each.attname), connection) for each in fields]
        with connection.cursor() as cursor:
            cursor.execute(f"{REPLACE} WHERE {condition}", [*columns, *values])
            is_there = bool(cursor.rowcount)
        if is_there:
            self._read = now.session_data
        return is_there


COLUMNS = ("registration", "issuer", "subject", "sid")
TABLE = PortalSession._meta.db_table
LOAD = f"SELECT session_data FROM {TABLE} WHERE session_key = %s AND expire_date > %s"  # noqa: S608
REPLACE = f"UPDATE {TABLE} SET {', '.join(f'{each.column} = %s' for each in PortalSession._meta.concrete_fields)}"  # noqa: S608
