"""Texts from below in the reader's language."""

import pytest
from django.utils import translation

from sso_providers.actions.secret_rules import words
from sso_providers.language import in_words, within_sentence

GERMAN = {"Implicit": "Implizit", "Client secret": "Client-Secret"}


@pytest.fixture
def german(monkeypatch):
    """Of these words alone, whatever the messages of the day say."""
    monkeypatch.setattr("sso_providers.language.gettext", lambda text: GERMAN.get(text, text))


def test_label_within_a_sentence_is_small_in_english():
    assert within_sentence("Authorization code") == "authorization code"


@pytest.mark.usefixtures("german")
def test_label_within_a_sentence_keeps_the_capitals_of_a_translation():
    assert within_sentence("Implicit") == "Implizit"


@pytest.mark.parametrize(("name", "said"), [("client_secret", "client secret"), ("gone_since", "gone since")])
def test_secrets_name_in_english_is_that_of_the_catalogue(name, said):
    assert words(name) == said


@pytest.mark.usefixtures("german")
def test_secrets_name_in_another_language_is_its_label():
    assert words("client_secret") == "Client-Secret"


def test_nothing_stays_nothing_in_every_language():
    """`gettext` would give the head of its file."""
    with translation.override("de"):
        assert in_words("") == ""
