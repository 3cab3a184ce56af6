"""The portal as a program of its own: processes with an environment that the test chooses."""

import os
import subprocess
import sys
from pathlib import Path

from tests import environment

ROOT = Path(__file__).resolve().parents[2]


def variables(folder: Path, **given: str) -> dict[str, str]:
    """Only PORTAL_DATA_DIR and what is given: the others are blank, which counts as unset."""
    blank = dict.fromkeys([*environment.environment(folder), "DATABASE_URL"], "")
    return {"PATH": os.environ["PATH"], **blank, "PORTAL_DATA_DIR": str(folder / "data"), **given}


def manage(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    return python("manage.py", *arguments, env=env)


def python(*arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
