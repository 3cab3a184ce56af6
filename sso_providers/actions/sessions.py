"""Ending sessions, in whichever browser and process they are in use: their rows are what keeps them."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from sso_providers.models import CalendarFeed, Event, PortalSession, RecoveryLink, UsedLogoutToken, User
from sso_providers.oidc.logout_tokens import LogoutToken

from .audit import Actor, record

# The clocks of two portal processes may differ, too.
MARGIN = timedelta(minutes=2)


class Replayed(ValueError):
    """A logout token was obeyed already."""


@transaction.atomic
def end_for_user(*, user: User, by: Actor, reason: str = "") -> int:
    """All of a person's, and how many they were; recorded if there were any.

    Nor does a recovery link that is not used yet begin a new one, nor their calendar's address show anything more.
    """
    void_recovery_links(user)
    CalendarFeed.objects.filter(user=user).delete()
    ended = end(Q(user=user))
    if ended:
        detail = f"{counted(ended)}: {reason}" if reason else counted(ended)
        record(Event.SESSIONS_ENDED, by=by, target_type="person", target=user.username, detail=detail)
    return ended


def void_recovery_links(user: User) -> None:
    RecoveryLink.objects.filter(user=user, used_at=None).delete()


@transaction.atomic
def end_for_registration(*, registration_slug: str, by: Actor, reason: str) -> int:
    """All that began through it, and how many they were; recorded if there were any.

    Those of the acting person go on: locked out in the middle of it, they could not take a wrong change back.
    """
    meant = Q(registration=registration_slug)
    ended = end(meant & ~Q(user=by.user) if by.user else meant)
    if ended:
        detail = f"{counted(ended)}: {reason}"
        record(Event.SESSIONS_ENDED, by=by, target_type="registration", target=registration_slug, detail=detail)
    return ended


@transaction.atomic
def obey(*, registration_slug: str, token: LogoutToken) -> int:
    """Ends the sessions that a validated logout token names, and returns how many they were.

    A token works once, whichever process it comes to; raises `Replayed`. If ending fails, it is not used up.
    """
    UsedLogoutToken.objects.filter(expires_at__lt=timezone.now()).delete()
    remember(token)
    return end_through_provider(
        registration_slug=registration_slug, issuer=token.issuer, sid=token.sid, subject=token.subject
    )


def remember(token: LogoutToken) -> None:
    # An issuer has no line break.
    digest = hashlib.sha256(f"{token.issuer}\n{token.jti}".encode()).hexdigest()
    expires_at = datetime.fromtimestamp(token.usable_until, UTC) + MARGIN
    try:
        with transaction.atomic():
            UsedLogoutToken.objects.create(digest=digest, expires_at=expires_at)
    except IntegrityError:
        raise Replayed("The logout token was used before (jti).") from None


@transaction.atomic
def end_through_provider(*, registration_slug: str, issuer: str, sid: str, subject: str) -> int:
    """Those that a logout token names (OpenID Connect Back-Channel Logout 1.0, section 2.7), and how many they were.

    One of `sid` and `subject` may be blank. By `sid`, those of the same subject that don't know their sid end too:
    rather one too many. Recorded for each person.
    """
    if not sid and not subject:
        raise ValueError("Expected a sid or a subject: without either, everybody would be signed out.")
    meant = Q(registration=registration_slug, issuer=issuer)
    if subject:
        meant &= Q(subject=subject)
    if sid:
        meant &= Q(sid=sid) | Q(sid="") if subject else Q(sid=sid)
    people = User.objects.filter(pk__in=PortalSession.objects.filter(meant).values("user")).order_by("pk")
    return sum(signed_out(person, meant, registration_slug) for person in people)


def signed_out(person: User, meant: Q, registration_slug: str) -> int:
    ended = end(meant & Q(user=person))
    if ended:
        record(
            Event.SIGNED_OUT_BY_PROVIDER,
            by=Actor(person.username, person),
            target_type="registration",
            target=registration_slug,
            detail=counted(ended),
        )
    return ended


def end(meant: Q) -> int:
    """A request that is under way can't bring its session back: saving it then is an `UpdateError`."""
    ended, _ = PortalSession.objects.filter(meant, expire_date__gt=timezone.now()).delete()
    return ended


def counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"
