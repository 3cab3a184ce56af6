"""No page makes the browser fetch more than 150 kB from the portal."""

import gzip
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Request

from tests import people
from tests.admin.test_queries import PAGES, make_rows, path_of

from .steps import sign_in_with_password

MOST = 150_000
FEW = 3
# What a script asks for, not a page.
PARTS = {"run-state"}


@dataclass
class Fetched:
    """Bytes by address: style sheets, scripts and pictures as they are, and all that was sent.

    The image collects its static files with WhiteNoise, which sends them compressed.
    """

    assets: dict[str, int] = field(default_factory=dict)
    sent: dict[str, int] = field(default_factory=dict)

    def count(self, request: Request) -> None:
        response = request.response()
        body = response.body() if response else b""
        if "/static/" in request.url:
            self.assets[request.url] = len(body)
            body = gzip.compress(body)
        self.sent[request.url] = len(body)

    def weights(self) -> tuple[int, int]:
        return sum(self.assets.values()), sum(self.sent.values())


@pytest.fixture
def fetched(page: Page) -> Fetched:
    all_of_it = Fetched()
    page.on("requestfinished", all_of_it.count)
    return all_of_it


def test_no_page_is_heavy(page: Page, fetched: Fetched):
    people.local_root()
    people.margaret()
    make_rows(0, FEW)
    sign_in_with_password(page, "root")
    # Nothing comes from the browser's cache, as at a first visit.
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    weights = {}

    for name in PAGES.keys() - PARTS:
        fetched.assets.clear()
        fetched.sent.clear()
        page.goto(path_of(name), wait_until="networkidle")
        weights[name] = fetched.weights()

    assert {name: weight for name, weight in weights.items() if max(weight) > MOST} == {}
    # Style sheets were counted, too.
    assert min(assets for assets, _sent in weights.values()) > MOST / 5
