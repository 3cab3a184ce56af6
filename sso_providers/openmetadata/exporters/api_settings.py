"""What OpenMetadata stores: the two sign-in blocks, with the active provider's settings only."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.settings import AUTHENTICATION, JWT, LDAP, OIDC, PROVIDER_BLOCKS, SAML

from .job import Job, Pair

ACTIVE = {"saml": SAML, "ldap": LDAP}


def stored(job: Job) -> Iterator[Pair]:
    """The settings that the database keeps.

    A block of another provider must not be there: each that is there is checked (issue 28619).
    """
    active = ACTIVE.get(str(job.config.values.get(f"{AUTHENTICATION}.provider")), OIDC)
    inactive = tuple(f"{block}." for block in PROVIDER_BLOCKS if block != active)
    for setting, value in job.settings:
        if setting.block != JWT and not setting.path.startswith(inactive):
            yield setting, value


def notes(job: Job, when: str) -> Iterator[str]:
    yield (
        say(
            "OpenMetadata {release} keeps these settings in its database and ignores its files as long as they are "
            "there. It takes them over {when}.",
            release=job.release,
            when=when,
        )
    )
    yield from traps(job.config, job.release)
    if any(setting.block == JWT for setting, _ in job.settings):
        yield say(
            "{jwt} is left out: only a file or a variable can set it, so use the target of your deployment for it.",
            jwt=JWT,
        )
    yield (
        "Keep the files of your deployment the same (export them too): remove-security-config, or a new database, "
        "makes the server read them again."
    )
