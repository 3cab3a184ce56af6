"""Exports: previews hold no secret, and who takes files is recorded."""

import pytest

from sso_providers.actions import deployments, exports, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import Flow, Secret, UnknownName, get_release
from sso_providers.crypto import Damaged, MissingKey, Sealed
from sso_providers.models import AuditEvent, Deployment, RegistrationSecret
from sso_providers.openmetadata.artifacts import MissingSecret, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.exporters import TARGETS
from tests import people
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db
ADA = Actor("ada", address="192.0.2.1")


@pytest.fixture
def deployment() -> Deployment:
    return people.deployment(people.registration())


def exported() -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(event__contains="exported"))


def refreshed(deployment: Deployment) -> Deployment:
    """As the next request reads it."""
    return Deployment.objects.select_related("registration").get(pk=deployment.pk)


def choice(target: str, secrets: SecretsMode) -> exports.Choice:
    return exports.choose(target=target, secrets=secrets.value, situation="first-start")


def text(made) -> str:
    return "\n".join([*(artifact.text for artifact in made.artifacts), *(step.command for step in made.steps)])


@pytest.mark.parametrize(
    ("target", "variant", "secrets"),
    [
        (target.id, variant.id, mode)
        for target in TARGETS.values()
        for variant in target.variants
        for mode in variant.modes
        if mode is not SecretsMode.REAL and not variant.reads_conf
    ],
)
def test_preview_holds_no_secret_and_leaves_no_trace(deployment, target, variant, secrets):
    Deployment.objects.update(release="1.12")
    chosen = exports.choose(target=target, variant=variant, secrets=secrets.value)

    made = exports.preview(deployment=refreshed(deployment), choice=chosen)

    assert made.artifacts
    assert not made.holds_secrets
    assert CANARY not in text(made)
    assert exported() == []
    assert refreshed(deployment).exported_at is None


def test_preview_with_real_secrets_is_refused(deployment):
    with pytest.raises(ValueError, match="A preview never holds real secrets"):
        exports.preview(deployment=deployment, choice=choice("docker", SecretsMode.REAL))


@pytest.mark.parametrize("target", [target for target in TARGETS if target != "api"])
def test_take_is_recorded_with_the_files_hashes(deployment, target):
    version = deployment.version

    made = exports.take(deployment=deployment, choice=choice(target, SecretsMode.PLACEHOLDER), by=ADA)

    [event] = exported()
    assert (event.event, event.actor, event.address) == ("configuration exported", "ada", "192.0.2.1")
    assert (event.target_type, event.target) == ("deployment", "production")
    assert event.detail.startswith(
        f"{target} {made.variant}, secrets as placeholder, versions 1.1, {made.artifacts[0].name} sha256 "
    )
    assert all(artifact.sha256[:12] in event.detail for artifact in made.artifacts)
    row = refreshed(deployment)
    assert (row.exported_versions, row.version, row.history.count()) == ("1.1", version, 1)
    assert row.exported_at is not None
    assert not row.changed_since_export


def test_take_with_real_secrets_holds_them_and_says_so(deployment):
    made = exports.take(deployment=deployment, choice=choice("kubernetes", SecretsMode.REAL), by=ADA)

    assert made.holds_secrets
    assert CANARY in text(made)
    [event] = exported()
    assert event.event == "configuration exported with secrets"
    assert "secret.yaml with secrets" in event.detail
    assert not any(each.sha256[:12] in event.detail for each in made.artifacts if each.holds_secrets)
    assert CANARY not in str(AuditEvent.objects.values())


@pytest.mark.parametrize("change", ["deployment", "registration"])
def test_take_before_a_change_is_out_of_date(deployment, change):
    exports.take(deployment=deployment, choice=choice("docker", SecretsMode.PLACEHOLDER), by=ADA)

    row = refreshed(deployment)
    if change == "deployment":
        row.name = "New"
        deployments.update(deployment=row, by=SOMEONE)
    else:
        registrations.update(registration=row.registration, secrets={"client_secret": Secret("new")}, by=SOMEONE)

    assert refreshed(deployment).changed_since_export


def test_take_of_the_same_versions_gives_the_same_bytes(deployment):
    twice = [
        exports.take(deployment=refreshed(deployment), choice=choice("docker", SecretsMode.REAL), by=ADA)
        for _ in range(2)
    ]

    assert twice[0] == twice[1]


