"""The exported files, whole: a change of them is read as a diff. `UPDATE_GOLDEN=1 pytest` writes them anew."""

import os
import textwrap
from pathlib import Path

import pytest

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.exporters import TARGETS

from .cases import config, export_for

FOLDER = Path(__file__).parents[1] / "golden"
CASES = {
    "auth0-code": ("auth0", Flow.CODE),
    "azure-code": ("azure", Flow.CODE),
    "azure-implicit": ("azure", Flow.IMPLICIT),
    "custom-oidc-code": ("custom-oidc", Flow.CODE),
}
OTHER_THAN_DEFAULT: dict[str, dict[str, str]] = {
    "azure-code": {"provider_name": "Acme's SSO", "token_validity": "7200", "pkce": "true"},
    "custom-oidc-code": {"username_claim": "preferred_username", "email_claim": "email", "max_age": "28800"},
}


def steps(export: Export) -> str:
    """The steps and notes as a page would show them."""
    parts = [f"{step.text}\n{textwrap.indent(step.command, '    ')}".rstrip() + "\n" for step in export.steps]
    return "\n".join([*parts, *(f"Note: {note}\n" for note in export.notes)])


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", CASES)
def test_export_equals_the_golden_files(case: str, target: str) -> None:
    kind, flow = CASES[case]
    made = config(kind, flow, **OTHER_THAN_DEFAULT.get(case, {}))
    files: dict[str, str] = {}
    for mode in SecretsMode:
        export = export_for(made, target, mode)
        files |= {f"{mode}/{artifact.name}": artifact.text for artifact in export.artifacts}
        files[f"{mode}/steps.txt"] = steps(export)
    folder = FOLDER / case / target
    if os.environ.get("UPDATE_GOLDEN") == "1":
        rewrite(folder, files)
    assert {str(path.relative_to(folder)): path.read_text("utf-8") for path in found(folder)} == files


def found(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def rewrite(folder: Path, files: dict[str, str]) -> None:
    for path in found(folder):
        path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
