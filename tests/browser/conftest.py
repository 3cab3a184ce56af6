"""Headless Chromium before the running portal. A page that breaks the Content-Security-Policy fails its test."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from sso_providers import http
from tests.fakes import Provider, running_provider

from .look import WIDTH

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page reaches anything but this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# The demo's provider has no favicon, and takes its style from outside this machine.
PROVIDER_HOSTS = {"127.0.0.1", "cdn.jsdelivr.net"}
# Playwright keeps an event loop in the tests' thread, which Django would take for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM)), None)
    if executable is None:
        pytest.fail("No Chromium: run 'apt-get install chromium', or name one: CHROMIUM=/path.", pytrace=False)
    before = connections.all()
    with sync_playwright() as playwright:
        # Inside an event loop Django opens connections anew: go on with those that know the test database.
        for connection in before:
            connections[connection.alias] = connection
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def portal(live_server, settings) -> str:
    """Address of the running portal, which makes its callback addresses from it."""
    settings.PORTAL_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@dataclass(frozen=True)
class DemoProvider:
    """The demo's provider as a process of its own, and the client that the portal has there."""

    issuer: str
    client_id: str
    client_secret: str


@pytest.fixture
def provider(portal: str) -> Iterator[DemoProvider]:
    port = free_port()
    command = [sys.executable, "-m", "sso_providers.management.demo_provider", "--port", str(port)]
    command += ["--redirect-uri", f"{portal}/sign-in/demo/callback/"]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True, env=environment) as process:
        assert process.stdout is not None
        client = json.loads(process.stdout.readline())
        issuer = f"http://127.0.0.1:{port}"
        wait_for(f"{issuer}/.well-known/openid-configuration")
        yield DemoProvider(issuer=issuer, **client)
        process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str) -> None:
    for _ in range(100):
        try:
            http.fetch("GET", address, allow_private=True)
            return
        except http.FetchError:
            time.sleep(0.1)
    pytest.fail(f"{address} does not answer.")


@pytest.fixture
def fake(portal: str) -> Iterator[Provider]:
    """The tests' own provider, which can refuse and misbehave; nothing is registered at it yet."""
    with running_provider() as running:
        yield running


@pytest.fixture
def problems() -> list[str]:
    """What the pages complained about. A test that wants a complaint, such as a 403, removes it itself."""
    return []


@pytest.fixture
def open_page(browser: Browser, portal: str, problems: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_page()` is a page of a fresh browser profile, with the portal's address as its base.

    Its arguments are those of a Playwright context, such as `java_script_enabled=False`.
    """
    with ExitStack() as contexts:

        def opened(**options: Any) -> Page:
            context = browser.new_context(base_url=portal, viewport={"width": WIDTH, "height": 800}, **options)
            contexts.callback(context.close)
            context.set_default_timeout(10_000)
            page = context.new_page()
            page.on("console", lambda message: problems.extend(complaint(message)))
            page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
            return page

        yield opened
    assert not problems, "The browser complained:\n" + "\n".join(problems)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def complaint(message: ConsoleMessage) -> Iterator[str]:
    # Chromium reports a violation of the policy as an error, too, at the portal's page.
    if message.type == "error" and urlsplit(message.location["url"]).hostname not in PROVIDER_HOSTS:
        yield f"{message.location['url']}: {message.text}"
