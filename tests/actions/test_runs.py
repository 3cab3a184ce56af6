"""Long work: started, cancelled in the middle, taken over from a dead worker, and never stopped by one item."""

import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connections, transaction
from django.test import override_settings
from django.utils import timezone, translation

from sso_providers.actions import checks, exports, runs, runs_archive, runs_items, runs_lease, runs_worker
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.catalogue import UnknownName
from sso_providers.checks import CheckReport, Stage, Status
from sso_providers.models import AuditEvent, CheckResult, Deployment, ProviderRegistration, Run, RunItem
from sso_providers.models.run import Phase
from sso_providers.openmetadata.artifacts import Unsupported
from tests import people
from tests.people import CANARY, SOMEONE

# A bound, not a measure: what is waited for comes much sooner.
SOON = 30

alone = pytest.mark.django_db
in_threads = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[threading.Thread]]:
    """The threads that were started; none outlives its test."""
    started: list[threading.Thread] = []
    start = runs_worker.background

    def background(*arguments: Any) -> threading.Thread:
        thread = start(*arguments)
        started.append(thread)
        return thread

    monkeypatch.setattr(runs_worker, "background", background)
    yield started
    join(started)


def join(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads)


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], Status]], None]:
    """Replaces the live check by a function from a registration's slug to what it finds."""

    def replaced(found: Callable[[str], Status]) -> None:
        def run(*, registration: ProviderRegistration, by: Any) -> CheckResult:
            return checks.store(registration=registration, report=report(found(registration.slug)), by=by)

        monkeypatch.setattr(checks, "run", run)

    return replaced


def report(status: Status) -> CheckReport:
    return CheckReport((Stage(id="keys", title="Signing keys", status=status, summary="Two keys."),))


def registrations(number: int) -> None:
    for each in range(number):
        people.registration(slug=f"row-{each}", name=f"Row {each}", secret="")


def check_all() -> Run:
    return runs.check(registrations=ProviderRegistration.objects.all(), by=SOMEONE)


def export_all(**names: str) -> Run:
    choice = runs.choose(**{"target": "docker", **names})
    return runs.export(deployments=Deployment.objects.all(), choice=choice, by=SOMEONE)


def states(run: Run) -> dict[str, str]:
    return dict(run.items.values_list("slug", "state"))


def silent_since(run: Run, seconds: int) -> None:
    Run.objects.filter(pk=run.pk).update(beat_at=timezone.now() - timedelta(seconds=seconds))
    run.refresh_from_db()


def phase(run: Run) -> Phase:
    return Run.objects.get(pk=run.pk).phase


def events(name: str) -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.filter(event=name).values_list("actor", "target", "detail"))


# Starting


@alone
def test_check_makes_an_item_of_each_registration_and_records_it():
    registrations(3)
    run = check_all()

    assert states(run) == {"row-0": "waiting", "row-1": "waiting", "row-2": "waiting"}
    assert (run.kind, run.started_by, run.phase) == ("check", "someone", Phase.UNDER_WAY)
    assert events("run started") == [("someone", str(run.pk), "check of registrations: 3")]


@alone
def test_export_of_a_selection_keeps_its_choices():
    registration = people.registration()
    people.deployment(registration, slug="staging")
    people.deployment(registration, slug="production")
    choice = runs.choose(target="kubernetes", variant="kustomize", secrets="external-secret", situation="first-start")

    run = runs.export(deployments=Deployment.objects.filter(slug="staging"), choice=choice, by=SOMEONE)

    assert states(run) == {"staging": "waiting"}
    assert runs.choose(**run.options["choice"]) == choice


@alone
def test_check_without_registrations_says_what_to_do():
    with pytest.raises(runs.NotPossible, match="register a provider"):
        check_all()
    assert not Run.objects.exists()


@alone
def test_export_without_deployments_says_what_to_do():
    with pytest.raises(runs.NotPossible, match="add one first"):
        export_all()


