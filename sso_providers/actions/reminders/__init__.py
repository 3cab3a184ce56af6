"""Tells people what ends, once at each threshold, by every channel that the environment sets up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from sso_providers.actions import expiry
from sso_providers.actions.audit import Actor, record
from sso_providers.actions.expiry import Ending
from sso_providers.models import Event, SentReminder

from . import mail, webhook
from .channel import Channel, ChannelFailed

__all__ = ["Delivery", "NoChannel", "deliver", "forget_gone"]

CHANNELS = (mail.CHANNEL, webhook.CHANNEL)
# A check that fails once hides a certificate: only what is gone for so long counts as gone.
REMEMBERED = timedelta(days=90)


class NoChannel(Exception):
    """Nothing is set up."""

    def __init__(self) -> None:
        super().__init__("No reminder can be sent: set EMAIL_URL for mails, or REMINDER_WEBHOOK_URL for a webhook.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a channel had to tell, and `failure`, a sentence, where it could not."""

    channel: str
    endings: tuple[Ending, ...]
    failure: str = ""


def deliver(*, by: Actor, dry_run: bool = False, today: date | None = None) -> list[Delivery]:
    """Channel by channel: if one fails, the others are not asked again at the next run. Raises `NoChannel`."""
    channels = [each for each in CHANNELS if each.is_set_up()]
    if not channels:
        raise NoChannel
    found = expiry.ending(max(expiry.THRESHOLDS), today=today)
    return [through(channel, tuple(unsent(channel, found)), by=by, dry_run=dry_run) for channel in channels]


def through(channel: Channel, endings: tuple[Ending, ...], *, by: Actor, dry_run: bool) -> Delivery:
    """Sends first and notes it then: told twice is better than never."""
    if not endings or dry_run:
        return Delivery(channel=channel.name, endings=endings)
    try:
        channel.send(endings)
    except ChannelFailed as error:
        return Delivery(channel=channel.name, endings=endings, failure=str(error))
    remember(channel, endings, by=by)
    return Delivery(channel=channel.name, endings=endings)


def unsent(channel: Channel, found: Sequence[Ending]) -> Iterator[Ending]:
    sent = set(SentReminder.objects.filter(channel=channel.name).values_list("about", "ends_on", "days"))
    return (each for each in found if (each.about, each.ends_on, each.threshold) not in sent)


@transaction.atomic
def remember(channel: Channel, endings: Sequence[Ending], *, by: Actor) -> None:
    rows = [
        SentReminder(about=each.about, ends_on=each.ends_on, days=each.threshold, channel=channel.name)
        for each in endings
        if each.threshold is not None
    ]
    # Another run at the same time may have noted some.
    SentReminder.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    counted = "1 warning" if len(endings) == 1 else f"{len(endings)} warnings"
    record(Event.REMINDED, by=by, target_type="channel", target=channel.name, detail=counted)


@transaction.atomic
def forget_gone(*, today: date | None = None) -> int:
    """Old notes about what ends no more, or on another day; how many they were."""
    current = {(each.about, each.ends_on) for each in expiry.ending(max(expiry.THRESHOLDS), today=today)}
    old = SentReminder.objects.filter(sent_at__lt=timezone.now() - REMEMBERED)
    gone = [pk for pk, about, ends_on in old.values_list("pk", "about", "ends_on") if (about, ends_on) not in current]
    for start in range(0, len(gone), 500):
        SentReminder.objects.filter(pk__in=gone[start : start + 500]).delete()
    return len(gone)
