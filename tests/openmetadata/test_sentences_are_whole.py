"""What people are told is translated by its template: a sentence that was glued together can't be."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sso_providers import openmetadata
from sso_providers.catalogue.sentences import Sentence
from sso_providers.management.reference.examples import EXAMPLES
from sso_providers.management.static_texts import in_source
from sso_providers.openmetadata.diagnosis import diagnose
from sso_providers.openmetadata.importers import read

SOURCES = ("rules", "importers")
# Two words of English with a blank between them.
WORDS = re.compile(r"(?:\A|[\s,;:(])[a-z]+ [a-z]+(?=[\s,;:.)]|\Z)", re.IGNORECASE)
QUOTED = ("'", '"')


@cache
def literals() -> frozenset[str]:
    """The texts with several words that stand in the source, pieces of f-strings among them, docstrings not."""
    found: set[str] = set()
    for source in SOURCES:
        for file in (Path(openmetadata.__file__).parent / source).rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            constants = (
                node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings
            )
            found |= {each.value.strip() for each in constants if isinstance(each.value, str)}
    return frozenset(text for text in found if WORDS.search(text))


def is_english(text: str) -> bool:
    return not text.startswith(QUOTED) and bool(WORDS.search(text)) and any(each in text for each in literals())


def fragments(message: object) -> Iterator[object]:
    """The values of a sentence, and of the sentences among them."""
    if isinstance(message, Sentence):
        for value in message.values.values():
            yield value
            yield from fragments(value)


@cache
def whole() -> frozenset[str]:
    """Sentences without values, which are their own templates, from everywhere below the diagnosis."""
    return frozenset(in_source())


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_what_a_rule_says_has_no_english_that_is_no_sentence(name: str) -> None:
    example = EXAMPLES[name]
    diagnosis = diagnose(read(example.text.encode(), name=example.name), release=example.release)

    messages = [each.message for each in diagnosis.findings]
    messages += [each.message for each in diagnosis.not_understood]

    assert [each for each in messages if not isinstance(each, Sentence) and each not in whole()] == []
    values = [value for each in messages for value in fragments(each) if not isinstance(value, Sentence)]
    assert [value for value in values if isinstance(value, BaseException)] == []
    assert [value for value in values if isinstance(value, str) and value not in whole() and is_english(value)] == []


def test_a_fragment_of_the_source_is_told_from_what_people_write() -> None:
    assert is_english("the discovery document's address")
    assert not is_english("'the discovery document's address'")
    assert not is_english("people of Acme")