@alone
@pytest.mark.parametrize(
    ("names", "error", "words"),
    [
        ({"target": "docker", "secrets": "real"}, Unsupported, "without secrets"),
        ({"target": "bare-metal", "variant": "merged"}, Unsupported, "one by one"),
        ({"target": "docker", "secrets": "sealed-secret"}, UnknownName, "placeholder"),
        ({"target": "okd"}, UnknownName, "docker"),
    ],
)
def test_choose_of_what_no_run_makes_is_refused(names, error, words):
    with pytest.raises(error, match=words):
        runs.choose(**names)


@alone
def test_export_of_real_secrets_is_refused_whatever_choice_it_is_given():
    people.deployment(people.registration())
    choice = exports.choose(target="docker", secrets="real")

    with pytest.raises(Unsupported, match="without secrets"):
        runs.export(deployments=Deployment.objects.all(), choice=choice, by=SOMEONE)


@alone
def test_start_of_one_too_many_is_refused():
    registrations(1)
    for _ in range(runs.MOST_AT_ONCE):
        check_all()

    with pytest.raises(runs.NotPossible, match="cancel one"):
        check_all()

    silent_since(Run.objects.latest("pk"), 61)
    assert check_all().phase is Phase.UNDER_WAY


def ended(days_ago: int = 0) -> Run:
    run = Run.objects.create(kind="export", started_by="someone", ended_at=timezone.now())
    Run.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=days_ago, minutes=1))
    run.items.create(slug="row-0", name="Row", state="done", files={"a.env": "A=1"})
    return run


@alone
def test_start_keeps_the_last_twenty_runs():
    registrations(1)
    old = [ended(days_ago=days) for days in range(runs.KEPT + 2)]

    newest = check_all()

    assert set(Run.objects.all()) == {newest, *old[: runs.KEPT - 1]}


@alone
def test_start_forgets_the_files_of_last_week_and_keeps_the_run():
    registrations(1)
    last_week, yesterday = ended(days_ago=7), ended(days_ago=1)

    check_all()

    assert last_week.items.get().files == {}
    assert last_week.items.get().state == "done"
    assert yesterday.items.get().files == {"a.env": "A=1"}


@alone
def test_start_keeps_a_run_that_is_under_way_however_old_it_is():
    registrations(1)
    oldest = check_all()
    for _ in range(runs.KEPT + 3):
        Run.objects.create(kind="check", started_by="someone", ended_at=timezone.now())

    check_all()

    assert Run.objects.filter(pk=oldest.pk).exists()


# One item


@alone
@pytest.mark.parametrize(
    ("found", "state", "says"),
    [
        (Status.OK, "done", "It works."),
        (Status.NOT_APPLICABLE, "done", "It works."),
        (Status.WARNING, "warning", "Signing keys: Two keys."),
        (Status.FAILED, "failed", "Signing keys: Two keys."),
    ],
)
def test_settle_of_a_check_keeps_its_outcome(check, found, state, says):
    registrations(1)
    run = check_all()
    check(lambda slug: found)

    runs_items.settle(run.items.get(), run, SOMEONE)

    item = run.items.get()
    assert (item.state, item.says) == (state, says)
    assert CheckResult.objects.get().checked_by == "someone"


@alone
def test_settle_of_an_export_keeps_its_files_and_records_it():
    deployment = people.deployment(people.registration())
    run = export_all()

    runs_items.settle(run.items.get(), run, SOMEONE)

    item = run.items.get()
    choice = exports.choose(target="docker")
    made = exports.preview(deployment=deployment, choice=choice)
    whole = exports.with_steps(deployment=deployment, made=made)
    assert item.files == {each.name: each.text for each in whole}
    assert (item.state, item.says) == ("done", "openmetadata-sso.env, STEPS.txt")
    assert CANARY not in str(item.files)
    assert len(events("configuration exported")) == 1
    deployment.refresh_from_db()
    assert deployment.exported_versions == "1.1"


@alone
def test_settle_of_an_export_with_findings_is_a_warning():
    people.deployment(people.registration(), url="http://localhost:8585", admin_principals=["admin"])
    people.registration("okta")
    Deployment.objects.update(enforce_principal_domain=True, allowed_domains=["other.example"])
    run = export_all()

    runs_items.settle(run.items.get(), run, SOMEONE)

    item = run.items.get()
    assert item.state == "warning"
    assert item.says.startswith("1 error")
    assert "STEPS.txt" in item.files


