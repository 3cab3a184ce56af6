"""`manage.py remind`: what cron runs, and what it says."""

import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from sso_providers.models import SentReminder
from tests import people
from tests.actions.expiring import secret_ending

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.REMINDER_MAIL_TO = ["team@acme.example"]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("remind", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def ending(days: int, slug: str = "auth0") -> None:
    secret_ending(days, slug, today=timezone.now().date())


def test_remind_sends_and_sums_up():
    ending(5)
    ending(40, "other")

    assert run() == "mail: 2 warnings.\n"
    assert run() == "mail: nothing new.\n"
    assert len(mail.outbox) == 1


def test_remind_as_a_dry_run_shows_what_would_be_sent():
    ending(-400)

    said = run("--dry-run")

    assert said.startswith("mail: 1 warning.\n  Client Secret (auth0 production) ended on ")
    assert said.endswith("Dry run: nothing was sent.\n")
    assert (mail.outbox, SentReminder.objects.count()) == ([], 0)
    assert people.CANARY not in said


def test_remind_without_a_channel_fails_and_says_what_to_set(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    with pytest.raises(CommandError, match="set EMAIL_URL for mails"):
        run()


def test_remind_with_a_channel_that_fails_sends_the_others_and_fails(settings):
    settings.REMINDER_WEBHOOK_URL = "http://127.0.0.1:1/secret-path"
    ending(5)
    out = io.StringIO()

    with pytest.raises(CommandError) as caught:
        call_command("remind", stdout=out, stderr=out)

    assert out.getvalue() == "mail: 1 warning.\n"
    assert str(caught.value) == (
        "webhook: The webhook gave no answer (connection-refused): check REMINDER_WEBHOOK_URL.\n"
        "What was not sent is sent at the next run."
    )
    assert caught.value.returncode == 1


def test_remind_forgets_what_is_gone():
    old = SentReminder.objects.create(about="secret:gone:x", ends_on="2020-01-01", days=0, channel="mail")
    SentReminder.objects.update(sent_at="2020-01-01T00:00:00Z")

    run()

    assert not SentReminder.objects.filter(pk=old.pk).exists()
