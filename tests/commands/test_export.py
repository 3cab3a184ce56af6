"""`manage.py export`: a deployment's files in a folder, and the steps on the screen."""

import hashlib
import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sso_providers.actions import exports
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration
from sso_providers.openmetadata.exporters import TARGETS
from tests import people
from tests.people import CANARY

pytestmark = pytest.mark.django_db


@pytest.fixture
def deployment() -> Deployment:
    return people.deployment(people.registration(), release="1.12")


def run(folder: Path, *arguments: str, name: str = "production") -> str:
    out = io.StringIO()
    call_command("export", name, "--output", str(folder), *arguments, stdout=out, stderr=out)
    return out.getvalue()


def files(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


def modes(folder: Path) -> set[str]:
    return {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}


@pytest.mark.parametrize("target", TARGETS)
def test_export_writes_what_the_action_gives(deployment, tmp_path, target):
    out = run(tmp_path / "new" / "folder", "--target", target)

    made = exports.take(deployment=deployment, choice=exports.choose(target=target), by=people.SOMEONE)
    expected = exports.with_steps(deployment=deployment, made=made)
    assert files(tmp_path / "new" / "folder") == {artifact.name: artifact.text for artifact in expected}
    assert CANARY not in out
    for artifact in expected:
        assert f"{tmp_path / 'new' / 'folder' / artifact.name}  {artifact.size} bytes\n" in out
    for number, step in enumerate(made.steps, start=1):
        assert f"\n{number}. {step.text}\n" in out
        assert all(f"   {line}" in out for line in step.command.splitlines())
    for note in made.notes:
        assert f"\nNote: {note}\n" in out
    assert AuditEvent.objects.filter(event="configuration exported", actor="command line").count() == 1


@pytest.mark.parametrize("secrets", ["placeholder", "reference", "real"])
@pytest.mark.parametrize("target", TARGETS)
def test_export_puts_the_secret_into_files_with_real_ones_only(deployment, tmp_path, target, secrets):
    out = run(tmp_path, "--target", target, "--secrets", secrets)

    holding = [name for name, text in files(tmp_path).items() if CANARY in text]
    assert CANARY not in out
    assert bool(holding) <= (secrets == "real")
    for name in holding:
        assert oct((tmp_path / name).stat().st_mode & 0o777) == oct(0o600)
        assert (
            f"{tmp_path / name}  {(tmp_path / name).stat().st_size} bytes  (holds secrets; readable by you alone)"
            in out
        )


def test_export_of_a_file_without_a_header_has_its_origin_beside_it(deployment, tmp_path):
    run(tmp_path, "--target", "api")

    steps = (tmp_path / "STEPS.txt").read_text("utf-8")
    assert "Registration auth0-prod, version 1, for deployment production" in steps
    digest = hashlib.sha256((tmp_path / "security-config.json").read_bytes()).hexdigest()
    assert f"security-config.json  sha256 {digest}" in steps


def test_export_with_real_secrets_holds_them(deployment, tmp_path):
    run(tmp_path, "--target", "docker", "--secrets", "real")

    assert CANARY in (tmp_path / "openmetadata-sso.env").read_text("utf-8")
    assert AuditEvent.objects.filter(event="configuration exported with secrets").count() == 1


def test_export_again_overwrites_and_leaves_nothing_else(deployment, tmp_path):
    (tmp_path / ".openmetadata-sso.env.new").write_text("left over")
    run(tmp_path, "--target", "docker")
    first = files(tmp_path)
    assert modes(tmp_path) == {oct(0o644)}

    run(tmp_path, "--target", "docker", "--secrets", "real")
    run(tmp_path, "--target", "docker", "--secrets", "real")
    assert oct(0o600) in modes(tmp_path)
    assert files(tmp_path).keys() == first.keys()

    run(tmp_path, "--target", "docker")
    assert files(tmp_path) == first


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("prod",), "Unknown deployment 'prod': use one of production, test."),
        (
            ("production", "--target", "doker"),
            "Unknown target 'doker': use one of docker, bare-metal, kubernetes, api, ing",
        ),
        (
            ("production", "--secrets", "plain"),
            "Unknown way with secrets 'plain': use one of placeholder, reference, real.",
        ),
    ],
    ids=["deployment", "target", "secrets"],
)
def test_export_of_an_unknown_name_lists_the_known_and_writes_nothing(deployment, tmp_path, arguments, sentence):
    people.deployment(deployment.registration, slug="test")
    name, *options = arguments
    options = options if "--target" in options else [*options, "--target", "docker"]

    with pytest.raises(CommandError) as error:
        run(tmp_path, *options, name=name)

    assert str(error.value).startswith(sentence)
    assert list(tmp_path.iterdir()) == []
    assert not AuditEvent.objects.filter(event__contains="exported").exists()


