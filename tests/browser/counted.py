"""A person's work on the pages, counted: clicks, and fields that are filled in."""

from dataclasses import dataclass

from playwright.sync_api import Locator


@dataclass
class Counted:
    clicks: int = 0
    fields: int = 0

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def fill(self, what: Locator, text: str) -> None:
        what.fill(text)
        self.fields += 1

    def choose(self, what: Locator, label: str) -> None:
        what.select_option(label=label)
        self.fields += 1
