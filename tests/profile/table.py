"""The table docs/profile.md: case, what the provider does, what must follow, the test, and its result."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
PAGE = ROOT / "docs" / "profile.md"
# In the order of the page.
SECTIONS = {
    "test_basic": "Basic",
    "test_config": "Config",
    "test_rp_initiated_logout": "RP-initiated logout",
    "test_back_channel_logout": "Back-channel logout",
    "test_beside": "Beside the plans",
    "test_gaps": "Where mozilla-django-oidc by itself falls short",
    "test_attacks": "Attacks",
    "test_good_providers": "Providers that are right, each in its own way",
}
INTRODUCTION = """\
<!-- Made by `make docs` from a run of tests/profile: change the tests, not this file. -->

# What the sign-in holds

Each row is a test against a provider that signs real tokens. The names that begin with `oidcc-client-test` are those of
the OpenID Foundation's test plans for relying parties. After a refused ID token the userinfo endpoint is never asked.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A case; `test` is its test's node id, without parameters."""

    case: str
    when: str
    then: str
    test: str

    @property
    def test_name(self) -> str:
        return self.test.rpartition("::")[2]


def rows(module: str) -> list[Row]:
    """The cases of a test module, in the order in which they stand there."""
    found = []
    for name, value in vars(importlib.import_module(f"tests.profile.{module}")).items():
        if name.startswith("test_") and isinstance(value, FunctionType):
            marks = [mark for mark in getattr(value, "pytestmark", []) if mark.name == "case"]
            test = f"{FOLDER.relative_to(ROOT).as_posix()}/{module}.py::{name}"
            found += [Row(case=mark.args[0], when=mark.args[1], then=mark.args[2], test=test) for mark in marks]
    return found


def without_parameters(node_id: str) -> str:
    return node_id.partition("[")[0]


def page(results: dict[str, bool]) -> str:
    """Markdown; `results` says of each test's node id whether all its runs passed."""
    parts = [INTRODUCTION]
    for module, title in SECTIONS.items():
        parts.append(f"\n## {title}\n\n| case | when | then | test | result |\n|---|---|---|---|---|\n")
        for row in rows(module):
            result = {True: "holds", False: "**fails**", None: "not run"}[results.get(row.test)]
            parts.append(f"| {row.case} | {row.when} | {row.then} | `{row.test_name}` | {result} |\n")
    return "".join(parts)
