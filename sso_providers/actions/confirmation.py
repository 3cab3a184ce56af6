"""Asking a signed-in person to prove again who they are, before something that matters."""

import time

from django.contrib.sessions.backends.base import SessionBase

KEY = "confirmed_at"
LASTS = 5 * 60


def confirm(session: SessionBase) -> None:
    session[KEY] = int(time.time())


def is_confirmed(session: SessionBase) -> bool:
    """Whether the person proved it in the last five minutes, in this session."""
    confirmed_at: int = session.get(KEY, 0)
    return 0 <= time.time() - confirmed_at <= LASTS
