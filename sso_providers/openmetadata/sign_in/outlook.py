"""What is foreseen: results, each with the rule that decided it, and whether the person signs in."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue.sentences import say

from .claims import brief


class Topic(StrEnum):
    """In the order in which they are shown; the values are for people."""

    USER_NAME = "User name"
    EMAIL = "E-mail"
    DISPLAY_NAME = "Display name"
    ACCOUNT = "Account"
    DOMAIN = "Domain rule"
    ADMINISTRATOR = "Administrator"
    ROLES = "Roles"
    TEAMS = "Teams"
    SESSION = "OpenMetadata's own token"


class State(StrEnum):
    """PLAIN results are values; UNSURE ones depend on what can't be seen from here, such as the patch release."""

    PLAIN = "plain"
    GOOD = "good"
    WARNING = "warning"
    UNSURE = "unsure"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`decided_by` is a sentence about the rule, `source` where OpenMetadata has it.

    `value` is as the server would have it, or, if `say` made it, words for people. `answer` is what the server answers
    with a refusal, `unverified` a sentence about what is not proven.
    """

    topic: Topic
    value: str
    decided_by: str
    source: str
    state: State = State.PLAIN
    answer: str = ""
    unverified: str = ""


class Refusal(ValueError):
    """The server refuses before anything else is decided."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__(result.decided_by)


def refusal(topic: Topic, decided_by: str, *, source: str, answer: str = "", unverified: str = "") -> Refusal:
    return Refusal(
        Result(
            topic=topic,
            value=say("refused"),
            decided_by=decided_by,
            source=source,
            state=State.REFUSED,
            answer=answer,
            unverified=unverified,
        )
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """GOOD, UNSURE or REFUSED, and a sentence that says it."""

    state: State
    sentence: str


@dataclass(frozen=True, slots=True)
class Outlook:
    results: tuple[Result, ...]

    @property
    def verdict(self) -> Verdict:
        """By the first refusal, else by the first doubt."""
        for state in (State.REFUSED, State.UNSURE):
            found = next((result for result in self.results if result.state is state), None)
            if found:
                return Verdict(state, found.decided_by)
        user = self.of(Topic.USER_NAME)
        return Verdict(State.GOOD, say("Nothing keeps {name} out.", name=brief(user.value if user else "")))

    def of(self, topic: Topic) -> Result | None:
        return next((result for result in self.results if result.topic is topic), None)


def in_order(results: Iterable[Result]) -> Outlook:
    order = list(Topic)
    return Outlook(tuple(sorted(results, key=lambda result: order.index(result.topic))))
