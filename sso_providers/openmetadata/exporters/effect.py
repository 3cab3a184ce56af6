"""When an export takes effect: the server's own copy in its database, and how to make it forget.

Since 1.10 SecurityConfigurationManager reads the sign-in settings from the database, where the
first start put them; files count again once the copy is removed. The commands are those of
OpenMetadataOperations, which the script runs in OpenMetadata's folder, the images' working directory.
"""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Step

from . import shell
from .job import STORED_SINCE, Job

# Where OpenMetadata lies in a folder of the machine.
RESTART = "./bin/openmetadata.sh stop; ./bin/openmetadata.sh start"
OPS = "./bootstrap/openmetadata-ops.sh"
FORGET = f"{OPS} remove-security-config --force"
# get-security-config and update-security-config came about then (pull request 25589), in which patch is not known.
KEPT_SINCE = Release("1.12")
EARLY = say("An early patch of {release} may not know the command", release=KEPT_SINCE)
STORED = "stored-security-config.yaml"
# Docker and kubectl would swallow the pasted lines behind a command.
NO_INPUT = "< /dev/null"
COPY = "/tmp/security-config.yaml"  # noqa: S108 - inside the container, for its own user only


def takes_effect(job: Job) -> str:
    """When the server reads what is exported."""
    if job.release < STORED_SINCE:
        return say("OpenMetadata {release} reads these settings at every start.", release=job.release)
    if job.is_stored:
        return say(
            "This server already runs: OpenMetadata {release} keeps its sign-in settings in its database and "
            "ignores changed files, until the step with remove-security-config makes it read them anew.",
            release=job.release,
        )
    return say(
        "OpenMetadata {release} keeps its sign-in settings in its database from the first start on and reads "
        "these files no more: for a server that ran before, even with another sign-in, choose the situation "
        "'Server already runs'.",
        release=job.release,
    )


def keep(job: Job, inside: str = "") -> Iterator[Step]:
    """What the server has stored, before anything changes. `inside` runs bash in its container, with stdin."""
    if not job.is_stored:
        return
    if job.release < KEPT_SINCE:
        yield Step(
            "Note what OpenMetadata's page for SSO shows (Settings): what was changed there and nowhere else is lost "
            "by the step with remove-security-config."
        )
        return
    text = say(
        "Keep what the server has stored, for the way back. {stored} holds its secrets: delete it when all is well. "
        "At another try go on with the file of the first.",
        stored=STORED,
    )
    yield Step(
        say("{text} {early}: then go on without.", text=text, early=EARLY) if job.release == KEPT_SINCE else text,
        get(inside),
    )


def get(inside: str = "") -> str:
    """Writes what is stored to a file beside the shell."""
    if not inside:
        return f"(umask 077; {OPS} get-security-config -o {STORED})"
    # The log goes to standard output too.
    return (
        f"(umask 077; {inside} -c \\\n"
        f"  '{private_copy()}; {OPS} get-security-config -o {COPY} >&2 && cat {COPY}' \\\n"
        f"  {NO_INPUT} > {STORED})"
    )


def update(file: str, inside: str = "") -> str:
    """Stores a file that lies beside the shell."""
    if not inside:
        return f"{OPS} update-security-config -f {file} --force"
    return (
        f"{inside} -c \\\n"
        f"  '{private_copy()}; cat > {COPY} && {OPS} update-security-config -f {COPY} --force' \\\n"
        f"  < {file}"
    )


def private_copy() -> str:
    """The copy inside the container is for its user alone, and does not outlive the command."""
    return f'umask 077; trap "rm -f {COPY}" EXIT'


def forget(inside: str = "") -> Step:
    return Step(
        "Make the server forget the settings in its database: it ignores the new ones as long as it has them.",
        forgetting(inside),
        takes_effect=True,
    )


def forgetting(inside: str = "") -> str:
    return f"{inside} \\\n  {FORGET} {NO_INPUT}" if inside else FORGET


def check(job: Job) -> Step:
    return Step(
        "When the server is up, check: the answer names the provider and the callback.",
        shell.check(job.config.server_url),
    )


def put_back(job: Job, inside: str = "") -> str:
    """The command that brings back what was stored, once the former files are in place; a restart follows.

    "" where the server reads its files anyway. After a first start nothing else was stored.
    """
    if job.release < STORED_SINCE:
        return ""
    if job.is_stored and job.release >= KEPT_SINCE:
        return update(STORED, inside)
    return forgetting(inside)
