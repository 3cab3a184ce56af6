"""The translations: complete, with every place of the original, compiled, and used."""

import re
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template
from django.utils import translation

from sso_providers.catalogue.sentences import say
from sso_providers.language import in_words
from sso_providers.management.static_texts import static_texts

LOCALE = Path(settings.LOCALE_PATHS[0])
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PERCENT = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True)
class Text:
    """A message: one form each, or singular and plural."""

    original: tuple[str, ...]
    translation: tuple[str, ...]
    fuzzy: bool


def folder(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES"


def messages(language: str) -> list[Text]:
    with (folder(language) / "django.po").open("rb") as file:
        return texts(read_po(file))


def texts(catalogue: Catalog) -> list[Text]:
    return [Text(forms(each.id), forms(each.string), each.fuzzy) for each in catalogue if each.id]


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_is_complete(language):
    found = [text.original for text in messages(language) if text.fuzzy or not all(text.translation)]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_has_the_places_of_the_original(language):
    """One that is missing hides a value, and one too many fails where it is shown."""
    found = [
        (text.original, each)
        for text in messages(language)
        for each in text.translation
        if places(each) not in [places(original) for original in text.original]
    ]

    assert found == []


def places(text: str) -> Counter[str]:
    return Counter([*PERCENT.findall(text), *braces(text)])


def braces(text: str) -> list[str]:
    """The places of `say` and of the guides; a text with braces that are none has no places."""
    try:
        return [f"{name}!{conversion}:{spec}" for _, name, spec, conversion in Formatter().parse(text) if name]
    except ValueError:
        return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translation_keeps_the_consoles_own_words(language):
    """What stands in **stars** is on the provider's page, which is not translated."""
    found = [
        (original, each)
        for text in messages(language)
        for original, each in zip(text.original, text.translation, strict=False)
        if Counter(re.findall(r"\*\*(.+?)\*\*", original)) != Counter(re.findall(r"\*\*(.+?)\*\*", each))
    ]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_messages_are_those_of_the_source(language):
    """`make messages` compiles them; they are in the repository so that nobody needs gettext to run the portal."""
    with (folder(language) / "django.mo").open("rb") as file:
        compiled = {(text.original, text.translation) for text in texts(read_mo(file))}

    assert compiled == {(text.original, text.translation) for text in messages(language)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_of_the_data_are_in_the_messages(language):
    known = {each for text in messages(language) for each in text.original}

    assert sorted(set(static_texts()) - known) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is missing: apt-get install gettext")
@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_those_of_the_source(language, settings, tmp_path):
    """After a change of a text: `make messages`, and translate what is new."""
    kept = {text.original for text in messages(language)}
    target = tmp_path / language / "LC_MESSAGES"
    target.mkdir(parents=True)
    settings.LOCALE_PATHS = [tmp_path]

    call_command("makemessages", locale=[language], verbosity=0)

    with (target / "django.po").open("rb") as file:
        assert {text.original for text in texts(read_po(file))} == kept


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_the_readers_language(client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    # What a request activates stays active in its thread.
    with translation.override(settings.LANGUAGE_CODE):
        content = client.get("/sign-in/").content.decode()

    assert f'<html lang="{language}"' in content
    assert "Sign in with a local account" not in content


def test_sentence_from_below_is_translated_where_it_is_shown():
    said = say("The text is empty: {remedy}.", remedy="paste it")
    template = Template("{% load console %}{{ said|spoken }}")

    with translation.override("de"):
        shown = template.render(Context({"said": said}))
    with translation.override("en"):
        english = in_words(said)

    assert "paste it" in shown
    assert "text is empty" not in shown
    assert english == "The text is empty: paste it."
