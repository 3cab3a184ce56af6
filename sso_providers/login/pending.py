"""A sign-in that was started: what its `state` stands for, kept in the browser's session."""

import secrets
import time
from dataclasses import asdict, dataclass, fields
from typing import cast

from django.http import HttpRequest

from sso_providers.models.session import SessionStore

from . import errors

KEY = "sso_pending"
LIFETIME = 10 * 60
AT_ONCE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Bound to one registration and issuer; single use; ten minutes."""

    registration: str
    issuer: str
    redirect_uri: str
    nonce: str
    verifier: str
    purpose: str
    next_url: str
    started_at: int


NAMES = frozenset(each.name for each in fields(Pending))


def remember(request: HttpRequest, pending: Pending) -> str:
    """Keeps `pending` and returns its state; the oldest make room when there are many."""
    state = secrets.token_urlsafe(32)
    entries = {**request.session.get(KEY, {}), state: asdict(pending)}
    newest = sorted(entries.items(), key=lambda entry: entry[1]["started_at"])[-AT_ONCE:]
    request.session[KEY] = dict(newest)
    return state


def find(request: HttpRequest, state: str, *, registration: str) -> Pending | None:
    """The sign-in that `state` stands for; None if it is unknown, too old or another registration's."""
    found = request.session.get(KEY, {}).get(state)
    # Another release of the portal may have written it.
    if found is None or found.keys() != NAMES or found["registration"] != registration:
        return None
    pending = Pending(**found)
    return pending if time.time() - pending.started_at <= LIFETIME else None


class Spending:
    """Called, it takes `state` out of the session: no answer with it counts after that. Only the first call does it.

    Raises `SignInError` if another request was first, in whichever process.
    """

    def __init__(self, request: HttpRequest, state: str) -> None:
        self.session, self.state = cast(SessionStore, request.session), state
        self.is_done = False

    def __call__(self) -> None:
        if self.is_done:
            return
        self.is_done = True
        while True:
            entries = dict(self.session.get(KEY, {}))
            if entries.pop(self.state, None) is None:
                raise errors.expired()
            self.session[KEY] = entries
            # If another request has changed the session meanwhile, it is read anew: perhaps it spent the same state.
            if self.session.save_if_unchanged():
                return
