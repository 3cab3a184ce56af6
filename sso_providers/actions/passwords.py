"""Passwords of local accounts: one's own, and those that other people set."""

from django.db import transaction
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from sso_providers.models import Event, User

from . import confirmation, sessions, ways_in
from .audit import Actor, record

CONFIRM = gettext_lazy("Before you set somebody's password, confirm that it is you.")


@transaction.atomic
@sensitive_variables()
def change_own(*, user: User, password: str, by: Actor) -> None:
    """For a person who has shown already that the account is theirs."""
    save(user, password)
    record(Event.PERSON_CHANGED, by=by, target_type="person", target=user.username, detail="password")


@transaction.atomic
@sensitive_variables()
def set_for(*, user: User, password: str | None, by: Actor) -> None:
    """Of somebody else; None takes it away. Raises `confirmation.Unconfirmed` or `ways_in.LastWayIn`.

    With a session alone, which may be stolen, one would get an account whose password one knows: enough to confirm
    whatever needs it.
    """
    confirmation.require(by, str(CONFIRM))
    with ways_in.guarded():
        save(user, password)
        detail = "password" if password else "password taken away"
        record(Event.PERSON_CHANGED, by=by, target_type="person", target=user.username, detail=detail)


@sensitive_variables()
def save(user: User, password: str | None) -> None:
    """The person's sessions are worth nothing after it, for Django compares them with the password."""
    user.set_password(password)
    user.save(update_fields=["password", "password_proven_at"])
    sessions.void_recovery_links(user)
