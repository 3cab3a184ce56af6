"""One contestant's process: signs in as often as it is told, and says how long each step took.

`python -m tests.bench.worker SITE ISSUER REGISTRATIONS FOLDER` prints a line of JSON when it is ready, and another for
each number of sign-ins that it reads from standard input; it ends when that does.
"""

import json
import os
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.bench.browser import Answer, Application, Browser
from tests.bench.measures import STEPS
from tests.bench.sites import SITES, Site

# The first sign-in makes the account, the second fills what the first could not.
WARM_UP = 3


class Failed(Exception):
    """A step that did not lead where it should: the comparison would mean nothing."""


def main(site: Site, issuer: str, registrations: int, folder: Path) -> None:
    # Whatever is logged must not get between the lines of JSON.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    site.configure(issuer, folder)
    application = get_wsgi_application()
    call_command("migrate", verbosity=0)
    if site.fill:
        site.fill(issuer, registrations)
    for _ in range(WARM_UP):
        seconds(site, application, 1)
    print(json.dumps(queries(site, application)), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(seconds(site, application, int(line))), file=answers, flush=True)


def seconds(site: Site, application: Application, sign_ins: int) -> dict[str, list[float]]:
    """Of each step of so many sign-ins, by somebody whom the site knows, and of the page, once."""
    found: dict[str, list[float]] = {step: [] for step in STEPS}
    for _ in range(sign_ins):
        for step, answer in sign_in(site, Browser(application)):
            found[step].append(answer.seconds)
    if site.page:
        found["page"].append(expected(200, Browser(application).get(site.page)).seconds)
    return found


def queries(site: Site, application: Application) -> dict[str, int]:
    """How many SQL statements each step takes."""
    found = dict.fromkeys(STEPS, 0)
    with counted() as statements:
        for step, _ in sign_in(site, Browser(application)):
            found[step] = len(statements)
            statements.clear()
        if site.page:
            Browser(application).get(site.page)
            found["page"] = len(statements)
    return found


def sign_in(site: Site, browser: Browser) -> Iterator[tuple[str, Answer]]:
    start = expected(302, browser.post(site.start) if site.posts else browser.get(site.start))
    yield "start", start
    callback = expected(302, browser.get(at_the_provider(start.location)))
    yield "callback", callback
    check_signed_in(browser, callback)


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield statements


def expected(status: int, answer: Answer) -> Answer:
    if answer.status != status:
        raise Failed(f"Status {answer.status} instead of {status}: {answer.body[:200]!r}")
    return answer


def at_the_provider(address: str) -> str:
    """Where the provider sends the browser: the person is signed in there, and known."""
    parts = urlsplit(address)
    link: HTTPConnection
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=os.environ["REQUESTS_CA_BUNDLE"])
        link = HTTPSConnection(parts.netloc, context=context)
    else:
        link = HTTPConnection(parts.netloc)
    try:
        link.request("GET", f"{parts.path}?{parts.query}")
        answer = link.getresponse()
        body = answer.read()
        if answer.status != 302:
            raise Failed(f"The provider refuses {address}: {body!r}")
        return str(answer.headers["Location"])
    finally:
        link.close()


def check_signed_in(browser: Browser, callback: Answer) -> None:
    key = browser.cookies.get(settings.SESSION_COOKIE_NAME, "")
    if "_auth_user_id" not in import_module(settings.SESSION_ENGINE).SessionStore(key):
        raise Failed(f"Nobody is signed in after the callback; it leads to {callback.location}.")


if __name__ == "__main__":
    name, issuer, registrations, folder = sys.argv[1:]
    main(SITES[name], issuer, int(registrations), Path(folder))