@alone
@pytest.mark.parametrize(
    ("error", "says"),
    [
        (InvalidRegistration({"settings.domain": "No domain."}), "settings.domain: No domain."),
        (ProviderRegistration.DoesNotExist(), "It was deleted after the run began."),
        (RuntimeError(CANARY), "An unexpected error: the portal's log has it, with the name of this item."),
    ],
)
def test_settle_of_a_failing_item_keeps_why(monkeypatch, caplog, error, says):
    registrations(1)
    run = check_all()
    monkeypatch.setattr(checks, "run", raising(error))

    runs_items.settle(run.items.get(), run, SOMEONE)

    item = run.items.get()
    assert (item.state, item.says) == ("failed", says)
    unexpected = isinstance(error, RuntimeError)
    assert (f"Run {run.pk}: unexpected error at row-0." in caplog.text) is unexpected


def raising(error: Exception) -> Callable[..., Any]:
    def run(**arguments: Any) -> Any:
        raise error

    return run


@alone
def test_settle_of_an_export_that_fails_keeps_nothing_of_it(monkeypatch):
    people.deployment(people.registration())
    run = export_all()
    monkeypatch.setattr(exports, "with_steps", raising(RuntimeError()))

    runs_items.settle(run.items.get(), run, SOMEONE)

    item = run.items.get()
    assert (item.state, item.files) == ("failed", {})
    assert events("configuration exported") == []


@alone
def test_settle_when_the_database_is_away_leaves_the_item(monkeypatch):
    registrations(1)
    run = check_all()
    monkeypatch.setattr(checks, "run", raising(OperationalError("gone")))

    with pytest.raises(OperationalError):
        runs_items.settle(run.items.get(), run, SOMEONE)

    assert states(run) == {"row-0": "waiting"}


@alone
def test_settle_of_an_item_that_had_its_turn_elsewhere_exports_nothing():
    people.deployment(people.registration())
    run = export_all()
    item = run.items.get()
    RunItem.objects.update(state="done", says="by another worker")

    runs_items.settle(item, run, SOMEONE)

    assert run.items.get().says == "by another worker"
    assert events("configuration exported") == []


# The lease


@alone
def test_take_over_of_a_silent_run_gives_it_to_one():
    registrations(1)
    run = check_all()
    assert runs_lease.take_over(run.pk) is None
    silent_since(run, 61)

    first, second = runs_lease.take_over(run.pk), runs_lease.take_over(run.pk)

    assert first
    assert first.beat()
    assert second is None


@alone
def test_beat_of_who_was_taken_for_dead_says_so():
    registrations(1)
    run = check_all()
    assert run.beat_at
    silent_since(run, 61)
    dead = runs_lease.Lease(run.pk, run.beat_at)
    new = runs_lease.take_over(run.pk)

    assert new
    assert new.beat()
    assert not dead.beat()
    dead.end()
    assert phase(run) is Phase.UNDER_WAY


@alone
@pytest.mark.parametrize("change", ["cancel", "delete", "end"])
def test_beat_of_a_run_that_is_over_says_so(change):
    registrations(1)
    run = check_all()
    assert run.beat_at
    lease = runs_lease.Lease(run.pk, run.beat_at)
    assert lease.beat()

    match change:
        case "cancel":
            runs.cancel(run=run, by=SOMEONE)
        case "delete":
            Run.objects.all().delete()
        case "end":
            lease.end()

    assert not lease.beat()


# The threads


@in_threads
def test_run_of_a_check_gives_every_item_its_turn_and_ends(worker, check):
    registrations(6)
    check(lambda slug: Status.FAILED if slug == "row-2" else Status.OK)

    run = check_all()
    join(worker)

    assert states(run) == {f"row-{each}": "failed" if each == 2 else "done" for each in range(6)}
    assert phase(run) is Phase.ENDED
    assert CheckResult.objects.count() == 6
    assert len(worker) == 1 + 4


