"""A sign-in that was started: what its `state` stands for, kept in the browser's session."""

import secrets
import time
from dataclasses import asdict, dataclass

from django.http import HttpRequest

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


def remember(request: HttpRequest, pending: Pending) -> str:
    """Keeps `pending` and returns its state; the oldest make room when there are many."""
    state = secrets.token_urlsafe(32)
    entries = {**request.session.get(KEY, {}), state: asdict(pending)}
    newest = sorted(entries.items(), key=lambda entry: entry[1]["started_at"])[-AT_ONCE:]
    request.session[KEY] = dict(newest)
    return state


def take(request: HttpRequest, state: str, *, registration: str) -> Pending | None:
    """The sign-in that `state` stands for, once; None if it is unknown, too old or another registration's."""
    entries = dict(request.session.get(KEY, {}))
    found = entries.get(state)
    if found is None or found["registration"] != registration:
        return None
    del entries[state]
    request.session[KEY] = entries
    request.session.save()
    pending = Pending(**found)
    return pending if time.time() - pending.started_at <= LIFETIME else None
