"""Who did what, when and from where."""

from enum import StrEnum
from typing import Any, NoReturn

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sso_providers.language import in_words


class Event(StrEnum):
    REGISTRATION_CREATED = "registration created"
    REGISTRATION_CHANGED = "registration changed"
    REGISTRATION_RESTORED = "registration restored"
    REGISTRATION_DELETED = "registration deleted"
    SECRET_SET = "secret set"
    SECRET_REMOVED = "secret removed"
    SECRET_RESEALED = "secret encrypted with the newest key"
    SECRET_EXPIRY_SET = "secret expiry set"
    SECRET_REVEALED = "secret revealed"
    ROTATION_STARTED = "secret rotation started"
    ROTATION_CHECKED = "new secret checked"
    ROTATION_SWITCHED = "new secret put in force"
    ROTATION_TAKEN_BACK = "old secret taken back"
    ROTATION_CONFIRMED = "new secret confirmed on the servers"
    ROTATION_FINISHED = "old secret retired"
    ROTATION_CANCELLED = "secret rotation cancelled"
    CHECKED = "registration checked"
    DEPLOYMENT_CREATED = "deployment created"
    DEPLOYMENT_CHANGED = "deployment changed"
    DEPLOYMENT_RESTORED = "deployment restored"
    DEPLOYMENT_DELETED = "deployment deleted"
    EXPORTED = "configuration exported"
    EXPORTED_WITH_SECRETS = "configuration exported with secrets"
    SERVER_LOOKED_AT = "server looked at"
    REGISTRATION_COPIED = "registration copied"
    DEPLOYMENT_COPIED = "deployment copied"
    RUN_STARTED = "run started"
    RUN_CANCELLED = "run cancelled"
    RUN_CONTINUED = "run gone on with"
    RUN_DOWNLOADED = "files of a run downloaded"
    RUN_DELETED = "run deleted"
    PERSON_ADDED = "person added"
    PERSON_CHANGED = "person changed"
    PERSON_DELETED = "person deleted"
    PERSON_APPROVED = "person approved"
    PERSON_DECLINED = "person declined"
    ACCOUNT_LINKED = "account linked"
    ACCOUNT_UNLINKED = "account unlinked"
    SESSIONS_ENDED = "sessions ended"
    SIGNED_IN = "signed in"
    SIGN_IN_REFUSED = "sign-in refused"
    SIGN_IN_WAITS = "sign-in waits for approval"
    CONFIRMED = "identity confirmed"
    TEST_SIGNED_IN = "test sign-in"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_BY_PROVIDER = "signed out by the provider"
    RECOVERY_LINK_MADE = "recovery link made"
    RECOVERY_LINK_USED = "recovery link used"
    RECOVERY_PROVEN = "recovery account proven"
    REMINDED = "reminder sent"
    CALENDAR_MADE = "calendar address made"
    CALENDAR_REMOVED = "calendar address removed"


def event_choices() -> list[tuple[str, str]]:
    """A callable, so that a new event makes no migration."""
    return [(event.value, capfirst(in_words(event.value))) for event in Event]


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("Audit events are never deleted.")

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """It can overwrite."""
        raise TypeError("Audit events are recorded one by one.")


class AuditEvent(models.Model):
    """Append-only, and text only: no foreign key, so history neither blocks nor follows a deletion."""

    at = models.DateTimeField(_("at"), auto_now_add=True, db_index=True)
    event = models.CharField(_("event"), max_length=50, choices=event_choices)
    actor = models.CharField(_("actor"), max_length=150)
    address = models.CharField(_("address"), max_length=45, blank=True, help_text=_("The address it was done from."))
    target_type = models.CharField(_("target type"), max_length=50, blank=True)
    target = models.CharField(_("target"), max_length=150, blank=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit event")
        verbose_name_plural = _("audit events")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.actor}: {in_words(self.event)} {self.target}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Audit events are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Audit events are never deleted.")
