"""What documents and files say about this project is true of it."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests import environment

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
FILES = sorted(
    name for name in subprocess.check_output(COMMAND, cwd=ROOT, text=True).splitlines() if (ROOT / name).is_file()
)
FOLDERS = {str(parent) for name in FILES for parent in Path(name).parents}
DOCUMENTS = [name for name in FILES if name.endswith(".md") or name in {".env.example", ".ci/run"}]
# What make makes, and what lies beside the project: documents may name it, a clone does not hold it.
MADE = re.compile(r"^(\.venv|\.cache|build|data|staticfiles|deploy/secrets)(/|$)|^\.env$")


# Those of portal/env.py that take a file as well.
FROM_FILES = {"secret", "secret_or_generated", "secret_url", "database", "mail_server"}


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def settings_variables() -> set[str]:
    """What portal/settings.py asks env.py for, with NAME_FILE where the reader takes a file as well."""
    found = set()
    for node in ast.walk(ast.parse(read("portal/settings.py"))):
        match node:
            case ast.Call(func=ast.Attribute(attr=reader), args=[ast.Constant(value=str(name)), *_]) if name.isupper():
                found |= {name, f"{name}_FILE"} if reader in FROM_FILES else {name}
    return found


def code_in(document: str) -> Iterator[str]:
    """The code of a Markdown document, span by span and line by line; all lines of anything else."""
    text = read(document)
    if not document.endswith(".md"):
        yield from text.splitlines()
        return
    fence = re.compile(r"^ *```.*?\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
    for block in fence.findall(text):
        yield from block.splitlines()
    prose = fence.sub("", text)
    yield from re.findall(r"`([^`\n]+)`", prose)
    yield from re.findall(r"^ {4,}(\S.*)$", prose, re.MULTILINE)


# Environment


def test_env_example_describes_every_variable_and_no_other():
    described = set(re.findall(r"^#? ?([A-Z][A-Z_]+)=", read(".env.example"), re.MULTILINE))

    assert {name for name in described if not name.endswith("_FILE")} == {
        name for name in settings_variables() if not name.endswith("_FILE")
    }
    assert described <= settings_variables()


def test_environment_of_the_tests_sets_every_variable():
    assert {*environment.environment(Path("data")), "DATABASE_URL"} == settings_variables()


# Documents


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_existing_make_targets(document):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {target for code in code_in(document) for target in re.findall(r"(?<![\w./-])make ([a-z][\w-]*)", code)}

    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_existing_management_commands(document):
    named = {name for code in code_in(document) for name in re.findall(r"manage\.py ([a-z]\w*)", code)}

    assert named <= get_commands().keys()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_document_names_existing_paths(document):
    tops = {name.split("/")[0] for name in FILES}
    named = {
        word.rstrip("/.,:") for code in code_in(document) for word in code.split() if re.fullmatch(r"[\w./-]+", word)
    }
    ours = {name for name in named if name.split("/")[0] in tops and not MADE.search(name)}

    assert sorted(ours - set(FILES) - FOLDERS) == []


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name.endswith(".md")])
def test_document_links_to_existing_files(document):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(document)) + re.findall(r'src="([^"]+)"', read(document))
    folder = (ROOT / document).parent

    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name.endswith(".md")])
def test_document_names_variables_that_the_code_knows(document):
    named = {name for code in code_in(document) for name in re.findall(r"^([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:=|$)", code)}
    code = "\n".join(read(name) for name in FILES if name.endswith((".py", "Makefile", "run", ".yaml")))

    assert [name for name in sorted(named) if name.removesuffix("_FILE") not in code] == []


# Every file


def test_makefile_describes_every_target():
    makefile = read("Makefile")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)

    assert phony
    assert set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE)) == set(phony[1].split())


def test_no_file_names_a_machine_or_a_registry():
    forbidden = re.compile(r"(?<![\w.:>}])/(?:work|root|home)/|\b(?:pypi|pythonhosted|npmjs)\.")
    found = []
    for name in FILES:
        if not name.endswith((".png", ".ico", ".mo", ".woff2")):
            lines = enumerate(read(name).splitlines(), start=1)
            found += [f"{name}:{number}: {line.strip()}" for number, line in lines if forbidden.search(line)]

    assert not found, "\n" + "\n".join(found)


# Requirements


def pins(name: str) -> dict[str, str]:
    """Version by normalised name, as `name==version` lines of a requirements file have them."""
    lines = re.findall(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", read(name), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in lines}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_lock_has_what_is_required(name):
    assert pins(f"{name}.txt").items() <= pins(f"{name}.lock").items()


def test_development_lock_has_the_versions_of_production():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirement_is_pinned_and_says_why(name):
    lines = read(name).splitlines()
    required = [(before, line) for before, line in zip(lines, lines[1:], strict=False) if line and line[0] not in "#-"]

    assert [line for _, line in required if "==" not in line] == []
    assert [line for before, line in required if not before] == []
