"""A person's browser at a provider: it keeps cookies, follows redirects, and fills in the pages' own forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import Cookie, DefaultCookiePolicy
from urllib.parse import urljoin
from urllib.request import Request

import requests

MOST_REDIRECTS = 10


@dataclass(slots=True)
class Form:
    """`fields` are what it sends by itself, `names` also what a person may type or press."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


class Forms(HTMLParser):
    """A page's forms, and its links by their text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._link: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method", "get").upper())
            self.forms.append(self._open)
            self._by_id[given.get("id", "")] = self._open
        elif tag in {"input", "button"}:
            self._control(tag, given)
        elif tag == "a":
            self._link = given.get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._link is not None:
            self.links[data.strip()] = self._link

    def _control(self, tag: str, given: Mapping[str, str]) -> None:
        # A control may stand outside the form that it belongs to.
        form = self._by_id.get(given["form"]) if "form" in given else self._open
        if form is None or "name" not in given:
            return
        form.names.add(given["name"])
        if tag == "input" and given.get("type", "text") not in {"submit", "button", "checkbox", "image"}:
            form.fields[given["name"]] = given.get("value", "")


class Page:
    """What the browser shows. `arrived` is whether it was sent to the portal, whose pages are not opened here."""

    def __init__(self, browser: "Browser", url: str, *, html: str = "", arrived: bool = False) -> None:
        self.url, self.html, self.arrived = url, html, arrived
        self._browser, self._parsed = browser, Forms(html)

    def has(self, name: str) -> bool:
        """Whether a form has such a field or button."""
        return any(name in form.names for form in self._parsed.forms)

    def submit(self, name: str, **values: str) -> "Page":
        """Sends the form that has a field or button `name`, with `values` typed or pressed."""
        form = next((form for form in self._parsed.forms if name in form.names), None)
        assert form is not None, f"No form of {self.url} has '{name}':\n{self.html}"
        return self._browser.request(form.method, urljoin(self.url, form.action), {**form.fields, **values})

    def follow(self, text: str) -> "Page":
        return self._browser.open(urljoin(self.url, self._parsed.links[text]))


class LoopbackIsSecure(DefaultCookiePolicy):
    """As in a browser, which sends Secure cookies to loopback without TLS (W3C Secure Contexts, section 3.1)."""

    def set_ok(self, cookie: Cookie, request: Request) -> bool:
        cookie.secure = False
        return super().set_ok(cookie, request)


class Browser:
    """Its session at the provider lasts as long as the object."""

    def __init__(self, portal: str) -> None:
        self.portal = portal
        self._session = requests.Session()
        self._session.cookies.set_policy(LoopbackIsSecure())

    def open(self, url: str) -> Page:
        return self.request("GET", url)

    def request(self, method: str, url: str, form: Mapping[str, str] | None = None) -> Page:
        for _ in range(MOST_REDIRECTS):
            answer = self._session.request(method, url, data=form, allow_redirects=False, timeout=20)
            if not answer.is_redirect:
                assert answer.status_code == 200, f"{answer.status_code} of {url}:\n{answer.text}"
                return Page(self, url, html=answer.text)
            method, url, form = "GET", urljoin(url, answer.headers["Location"]), None
            if url.startswith(f"{self.portal}/"):
                return Page(self, url, arrived=True)
        raise AssertionError(f"More than {MOST_REDIRECTS} redirects, the last one to {url}.")
