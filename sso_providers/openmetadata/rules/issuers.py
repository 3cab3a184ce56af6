"""authority and discoveryUri: what of the provider's addresses belongs there, and that both are the same provider's."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sso_providers.catalogue import KINDS, Release
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.spec import WELL_KNOWN
from sso_providers.catalogue.validators import ENDPOINT
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .homes import COGNITO_PAGES, OKTA_ADMIN, Home, difference, home_of, kind_of
from .repaired import fits, homes, keys_of, provider, repaired
from .stated_addresses import (
    AUTHORITY,
    CLIENT_TYPE,
    DISCOVERY,
    ISSUERS,
    KEYS,
    PROVIDER,
    address_of,
    addresses,
    has_issuer,
    text_of,
)
from .urls import REMEMBERED, Address, named, says, shown

READ = (*ISSUERS, KEYS, PROVIDER, CLIENT_TYPE)
# Endpoints by the end of their path, beyond those that the catalogue knows of.
MORE_ENDPOINTS = re.compile(
    r"/(auth|authorize|authorization|token|login|log-?in|callback|userinfo|logout|certs|keys|jwks(\.json)?|saml2?)/*\Z",
    re.IGNORECASE,
)
WELL_KNOWN_SOMEWHERE = "/.well-known"
GOOGLE = "https://accounts.google.com"
# Differences that have rules of their own.
TOLD_ELSEWHERE = {"provider", "tenant", "realm", "user pool"}
VALIDATED_SINCE = Release("1.10")
# They refuse http, whatever the customer wants.
HTTPS_ALONE = {"google", "azure", "okta", "auth0", "aws-cognito", "one-login"}


def issuers(subject: Subject) -> Iterator[tuple[str, Address]]:
    """Both addresses, as far as they are stated and mean something."""
    return addresses(subject, ISSUERS) if has_issuer(subject) else iter(())


@lru_cache(REMEMBERED)
def is_endpoint(address: Address) -> bool:
    path = address.path.rstrip("/")
    if path.endswith("/realms"):
        return False
    # A realm, tenant or pool may have the name of an endpoint; Keycloak before 17 was served below /auth.
    is_name = bool(re.search(r"/realms/[^/]+\Z", path))
    return not is_name and bool(ENDPOINT.search(path) or MORE_ENDPOINTS.search(path))


def endpoint(subject: Subject) -> Iterator[Found]:
    for path, address in issuers(subject):
        if not is_endpoint(address) or (path == AUTHORITY and is_below_discovery(subject, address)):
            continue
        stated = says(path, address.text)
        wanted = say("the discovery document's address") if path == DISCOVERY else say("the issuer")
        message = say("{stated}, one endpoint of the provider: use {wanted}.", stated=stated, wanted=wanted)
        if fix := repaired(subject, path):
            message = say(
                "{stated}, one endpoint of the provider: use {wanted}, {fix}.",
                stated=stated,
                wanted=wanted,
                fix=shown(str(fix)),
            )
        yield Found(setting=path, message=message, fix=fix)


def is_below_discovery(subject: Subject, authority: Address) -> bool:
    """Whether discoveryUri says that the authority is right, whatever it looks like."""
    document = address_of(subject, DISCOVERY)
    return document is not None and document.text == authority.text.rstrip("/") + WELL_KNOWN


def well_known_in_authority(subject: Subject) -> Iterator[Found]:
    address = address_of(subject, AUTHORITY)
    if address and has_issuer(subject) and WELL_KNOWN_SOMEWHERE in address.path and not is_endpoint(address):
        yield Found(
            setting=AUTHORITY,
            message=say(
                "authority is {address}, a document of the provider: use the issuer, {value}.",
                address=shown(address.text),
                value=shown(str(repaired(subject, AUTHORITY) or "")),
            ),
            fix=repaired(subject, AUTHORITY),
        )


def not_well_known(subject: Subject) -> Iterator[Found]:
    address = address_of(subject, DISCOVERY)
    if address is None or not has_issuer(subject) or address.path.endswith(WELL_KNOWN) or is_endpoint(address):
        return
    if address.path.endswith("/.well-known/oauth-authorization-server"):
        return
    message = say(
        "discoveryUri is {address}, and a discovery document's address ends in {well_known}.",
        address=shown(address.text),
        well_known=WELL_KNOWN,
    )
    if fix := repaired(subject, DISCOVERY):
        message = say(
            "discoveryUri is {address}, and a discovery document's address ends in {well_known}: use {fix}.",
            address=shown(address.text),
            well_known=WELL_KNOWN,
            fix=shown(str(fix)),
        )
    yield Found(setting=DISCOVERY, message=message, fix=fix)


def with_fragment(subject: Subject) -> Iterator[Found]:
    for path, address in issuers(subject):
        if "#" not in address.text or is_endpoint(address):
            continue
        stated = says(path, address.text)
        if "/admin/" in address.path:
            message = say("{stated}, a page of the provider's console: use the issuer.", stated=stated)
            yield Found(setting=path, message=message)
        else:
            message = say("{stated}, with a #: leave out # and all behind it.", stated=stated)
            yield Found(setting=path, message=message, fix=address.text.partition("#")[0])


def google_elsewhere(subject: Subject) -> Iterator[Found]:
    if subject.provider.lower() != "google":
        return
    for path, address in issuers(subject):
        right = GOOGLE if path == AUTHORITY else GOOGLE + WELL_KNOWN
        if address.text == right or is_endpoint(address):
            continue
        is_close = address.text.rstrip("/") == right
        yield Found(
            setting=path,
            message=say("{stated}, and Google's is {right}.", stated=says(path, address.text), right=right),
            fix=right,
            level=Level.WARNING if is_close else None,
        )


def trailing_slash(subject: Subject) -> Iterator[Found]:
    text = text_of(subject, AUTHORITY)
    address = address_of(subject, AUTHORITY)
    if address is None or not has_issuer(subject) or not text.endswith("/") or subject.provider.lower() == "google":
        return
    home = home_of_text(subject, address)
    # The issuer of a provider that nobody knows may well end in a slash: Authentik's does.
    if not home.kind or is_endpoint(address) or WELL_KNOWN_SOMEWHERE in address.path or home.lacks_tenant:
        return
    validated = subject.provider.lower() in {"auth0", "okta", "azure", "aws-cognito"}
    validated = validated and subject.release >= VALIDATED_SINCE
    yield Found(
        setting=AUTHORITY,
        message=say("authority is {text}: write it without the slash at its end.", text=shown(text)),
        fix=repaired(subject, AUTHORITY),
        level=Level.WARNING if validated else Level.HINT,
    )


def home_of_text(subject: Subject, address: Address) -> Home:
    return home_of(address, subject.provider.lower())


def okta_admin(subject: Subject) -> Iterator[Found]:
    for path, address in issuers(subject):
        if kind_of(address) == "okta" and address.host.partition(".")[0].endswith(OKTA_ADMIN):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, the host of Okta's admin console: write it without -admin.",
                    stated=says(path, address.text),
                ),
                fix=repaired(subject, path),
            )


def cognito_pages(subject: Subject) -> Iterator[Found]:
    for path, address in issuers(subject):
        if COGNITO_PAGES.fullmatch(address.host):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, the host of Cognito's sign-in pages: use "
                    "https://cognito-idp.<region>.amazonaws.com/<user pool ID>{document}.",
                    stated=says(path, address.text),
                    document=WELL_KNOWN if path == DISCOVERY else "",
                ),
                fix=repaired(subject, path),
            )


def of_another_provider(subject: Subject) -> Iterator[Found]:
    chosen = subject.provider.lower()
    strange = [(path, address) for path, address in issuers(subject) if not fits(kind_of(address), chosen)]
    if not chosen or chosen == "google" or not strange:
        return
    right = provider(subject)
    all_agree = len(strange) == len(list(issuers(subject))) and not has_fitting_keys(subject)
    path, address = strange[0]
    level = Level.WARNING if subject.is_confidential and chosen != "azure" else None
    if all_agree and right:
        yield Found(
            setting=PROVIDER,
            message=say(
                "provider is '{provider}', and {stated}, not {label}'s: use '{right}'.",
                provider=subject.provider,
                stated=says(path, address.text),
                label=label(chosen),
                right=right,
            ),
            fix=right,
            level=level,
        )
        return
    yield Found(
        setting=path,
        message=say(
            "{stated}, which is not {label}'s: use its own.", stated=says(path, address.text), label=label(chosen)
        ),
        fix=repaired(subject, path),
        level=level,
    )


def label(provider: str) -> str:
    return KINDS[provider].label if provider in KINDS else provider


def has_fitting_keys(subject: Subject) -> bool:
    chosen = subject.provider.lower()
    return any(key.home and key.home.kind == chosen for key in keys_of(subject))


def hosts_differ(subject: Subject) -> Iterator[Found]:
    if len(found := homes(subject)) != 2 or not all(subject.states(path) for path in ISSUERS):
        return
    discovery, authority = found
    differs = difference(authority, discovery)
    if differs is None or authority.lacks_tenant or discovery.lacks_tenant or differs.word in TOLD_ELSEWHERE:
        return
    kin = differs.word == "host" and related(authority.address.host, discovery.address.host)
    yield Found(
        setting=DISCOVERY,
        message=say(
            "discoveryUri is {discovery}, of another {word} than authority, {authority}: both must be the same "
            "provider's.",
            discovery=shown(discovery.address.text),
            word=differs.word,
            authority=shown(authority.address.text),
        ),
        level=Level.ERROR if differs.certain and discovery.kind != "okta" else Level.HINT if kin else None,
    )


def related(one: str, other: str) -> bool:
    """Whether both hosts may be of one company."""
    return one.split(".")[-2:] == other.split(".")[-2:]


def keycloak_prefix(subject: Subject) -> Iterator[Found]:
    prefixes = {path: prefix for path, address in issuers(subject) if (prefix := prefix_of(address)) is not None}
    for key in keys_of(subject):
        if key.address and (prefix := prefix_of(key.address)) is not None:
            prefixes.setdefault(KEYS, prefix)
    if len(set(prefixes.values())) < 2:
        return
    path = next(each for each in reversed(prefixes) if prefixes[each] != next(iter(prefixes.values())))
    yield Found(
        setting=path,
        message=say(
            "{path} has Keycloak at '{prefix}/realms', and {other_path} has it at '{other_prefix}/realms': it is "
            "served at one of them alone, from Keycloak 17 on without /auth unless it was told otherwise.",
            path=named(path),
            prefix=prefixes[path],
            other_path=named(next(iter(prefixes))),
            other_prefix=next(iter(prefixes.values())),
        ),
    )


def prefix_of(address: Address) -> str | None:
    before, found, _ = address.path.partition("/realms/")
    return before.rstrip("/") if found else None


def over_http(subject: Subject) -> Iterator[Found]:
    secure = {address.host for _, address in issuers(subject) if address.scheme == "https"}
    keys = [(KEYS, key.address) for key in keys_of(subject) if key.home and key.address]
    for path, address in (*issuers(subject), *keys):
        if address.scheme != "http" or not address.is_public(subject.surroundings.hosts):
            continue
        kind = kind_of(address)
        certain = kind in HTTPS_ALONE or address.host in secure
        yield Found(
            setting=path,
            message=say("{stated}: use https, as passwords and tokens go this way.", stated=says(path, address.text)),
            fix=repaired(subject, path) if certain else None,
            level=Level.ERROR if certain else None,
        )


WORD = "authority is the address below which the browser's library looks for the provider"
RULES: tuple[Rule, ...] = (
    Rule(
        id="issuer-is-endpoint",
        title="An endpoint in place of the issuer",
        level=Level.ERROR,
        reason=say(
            "{word}'s discovery document, and discoveryUri is that document's own address; an "
            "authorization, token or sign-in endpoint is neither.",
            word=WORD.capitalize(),
        ),
        source="OpenMetadata issues 18865 and 23508; OpenID Connect Discovery 1.0, section 4",
        check=endpoint,
        reads=READ,
    ),
    Rule(
        id="authority-is-document",
        title="The discovery document in place of the issuer",
        level=Level.ERROR,
        reason=say("{word}, and appends {well_known} itself.", word=WORD.capitalize(), well_known=WELL_KNOWN),
        source="OpenID Connect Discovery 1.0, section 4",
        check=well_known_in_authority,
        reads=READ,
    ),
    Rule(
        id="discovery-without-well-known",
        title="discoveryUri is not a discovery document's address",
        level=Level.ERROR,
        reason="The server reads the document at exactly this address, and appends nothing.",
        source="OpenMetadata AuthenticationCodeFlowHandler (pac4j discoveryURI); OpenID Connect Discovery 1.0, "
        "section 4",
        check=not_well_known,
        reads=READ,
    ),
    Rule(
        id="issuer-with-fragment",
        title="A # in the provider's address",
        level=Level.ERROR,
        reason="An issuer has no fragment; what has one was copied from a page in the browser.",
        source="OpenID Connect Core 1.0, section 2 (iss)",
        check=with_fragment,
        reads=READ,
    ),
    Rule(
        id="google-issuer",
        title="Not Google's address",
        level=Level.ERROR,
        reason="Google has one issuer for everybody, and OpenMetadata's validator takes no other text.",
        source="OpenMetadata GoogleAuthValidator",
        check=google_elsewhere,
        reads=READ,
    ),
    Rule(
        id="authority-trailing-slash",
        title="A slash at the end of authority",
        level=Level.WARNING,
        reason="OpenMetadata's validators compare the text, and append to it.",
        source="OpenMetadata Auth0Validator, OktaValidator (1.10 and later)",
        check=trailing_slash,
        reads=READ,
    ),
    Rule(
        id="okta-admin-host",
        title="The host of Okta's admin console",
        level=Level.ERROR,
        reason="Tokens are issued by the organisation's own host; the admin console's has no discovery document.",
        source="https://developer.okta.com/docs/guides/find-your-domain/",
        check=okta_admin,
        reads=READ,
    ),
    Rule(
        id="cognito-pages-host",
        title="The host of Cognito's sign-in pages",
        level=Level.ERROR,
        reason="The domain of the sign-in pages has no discovery document; the user pool's own address has.",
        source="OpenMetadata CognitoAuthValidator; https://docs.aws.amazon.com/cognito/latest/developerguide/",
        check=cognito_pages,
        reads=READ,
    ),
    Rule(
        id="issuer-of-another-provider",
        title="The provider's addresses are another provider's",
        level=Level.ERROR,
        reason="Each provider has its own library in the browser, which knows its own provider's addresses alone.",
        source="OpenMetadata's user interface, getAuthConfig",
        check=of_another_provider,
        reads=READ,
    ),
    Rule(
        id="issuers-differ",
        title="authority and discoveryUri of two providers",
        level=Level.WARNING,
        reason="The server signs people in by discoveryUri, and shows the browser authority.",
        source="OpenMetadata issue 28088",
        check=hosts_differ,
        reads=READ,
    ),
    Rule(
        id="keycloak-prefix",
        title="Keycloak with /auth here and without it there",
        level=Level.WARNING,
        reason="Keycloak up to 16 is served below /auth, and from 17 on at the root, unless it is told otherwise.",
        source="https://www.keycloak.org/migration/migrating-to-quarkus; OpenMetadata PR #20557",
        check=keycloak_prefix,
        reads=READ,
    ),
    Rule(
        id="issuer-http",
        title="The provider by http",
        level=Level.WARNING,
        reason="An issuer is an https address; http can be read and changed on its way, and a redirect to https is "
        "not followed by the server.",
        source="OpenID Connect Core 1.0, section 2 (iss); OpenMetadata issue 13751",
        check=over_http,
        reads=READ,
    ),
)
