"""What every page must hold, and its pictures."""

import os
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FloatRect, Page

Scheme = Literal["dark", "light"]
# Of the window, of a small phone's, and of a picture.
WIDTH, NARROW, HEIGHT, TALLEST = 1280, 390, 800, 1400
# What axe looks for in each colour scheme: in the second one only what hangs on colours.
SCHEMES: dict[Scheme, dict[str, Any]] = {
    "dark": {},
    "light": {"runOnly": ["color-contrast", "link-in-text-block"]},
}
# The admin's links fade from one colour to the next; those in folded details stand still until they are seen.
COLOURS_SETTLED = """() => Promise.allSettled(
    document.getAnimations()
        .filter((animation) => animation.effect.target.checkVisibility())
        .map((animation) => animation.finished)
).then(() => {})"""
# How far the page can be scrolled sideways, and what sticks out.
TOO_WIDE = """(width) => document.documentElement.scrollWidth <= width ? "" : [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width)
    .map((element) => `<${element.tagName.toLowerCase()} class="${element.className}">`)
    .slice(0, 5).join(" ") || 'something unseen'"""


def look(page: Page, name: str) -> None:
    """Fails where axe finds what keeps people out, light or dark, or where a phone would have to scroll sideways.

    Saves pictures, `name`-light.png and so on, if SCREENSHOTS names a folder.
    """
    page.wait_for_load_state()
    found = [
        f"{scheme}:\n{report}" for scheme, rules in SCHEMES.items() if (report := seen_in(page, scheme, name, rules))
    ]
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    if sticks_out := page.evaluate(TOO_WIDE, NARROW):
        found.append(f"wider than {NARROW} pixels: {sticks_out}")
    picture(page, f"{name}-narrow", NARROW)
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    assert not found, "\n".join([name, *found])


def seen_in(page: Page, scheme: Scheme, name: str, rules: dict[str, Any]) -> str:
    """What axe finds in one of the colour schemes."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(COLOURS_SETTLED)
    # Preloading style sheets makes documents of its own, which break the policy.
    found = Axe().run(page, options={"preload": False, **rules})
    picture(page, f"{name}-{scheme}", WIDTH)
    return found.generate_report() if found.violations_count else ""


def picture(page: Page, name: str, width: int) -> None:
    """The page's upper part."""
    if folder := os.environ.get("SCREENSHOTS"):
        height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST)
        clip: FloatRect = {"x": 0, "y": 0, "width": width, "height": height}
        # Hiding the caret would take an inline style, which the policy refuses.
        page.screenshot(path=Path(folder, f"{name}.png"), full_page=True, clip=clip, caret="initial")
