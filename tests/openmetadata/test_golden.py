"""The exported files, whole: a change of them is read as a diff. `UPDATE_GOLDEN=1 pytest` writes them anew."""

import os
import textwrap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.artifacts import Export, SecretsMode, Situation
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import TARGETS, Variant

from .cases import FULL_SETTINGS, SERVER, application, export_for

FOLDER = Path(__file__).parents[1] / "golden"
# For the variant that changes the operator's own file.
OWN_FILE = """\
# Ours
clusterName: ${OPENMETADATA_CLUSTER_NAME:-openmetadata}
authorizerConfiguration:
  adminPrincipals: ${AUTHORIZER_ADMIN_PRINCIPALS:-[admin]}  # who may do all

authenticationConfiguration:
  provider: ${AUTHENTICATION_PROVIDER:-basic}
  # left alone
  oidcConfiguration:
    customParams: ${OIDC_CUSTOM_PARAMS:-{}}
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """`every_mode` also writes the ways with secrets that are not usual."""

    kind: str
    flow: Flow
    release: str
    settings: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    every_mode: bool = False


CASES = {
    "auth0-code-1.9": Case(kind="auth0", flow=Flow.CODE, release="1.9", every_mode=True),
    "azure-implicit-1.13": Case(kind="azure", flow=Flow.IMPLICIT, release="1.13"),
    "keycloak-code-2.0": Case(
        kind="keycloak",
        flow=Flow.CODE,
        release="2.0",
        settings={"provider_name": "Acme's SSO", "token_validity": 7200, "pkce": True, "team_claim": "department"},
        options={"force_secure_cookie": True, "max_sessions": 3, "jwt_key_id": "1f4c9c1e"},
    ),
    "saml-1.11": Case(kind="saml", flow=Flow.NONE, release="1.11", settings=FULL_SETTINGS["saml", Flow.NONE]),
    "ldap-1.12": Case(kind="ldap", flow=Flow.NONE, release="1.12", settings=FULL_SETTINGS["ldap", Flow.NONE]),
}
WAYS = [
    pytest.param(name, target.id, variant, id=f"{name}-{target.id}-{variant.id}")
    for name, case in CASES.items()
    for target in TARGETS.values()
    for variant in target.variants
    if Release(case.release) >= variant.since
]


def steps(export: Export) -> str:
    """The steps and notes as a page would show them."""
    parts = [f"{step.text}\n{textwrap.indent(step.command, '    ')}".rstrip() + "\n" for step in export.steps]
    return "\n".join([*parts, *(f"Note: {note}\n" for note in export.notes)])


def made(case: Case, target: str, variant: Variant, mode: SecretsMode) -> Export:
    server = replace(SERVER, options=case.options)
    return export_for(
        assemble(application(case.kind, case.flow, **case.settings), server),
        target,
        mode,
        variant=variant.id,
        release=Release(case.release),
        situation=Situation.RUNNING,
        conf=OWN_FILE if variant.reads_conf else "",
    )


@pytest.mark.parametrize(("name", "target", "variant"), WAYS)
def test_export_equals_the_golden_files(name: str, target: str, variant: Variant) -> None:
    case = CASES[name]
    files: dict[str, str] = {}
    for mode in variant.modes if case.every_mode else variant.modes[:1]:
        export = made(case, target, variant, mode)
        files |= {f"{mode}/{artifact.name}": artifact.text for artifact in export.artifacts}
        files[f"{mode}/steps.txt"] = steps(export)
    folder = FOLDER / name / target / variant.id
    if os.environ.get("UPDATE_GOLDEN") == "1":
        rewrite(folder, files)
    assert {str(path.relative_to(folder)): path.read_text("utf-8") for path in found(folder)} == files


def test_golden_folder_has_nothing_else() -> None:
    known = {FOLDER / param.values[0] / param.values[1] / param.values[2].id for param in WAYS}  # type: ignore[union-attr, operator]
    assert {path.parents[1] for path in found(FOLDER)} == known


def found(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def rewrite(folder: Path, files: dict[str, str]) -> None:
    for path in found(folder):
        path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
