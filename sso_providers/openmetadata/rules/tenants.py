"""Which tenant, realm or user pool people sign in at: that it is named, and everywhere the same."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.spec import WELL_KNOWN
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .homes import AZURE_ALIASES, AZURE_CUSTOMERS, TENANT_WORDS, Home, home_of, same_tenant
from .issuers import is_endpoint, issuers
from .repaired import realm_at, repaired
from .stated_addresses import AUTHORITY, DISCOVERY, PROVIDER, TENANT, text_of
from .urls import named, says, shown

READ = (AUTHORITY, DISCOVERY, TENANT, PROVIDER)
TENANTS_NAMED = {"azure", "aws-cognito", "keycloak"}
VERSION_2 = f"/v2.0{WELL_KNOWN}"


def stated_homes(subject: Subject) -> Iterator[tuple[str, Home]]:
    for path, address in issuers(subject):
        yield path, home_of(address, subject.provider.lower())


def missing(subject: Subject) -> Iterator[Found]:
    tenant = text_of(subject, TENANT)
    for path, home in stated_homes(subject):
        if realm_at(home.address, subject):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, Keycloak as a whole: name the realm, as in {right}.",
                    stated=says(path, home.address.text),
                    right=shown(str(repaired(subject, path))),
                ),
                fix=repaired(subject, path),
            )
        if not home.lacks_tenant or home.address.host.endswith(".amazoncognito.com"):
            continue
        # The server builds Entra's address from the tenant, and looks at no other.
        ignored = home.kind == "azure" and bool(tenant) and path == DISCOVERY
        yield Found(
            setting=path,
            message=say(
                "{stated}, without a {word}: name it there.",
                stated=says(path, home.address.text),
                word=TENANT_WORDS[home.kind],
            ),
            fix=repaired(subject, path),
            level=Level.WARNING if ignored else None,
        )


def differ(subject: Subject) -> Iterator[Found]:
    """Between authority and discoveryUri; oidcConfiguration.tenant and the keys have rules of their own."""
    found = {path: home for path, home in stated_homes(subject) if home.kind in TENANTS_NAMED and home.tenant}
    authority, discovery = found.get(AUTHORITY), found.get(DISCOVERY)
    if authority is None or discovery is None or authority.kind != discovery.kind or same_tenant(authority, discovery):
        return
    known = text_of(subject, TENANT).lower()
    path = DISCOVERY if authority.tenant.lower() == known else AUTHORITY
    word = TENANT_WORDS[authority.kind]
    yield Found(
        setting=path,
        message=say(
            "authority is of the {word} {tenant}, and discoveryUri of "
            "{other}: both must be the {word} with the application.",
            word=word,
            tenant=shown(authority.tenant),
            other=shown(discovery.tenant),
        ),
        fix=repaired(subject, path) if known else None,
    )


def version(subject: Subject) -> Iterator[Found]:
    for path, home in stated_homes(subject):
        if home.kind != "azure" or home.lacks_tenant or is_endpoint(home.address):
            continue
        if path == DISCOVERY and home.address.path.endswith(WELL_KNOWN) and not home.address.path.endswith(VERSION_2):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, Entra's version 1.0: use {discovery}.",
                    stated=says(path, home.address.text),
                    discovery=shown(home.discovery),
                ),
                fix=repaired(subject, path),
            )
        elif path == AUTHORITY and home.address.path.rstrip("/").endswith("/v2.0"):
            yield Found(
                setting=path,
                message=say(
                    "{stated}: write it without /v2.0, as {url}.",
                    stated=says(path, home.address.text),
                    url=shown(home.url),
                ),
                fix=repaired(subject, path),
            )


def alias(subject: Subject) -> Iterator[Found]:
    for path, home in stated_homes(subject):
        if home.address.host in AZURE_ALIASES:
            yield Found(
                setting=path,
                message=say(
                    "{path} is at {host}, Entra's version 1.0: use {url}.",
                    path=named(path),
                    host=home.address.host,
                    url=shown(home.url),
                ),
                fix=repaired(subject, path),
            )


def customers(subject: Subject) -> Iterator[Found]:
    if "azure" not in {subject.provider.lower(), subject.kind}:
        return
    for path, address in issuers(subject):
        if AZURE_CUSTOMERS.fullmatch(address.host):
            yield Found(
                setting=PROVIDER,
                message=say(
                    "{stated}, a tenant for customers, and OpenMetadata's azure signs in "
                    "at login.microsoftonline.com alone: use custom-oidc, for oidcConfiguration.type too.",
                    stated=says(path, address.text),
                ),
                fix="custom-oidc",
            )
            return


TENANT_SOURCE = "OpenMetadata AuthenticationCodeFlowHandler (pac4j AzureAd2OidcConfiguration)"
RULES: tuple[Rule, ...] = (
    Rule(
        id="issuer-without-tenant",
        title="The tenant, realm or user pool is missing",
        level=Level.ERROR,
        reason="Without its name the address is nobody's, and the provider answers with an error.",
        source="OpenMetadata issue 25775, PR #22070",
        check=missing,
        reads=READ,
    ),
    Rule(
        id="tenants-differ",
        title="Two tenants, realms or user pools",
        level=Level.ERROR,
        reason="The application and its users are in one of them: tokens of another one are of another issuer.",
        source="OpenID Connect Core 1.0, section 2 (iss)",
        check=differ,
        reads=READ,
    ),
    Rule(
        id="azure-version",
        title="Entra's version 1.0, or a version where none belongs",
        level=Level.WARNING,
        reason="discoveryUri names the version, and its tokens and keys are the ones that OpenMetadata is made for; "
        "authority ends with the tenant, says OpenMetadata's validator.",
        source="OpenMetadata AzureAuthValidator (1.10 and later)",
        check=version,
        reads=READ,
    ),
    Rule(
        id="azure-old-host",
        title="An old host of Entra",
        level=Level.WARNING,
        reason="OpenMetadata's validator takes login.microsoftonline.com alone.",
        source="OpenMetadata AzureAuthValidator (1.10 and later)",
        check=alias,
        reads=READ,
    ),
    Rule(
        id="azure-customers",
        title="A tenant for customers with the provider azure",
        level=Level.WARNING,
        reason="pac4j's client for Entra builds its address at login.microsoftonline.com from the tenant.",
        source=TENANT_SOURCE,
        check=customers,
        reads=READ,
    ),
)
