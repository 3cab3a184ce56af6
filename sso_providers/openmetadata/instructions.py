"""The steps of an export as a text file, for who gets the files without the page."""

import textwrap

from .artifacts import Artifact, Export, Provenance

FILE = "STEPS.txt"
WIDTH = 100


def as_text(export: Export, provenance: Provenance) -> Artifact:
    """Where the files are from, the sum of each, what to know, and what to do in order. Holds no secret."""
    parts = [
        f"OpenMetadata {export.release}, {export.target} ({export.variant})\n"
        f"Registration {provenance.registration}, version {provenance.version}, "
        f"for deployment {provenance.deployment}\n" + "".join(map(listed, export.artifacts)),
        *(wrapped(note, "Note: ") for note in export.notes),
        *(step(number, each.text, each.command) for number, each in enumerate(export.steps, start=1)),
    ]
    return Artifact(name=FILE, media_type="text/plain", text="\n".join(parts))


def listed(artifact: Artifact) -> str:
    """Of a file with secrets no sum, by which one could try what they are."""
    told = "for its owner only" if artifact.private else f"sha256 {artifact.sha256}"
    return f"{artifact.name}  {told}\n"


def step(number: int, text: str, command: str) -> str:
    return wrapped(text, f"{number}. ") + (textwrap.indent(command, "      ") + "\n" if command else "")


def wrapped(text: str, first: str) -> str:
    lines = textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent="   ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"