@in_threads
def test_run_asks_the_providers_four_at_a_time(worker, check):
    registrations(5)
    together = threading.Barrier(4)

    def found(slug: str) -> Status:
        if slug != "row-4":
            together.wait(SOON)  # broken, unless four come
        return Status.OK

    check(found)
    run = check_all()
    join(worker)

    assert set(states(run).values()) == {"done"}


@in_threads
def test_run_of_a_registration_that_fails_unexpectedly_goes_on(worker, check):
    registrations(3)

    def found(slug: str) -> Status:
        if slug == "row-1":
            raise RuntimeError(slug)
        return Status.OK

    check(found)
    run = check_all()
    join(worker)

    assert states(run) == {"row-0": "done", "row-1": "failed", "row-2": "done"}
    assert phase(run) is Phase.ENDED


@in_threads
def test_run_against_a_provider_that_is_away_says_so(worker):
    settings = {"issuer": "http://127.0.0.1:9", "jwks_uri": "http://127.0.0.1:9/jwks"}
    with override_settings(SSO_ALLOW_PRIVATE_ISSUERS=True):
        people.registration("custom-oidc", settings=settings)
        run = check_all()
        join(worker)

    item = run.items.get()
    assert item.state == "failed"
    assert "127.0.0.1" in item.says
    assert CANARY not in item.says


@in_threads
def test_cancel_in_the_middle_finishes_what_is_under_way_and_begins_no_more(worker, check):
    registrations(9)
    begun, go = threading.Semaphore(0), threading.Event()

    def found(slug: str) -> Status:
        begun.release()
        go.wait(SOON)
        return Status.OK

    check(found)
    run = check_all()
    for _ in range(4):
        assert begun.acquire(timeout=SOON)

    runs.cancel(run=run, by=SOMEONE)
    assert phase(run) is Phase.BEING_CANCELLED
    go.set()
    join(worker)

    assert sorted(states(run).values()) == ["done"] * 4 + ["waiting"] * 5
    assert phase(run) is Phase.CANCELLED
    assert Run.objects.get().ended_at
    assert events("run cancelled") == [("someone", str(run.pk), "")]
    with pytest.raises(runs.NotPossible, match="ended already"):
        runs.cancel(run=run, by=SOMEONE)


@in_threads
def test_go_on_after_a_dead_worker_does_the_rest(worker, check, monkeypatch):
    registrations(3)
    with monkeypatch.context() as dying:
        dying.setattr(runs_worker, "start", lambda lease, by: None)
        run = check_all()
    run.items.filter(slug="row-0").update(state="done", says="before")
    with pytest.raises(runs.NotPossible, match="does not stand still"):
        runs.go_on(run=run, by=SOMEONE)
    silent_since(run, 61)
    assert run.phase is Phase.STANDS_STILL
    check(lambda slug: Status.OK)

    runs.go_on(run=run, by=SOMEONE)
    join(worker)

    assert set(states(run).values()) == {"done"}
    assert run.items.get(slug="row-0").says == "before"
    assert phase(run) is Phase.ENDED
    assert events("run gone on with") == [("someone", str(run.pk), "")]


@in_threads
def test_go_on_of_two_at_once_starts_one_worker(check, monkeypatch):
    registrations(1)
    leases: list[runs_lease.Lease] = []
    monkeypatch.setattr(runs_worker, "start", lambda lease, by: leases.append(lease))
    run = check_all()
    leases.clear()
    silent_since(run, 61)
    together, refused = threading.Barrier(2), []

    def press() -> None:
        try:
            together.wait(SOON)
            runs.go_on(run=run, by=SOMEONE)
        except runs.NotPossible as error:
            refused.append(error)
        finally:
            connections.close_all()

    people_at_once = [threading.Thread(target=press) for _ in range(2)]
    for each in people_at_once:
        each.start()
    join(people_at_once)

    assert (len(leases), len(refused)) == (1, 1)


