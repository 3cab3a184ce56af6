"""Who acts, and the record of it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from sso_providers.models import AuditEvent, Event, User


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the console, or a command ('command line'); `address` is where they act from.

    `confirmed`: the person has proven just now who they are (`confirmation.actor`).
    """

    name: str
    user: User | None = None
    address: str = ""
    confirmed: bool = False

    @classmethod
    def of(cls, request: HttpRequest) -> "Actor":
        """The signed-in person, at the address that the request came from."""
        user = request.user if isinstance(request.user, User) else None
        return cls(request.user.get_username(), user, request.META.get("REMOTE_ADDR", ""))


COMMAND_LINE = Actor("command line")


def save_version(row: Any, *, by: Actor, reason: str) -> None:
    """Saves a row of a model with history; django-simple-history reads who and why off the row."""
    row._history_user = by.user
    row._change_reason = reason[:100]
    row.save()


def record(event: Event, *, by: Actor, target_type: str = "", target: str = "", detail: str = "") -> AuditEvent:
    """Texts that are too long are cut; none of them may hold a secret."""
    return AuditEvent.objects.create(
        event=event.value,
        actor=by.name[:150],
        address=by.address[:45],
        target_type=target_type,
        target=target[:150],
        detail=detail[:500],
    )
