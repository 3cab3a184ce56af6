"""Sentences that stay translatable: English text that remembers its template and its values."""

from collections.abc import Callable


class Sentence(str):
    """What `say` made. To everything that knows no languages it is plain English."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __str__(self) -> str:
        """Itself, so that an error's text is still the sentence it was raised with."""
        return self


def say(template: str, /, **values: object) -> Sentence:
    """`template` with `values` in its {places}. It is a literal, so that it can be collected from the source."""
    made = Sentence(template.format(**values))
    made.template, made.values = template, values
    return made


def verbatim(text: str) -> Sentence:
    """A text of the catalogue as a value of another sentence: translated with it."""
    return say(text.replace("{", "{{").replace("}", "}}"))


def translated(text: str, gettext: Callable[[str], str]) -> str:
    """`text` in the language of `gettext`: a sentence by its template, with its values translated too."""
    if not text:
        return text
    if not isinstance(text, Sentence):
        return gettext(text)
    values = {
        name: translated(value, gettext) if isinstance(value, Sentence) else value
        for name, value in text.values.items()
    }
    return gettext(text.template).format(**values)
