"""The same as JSON for a webhook: `text` for Slack and its like, `endings` for programs."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_variables

from sso_providers import http
from sso_providers.actions.expiry import Ending

from .channel import LISTED, Channel, ChannelFailed

SECONDS = 10.0
SIGNATURE = "X-Portal-Signature"
# Slack's own signs; https://api.slack.com/reference/surfaces/formatting#escaping
ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def is_set_up() -> bool:
    return bool(settings.REMINDER_WEBHOOK_URL)


@sensitive_variables()
def send(endings: Sequence[Ending]) -> None:
    body = json.dumps(payload(endings)).encode()
    headers = {"Content-Type": "application/json"}
    if settings.REMINDER_WEBHOOK_SECRET:
        headers[SIGNATURE] = signature(body, settings.REMINDER_WEBHOOK_SECRET)
    try:
        # Whoever sets the environment may name a server of their own network.
        answer = http.fetch(
            "POST", settings.REMINDER_WEBHOOK_URL, allow_private=True, body=body, headers=headers, deadline=SECONDS
        )
    except http.FetchError as error:
        # Not its sentence: the address is a secret.
        raise ChannelFailed(f"The webhook gave no answer ({error.reason}): check REMINDER_WEBHOOK_URL.") from None
    if not 200 <= answer.status < 300:
        raise ChannelFailed(f"The webhook answered with status {answer.status}: check REMINDER_WEBHOOK_URL.")


def signature(body: bytes, secret: str) -> str:
    """Of the bytes as they are sent; `sent_at` is among them, so that an old one can be told."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def payload(endings: Sequence[Ending]) -> dict[str, Any]:
    return {
        "text": text(endings),
        "event": "expiry",
        "portal": settings.PORTAL_URL,
        "sent_at": timezone.now().isoformat(timespec="seconds"),
        "endings": [
            {
                "about": each.about,
                "source": each.source.value,
                "what": each.what,
                "registration": each.registration,
                "slug": each.slug,
                "ends_on": each.ends_on.isoformat(),
                "days_left": each.days_left,
                "threshold": each.threshold,
                "link": settings.PORTAL_URL + each.link,
            }
            for each in endings
        ],
    }


def text(endings: Sequence[Ending]) -> str:
    lines = [_("SSO Portal: to be replaced")]
    lines += [f"• {escaped(each.sentence)} {settings.PORTAL_URL}{each.link}" for each in endings[:LISTED]]
    if more := len(endings[LISTED:]):
        lines.append(ngettext("… and %(count)d more:", "… and %(count)d more:", more) % {"count": more})
    lines.append(settings.PORTAL_URL + reverse("expiry"))
    return "\n".join(lines)


def escaped(sentence: str) -> str:
    return "".join(ESCAPED.get(each, each) for each in sentence)


CHANNEL = Channel("webhook", is_set_up, send)
