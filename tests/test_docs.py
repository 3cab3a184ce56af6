"""The tables and examples of the documentation say what the code does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sso_providers.actions import apply, apply_file
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import KINDS, RELEASES, Field, Flow
from sso_providers.checks import credentials, discovery, flow, keys
from sso_providers.login.errors import REFUSALS, refused
from sso_providers.oidc.tokens import Fault
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters import TARGETS
from tests.openmetadata.cases import COMBINATIONS, config, export_for
from tests.test_repository import settings_variables

ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def table(document: str, heading: str) -> list[list[str]]:
    """The cells of the table under a heading, row by row, without its head."""
    section = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", read(document), re.MULTILINE | re.DOTALL)
    assert section, f"{document} has no heading '{heading}'"
    lines = [line for line in section[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]


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


def test_apply_has_a_table_for_every_kind():
    section = read("docs/apply.md").partition("### Settings of a kind")[2]

    assert re.findall(r"^#### (.+)$", section, re.MULTILINE) == ["Every kind", *KINDS]


@pytest.mark.parametrize(("kind", "flow_name"), [(kind, name) for kind in KINDS for name in KINDS[kind].flows])
def test_apply_describes_every_setting_with_its_default(kind, flow_name):
    rows = table("docs/apply.md", "Every kind") + table("docs/apply.md", kind)
    described = {words(key)[0]: default for key, flows, _, default, _ in rows if flows in {"both", f"`{flow_name}`"}}

    assert described == {field.name: default_of(field) for field in KINDS[kind].fields[flow_name]}


def default_of(field: Field) -> str:
    match field.default:
        case _ if field.required:
            return "required"
        case "":
            return "blank"
        case bool() as switch:
            return f"`{str(switch).lower()}`"
        case tuple() as items:
            return f"`[{', '.join(items)}]`"
        case other:
            return f"`{other}`"


@pytest.mark.django_db
def test_apply_example_can_be_applied(monkeypatch, tmp_path):
    monkeypatch.setenv("AUTH0_CLIENT_SECRET", "from-the-environment")
    example = re.search(r"^```yaml\n(.*?)^```", read("docs/apply.md"), re.MULTILINE | re.DOTALL)

    assert example
    changes = apply.apply(example[1], by=COMMAND_LINE, base=tmp_path)
    assert [(change.verb, change.slug) for change in changes] == [("create", "auth0-prod"), ("create", "production")]


# docs/export.md


def test_export_lists_every_target_with_its_files():
    listed: dict[str, set[str]] = {}
    for target, file, _ in table("docs/export.md", "Targets"):
        name = (words(target) or [next(reversed(listed), "")])[0]
        listed[name] = listed.get(name, set()) | set(words(file))

    assert listed == {target: set(files_of(target)) for target in TARGETS}


def files_of(target: str) -> Iterator[str]:
    """Of every kind and flow, in every way with secrets, and with a setting that Compose does not pass on."""
    for made in (*(config(kind, name) for kind, name in COMBINATIONS), config(token_validity=7200)):
        for mode in SecretsMode:
            yield from (artifact.name for artifact in export_for(made, target, mode).artifacts)


def test_export_lists_every_way_with_secrets_and_who_uses_it():
    listed = {words(way)[0]: set(words(usual)) for way, _, usual in table("docs/export.md", "Secrets")}

    assert listed == {
        mode.value: {target.id for target in TARGETS.values() if target.secrets is mode} for mode in SecretsMode
    }


# docs/registrations.md


def test_registrations_explains_every_stage_of_a_check():
    stages = (discovery.ADDRESS, discovery.DOCUMENT, discovery.ISSUER, keys.KEYS, flow.FLOW, credentials.CREDENTIALS)

    assert [row[0] for row in table("docs/registrations.md", "Check it")] == [stage.title for stage in stages]


# docs/sign-in.md


def test_sign_in_explains_every_failure_code():
    explained = [code for row in table("docs/sign-in.md", "When it fails") for code in words(row[0])]

    assert len(explained) == len(set(explained))
    assert set(explained) == failure_codes()


def failure_codes() -> set[str]:
    written = set()
    for module in (ROOT / "sso_providers" / "login").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="SignInError"), args=[ast.Constant(value=str(code)), *_]):
                    written.add(code)
    return written | {refused(code).code for code in (*REFUSALS, "any other")} | {fault.value for fault in Fault}


# docs/operations.md, README.md, .env.example


def test_operations_lists_every_variable():
    assert {name for row in table("docs/operations.md", "Variables") for name in words(row[0])} == settings_variables()


def test_env_example_changes_nothing_when_copied():
    assert [line for line in read(".env.example").splitlines() if line and not line.startswith("#")] == []


def test_readme_names_every_release_line():
    known = re.search(r"OpenMetadata: ([\d., and]+)\.", read("README.md"))

    assert known
    assert re.findall(r"\d+\.\d+", known[1]) == list(RELEASES)


def test_words_name_every_kind_flow_and_target():
    meanings = {word: words(meaning) for word, meaning in table("docs/README.md", "Words")}

    assert meanings["provider kind"] == list(KINDS)
    assert meanings["flow"] == list(Flow)
    assert meanings["target"] == list(TARGETS)
