"""What an export gives: files, and what to do with them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue import Release, UnknownName

# What a secret's placeholder begins with, in exports and wherever they are read back.
PLACEHOLDER = "REPLACE_WITH_"


class SecretsMode(StrEnum):
    """How an export writes secrets."""

    PLACEHOLDER = "placeholder"
    REFERENCE = "reference"
    EXTERNAL_SECRET = "external-secret"
    SEALED_SECRET = "sealed-secret"
    REAL = "real"

    @property
    def label(self) -> str:
        return {
            SecretsMode.PLACEHOLDER: "Placeholders to fill in",
            SecretsMode.REFERENCE: "References to where the secret is kept",
            SecretsMode.EXTERNAL_SECRET: "An ExternalSecret, from a secret store",
            SecretsMode.SEALED_SECRET: "A SealedSecret, made with kubeseal",
            SecretsMode.REAL: "Real secrets",
        }[self]


class Situation(StrEnum):
    """Whether the server has run before: since 1.10 it then ignores changed files (SecurityConfigurationManager)."""

    FIRST_START = "first-start"
    RUNNING = "running"

    @property
    def label(self) -> str:
        return {Situation.FIRST_START: "First start", Situation.RUNNING: "Server already runs"}[self]


def get_situation(name: str) -> Situation:
    """Raises `UnknownName`, which lists the situations there are."""
    try:
        return Situation(name)
    except ValueError:
        raise UnknownName("situation", name, Situation) from None


class Unsupported(ValueError):
    """A target can't do what was asked for. The message says why, and what can."""


class MissingSecret(ValueError):
    """Real secrets were asked for and one is not known. The message names registration and remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an export comes from: slugs of the two rows, and the registration's version."""

    deployment: str
    registration: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """One exported file; `text` is UTF-8 when written.

    `holds_secrets` speaks of the registration's alone. `holds_own` says that a file of the
    operator's is in it, with whatever secrets that has.
    """

    name: str
    media_type: str
    text: str
    holds_secrets: bool = False
    holds_own: bool = False

    @property
    def private(self) -> bool:
        """Whether only its owner may read it."""
        return self.holds_secrets or self.holds_own

    @property
    def mode(self) -> int:
        """Its permissions on a disk."""
        return 0o600 if self.private else 0o644

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.text.encode())

    @property
    def sha256(self) -> str:
        """Of the whole file, in hex."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in order: a sentence that says why, and the shell command if there is one.

    `takes_effect` marks the one that makes the server use the new settings.
    """

    text: str
    command: str = ""
    takes_effect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`target` and `variant` are ids. `notes` are sentences to read before the steps."""

    target: str
    variant: str
    release: Release
    artifacts: tuple[Artifact, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds_secrets(self) -> bool:
        return any(artifact.holds_secrets for artifact in self.artifacts)

    def named(self, name: str) -> Artifact | None:
        return next((artifact for artifact in self.artifacts if artifact.name == name), None)
