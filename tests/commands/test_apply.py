"""`manage.py apply`: from a file or standard input to the action, and its changes as lines."""

import io
import os

import pytest
from django.core.management import CommandError, call_command

from sso_providers.models import AuditEvent, ProviderRegistration
from tests import people
from tests.people import CANARY

pytestmark = pytest.mark.django_db

TEXT = f"""\
registrations:
  - slug: auth0-prod
    name: Auth0 production
    kind: auth0
    flow: code
    client_id: abc123
    client_secret: {CANARY}
    settings: {{domain: acme.eu.auth0.com}}
"""


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("apply", *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "portal.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_apply_of_a_file_prints_each_change(file):
    out = run(str(file))

    assert "create    registration auth0-prod" in out
    assert "          settings.domain: (blank) -> acme.eu.auth0.com" in out
    assert "          client_secret: (blank) -> ••••••••" in out
    assert CANARY not in out
    assert AuditEvent.objects.filter(event="registration created", actor="command line").count() == 1


def test_apply_twice_prints_that_nothing_changed(file):
    run(str(file))

    assert run(str(file)) == "unchanged registration auth0-prod\n"


def test_apply_of_standard_input_starts_paths_here(monkeypatch, tmp_path):
    (tmp_path / "secret.txt").write_text(CANARY)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(TEXT.replace(CANARY, "{file: secret.txt}")))

    run("-")

    assert people.secret_of(ProviderRegistration.objects.get()) == CANARY


def test_apply_of_a_file_starts_paths_beside_it(file, monkeypatch):
    (file.parent / "secret.txt").write_text(CANARY)
    file.write_text(TEXT.replace(CANARY, "{file: secret.txt}"))
    monkeypatch.chdir(os.path.sep)

    run(str(file))

    assert people.secret_of(ProviderRegistration.objects.get()) == CANARY


def test_apply_dry_run_prints_the_difference_and_changes_nothing(file):
    registration = people.registration(name="Old")

    out = run(str(file), "--dry-run")

    assert "update    registration auth0-prod\n          name: Old -> Auth0 production\n" in out
    assert out.endswith("Dry run: nothing was changed.\n")
    registration.refresh_from_db()
    assert (registration.name, registration.version) == ("Old", 1)


def test_apply_of_mistakes_prints_each_on_a_line(file):
    file.write_text(TEXT.replace("abc123", "''").replace("flow: code", "flow:"))

    with pytest.raises(CommandError) as error:
        run(str(file))

    assert str(error.value).splitlines() == [
        "Nothing was changed.",
        "registrations[auth0-prod].flow: is missing.",
        "registrations[auth0-prod].client_id: is missing.",
    ]
    assert not ProviderRegistration.objects.exists()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(None, "No such file", id="missing"),
        pytest.param(b"\xff\xfe", "can't decode", id="not-utf-8"),
    ],
)
def test_apply_of_an_unreadable_file_names_it(tmp_path, content, reason):
    path = tmp_path / "portal.yaml"
    if content:
        path.write_bytes(content)

    with pytest.raises(
        CommandError, match=f"Can't read {path}: .*{reason}.* Name a YAML file, or - for standard input"
    ):
        run(str(path))


def test_apply_of_a_folder_names_it(tmp_path):
    with pytest.raises(CommandError, match=f"Can't read {tmp_path}: "):
        run(str(tmp_path))