def test_export_without_a_deployment_says_so(tmp_path):
    with pytest.raises(CommandError, match="There is no deployment yet: add one"):
        run(tmp_path, "--target", "docker")


def test_export_without_a_secret_names_the_registration(tmp_path):
    people.deployment(people.registration(secret=""))

    with pytest.raises(CommandError, match="auth0-prod"):
        run(tmp_path, "--target", "docker", "--secrets", "real")


def test_export_into_what_is_no_folder_names_it_and_records_nothing(deployment, tmp_path):
    path = tmp_path / "file"
    path.touch()

    with pytest.raises(CommandError, match=f"Can't write to {path}/sub: Not a directory. Name a folder that you may"):
        run(path / "sub", "--target", "docker", "--secrets", "real")

    assert not AuditEvent.objects.filter(event__contains="exported").exists()
    assert Deployment.objects.get().exported_at is None


@pytest.mark.parametrize("settings", [{"domain": "no domain"}, ["garbage"], 7])
def test_export_of_a_row_that_was_broken_outside_the_portal_says_so(tmp_path, settings):
    people.deployment(people.registration())
    ProviderRegistration.objects.update(settings=settings)

    with pytest.raises(CommandError, match="settings"):
        run(tmp_path, "--target", "docker")

    assert list(tmp_path.iterdir()) == []


# A variant, a situation, and the operator's own file


def test_export_of_a_variant_and_a_situation(deployment, tmp_path):
    running = run(tmp_path, "--target", "kubernetes", "--variant", "kustomize")
    first = run(tmp_path, "--target", "kubernetes", "--variant", "kustomize", "--situation", "first-start")

    assert "kustomization.yaml" in files(tmp_path)
    assert "Make the server forget the settings in its database" in running
    assert "Make the server forget" not in first


def test_export_into_an_own_file_changes_it(deployment, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_bytes(b"# ours\r\nserver: {}\r\nauthenticationConfiguration:\r\n  provider: basic\r\n")

    run(tmp_path / "out", "--target", "bare-metal", "--variant", "merged", "--into", str(own))

    changed = (tmp_path / "out" / "openmetadata.yaml").read_bytes()
    assert b"# ours\r\nserver: {}\r\nauthenticationConfiguration:\r\n  provider: auth0\r\n" in changed


@pytest.mark.parametrize(
    ("secrets", "holds"),
    [
        ("placeholder", "none of the registration's secrets, but yours"),
        ("reference", "none of the registration's secrets, but yours"),
        ("real", "secrets, and yours"),
    ],
)
def test_export_into_an_own_file_is_for_its_owner_alone(deployment, tmp_path, secrets, holds):
    own = tmp_path / "own.yaml"
    own.write_text("database: {password: ours}\n")

    out = run(
        tmp_path / "out", "--target", "bare-metal", "--variant", "merged", "--into", str(own), "--secrets", secrets
    )

    made = tmp_path / "out" / "openmetadata.yaml"
    assert oct(made.stat().st_mode & 0o777) == oct(0o600)
    assert f"{made}  {made.stat().st_size} bytes  (holds {holds}; readable by you alone)\n" in out


@pytest.mark.parametrize("link", [None, os.symlink, os.link])
def test_export_over_the_own_file_is_refused_with_the_remedy(deployment, tmp_path, link):
    own = tmp_path / "openmetadata.yaml"
    own.write_text("server: {}\n")
    own.chmod(0o640)
    named = own
    if link:
        named = tmp_path / "other.yaml"
        link(own, named)

    with pytest.raises(CommandError, match=f"{own} is your own file, which would be lost: name another folder with"):
        run(tmp_path, "--target", "bare-metal", "--variant", "merged", "--into", str(named))

    assert (own.read_text(), oct(own.stat().st_mode & 0o777)) == ("server: {}\n", oct(0o640))
    assert {path.name for path in tmp_path.iterdir()} == {own.name, named.name}
    assert not AuditEvent.objects.filter(event__contains="exported").exists()


def test_export_into_an_own_file_that_the_variant_does_not_read_is_refused(deployment, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("server: {}\n")

    with pytest.raises(CommandError, match="leave it out, or use the variant merged of the target bare-metal"):
        run(tmp_path / "out", "--target", "bare-metal", "--into", str(own))

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "Can't read .*own.yaml: No such file"), (b"\xff", "is not UTF-8"), (b"a: [", "can't be changed")],
)
def test_export_into_an_own_file_that_is_none_says_why(deployment, tmp_path, content, message):
    own = tmp_path / "own.yaml"
    if content is not None:
        own.write_bytes(content)

    with pytest.raises(CommandError, match=message):
        run(tmp_path / "out", "--target", "bare-metal", "--variant", "merged", "--into", str(own))

    assert not (tmp_path / "out").exists()
    assert not AuditEvent.objects.filter(event__contains="exported").exists()