@in_threads
def test_run_that_is_taken_over_in_the_middle_is_left_to_the_new_worker(worker, check):
    registrations(6)
    begun, go = threading.Semaphore(0), threading.Event()

    def found(slug: str) -> Status:
        begun.release()
        go.wait(SOON)
        return Status.OK

    check(found)
    run = check_all()
    for _ in range(4):
        assert begun.acquire(timeout=SOON)

    silent_since(run, 61)
    new = runs_lease.take_over(run.pk)
    go.set()
    join(worker)

    assert new
    assert new.beat()
    assert sorted(states(run).values()) == ["done"] * 4 + ["waiting"] * 2
    assert phase(run) is Phase.UNDER_WAY


@in_threads
def test_run_whose_database_goes_away_stands_still_and_says_so_in_the_log(worker, monkeypatch, caplog):
    registrations(2)
    monkeypatch.setattr(checks, "run", raising(OperationalError("gone")))

    run = check_all()
    join(worker)

    assert set(states(run).values()) == {"waiting"}
    assert Run.objects.get(pk=run.pk).ended_at is None
    silent_since(run, 61)
    assert run.phase is Phase.STANDS_STILL
    assert f"The work on run {run.pk} stopped" in caplog.text


@in_threads
def test_threads_leave_no_connection_to_the_database(worker, check):
    registrations(5)
    used = []

    def found(slug: str) -> Status:
        ProviderRegistration.objects.count()
        used.append(connections["default"])
        return Status.OK

    check(found)
    check_all()
    join(worker)

    assert len(used) == 5
    assert all(connection.connection is None for connection in used)


@in_threads
def test_run_beats_while_an_item_takes_long(worker, check, monkeypatch):
    monkeypatch.setattr(runs_worker, "BEAT_EVERY", 0.01)
    registrations(1)
    begun, go = threading.Event(), threading.Event()

    def found(slug: str) -> Status:
        begun.set()
        go.wait(SOON)
        return Status.OK

    check(found)
    run = check_all()
    assert begun.wait(SOON)
    seen = {Run.objects.get(pk=run.pk).beat_at for _ in range(3)}
    while len(seen) < 5:
        seen.add(Run.objects.get(pk=run.pk).beat_at)
    go.set()
    join(worker)

    assert phase(run) is Phase.ENDED


@in_threads
def test_run_speaks_the_language_of_who_started_it(worker, check):
    registrations(1)
    spoken = []

    def found(slug: str) -> Status:
        spoken.append(translation.get_language())
        return Status.OK

    check(found)
    with translation.override("de"):
        check_all()
    join(worker)

    assert spoken == ["de"]


@in_threads
def test_start_that_is_taken_back_starts_nothing(worker):
    registrations(1)

    def fails() -> None:
        with transaction.atomic():
            check_all()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    assert (worker, Run.objects.count()) == ([], 0)


# Files and deletion


@in_threads
def test_archive_has_a_folder_for_each_deployment_and_an_index(worker):
    registration = people.registration()
    people.deployment(registration)
    people.deployment(registration, slug="staging", name="Staging", release="1.12")
    run = export_all(target="api")
    join(worker)

    with runs_archive.take(run=run, by=SOMEONE) as stream, zipfile.ZipFile(stream) as archive:
        names = archive.namelist()
        index = archive.read("README.txt").decode()
        steps = archive.read("staging/STEPS.txt").decode()

    assert states(run) == {"production": "failed", "staging": "done"}
    assert names == ["staging/STEPS.txt", "staging/security-config.json", "README.txt"]
    assert "production: Production, failed\n" in index
    assert "staging: Staging, done\n" in index
    assert index.count("  sha256 ") == 2
    assert "for deployment staging" in steps
    assert CANARY not in index + steps
    assert events("files of a run downloaded") == [("someone", str(run.pk), "")]


@alone
def test_delete_takes_the_files_along():
    people.deployment(people.registration())
    run = export_all()
    with pytest.raises(runs.NotPossible, match="cancel it first"):
        runs.delete(run=run, by=SOMEONE)
    silent_since(run, 61)

    pk = run.pk
    runs.delete(run=run, by=SOMEONE)

    assert not RunItem.objects.exists()
    assert events("run deleted") == [("someone", str(pk), "")]
