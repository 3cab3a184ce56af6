"""The reader's language, for texts from below that know none."""

from django.utils.translation import gettext

from sso_providers.catalogue.sentences import translated


def within_sentence(label: str) -> str:
    """A label of the catalogue amid a sentence. Only English is known to have small letters there."""
    spoken = in_words(label)
    return label.lower() if spoken == label else spoken


def in_words(text: str) -> str:
    """A text of the catalogue, a finding's or a stage's sentence, in the reader's language."""
    return translated(text, gettext)
