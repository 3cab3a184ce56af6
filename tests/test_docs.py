"""The tables and examples of the documentation say what the code does."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sso_providers.actions import apply, apply_file
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.actions.expiry import Ending, Source
from sso_providers.actions.reminders import webhook
from sso_providers.catalogue import KINDS, RELEASES, Flow
from sso_providers.checks import credentials, discovery, flow, keys, ldap, logout, redirect_uri, saml
from sso_providers.login.errors import REFUSALS, refused
from sso_providers.oidc.logout_tokens import LogoutFault
from sso_providers.oidc.policy import Role
from sso_providers.oidc.tokens import Fault
from sso_providers.openmetadata.artifacts import SecretsMode, Situation
from sso_providers.openmetadata.exporters import TARGETS, Variant
from tests import people
from tests.openmetadata.cases import COMBINATIONS, LINES, config, export_for
from tests.test_repository import pins, settings_variables

ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the tables under a heading, row by row, without their heads."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", read(document), re.MULTILINE | re.DOTALL)
    assert section, f"{document} has no heading '{heading}'"
    tables = re.findall(r"^\|.*\n\|-.*\n((?:\|.*\n)*)", section[1], re.MULTILINE)
    lines = [line for each in tables for line in each.splitlines()]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def words(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


# docs/apply.md


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("registrations", apply_file.REGISTRATION),
        ("staff_login", apply_file.STAFF_LOGIN),
        ("deployments", apply_file.DEPLOYMENT),
        ("authorizer", apply_file.AUTHORIZER),
    ],
)
def test_apply_describes_every_key(heading, form):
    assert [words(row[0]) for row in table("docs/apply.md", heading)] == [[key] for key in form]


@pytest.mark.django_db
def test_apply_examples_can_be_applied(monkeypatch, tmp_path):
    monkeypatch.setenv("AUTH0_CLIENT_SECRET", "from-the-environment")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "bind-password").write_text("from-the-file")
    examples = re.findall(r"^```yaml\n(.*?)^```", read("docs/apply.md"), re.MULTILINE | re.DOTALL)

    changes = [change for text in examples for change in apply.apply(text, by=COMMAND_LINE, base=tmp_path)]

    assert [(change.verb, change.slug) for change in changes] == [
        ("create", "auth0-prod"),
        ("create", "production"),
        ("create", "directory"),
    ]


# docs/export.md


def test_export_lists_every_target_and_variant_with_its_files():
    listed: dict[tuple[str, str], set[str]] = {}
    target = ""
    for cell, variant, file, _ in table("docs/export.md", "Targets"):
        target = (words(cell) or [target])[0]
        listed[target, words(variant)[0]] = set(words(file))

    variants = [(target.id, variant) for target in TARGETS.values() for variant in target.variants]
    assert listed == {(target, variant.id): set(files_of(target, variant)) for target, variant in variants}


def files_of(target: str, variant: Variant) -> Iterator[str]:
    """Of every kind and flow, in every way with secrets, and with a setting that Compose does not pass on."""
    conf = "authenticationConfiguration:\n  provider: basic\n" if variant.reads_conf else ""
    for made in (*(config(kind, name) for kind, name in COMBINATIONS), config(token_validity=7200)):
        for mode in variant.modes:
            export = export_for(made, target, mode, variant=variant.id, release=LINES[-1], conf=conf)
            yield from (artifact.name for artifact in export.artifacts)


def test_export_lists_every_way_with_secrets_and_who_uses_it():
    listed = {words(way)[0]: set(words(usual)) for way, _, usual in table("docs/export.md", "Secrets")}

    usual = {target.id: target.variants[0].modes[0] for target in TARGETS.values()}
    assert listed == {mode.value: {target for target in usual if usual[target] is mode} for mode in SecretsMode}


def test_export_lists_every_situation():
    rows = table("docs/export.md", "First start, or already running?")

    assert {words(row[0])[0] for row in rows} == set(Situation)


# docs/expiry.md


def test_expiry_explains_every_source_threshold_and_member_of_a_post():
    example = re.search(r"^```json\n(.*?)^```", read("docs/expiry.md"), re.MULTILINE | re.DOTALL)
    assert example
    shown = json.loads(example[1])
    registration = people.draft("azure", name="Azure staging", slug="azure-staging", pk=1)
    about = Ending(
        source=Source.SECRET,
        name="client_secret",
        what="Client Secret",
        registration=registration.name,
        slug=registration.slug,
        registration_pk=1,
        ends_on=date(2026, 11, 28),
        days_left=6,
    )

    sent = webhook.payload([about])

    assert sent.keys() == shown.keys()
    differs = {"link"}
    assert [{name: each[name] for name in each.keys() - differs} for each in sent["endings"]] == [
        {name: each[name] for name in each.keys() - differs} for each in shown["endings"]
    ]
    assert shown["endings"][0].keys() == sent["endings"][0].keys()
    for word in (*Source, "60, 30, 7"):
        assert word in read("docs/expiry.md")


def test_expiry_example_tells_genuine_posts_from_others():
    example = re.search(r"^```python\n(.*?)^```", read("docs/expiry.md"), re.MULTILINE | re.DOTALL)
    assert example
    names: dict[str, Any] = {}
    exec(example[1], names)  # noqa: S102 - our own documentation

    signed = webhook.signature(b"{}", "hunter2")

    assert names["is_genuine"](b"{}", signed, "hunter2")
    assert not names["is_genuine"](b"{ }", signed, "hunter2")
    assert not names["is_genuine"](b"{}", signed, "hunter3")


# docs/registrations.md


def test_registrations_explains_every_stage_of_a_check():
    stages = (
        *(discovery.ADDRESS, discovery.DOCUMENT, discovery.ISSUER, keys.KEYS, flow.FLOW, credentials.CREDENTIALS),
        *(redirect_uri.REDIRECT, logout.LOGOUT),
        *(saml.METADATA, saml.CERTIFICATE, saml.KEY_PAIR, saml.SIGN_IN),
        *(ldap.ADDRESS, ldap.ACCOUNT, ldap.USERS, ldap.GROUPS),
    )

    assert [row[0] for row in table("docs/registrations.md", "Check it")] == [stage.title for stage in stages]


# docs/sign-in.md


def test_sign_in_explains_every_failure_code():
    explained = [code for row in table("docs/sign-in.md", "When it fails") for code in words(row[0])]

    assert len(explained) == len(set(explained))
    assert set(explained) == failure_codes()


def failure_codes() -> set[str]:
    written = set()
    for module in (ROOT / "sso_providers" / "login").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="SignInError"), args=[ast.Constant(value=str(code)), *_]):
                    written.add(code)
    return written | {refused(code).code for code in (*REFUSALS, "any other")} | {fault.value for fault in Fault}


def test_sign_in_explains_every_fault_of_a_logout_token():
    assert [words(row[0])[0] for row in table("docs/sign-in.md", "Signing out")] == list(LogoutFault)


def test_sign_in_says_what_every_role_may():
    assert [words(row[0])[0] for row in table("docs/sign-in.md", "Who gets in, and as what")] == list(Role)


def test_sign_in_names_the_providers_that_it_is_tried_with():
    keycloak = re.search(r"-dist-([\d.]+)\.zip", read("tests/providers/keycloak.sha256"))
    versions = {
        "oidc-provider": json.loads(read("tests/providers/npm/package.json"))["dependencies"]["oidc-provider"],
        "Keycloak": keycloak[1] if keycloak else "",
        "oidc-provider-mock": pins("requirements-dev.txt")["oidc-provider-mock"],
    }

    named = dict(re.findall(r"([\w-]+) \((?:tried )?at ([\d.]+)\)", read("docs/sign-in.md")))
    assert named == {name: version.rpartition(".")[0] for name, version in versions.items()}


# docs/operations.md, README.md, CONTRIBUTING.md, .env.example


def test_operations_lists_every_variable():
    assert {name for row in table("docs/operations.md", "Variables") for name in words(row[0])} == settings_variables()


def test_env_example_changes_nothing_when_copied():
    assert [line for line in read(".env.example").splitlines() if line and not line.startswith("#")] == []


def test_readme_names_every_release_line():
    known = re.search(r"OpenMetadata: ([\d., and]+)\.", read("README.md"))

    assert known
    assert re.findall(r"\d+\.\d+", known[1]) == list(RELEASES)


def test_contributing_lists_every_make_target():
    listed = {each for row in table("CONTRIBUTING.md", "Set up") for each in re.findall(r"`make ([a-z-]+)", row[0])}

    assert listed | {"help"} == set(re.findall(r"^([a-z-]+):.* ## ", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize(
    ("index", "pattern"), [("docs/README.md", "docs/*.md"), ("docs/adr/README.md", "docs/adr/*.md")]
)
def test_index_leads_to_every_page(index, pattern):
    linked = set(re.findall(r"\]\(([\w-]+\.md)\)", read(index)))

    assert linked == {page.name for page in ROOT.glob(pattern)} - {"README.md"}


def test_words_name_every_kind_flow_and_target():
    meanings = {word: words(meaning) for word, meaning in table("docs/README.md", "Words")}

    assert meanings["provider kind"] == list(KINDS)
    assert meanings["flow"] == list(Flow)
    assert meanings["target"] == list(TARGETS)
