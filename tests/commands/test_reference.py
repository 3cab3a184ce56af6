"""`manage.py reference`: docs/reference says what the code does."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from sso_providers.catalogue import KINDS, RELEASES
from sso_providers.management.reference import pages
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.settings import SETTINGS

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", pages())
def test_reference_is_current(name):
    assert (FOLDER / name).read_text("utf-8") == pages()[name], "run `make docs`"


def test_reference_has_no_other_page():
    assert {path.name for path in FOLDER.iterdir()} == set(pages())


def test_reference_writes_every_page(tmp_path):
    call_command("reference", "--output", str(tmp_path / "new"), verbosity=0)

    assert {path.name: path.read_text("utf-8") for path in (tmp_path / "new").iterdir()} == pages()


def test_reference_names_every_kind_target_line_and_setting():
    made = pages()

    assert re.findall(r"^## (.+)$", made["kinds.md"], re.MULTILINE) == list(KINDS)
    assert all(f"`{target}`" in made["targets.md"] for target in TARGETS)
    assert re.findall(r"^### OpenMetadata (.+)$", made["targets.md"], re.MULTILINE) == list(RELEASES)
    for setting in SETTINGS.values():
        assert f"| `{setting.path.rpartition('.')[2]}` |" in made["settings.md"]


@pytest.mark.parametrize("text", pages().values(), ids=pages())
def test_reference_tables_are_whole(text):
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<= )\||^\|", line)) for line in table.splitlines()}) == 1
