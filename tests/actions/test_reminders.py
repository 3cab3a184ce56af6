"""Warnings are sent once at each threshold and by each channel, and hold no secret."""

import hashlib
import hmac
import json
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from sso_providers.actions import reminders
from sso_providers.actions.reminders import webhook
from sso_providers.http import connections
from sso_providers.models import AuditEvent, Event, ProviderRegistration, SentReminder
from tests import people
from tests.actions.expiring import TODAY, expire, saml_ending, secret_ending, tls_seen
from tests.http.wire import OK, wire

pytestmark = pytest.mark.django_db
NO_MAIL = "django.core.mail.backends.dummy.EmailBackend"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
MOVED = b"HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n"
WEBHOOK_PATH = "services/T000/token7Qd"


@pytest.fixture(autouse=True)
def _mail(settings):
    """Django's tests keep mails in `mail.outbox`; that counts as a mail server."""
    settings.REMINDER_MAIL_TO = ["team@acme.example"]
    connections.made_once.cache_clear()
    yield
    connections.made_once.cache_clear()


@pytest.fixture
def without_mail(settings):
    settings.EMAIL_BACKEND = NO_MAIL


@pytest.fixture
def hooked(settings, without_mail):
    """`hooked(*answers)` is a webhook that answers so, and the only channel."""

    def started(*answers: bytes):
        server = wire(*([each] for each in answers))
        running = server.__enter__()
        servers.append(server)
        settings.REMINDER_WEBHOOK_URL = running.url + WEBHOOK_PATH
        return running

    servers: list = []
    yield started
    for server in servers:
        server.__exit__(None, None, None)


def deliver(days_later: int = 0, **options):
    today = TODAY + timedelta(days=days_later)
    return reminders.deliver(by=people.SOMEONE, today=today, **options)


def posted(server, number: int = -1):
    head, _, body = server.requests[number].partition(b"\r\n\r\n")
    return head.decode().lower(), body


# When


def test_deliver_warns_once_at_each_threshold_and_once_after_the_end():
    secret_ending(70)

    sent = {day: len(deliver(day)[0].endings) for day in range(90)}

    assert [day for day, number in sent.items() if number] == [10, 40, 63, 71]
    assert set(sent.values()) == {0, 1}
    assert len(mail.outbox) == 4
    assert list(SentReminder.objects.order_by("-days").values_list("days", flat=True)) == [60, 30, 7, 0]


def test_deliver_after_a_long_pause_warns_of_the_narrowest_threshold_only():
    secret_ending(5)

    deliver()

    assert SentReminder.objects.get().days == 7
    assert deliver()[0].endings == ()


def test_deliver_of_another_end_warns_anew():
    registration = secret_ending(5)
    deliver()
    expire(registration, 20)

    assert [each.days_left for each in deliver()[0].endings] == [20]


def test_deliver_of_several_endings_sends_one_mail():
    tls_seen(secret_ending(5), 20)
    saml_ending(50)

    deliver()

    (message,) = mail.outbox
    assert message.subject == "SSO Portal: 3 secrets or certificates need to be replaced"
    assert SentReminder.objects.count() == 3


def test_deliver_of_nothing_sends_nothing():
    secret_ending(61)

    assert [(each.channel, each.endings) for each in deliver()] == [("mail", ())]
    assert mail.outbox == []


def test_deliver_is_recorded():
    secret_ending(5)

    deliver()

    event = AuditEvent.objects.get(event=Event.REMINDED)
    assert (event.actor, event.target_type, event.target, event.detail) == ("someone", "channel", "mail", "1 warning")


def test_deliver_as_a_dry_run_sends_and_notes_nothing():
    secret_ending(5)

    assert len(deliver(dry_run=True)[0].endings) == 1
    assert (mail.outbox, SentReminder.objects.count()) == ([], 0)


