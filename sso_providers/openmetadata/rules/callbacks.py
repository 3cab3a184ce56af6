"""callbackUrl and serverUrl: the page where a sign-in ends, and the server that it belongs to."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .own import path_under
from .repaired import repaired
from .stated_addresses import (
    CALLBACK,
    CLIENT_TYPE,
    OIDC_CALLBACK,
    OWN,
    PROVIDER,
    SERVER_URL,
    address_of,
    addresses,
    has_issuer,
)
from .urls import Address, says, shown

READ = (*OWN, PROVIDER, CLIENT_TYPE)
CALLBACKS = (CALLBACK, OIDC_CALLBACK)
EXACT_SINCE = Release("2.0")
BASE_PATH = "BASE_PATH"


def callbacks(subject: Subject) -> Iterator[tuple[str, Address]]:
    """The redirect addresses that count: SAML and LDAP have none."""
    return addresses(subject, CALLBACKS) if has_issuer(subject) else iter(())


def wrong_path(subject: Subject) -> Iterator[Found]:
    for path, address in callbacks(subject):
        if not has_wrong_path(address):
            continue
        yield Found(
            setting=path,
            message=say(
                "{stated}, and OpenMetadata's page is /callback, to the letter: use that, "
                "and register it at the provider.",
                stated=says(path, address.text),
            ),
            fix=repaired(subject, path),
        )


def has_wrong_path(*addresses: Address) -> bool:
    return any(address.path != f"{path_under(address)}/callback" for address in addresses)


def with_query(subject: Subject) -> Iterator[Found]:
    for path, address in (*callbacks(subject), *addresses(subject, (SERVER_URL,) if has_issuer(subject) else ())):
        if address.query or address.fragment or address.text.endswith(("?", "#")):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, with a query or fragment: leave out what follows ? or #.",
                    stated=says(path, address.text),
                ),
                fix=repaired(subject, path),
                level=Level.ERROR if "#" in address.text else None,
            )


def server_path(subject: Subject) -> Iterator[Found]:
    address = address_of(subject, SERVER_URL) if has_issuer(subject) else None
    if address is None or not address.path:
        return
    if address.path.strip("/") and address.path.rstrip("/") == base_path(subject):
        return
    only_slash = not address.path.strip("/")
    yield Found(
        setting=SERVER_URL,
        message=say(
            "serverUrl is {address}: it takes scheme, host and port alone, without {excess}.",
            address=shown(address.text),
            excess=say("a slash at the end") if only_slash else say("a path"),
        ),
        fix=repaired(subject, SERVER_URL),
        level=Level.WARNING if only_slash and subject.release < EXACT_SINCE else None,
    )


def server_elsewhere(subject: Subject) -> Iterator[Found]:
    """Hosts and schemes have rules of their own."""
    server = address_of(subject, SERVER_URL)
    callback = address_of(subject, OIDC_CALLBACK) or address_of(subject, CALLBACK)
    if server is None or callback is None or not has_issuer(subject) or server.host != callback.host:
        return
    if server.scheme == callback.scheme and server.origin != callback.origin:
        yield Found(
            setting=SERVER_URL,
            message=say(
                "serverUrl is {server}, and the callback is at {origin}: both must have the same port.",
                server=shown(server.text),
                origin=callback.origin,
            ),
            fix=repaired(subject, SERVER_URL),
        )


def callbacks_differ(subject: Subject) -> Iterator[Found]:
    found = dict(callbacks(subject))
    browser, server = found.get(CALLBACK), found.get(OIDC_CALLBACK)
    if browser is None or server is None or not subject.is_confidential:
        return
    # Other hosts, schemes and paths have rules of their own.
    told = (browser.host, browser.scheme) != (server.host, server.scheme) or has_wrong_path(browser, server)
    if browser.text != server.text and not told:
        yield Found(
            setting=CALLBACK,
            message=say(
                "{callback}, and {oidc_callback}: both must be the one that is registered at the provider.",
                callback=says(CALLBACK, browser.text),
                oidc_callback=says(OIDC_CALLBACK, server.text),
            ),
            fix=repaired(subject, CALLBACK),
        )


def below_path(subject: Subject) -> Iterator[Found]:
    prefix = base_path(subject)
    for path, address in callbacks(subject):
        under = path_under(address)
        if under and address.path == f"{under}/callback":
            yield Found(
                setting=path,
                message=say(
                    "{stated}: OpenMetadata forgets {under} on the way back from the "
                    "provider. Serve it at the root of a host name.",
                    stated=says(path, address.text),
                    under=under,
                ),
            )
        elif prefix and address.path == "/callback":
            yield Found(
                setting=path,
                message=say(
                    "{stated}, and {base_path} says that OpenMetadata is below {prefix}: "
                    "serve it at the root of a host name.",
                    stated=says(path, address.text),
                    base_path=BASE_PATH,
                    prefix=prefix,
                ),
            )


def base_path(subject: Subject) -> str:
    """The path that the server was told to be below; "" for the root."""
    return "/".join(["", *filter(None, re.split("/+", subject.surroundings.variables.get(BASE_PATH, "")))])


RULES: tuple[Rule, ...] = (
    Rule(
        id="callback-path",
        title="The callback is not /callback",
        level=Level.ERROR,
        reason="The page and the servlet that take the provider's answer are at /callback; providers compare the "
        "redirect address to the letter. /auth/callback was a placeholder of the settings page.",
        source="OpenMetadata PR #33764, issue 26311",
        check=wrong_path,
        reads=READ,
    ),
    Rule(
        id="callback-query",
        title="A query or fragment in OpenMetadata's address",
        level=Level.WARNING,
        reason="A redirect address must not have a fragment, and OpenMetadata compares it with its query.",
        source="RFC 6749, section 3.1.2; OpenMetadata RedirectUriValidator",
        check=with_query,
        reads=READ,
    ),
    Rule(
        id="server-url-path",
        title="serverUrl with a path or slash",
        level=Level.ERROR,
        reason="The server appends its own pages to it, and since 2.0 its origin must be the browser's exactly.",
        source="OpenMetadata PR #33764",
        check=server_path,
        reads=READ,
    ),
    Rule(
        id="server-url-port",
        title="serverUrl and callbackUrl with different ports",
        level=Level.ERROR,
        reason="serverUrl is the origin of callbackUrl: people come back to the page where they began.",
        source="OpenMetadata issue 26311, PR #33764",
        check=server_elsewhere,
        reads=READ,
    ),
    Rule(
        id="callbacks-differ",
        title="Two callbacks",
        level=Level.WARNING,
        reason="The server sends oidcConfiguration.callbackUrl to the provider; the browser and the server's "
        "allow-list know callbackUrl.",
        source="OpenMetadata issue 26311, RedirectUriValidator",
        check=callbacks_differ,
        reads=READ,
    ),
    Rule(
        id="callback-base-path",
        title="SSO below a path",
        level=Level.WARNING,
        reason="Some redirects of OpenMetadata's sign-in ignore the path that it is served below.",
        source="OpenMetadata issue 26551",
        check=below_path,
        reads=READ,
    ),
)
