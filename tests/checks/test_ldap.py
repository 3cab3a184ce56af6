"""Every stage of a directory's check, fine and failing, against a small directory and a real one."""

import ssl
import time
from dataclasses import replace
from functools import partial

import pytest

from sso_providers.catalogue import Application, Flow, Secret, get_kind
from sso_providers.checks import Status, run
from sso_providers.directory_door import Answer, DirectoryError, Found, Reason, ask
from tests.checks.directory import ACCOUNT, ADMINS, PEOPLE, TEAMS, running_directory
from tests.checks.made_certificates import certificate, rsa_key
from tests.checks.slapd import running_slapd

CANARY = "canary-secret-7Qd"
DAY = 24 * 3600


def application(password=CANARY, **settings):
    kind = get_kind("ldap")
    raw = {"host": "localhost", "bind_dn": ACCOUNT, "user_base_dn": PEOPLE} | settings
    secrets = {"bind_password": Secret(password)} if password else {}
    return Application(kind=kind, flow=Flow.NONE, secrets=secrets, settings=kind.clean(Flow.NONE, raw))


def check(subject, *, allow_private=True, **options):
    report = run(subject, allow_private=allow_private, redirect_uri=None, **options)
    assert CANARY not in repr(report)
    assert [stage.id for stage in report.stages] == ["address", "account", "users", "groups"]
    for stage in report.stages:
        assert stage.summary.endswith(".")
        assert "uid=" not in repr(stage), "nobody's name belongs into a report"
    return report


def statuses(report):
    return [stage.status.value for stage in report.stages]


@pytest.fixture
def directory():
    with running_directory(CANARY) as running:
        yield running


@pytest.fixture(params=["ours", "slapd"])
def port(request, tmp_path):
    """Of a directory, ours and a real one, without TLS."""
    if request.param == "slapd":
        with running_slapd(tmp_path, CANARY, certificate("localhost")) as found:
            yield found[0]
    else:
        with running_directory(CANARY) as running:
            yield running.port


WITH_GROUPS = {"group_base_dn": TEAMS, "role_mapping": [f"{ADMINS} = Admin"], "reassign_roles": "*"}


def test_run_against_a_healthy_directory_is_fine_but_for_tls(port):
    report = check(application(port=port, tls=False, **WITH_GROUPS))
    assert statuses(report) == ["warning", "ok", "ok", "ok"]
    assert "without TLS" in report.stage("address").summary
    assert ("IP address", "127.0.0.1 (private)") in report.stage("address").evidence