def test_deliver_without_a_channel_names_what_to_set(without_mail):
    with pytest.raises(reminders.NoChannel, match="set EMAIL_URL for mails, or REMINDER_WEBHOOK_URL for a webhook"):
        deliver()


# Mail


def test_mail_says_what_ends_where_to_mend_it_and_no_secret(settings):
    settings.PORTAL_URL = "https://sso.acme.example"
    registration = secret_ending(5, name="Auth0 & <friends>")

    deliver()

    (message,) = mail.outbox
    assert message.to == ["team@acme.example"]
    assert message.subject == "SSO Portal: Client Secret (Auth0 & <friends>) ends in 5 days, on 2026-11-27."
    assert (
        "- Client Secret (Auth0 & <friends>) ends in 5 days, on 2026-11-27.\n"
        f"  https://sso.acme.example{registration.get_absolute_url()}#id_secret_client_secret\n"
    ) in message.body
    assert "https://sso.acme.example/expiry/" in message.body
    assert "A warning comes 60, 30 and 7 days before the end, and once after it." in message.body
    assert people.CANARY not in message.message().as_string()
    assert message.extra_headers == {"Auto-Submitted": "auto-generated"}


def test_mail_of_a_name_with_a_line_break_has_one_subject_line():
    secret_ending(5)
    ProviderRegistration.objects.update(name="Auth0\r\nBcc: eve@evil.example")

    deliver()

    (message,) = mail.outbox
    assert "\n" not in message.subject
    assert message.recipients() == ["team@acme.example"]


def test_mail_without_an_own_list_goes_to_who_can_act(settings):
    settings.REMINDER_MAIL_TO = []
    for make in (people.ada, people.grace, people.margaret, people.mallory, people.root):
        make()
    people.person("gone", "operator", is_active=False)
    people.local("silent", "operator")
    people.person("demoted", "operator", is_staff=False)
    secret_ending(5)

    deliver()

    assert mail.outbox[0].to == ["ada@acme.example", "margaret@acme.example", "root@acme.example"]


def test_mail_to_nobody_fails_and_says_what_to_do(settings):
    settings.REMINDER_MAIL_TO = []
    secret_ending(5)

    (delivery,) = deliver()

    assert "give somebody who may change registrations an e-mail address" in delivery.failure
    assert not SentReminder.objects.exists()


def test_mail_of_very_many_lists_the_first_and_counts_the_others(monkeypatch):
    monkeypatch.setattr("sso_providers.actions.reminders.mail.LISTED", 2)
    for number in range(5):
        secret_ending(5, f"auth0-{number}")

    deliver()

    assert mail.outbox[0].body.count("ends in 5 days") == 2
    assert "… and 3 more." in mail.outbox[0].body


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (ConnectionRefusedError("no"), "(ConnectionRefusedError)"),
        (smtplib.SMTPAuthenticationError(535, b"hunter2"), "(SMTPAuthenticationError 535)"),
        (TimeoutError(), "(TimeoutError)"),
    ],
)
def test_mail_that_the_server_does_not_take_is_tried_again(monkeypatch, trouble, why):
    secret_ending(5)

    def fail(*_):
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        (delivery,) = deliver()
    assert delivery.failure == f"The mail server did not take it {why}: check EMAIL_URL and the addresses."
    assert not SentReminder.objects.exists()

    assert deliver()[0].failure == ""
    assert len(mail.outbox) == 1


# Webhook


