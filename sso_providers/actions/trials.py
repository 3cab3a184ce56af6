"""What a test sign-in brought: kept for the tester alone, in their own session, for an hour."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.views.decorators.debug import sensitive_variables

from sso_providers.models import Event, ProviderRegistration
from sso_providers.oidc import pasted

from .audit import Actor, record

KEY = "trials"
LASTS = 60 * 60
# The newest of each registration; with `pasted.MAX_LENGTH` this bounds the session.
KEPT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """`claims`, `header` and `token_claims` are JSON as text; "" where it was too long to keep.

    `token_claims` are those that the ID token itself has; `claims` are completed from userinfo. `at` is in seconds
    since 1970.
    """

    claims: str
    header: str
    issuer: str
    at: int
    token_claims: str = ""


@sensitive_variables()
def keep(
    *,
    session: SessionBase,
    registration: ProviderRegistration,
    claims: Mapping[str, Any],
    token_claims: Mapping[str, Any],
    header: Mapping[str, Any],
    by: Actor,
) -> None:
    """Validated `claims`, completed from userinfo; the ID token's own, and its header. The audit event has none."""
    trial = Trial(
        claims=pasted.as_text(claims),
        header=pasted.as_text(header),
        token_claims=pasted.as_text(token_claims),
        issuer=str(claims["iss"]),
        at=int(time.time()),
    )
    others = [entry for entry in recent(session).items() if entry[0] != registration.slug]
    session[KEY] = dict([*others, (registration.slug, asdict(trial))][-KEPT:])
    record(Event.TEST_SIGNED_IN, by=by, target_type="registration", target=registration.slug)


@sensitive_variables()
def newest(session: SessionBase, registration: ProviderRegistration) -> Trial | None:
    """The last one of `registration` in this session; what is older than an hour is dropped on the way."""
    entries = recent(session)
    if entries != session.get(KEY, {}):
        session[KEY] = entries
    return Trial(**entries[registration.slug]) if registration.slug in entries else None


def recent(session: SessionBase) -> dict[str, Any]:
    now = time.time()
    return {slug: entry for slug, entry in session.get(KEY, {}).items() if 0 <= now - entry["at"] <= LASTS}
