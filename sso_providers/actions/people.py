"""What administrators do to the portal's people: choose their rights by hand, and delete them."""

from collections.abc import Iterable

from django.db import transaction

from sso_providers.models import Event, User

from . import sessions, ways_in
from .audit import Actor, record


@transaction.atomic
def save_rights(*, user: User, event: Event, by: Actor) -> None:
    """After somebody chose a person's rights by hand. It is recorded with the role.

    People with a role are staff, and people who are switched off lose their sessions.
    """
    user.is_staff = user.is_superuser or user.highest_role is not None
    user.save(update_fields=["is_staff"])
    record(event, by=by, target_type="person", target=user.username, detail=user.role)
    if not user.is_active:
        sessions.end_for_user(user=user, by=by, reason="switched off")


@transaction.atomic
def delete(*, users: Iterable[User], by: Actor) -> None:
    """Raises `ways_in.LastWayIn`; then nobody is deleted."""
    with ways_in.guarded():
        for user in users:
            record(Event.PERSON_DELETED, by=by, target_type="person", target=user.username)
            user.delete()
