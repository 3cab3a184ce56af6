"""`manage.py recovery_link`: where the portal runs, there is a way in."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from sso_providers.models import AuditEvent, Event, RecoveryLink
from tests import people
from tests.login.journey import signed_in

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("recovery_link", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_recovery_link_prints_the_address_and_nothing_else(settings):
    settings.PORTAL_URL = "https://sso.acme.example"
    people.local_root()

    assert re.fullmatch(r"https://sso\.acme\.example/recovery/\?token=[\w-]{43}\n", run("root"))


def test_recovery_link_signs_the_person_in():
    people.local_root()
    token = run("root").strip().partition("token=")[2]
    client = Client()

    client.post("/recovery/", {"token": token})

    assert signed_in(client).username == "root"


def test_recovery_link_is_recorded_without_the_token():
    people.local_root()
    token = run("root").strip().partition("token=")[2]

    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target_type, event.target) == (
        Event.RECOVERY_LINK_MADE,
        "command line",
        "person",
        "root",
    )
    assert token not in event.detail


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nobody", "Nobody here has the user name 'nobody'"),
        ("off", "The account 'off' is switched off"),
    ],
)
def test_recovery_link_for_who_can_not_sign_in_says_why(name, sentence):
    people.local_root()
    people.local("off", is_active=False)

    with pytest.raises(CommandError, match=sentence) as error:
        run(name)

    assert error.value.returncode == 1
    assert "root" not in str(error.value)
    assert not RecoveryLink.objects.exists()


def test_recovery_link_without_a_name_makes_none():
    with pytest.raises(CommandError, match="username"):
        run()
