"""What a person is told who puts a secret in the place of its placeholder: which quotes it stands in."""

from dataclasses import dataclass

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import PLACEHOLDER, Step

ALWAYS = ('\\" for "', "\\\\ for \\")
DOLLAR = "\\u0024 for a dollar sign"
APOSTROPHE = "\\u0027 for an apostrophe"


@dataclass(frozen=True, slots=True)
class Quoting:
    """The quotes around it, and what to write for more characters that mean something there."""

    quotes: str
    more: tuple[str, ...] = ()


VERBATIM = Quoting("the quotes")
# OpenMetadata replaces ${ in it, before it reads the YAML.
SUBSTITUTED = Quoting("the quotes", (DOLLAR,))
# The same inside the single quotes of a file.
NESTED = Quoting("both pairs of quotes", (DOLLAR, APOSTROPHE))


def how(quoting: Quoting, what: str = f"{PLACEHOLDER}...") -> str:
    """For a comment above the placeholder; or with `what` there is to replace, for a step."""
    *first, last = (*ALWAYS, *quoting.more)
    return say(
        "Replace {what} and keep {quotes}; in between write {first} and {last}.",
        what=what,
        quotes=quoting.quotes,
        first=", ".join(first),
        last=last,
    )


def how_in(file: str, quoting: Quoting) -> Step:
    """For a file that has no room for the comment."""
    return Step(how(quoting, f"what begins with {PLACEHOLDER} in {file}"))


def fill_in(file: str) -> Step:
    return Step(
        say(
            "Replace what begins with {placeholder} in {file}; the comment above it says how.",
            placeholder=PLACEHOLDER,
            file=file,
        )
    )
