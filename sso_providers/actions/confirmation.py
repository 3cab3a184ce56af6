"""Asking a signed-in person to prove again who they are, before something that matters."""

import time
from dataclasses import replace

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest

from sso_providers.models import Event, ProviderRegistration

from .audit import Actor, record

KEY = "confirmed_at"
LASTS = 5 * 60


class Unconfirmed(ValueError):
    """What somebody asked for needs a fresh confirmation, and there is none."""


@transaction.atomic
def confirm(*, session: SessionBase, by: Actor, registration: ProviderRegistration | None = None) -> None:
    """For a person who has just proven it: at the provider of `registration`, or with the password."""
    session[KEY] = int(time.time())
    if registration:
        record(Event.CONFIRMED, by=by, target_type="registration", target=registration.slug)
    else:
        record(Event.CONFIRMED, by=by, detail="with a password")


def is_confirmed(session: SessionBase) -> bool:
    """Whether the person proved it in the last five minutes, in this session."""
    confirmed_at: int = session.get(KEY, 0)
    return 0 <= time.time() - confirmed_at <= LASTS


def actor(request: HttpRequest) -> Actor:
    """The signed-in person, for actions that ask for a confirmation."""
    return replace(Actor.of(request), confirmed=is_confirmed(request.session))


def require(by: Actor, sentence: str) -> None:
    """Raises `Unconfirmed` with the `sentence`, which asks the person to. Commands may do everything."""
    if by.user is not None and not by.confirmed:
        raise Unconfirmed(sentence)