def test_webhook_gets_a_text_and_the_endings_as_json(hooked, settings):
    server = hooked(OK)
    registration = secret_ending(5, name="Auth0 <!channel> & co")

    (delivery,) = deliver()

    assert (delivery.channel, delivery.failure) == ("webhook", "")
    head, body = posted(server)
    assert head.startswith(f"post /{WEBHOOK_PATH.lower()} http/1.1")
    assert "content-type: application/json" in head
    assert "x-portal-signature" not in head
    link = f"{settings.PORTAL_URL}{registration.get_absolute_url()}#id_secret_client_secret"
    document = json.loads(body)
    assert document["endings"] == [
        {
            "about": "secret:auth0:client_secret",
            "source": "secret",
            "what": "Client Secret",
            "registration": "Auth0 <!channel> & co",
            "slug": "auth0",
            "ends_on": "2026-11-27",
            "days_left": 5,
            "threshold": 7,
            "link": link,
        }
    ]
    assert document["text"].splitlines() == [
        "SSO Portal: to be replaced",
        f"• Client Secret (Auth0 &lt;!channel&gt; &amp; co) ends in 5 days, on 2026-11-27. {link}",
        f"{settings.PORTAL_URL}/expiry/",
    ]
    assert (document["event"], document["portal"]) == ("expiry", settings.PORTAL_URL)
    assert people.CANARY.encode() not in server.requests[0]


def test_webhook_with_a_secret_is_signed(hooked, settings):
    settings.REMINDER_WEBHOOK_SECRET = "hunter2"
    server = hooked(OK)
    secret_ending(5)

    deliver()

    head, body = posted(server)
    expected = hmac.new(b"hunter2", body, hashlib.sha256).hexdigest()
    assert f"x-portal-signature: sha256={expected}" in head
    assert "sent_at" in json.loads(body)


def test_webhook_of_very_many_lists_the_first_in_its_text(hooked, monkeypatch):
    monkeypatch.setattr(webhook, "LISTED", 2)
    server = hooked(OK)
    for number in range(5):
        secret_ending(5, f"auth0-{number}")

    deliver()

    document = json.loads(posted(server)[1])
    assert document["text"].count("•") == 2
    assert "… and 3 more:" in document["text"]
    assert len(document["endings"]) == 5


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (REFUSED, "The webhook answered with status 403"),
        (MOVED, "The webhook gave no answer (redirect)"),
        (b"", "The webhook gave no answer (broken)"),
    ],
)
def test_webhook_that_fails_shows_no_address_and_is_tried_again(hooked, answer, why):
    server = hooked(answer, OK)
    secret_ending(5)

    (delivery,) = deliver()

    assert delivery.failure == f"{why}: check REMINDER_WEBHOOK_URL."
    assert WEBHOOK_PATH not in delivery.failure
    assert server.closed.acquire(timeout=5)
    assert deliver()[0].failure == ""
    assert len(server.requests) == 2


def test_channel_that_works_is_not_repeated_for_one_that_fails(settings):
    secret_ending(5)
    with wire([REFUSED], [OK]) as server:
        settings.REMINDER_WEBHOOK_URL = server.url

        first, second = deliver(), deliver()

    assert [(each.channel, len(each.endings), bool(each.failure)) for each in first] == [
        ("mail", 1, False),
        ("webhook", 1, True),
    ]
    assert [(each.channel, len(each.endings), bool(each.failure)) for each in second] == [
        ("mail", 0, False),
        ("webhook", 1, False),
    ]
    assert len(mail.outbox) == 1


# What is over


def test_forget_gone_takes_old_notes_of_what_is_no_more():
    secret_ending(5)
    deliver()
    SentReminder.objects.update(sent_at=timezone.now() - timedelta(days=91))
    for about, days_ago in (("secret:gone:client_secret", 91), ("secret:hidden:client_secret", 89)):
        SentReminder.objects.create(about=about, ends_on=TODAY, days=7, channel="mail")
        SentReminder.objects.filter(about=about).update(sent_at=timezone.now() - timedelta(days=days_ago))

    assert reminders.forget_gone(today=TODAY) == 1

    left = set(SentReminder.objects.values_list("about", flat=True))
    assert left == {"secret:auth0:client_secret", "secret:hidden:client_secret"}


def test_remember_what_another_run_has_noted_is_no_error():
    secret_ending(5)
    (delivery,) = deliver()

    reminders.remember(reminders.CHANNELS[0], delivery.endings, by=people.SOMEONE)

    assert SentReminder.objects.count() == 1
