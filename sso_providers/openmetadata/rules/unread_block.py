"""A block of settings for one protocol, in a file whose provider is another."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .given import PROVIDER, has, reads

# What a client of OpenID Connect can't do without.
CLIENT = (f"{AUTHENTICATION}.clientId", f"{OIDC}.id", f"{OIDC}.discoveryUri")


def unread(subject: Subject, provider: str, given: list[str], rivals: tuple[str, ...] = ()) -> Iterator[Found]:
    """That `given`, settings of `provider`, are not read, if so.

    `rivals` are what the other protocol can't do without. With none of that in the file, `provider` must be what was
    meant; otherwise the settings may be left over.
    """
    if not given:
        return
    shown = given[0].partition(".")[2]
    if not subject.provider:
        message = say(
            "The file sets {shown}, and does not say provider {provider}: without it OpenMetadata's default, basic, "
            "counts. Unless it is set elsewhere, set it to {provider}.",
            shown=shown,
            provider=provider,
        )
        yield Found(setting=PROVIDER, message=message, fix=provider, level=Level.WARNING)
    elif not reads(subject, provider):
        is_left_over = any(has(subject, path) for path in (*CLIENT, *rivals))
        message = say(
            "The provider is '{provider}', so the server reads neither {shown} nor what belongs to it: set it "
            "to {wanted}, or take these settings out.",
            provider=subject.provider,
            shown=shown,
            wanted=provider,
        )
        yield Found(
            setting=PROVIDER, message=message, fix=provider, level=Level.WARNING if is_left_over else Level.ERROR
        )
