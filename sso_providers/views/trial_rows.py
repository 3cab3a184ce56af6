"""What is foreseen, as the page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sso_providers.catalogue.sentences import Sentence
from sso_providers.language import in_words
from sso_providers.oidc.policy import shown
from sso_providers.openmetadata.sign_in import Outlook, Result, State, Topic

CSS = {State.GOOD: "ok", State.WARNING: "warn", State.UNSURE: "warn", State.REFUSED: "bad"}
LONGEST = 500
# What another mapping may change.
COMPARED = (Topic.USER_NAME, Topic.EMAIL, Topic.ACCOUNT, Topic.DOMAIN, Topic.ADMINISTRATOR, Topic.SESSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`is_exact` says that `value` is the server's own, and no word of ours."""

    topic: str
    value: str
    is_exact: bool
    css: str
    decided_by: str
    source: str
    answer: str
    unverified: str


def rows(outlook: Outlook) -> list[Row]:
    return [row(result) for result in outlook.results]


def row(result: Result) -> Row:
    is_words = isinstance(result.value, Sentence)
    return Row(
        topic=in_words(result.topic.value),
        value=in_words(result.value) if is_words else shown(result.value, LONGEST),
        is_exact=not is_words,
        css=CSS.get(result.state, ""),
        decided_by=in_words(result.decided_by),
        source=result.source,
        answer=shown(result.answer, LONGEST),
        unverified=in_words(result.unverified),
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """The verdict over the rows."""

    text: str
    css: str
    sentence: str


def heading(outlook: Outlook) -> Heading:
    texts = {
        State.GOOD: _("OpenMetadata would sign this person in"),
        State.UNSURE: pgettext("verdict", "It depends"),
        State.REFUSED: _("OpenMetadata would refuse this person"),
    }
    verdict = outlook.verdict
    return Heading(texts[verdict.state], CSS[verdict.state], in_words(verdict.sentence))


@dataclass(frozen=True, slots=True)
class Comparison:
    """One topic under the mapping as it is, and under the one that was picked."""

    topic: str
    before: Row | None
    after: Row | None

    @property
    def both(self) -> tuple[Row | None, Row | None]:
        return self.before, self.after

    @property
    def differs(self) -> bool:
        return (self.before and self.before.value) != (self.after and self.after.value)


def compared(before: Outlook, after: Outlook) -> Iterator[Comparison]:
    for topic in COMPARED:
        found = [outlook.of(topic) for outlook in (before, after)]
        if any(found):
            yield Comparison(in_words(topic.value), *(row(result) if result else None for result in found))