def test_take_of_an_unknown_target_lists_the_known_and_changes_nothing(deployment):
    with pytest.raises(UnknownName, match="Unknown target 'doker': use one of docker, bare-metal, .* 'docker'"):
        exports.take(deployment=deployment, choice=choice("doker", SecretsMode.PLACEHOLDER), by=ADA)

    assert exported() == []
    assert refreshed(deployment).exported_at is None


def test_take_with_real_secrets_but_none_stored_names_the_registration():
    deployment = people.deployment(people.registration(secret=""))

    with pytest.raises(MissingSecret, match="auth0-prod"):
        exports.take(deployment=deployment, choice=choice("docker", SecretsMode.REAL), by=ADA)

    assert exported() == []


@pytest.mark.parametrize(("ciphertext", "error"), [("v1:00000000:x", MissingKey), ("rubbish", Damaged)])
def test_take_with_an_unreadable_secret_fails_for_real_ones_only(deployment, ciphertext, error):
    RegistrationSecret.objects.update(sealed=Sealed(ciphertext))

    with pytest.raises(error):
        exports.take(deployment=refreshed(deployment), choice=choice("docker", SecretsMode.REAL), by=ADA)
    exports.take(deployment=refreshed(deployment), choice=choice("docker", SecretsMode.PLACEHOLDER), by=ADA)

    assert [event.event for event in exported()] == ["configuration exported"]


def test_take_of_a_public_client_has_no_secret_to_show():
    deployment = people.deployment(people.registration("auth0", Flow.IMPLICIT))

    made = exports.take(deployment=deployment, choice=choice("docker", SecretsMode.REAL), by=ADA)

    assert not made.holds_secrets
    assert [event.event for event in exported()] == ["configuration exported"]


def test_choose_takes_the_usual_where_nothing_is_said():
    chosen = exports.choose(target="kubernetes")

    assert (chosen.variant.id, chosen.secrets, chosen.situation) == ("helm", SecretsMode.REFERENCE, Situation.RUNNING)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"target": "docker", "variant": "runn"}, "Unknown variant of docker 'runn': use one of compose, run"),
        (
            {"target": "docker", "secrets": "sealed-secret"},
            "Unknown way with secrets 'sealed-secret': use one of",
        ),
        ({"target": "docker", "situation": "later"}, "Unknown situation 'later': use one of first-start, running"),
    ],
)
def test_choose_of_an_unknown_name_lists_the_known(names, message):
    with pytest.raises(UnknownName, match=message):
        exports.choose(**names)


def test_choose_with_a_file_that_the_variant_does_not_read_names_the_one_that_does():
    with pytest.raises(
        Unsupported, match="Docker, Docker Compose takes no .* use the variant merged of the target bar"
    ):
        exports.choose(target="docker", conf="server: {}\n")

    assert exports.choose(target="bare-metal", variant="merged", conf="server: {}\n").conf == "server: {}\n"


def test_take_for_a_line_that_the_target_does_not_know_says_which_does(deployment):
    Deployment.objects.update(release="1.9")

    with pytest.raises(Unsupported, match=r"1\.9 reads its files at every start: use another target"):
        exports.take(deployment=refreshed(deployment), choice=choice("api", SecretsMode.PLACEHOLDER), by=ADA)

    assert exported() == []


def test_with_steps_adds_them_as_a_file(deployment):
    made = exports.preview(deployment=deployment, choice=choice("docker", SecretsMode.PLACEHOLDER))

    *files, steps = exports.with_steps(deployment=deployment, made=made)

    assert tuple(files) == made.artifacts
    assert steps.name == "STEPS.txt"
    assert "auth0-prod, version 1, for deployment production" in steps.text


def test_upgrade_says_what_the_deployment_feels_and_which_lines_differ(deployment):
    Deployment.objects.update(release="1.9")
    row = refreshed(deployment)

    target = TARGETS["bare-metal"]

    texts = " ".join(each.text for each in exports.upgrade_changes(deployment=row, to=get_release("2.0")))
    lines = exports.upgrade_lines(deployment=row, to=get_release("2.0"), target=target, variant=target.variant(""))

    assert "remove-security-config" in texts
    assert "PR #31516" not in texts
    assert "+  sessionExpiry: 604800" in lines
    assert CANARY not in lines
