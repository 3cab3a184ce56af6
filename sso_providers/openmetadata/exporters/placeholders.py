"""What a person is told who puts a secret in the place of its placeholder: which quotes it stands in."""

from dataclasses import dataclass

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import PLACEHOLDER, Step


@dataclass(frozen=True, slots=True)
class Quoting:
    """The quotes around it, and what to write for characters that mean something there."""

    quotes: str
    escapes: str


VERBATIM = Quoting(say("the quotes"), say('\\" for " and \\\\ for \\'))
# OpenMetadata replaces ${ in it, before it reads the YAML.
SUBSTITUTED = Quoting(say("the quotes"), say('\\" for ", \\\\ for \\ and \\u0024 for a dollar sign'))
# The same inside the single quotes of a file.
NESTED = Quoting(
    say("both pairs of quotes"),
    say('\\" for ", \\\\ for \\, \\u0024 for a dollar sign and \\u0027 for an apostrophe'),
)


def how(quoting: Quoting, what: str = f"{PLACEHOLDER}...") -> str:
    """For a comment above the placeholder; or with `what` there is to replace, for a step."""
    return say(
        "Replace {what} and keep {quotes}; in between write {escapes}.",
        what=what,
        quotes=quoting.quotes,
        escapes=quoting.escapes,
    )


def how_in(file: str, quoting: Quoting) -> Step:
    """For a file that has no room for the comment."""
    return Step(how(quoting, say("what begins with {placeholder} in {file}", placeholder=PLACEHOLDER, file=file)))


def fill_in(file: str) -> Step:
    return Step(
        say(
            "Replace what begins with {placeholder} in {file}; the comment above it says how.",
            placeholder=PLACEHOLDER,
            file=file,
        )
    )
