"""Icons, and the catalogue's marks as HTML."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from sso_providers.catalogue import KINDS
from sso_providers.catalogue.sentences import say
from sso_providers.templatetags.console import console_words, kind_icon


@pytest.mark.parametrize("kind", KINDS)
def test_icon_of_a_kind_is_a_drawing_of_its_own_without_letters(kind):
    drawing = read(kind)

    assert kind_icon(kind) == f"sso_providers/kinds/{kind}.svg"
    assert "<text" not in drawing
    assert shapes(drawing) not in [shapes(read(each)) for each in KINDS if each != kind]


@pytest.mark.parametrize("kind", ["made-up", "", "../favicon"])
def test_icon_of_an_unknown_kind_is_the_plain_one(kind):
    assert kind_icon(kind) == "sso_providers/kinds/other.svg"
    assert finders.find(kind_icon(kind))


def read(kind: str) -> str:
    path = finders.find(kind_icon(kind))
    assert path is not None
    return Path(path).read_text("utf-8")


def shapes(drawing: str) -> str:
    """Without the coloured ground."""
    return re.sub(r"<rect width=.*?/>", "", drawing, count=1)


def test_console_words_marks_names_and_escapes_all_else():
    assert console_words(say("Choose **{what}**, then *x*.", what="<b>")) == (
        "Choose <strong>&lt;b&gt;</strong>, then <em>x</em>."
    )
