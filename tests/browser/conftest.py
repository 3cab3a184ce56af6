"""Headless Chromium before the running portal. A page that breaks the Content-Security-Policy fails its test."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, PIPE
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, ConsoleMessage, FloatRect, Page, sync_playwright

from sso_providers import http

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
# Of the window, and of a picture.
WIDTH, TALLEST = 1280, 1400
# The admin's links fade from one colour to the next; those in folded details stand still until they are seen.
COLOURS_SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter((animation) => animation.effect.target.checkVisibility())
        .map((animation) => animation.finished)
).then(() => {})"""
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
def problems() -> list[str]:
    """What the page complained about. A test that wants a complaint, such as a 403, removes it itself."""
    return []


@pytest.fixture
def page(browser: Browser, portal: str, problems: list[str]) -> Iterator[Page]:
    """A page of a fresh browser profile, with the portal's address as its base: `page.goto("/sign-in/")`."""
    context = browser.new_context(base_url=portal, viewport={"width": WIDTH, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda message: problems.extend(complaint(message)))
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    yield page
    context.close()
    assert not problems, "The browser complained:\n" + "\n".join(problems)


def complaint(message: ConsoleMessage) -> Iterator[str]:
    # Chromium reports a violation of the policy as an error, too, at the portal's page.
    if message.type == "error" and urlsplit(message.location["url"]).hostname not in PROVIDER_HOSTS:
        yield f"{message.location['url']}: {message.text}"


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """`picture("home")` saves the page's upper part, light and dark, if SCREENSHOTS names a folder."""

    def take(name: str) -> None:
        if not (folder := os.environ.get("SCREENSHOTS")):
            return
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip: FloatRect = {"x": 0, "y": 0, "width": WIDTH, "height": height}
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(COLOURS_SETTLED)
            # Hiding the caret would take an inline style, which the policy refuses.
            page.screenshot(path=Path(folder, f"{name}-{scheme}.png"), full_page=True, clip=clip, caret="initial")
        page.emulate_media(color_scheme="light")

    return take


@pytest.fixture
def barriers(page: Page) -> Callable[[], str]:
    """`assert not barriers()`: what axe finds on the page that keeps people out, light and dark, as a report."""

    def find() -> str:
        reports = []
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(COLOURS_SETTLED)
            # Preloading style sheets makes documents of its own, which break the policy.
            found = Axe().run(page, options={"preload": False})
            reports += [f"{scheme}:\n{found.generate_report()}"] if found.violations_count else []
        return "\n".join(reports)

    return find