def test_run_by_tls_tells_the_days(tmp_path, monkeypatch):
    authority = certificate("Acme CA", key=rsa_key(2048, 1), authority=True)
    made = certificate("localhost", issuer=authority, days=100)
    (tmp_path / "authority.pem").write_text(authority.pem)
    (tmp_path / "pair.pem").write_text(made.pem + made.key_pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pair.pem")

    with running_directory(CANARY, context=context) as running:
        report = check(application(port=running.port))
    assert statuses(report) == ["ok", "ok", "ok", "not-applicable"]
    assert "valid for 100 days" in report.stage("address").summary


def test_run_without_password_sends_nothing(directory):
    report = check(application(password="", port=directory.port, tls=False))
    assert statuses(report) == ["not-reached", "failed", "not-reached", "not-reached"]
    assert report.stage("account").field == "bind_password"
    assert directory.binds == []


def test_run_without_permission_sends_nothing_in_the_clear(directory):
    report = check(application(port=directory.port, tls=False), allow_private=False)
    assert statuses(report) == ["failed", "not-reached", "not-reached", "not-reached"]
    assert report.stage("address").field == "tls"
    assert directory.binds == []


@pytest.mark.parametrize(
    ("settings", "stage", "field", "words"),
    [
        ({"bind_dn": "cn=nobody,dc=acme,dc=example"}, "account", "bind_password", "refused DN and password"),
        ({"user_base_dn": "ou=nowhere,dc=acme,dc=example"}, "users", "user_base_dn", "has no entry 'ou=nowhere,"),
        ({"user_base_dn": "ou=empty,dc=acme,dc=example"}, "users", "user_base_dn", "sees nobody with mail"),
        ({"mail_attribute": "telephoneNumber"}, "users", "user_base_dn", "sees nobody with telephoneNumber"),
        ({"group_base_dn": "ou=nowhere,dc=acme,dc=example"}, "groups", "group_base_dn", "has no entry 'ou=nowhere,"),
        (
            {"group_base_dn": TEAMS, "group_value": "groupOfUniqueNames"},
            "groups",
            "group_value",
            "no entry has objectClass=",
        ),
        ({"group_base_dn": TEAMS, "member_attribute": "uniqueMember"}, "groups", "group_value", "and uniqueMember"),
        (
            {"role_mapping": [f"cn=Nobody,{TEAMS} = Admin"]},
            "groups",
            "role_mapping",
            f"has no entry 'cn=Nobody,{TEAMS}', or hides it",
        ),
        (
            {"role_mapping": [f"{ADMINS.lower()} = Admin"]},
            "groups",
            "role_mapping",
            f"as the directory writes the DN, as OpenMetadata compares them as text, which is '{ADMINS}'",
        ),
        ({"role_mapping": [f"{TEAMS} = Admin"]}, "groups", "role_mapping", "is no group with objectClass=groupOfNames"),
    ],
)
def test_run_of_a_wrong_setting_names_the_field(port, settings, stage, field, words):
    if "role_mapping" in settings:
        settings = WITH_GROUPS | settings
    report = check(application(port=port, tls=False, **settings))
    found = report.stage(stage)
    assert (found.status, found.field) == (Status.FAILED, field)
    assert words in found.summary


def test_run_with_groups_but_no_mapping_warns(port):
    stage = check(application(port=port, tls=False, group_base_dn=TEAMS)).stage("groups")
    assert (stage.status, stage.field) == (Status.WARNING, "role_mapping")


def test_run_with_a_wrong_password_reaches_no_search(port):
    report = check(application(password="wrong", port=port, tls=False, **WITH_GROUPS))
    assert statuses(report) == ["warning", "failed", "not-reached", "not-reached"]


def test_run_of_a_directory_that_breaks_off_tells_how_far_it_came(directory):
    directory.fault = "close-after-bind"
    report = check(application(port=directory.port, tls=False, **WITH_GROUPS))
    assert statuses(report) == ["warning", "ok", "failed", "failed"]
    assert "broke off" in report.stage("users").summary


@pytest.mark.parametrize("fault", ["echo", "garbage", "close", "goodbye", "wrong-types"])
def test_run_of_a_misbehaving_directory_shows_no_password(directory, fault):
    directory.fault = fault
    report = check(application(port=directory.port, tls=False, **WITH_GROUPS), ask_directory=partial(ask, deadline=0.5))
    assert report.status is Status.FAILED


def answering(**answer):
    """An `ask_directory` that gives this answer."""
    usual = Answer(address="203.0.113.7", elapsed=0.01, certificate_ends=time.time() + 100.5 * DAY)
    return lambda host, port, **options: replace(usual, **answer)


def failing(reason, detail=""):
    def fail(host, port, **options):
        raise DirectoryError(reason, f"{host}:{port}", detail)

    return fail


@pytest.mark.parametrize(
    ("result", "field", "words"),
    [
        ("invalidCredentials", "bind_password", "enter both again"),
        ("invalidDNSyntax", "bind_dn", "mend it"),
        ("confidentialityRequired", "tls", "switch TLS on"),
        ("strongerAuthRequired", "tls", "switch TLS on"),
        ("unwillingToPerform", "bind_dn", "(unwillingToPerform)"),
        ("other", "bind_dn", "(other)"),
    ],
)
def test_account_stage_of_a_refusal_says_what_to_do(result, field, words):
    stage = check(application(), ask_directory=answering(bound=result)).stage("account")
    assert (stage.status, stage.field) == (Status.FAILED, field)
    assert words in stage.summary


def test_account_stage_without_an_answer_tells_the_trouble():
    trouble = DirectoryError(Reason.TIMEOUT, "localhost:636", "10")
    report = check(application(), ask_directory=answering(trouble=trouble))
    assert statuses(report) == ["ok", "failed", "not-reached", "not-applicable"]
    assert report.stage("account").summary == str(trouble)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("insufficientAccessRights", "may not search"),
        ("referral", "refers elsewhere"),
        ("busy", "(busy)"),
    ],
)
def test_users_stage_of_a_refusal_says_what_it_is(result, words):
    given = answering(bound="success", found=(Found(result=result),))
    stage = check(application(), ask_directory=given).stage("users")
    assert (stage.status, stage.field) == (Status.FAILED, "user_base_dn")
    assert words in stage.summary


def test_users_stage_of_more_than_enough_is_fine():
    given = answering(bound="success", found=(Found(result="sizeLimitExceeded", dns=("uid=ada",)),))
    assert check(application(), ask_directory=given).stage("users").status is Status.OK


def test_address_stage_of_a_certificate_that_ends_soon_warns():
    given = answering(bound="success", certificate_ends=time.time() + 5.5 * DAY)
    stage = check(application(), ask_directory=given).stage("address")
    assert stage.status is Status.WARNING
    assert "ends in 5 days" in stage.summary


def test_address_stage_without_connection_names_the_host():
    report = check(application(), ask_directory=failing(Reason.UNRESOLVABLE))
    assert statuses(report) == ["failed", "not-reached", "not-reached", "not-reached"]
    assert report.stage("address").field == "host"


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({}, "failed"),
        ({"verify_hostname": False}, "warning"),
        ({"trust_store": "TrustAll"}, "warning"),
        ({"trust_store": "CustomTrustStore", "trust_store_path": "/etc/truststore.jks"}, "warning"),
    ],
)
def test_address_stage_of_an_untrusted_certificate_knows_what_openmetadata_trusts(settings, status):
    report = check(application(**settings), ask_directory=failing(Reason.UNTRUSTED, " (self-signed)"))
    assert report.stage("address").status == status
    assert report.stage("account").status is Status.NOT_REACHED


def test_groups_stage_shows_no_dn_that_was_not_asked_for():
    found = (
        Found(result="success", dns=("uid=ada",)),
        Found(result="success", dns=(ADMINS,)),
        Found(result="success", dns=(f"cn={CANARY}",)),
    )
    stage = check(application(**WITH_GROUPS), ask_directory=answering(bound="success", found=found)).stage("groups")
    assert (stage.status, stage.field) == (Status.FAILED, "role_mapping")
