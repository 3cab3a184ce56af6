"""Sentences keep their template and values, and are English to everything else."""

import json

from sso_providers.catalogue.sentences import say, translated

GERMAN = {
    "{count} errors in {file}": "{file} hat {count} Fehler",
    "the file {name}": "die Datei {name}",
    "Client ID": "Client-ID",
}


def german(text: str) -> str:
    return GERMAN.get(text, text)


def test_say_makes_english_text():
    said = say("{count} errors in {file}", count=2, file="a.env")

    assert said == "2 errors in a.env"
    assert json.dumps({"message": said}) == '{"message": "2 errors in a.env"}'


def test_translated_sentence_has_its_values():
    said = say("{count} errors in {file}", count=2, file="a.env")

    assert translated(said, german) == "a.env hat 2 Fehler"


def test_translated_sentence_in_a_sentence_is_translated_too():
    said = say("{count} errors in {file}", count=2, file=say("the file {name}", name="a.env"))

    assert translated(said, german) == "die Datei a.env hat 2 Fehler"


def test_translated_value_that_looks_like_a_place_stays():
    said = say("{count} errors in {file}", count=2, file="{count}")

    assert translated(said, german) == "{count} hat 2 Fehler"


def test_say_in_an_error_is_still_a_sentence():
    error = ValueError(say("{count} errors in {file}", count=2, file="a.env"))

    assert translated(str(error), german) == "a.env hat 2 Fehler"


def test_translated_plain_text_is_looked_up_whole():
    assert translated("Client ID", german) == "Client-ID"


def test_translated_without_a_translation_stays_english():
    assert translated(say("{count} rows", count=3), german) == "3 rows"


def test_translated_blank_stays_blank():
    """Django's gettext answers a blank text with the catalogue's header."""
    assert translated("", lambda text: "header") == ""
