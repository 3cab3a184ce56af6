"""The portal as a program of its own: processes with an environment that the test chooses."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

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


@contextmanager
def serving(*, workers: int, env: Mapping[str, str]) -> Iterator[str]:
    """gunicorn with so many processes of the portal, on loopback; the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        bind = f"127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", bind, "--workers", str(workers)]
    process = subprocess.Popen(command, cwd=ROOT, env=dict(env), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        yield waited_for(f"http://{bind}", process)
    finally:
        process.terminate()
        process.communicate()


def waited_for(address: str, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(f"{address}/healthz", timeout=5)
            return address
        except requests.RequestException:  # it listens before it can answer
            time.sleep(0.05)
    process.kill()
    raise AssertionError(f"The portal did not start:\n{process.communicate()[0].decode()}")
