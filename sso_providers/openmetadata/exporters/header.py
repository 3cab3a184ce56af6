"""An exported file: its text below the comment that every one begins with."""

import hashlib
import re
import textwrap

from sso_providers.openmetadata.artifacts import PLACEHOLDER, Artifact

from .job import Job

WIDTH = 110
YAML = "application/yaml"
TEXT = "text/plain"
PRIVATE = "readable for its owner only (chmod 600), never in version control."


def file(
    job: Job,
    name: str,
    body: str,
    *,
    what: str,
    place: str,
    run: str,
    media_type: str = YAML,
    secret: bool = False,
    own: bool = False,
) -> Artifact:
    """The artifact of `body` under its header; a blank line parts them, and the header has none.

    `what` it is, `place` it goes to, `run` is the command that uses it. `secret` says that the
    file is one of those in which this target writes secrets, `own` that the operator's own text is in it.
    """
    source = job.provenance
    writes = secret and job.writes_secret
    # Of the body alone, so that two exports compare whatever their headers say.
    digest = hashlib.sha256(body.encode()).hexdigest()
    header = (
        comment(f"{what} For OpenMetadata {job.release}.")
        + comment(
            f"From registration {source.registration}, version {source.version}, "
            f"for deployment {source.deployment} at {job.config.server_url}."
        )
        + comment(secrets_sentence(body, writes=writes, own=own))
        + comment(f"Where: {place}")
        + f"# Run: {run}\n"
        + f"# sha256 (sed '1,/^$/d' {name} | sha256sum): {digest}\n"
    )
    text = f"{header}\n{body}"
    return Artifact(name=name, media_type=media_type, text=text, holds_secrets=writes, holds_own=own)


def without_header(text: str, what: str) -> str:
    """`text` without the header that `file` once gave it, if it begins with one that says `what` it is."""
    lines = rf"\A# {re.escape(what)}[^\r\n]*\r?\n(?:# [^\r\n]*\r?\n)*?# sha256 \([^\r\n]*\): [0-9a-f]{{64}}\r?\n\r?\n"
    return re.sub(lines, "", text)


def secrets_sentence(body: str, *, writes: bool, own: bool) -> str:
    replace = f": replace what begins with {PLACEHOLDER}." if PLACEHOLDER in body else "."
    if writes:
        return f"HOLDS SECRETS{' of the registration, and what is yours' if own else ''}: {PRIVATE}"
    if own:
        return f"Holds no secret of the registration{replace} What is secret of yours is in it: {PRIVATE}"
    return f"Holds no secret{replace}"


def comment(text: str) -> str:
    """`text` as comment lines of YAML or an env file; none for an empty text.

    What is no printable character becomes a blank: YAML ends a line at U+0085 and U+2028 too.
    OpenMetadata substitutes in comments as well, so no `${` is left.
    """
    printable = "".join(each if each.isprintable() else " " for each in text).replace("${", "$ {")
    lines = textwrap.wrap(
        printable,
        WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "".join(f"{line}\n" for line in lines)
