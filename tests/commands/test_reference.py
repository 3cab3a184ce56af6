"""`manage.py reference`: docs/reference says what the code does."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from sso_providers.catalogue import KINDS, RELEASES
from sso_providers.management.reference import pages
from sso_providers.management.reference.examples import EXAMPLES, UNSHOWN
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.settings import SETTINGS

PAGES = pages()
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_reference_is_current(name):
    assert (FOLDER / name).read_text("utf-8") == PAGES[name], "run `make docs`"


def test_reference_has_no_other_page():
    assert {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()} == set(PAGES)


def test_reference_writes_every_page(tmp_path):
    call_command("reference", "--output", str(tmp_path / "new"), verbosity=0)

    assert {name: (tmp_path / "new" / name).read_text("utf-8") for name in PAGES} == PAGES


def test_reference_shows_every_rule_at_an_example_of_its_own():
    assert EXAMPLES.keys() | set(UNSHOWN) == {rule.id for rule in RULES}
    assert not EXAMPLES.keys() & set(UNSHOWN)


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.id in EXAMPLES], ids=lambda rule: rule.id)
def test_reference_example_is_found_wrong_by_its_rule(rule):
    page = PAGES[f"rules/{rule.id}.md"]

    assert "## Wrong\n" in page and "\n> **" in page


def test_reference_names_every_kind_target_line_and_setting():
    made = PAGES

    assert re.findall(r"^## (.+)$", made["kinds.md"], re.MULTILINE) == list(KINDS)
    assert all(f"`{target}`" in made["targets.md"] for target in TARGETS)
    assert re.findall(r"^### OpenMetadata (.+)$", made["targets.md"], re.MULTILINE) == list(RELEASES)
    for setting in SETTINGS.values():
        assert f"| `{setting.path.rpartition('.')[2]}` |" in made["settings.md"]


@pytest.mark.parametrize("text", PAGES.values(), ids=PAGES)
def test_reference_tables_are_whole(text):
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<= )\||^\|", line)) for line in table.splitlines()}) == 1
