"""A page's form as a browser would send it."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class Fields(HTMLParser):
    """Names and values of the fields of the form with an id that ends in _form; buttons left out."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.inside = False
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("id", "").endswith("_form")
        name = given.get("name", "")
        if not self.inside:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "button"}:
            ticked = given.get("type") in {"checkbox", "radio"}
            if not ticked or "checked" in given:
                self.values[name] = given.get("value", "on" if ticked else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and (self.select not in self.values or "selected" in given):
            self.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area, self.values[name] = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data


def fields(page: str) -> dict[str, str]:
    parser = Fields()
    parser.feed(page)
    # The first line break in a text area belongs to the markup.
    filled = {name: value.removeprefix("\n").removeprefix("\r\n") for name, value in parser.values.items()}
    return {name: value for name, value in filled.items() if name != "csrfmiddlewaretoken"}


def submit(client: Client, path: str, **changes: str) -> Any:
    """Opens the page, types `changes` over what stands there, and saves."""
    page = client.get(path)
    assert page.status_code == 200, page
    filled = fields(page.content.decode())
    assert changes.keys() <= filled.keys() | {"staff_login", "trust_email", "setting_pkce"}, (
        changes.keys() - filled.keys()
    )
    return client.post(path, {**filled, **changes, "_continue": "1"})
