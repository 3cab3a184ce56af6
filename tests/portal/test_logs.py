"""What travels in a callback's query stays out of the log, whichever server writes it."""

import logging
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
import requests

from portal.logs import WithoutQuery
from tests.people import CANARY
from tests.portal.program import ROOT, manage, variables

SERVERS = {
    "runserver": ["manage.py", "runserver", "--noreload", "127.0.0.1:{port}"],
    "gunicorn": [
        *("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", "127.0.0.1:{port}"),
        *("--workers", "1", "--worker-tmp-dir", "{folder}", "portal.wsgi"),
    ],
}


# A line that somebody would like to be in the log begins so.
FORGED = "192.0.2.99"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(url, timeout=5)
        except requests.ConnectionError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.05)
        else:
            return
    raise AssertionError(f"{url} does not answer.")


@pytest.mark.parametrize("command", SERVERS.values(), ids=list(SERVERS))
def test_request_is_logged_without_its_query(tmp_path: Path, command: list[str]) -> None:
    env = variables(tmp_path, TRUSTED_PROXIES="1")
    assert manage("migrate", "--verbosity", "0", env=env).returncode == 0
    address = f"http://127.0.0.1:{(port := free_port())}"
    filled = [part.format(port=port, folder=tmp_path) for part in command]

    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *filled], cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            wait_for(f"{address}/healthz", process)
            for path in ("/sign-in/demo/callback/", "/sign-in/demo/callback", "/recovery/", "/nowhere", "/admin/"):
                query = f"code={CANARY}'{CANARY}&state={CANARY}&token={CANARY}"
                client = {"X-Forwarded-For": "198.51.100.7"}
                requests.get(f"{address}{path}?{query}", headers=client, timeout=5, allow_redirects=False)
            requests.post(f"{address}/sign-in/demo/?next={CANARY}", timeout=5)
            for path in (f"/nowhere/%0a{FORGED}", f"/healthz%0d%0a{FORGED}", f"/%1b[2K%22%C3%A4{FORGED}"):
                requests.get(f"{address}{path}", timeout=5)
        finally:
            process.terminate()
            process.wait(timeout=30)

    lines = (tmp_path / "log").read_text("utf-8")
    assert "/sign-in/demo/callback/" in lines
    assert "/recovery/" in lines
    assert "/nowhere" in lines
    assert CANARY not in lines
    assert lines.count(FORGED) >= 3
    assert [line for line in lines.splitlines() if line.startswith(FORGED) or not line.isprintable()] == []
    # Django's development server logs no addresses.
    assert ("198.51.100.7" in lines) is ("gunicorn" in command)


@pytest.mark.parametrize(
    ("name", "line", "shown"),
    [
        ("django.server", "GET /a/?code=x HTTP/1.1", "GET /a/ HTTP/1.1"),
        ("django.server", "GET /a/?code=x'y\"z&b=?c HTTP/1.1", "GET /a/ HTTP/1.1"),
        ("django.server", "GET /a/ HTTP/1.1", "GET /a/ HTTP/1.1"),
        ("portal", "Is it there?", "Is it there?"),
    ],
)
def test_without_query_cuts_the_servers_request_lines_only(name, line, shown):
    record = logging.LogRecord(name, logging.INFO, "", 0, '"%s" %s', (line, 200), None)

    assert WithoutQuery().filter(record)
    assert record.getMessage() == f'"{shown}" 200'
