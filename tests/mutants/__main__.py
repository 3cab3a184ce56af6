"""Mutation testing of what decides whether a token is believed: `make mutants`.

mutmut changes these modules in a copy, one small thing at a time, and runs their tests, which must fail each time.
A change that they don't notice must stand in equivalent.toml, with why it changes nothing. Exits with 1 for one that
does not, and for an explanation that explains nothing any more.
"""

import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / "build" / "mutants"
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
MODULES = ("tokens", "keys", "logout_tokens", "signed_userinfo", "userinfo")
COPIED = ("manage.py", "portal", "sso_providers", "templates", "tests", "pyproject.toml")
MUTMUT = (sys.executable, "-m", "mutmut")


class Mutant(NamedTuple):
    """A changed line, as it was and as it is."""

    module: str
    was: str
    now: str


def main() -> int:
    copy()
    subprocess.run([*MUTMUT, "run"], cwd=COPY, check=True, stdout=subprocess.DEVNULL)
    outcomes = Counter(outcome for _, outcome in results())
    survivors = [mutant(name) for name, outcome in results() if outcome != "killed"]
    explained = {Mutant(**{key: each[key] for key in Mutant._fields}) for each in explanations()}
    print(", ".join(f"{count} {outcome}" for outcome, count in outcomes.most_common()))
    unexplained, stale = set(survivors) - explained, explained - set(survivors)
    for title, mutants in (("No test notices", unexplained), ("Explained, but noticed or gone", stale)):
        for each in sorted(mutants):
            print(f"{title}, in {each.module}:\n  - {each.was}\n  + {each.now}")
    return 1 if unexplained or stale else 0


def copy() -> None:
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, COPY / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copy(source, COPY / name)
    (COPY / "setup.cfg").write_text(configuration(), encoding="utf-8")


def configuration() -> str:
    def listed(values: list[str]) -> str:
        return "".join(f"\n    {value}" for value in values)

    modules = listed([f"sso_providers/oidc/{module}.py" for module in MODULES])
    tests = listed([f"tests/oidc/test_{module}.py" for module in MODULES])
    arguments = listed(["-p", "no:randomly", "-p", "no:xdist"])
    return (
        f"[mutmut]\nsource_paths={modules}\nalso_copy={listed(list(COPIED))}\n"
        f"pytest_add_cli_args_test_selection={tests}\npytest_add_cli_args={arguments}\n"
    )


def results() -> Iterator[tuple[str, str]]:
    """Each mutant's name and what became of it."""
    shown = subprocess.run(
        [*MUTMUT, "results", "--all", "true"], cwd=COPY, check=True, capture_output=True, text=True
    ).stdout
    for line in shown.splitlines():
        name, colon, outcome = line.strip().partition(": ")
        if colon:
            yield name, outcome


def mutant(name: str) -> Mutant:
    diff = subprocess.run([*MUTMUT, "show", name], cwd=COPY, check=True, capture_output=True, text=True).stdout
    lines = [line for line in diff.splitlines() if line[:1] in "-+" and not line.startswith(("---", "+++"))]
    was = " ".join(line[1:].strip() for line in lines if line.startswith("-"))
    now = " ".join(line[1:].strip() for line in lines if line.startswith("+"))
    return Mutant(name.split(".")[2], was, now)


def explanations() -> list[dict[str, str]]:
    found: list[dict[str, str]] = tomllib.loads(EQUIVALENT.read_text("utf-8")).get("mutant", [])
    return found


if __name__ == "__main__":
    sys.exit(main())
