"""What an export gives: files, and what to do with them."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue import Release, UnknownName


class SecretsMode(StrEnum):
    """How an export writes secrets."""

    PLACEHOLDER = "placeholder"
    REFERENCE = "reference"
    REAL = "real"

    @property
    def label(self) -> str:
        return {
            SecretsMode.PLACEHOLDER: "Placeholders to fill in",
            SecretsMode.REFERENCE: "References to where the secret is kept",
            SecretsMode.REAL: "Real secrets",
        }[self]


def get_secrets_mode(name: str) -> SecretsMode:
    """Raises `UnknownName`, which lists the ways there are."""
    try:
        return SecretsMode(name)
    except ValueError:
        raise UnknownName("way with secrets", name, SecretsMode) from None


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
    """One exported file; `text` is UTF-8 when written."""

    name: str
    media_type: str
    text: str
    holds_secrets: bool = False

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
    """One thing to do, in order: a sentence that says why, and the shell command if there is one."""

    text: str
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """`target` is a target's id. `notes` are sentences to read before the steps."""

    target: str
    release: Release
    artifacts: tuple[Artifact, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds_secrets(self) -> bool:
        return any(artifact.holds_secrets for artifact in self.artifacts)
