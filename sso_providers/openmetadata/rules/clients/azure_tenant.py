"""Entra's tenant, in which the server looks for everything."""

from collections.abc import Iterator

from sso_providers.catalogue import validators
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import provider_kind
from sso_providers.openmetadata.rules.shown import means_code_flow, shows_client, stated_empty
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .guids import inside
from .placeholders import is_masked, is_placeholder

TENANT = f"{OIDC}.tenant"
ADDRESSES = (f"{OIDC}.discoveryUri", f"{AUTHENTICATION}.authority")
SHARED = validators.SHARED_TENANTS


def tenant_of_addresses(subject: Subject) -> str:
    """The one GUID that the other addresses name; "" for none, and for several."""
    found = {guid for path in ADDRESSES if subject.states(path) for guid in inside(subject.text(path))}
    return found.pop() if len(found) == 1 else ""


def missing(subject: Subject) -> Iterator[Found]:
    if provider_kind(subject) != "azure" or not means_code_flow(subject):
        return
    empty = stated_empty(subject, TENANT)
    if not empty and (subject.states(TENANT) or not shows_client(subject)):
        return
    guid = tenant_of_addresses(subject)
    # Any other type makes the server use discoveryUri.
    certain = guid and subject.is_confidential and subject.text(f"{OIDC}.type").lower() == "azure"
    yield Found(
        setting=TENANT,
        message=say(
            "The tenant is {state}, so the server signs in at the tenant of everybody, common: use {right}.",
            state=say("empty") if empty else say("not stated"),
            right=guid or say("the Directory (tenant) ID from the application's Overview"),
        ),
        fix=guid or None,
        level=Level.ERROR if certain or subject.is_whole else Level.WARNING,
    )


def malformed(subject: Subject) -> Iterator[Found]:
    tenant = subject.text(TENANT).strip()
    if provider_kind(subject) != "azure" or not means_code_flow(subject) or not tenant or is_masked(tenant):
        return
    if validators.GUID.fullmatch(tenant):
        return
    found = inside(tenant)
    yield Found(
        setting=TENANT,
        message=say(
            "{tenant} {what}: use the Directory (tenant) ID alone, a GUID.", tenant=quoted(tenant), what=what(tenant)
        ),
        fix=(found[0] if len(found) == 1 else tenant_of_addresses(subject)) or None,
        level=level_of(tenant),
    )


def what(tenant: str) -> str:
    if tenant.lower() in SHARED:
        return say("lets accounts of any organisation in")
    if "/" in tenant:
        return say("is an address, and the server makes one of it")
    if validators.DOMAIN.fullmatch(tenant):
        return say("is a domain, which OpenMetadata's validator refuses")
    return say("is no tenant")


def level_of(tenant: str) -> Level:
    """Entra finds a tenant by its domain too; a word of the documentation may stand for what was taken out."""
    readable = tenant.lower() in SHARED or validators.DOMAIN.fullmatch(tenant)
    return Level.WARNING if readable or (is_placeholder(tenant) and "{" not in tenant) else Level.ERROR


def another(subject: Subject) -> Iterator[Found]:
    tenant, others = subject.text(TENANT).strip().lower(), tenant_of_addresses(subject)
    if provider_kind(subject) != "azure" or not means_code_flow(subject) or not validators.GUID.fullmatch(tenant):
        return
    if tenant in SHARED:
        yield Found(
            setting=TENANT,
            message=say("{tenant} is the tenant of personal accounts: use your own.", tenant=quoted(tenant)),
        )
    elif others and tenant != others:
        yield Found(
            setting=TENANT,
            message=say(
                "The tenant is {tenant}, and the addresses name {others}: the server signs in at "
                "the first, whatever the addresses say.",
                tenant=quoted(tenant),
                others=quoted(others),
            ),
            fix=others,
            level=Level.ERROR,
        )


REASON = (
    "The server's class for Azure builds the discovery address from the tenant, https://login.microsoftonline.com/"
    "{tenant}/v2.0/..., and ignores discoveryUri; without a tenant it takes common."
)
RULES = (
    Rule(
        id="azure-tenant-missing",
        title="Entra without a tenant",
        level=Level.WARNING,
        reason=REASON,
        source="OpenMetadata PR #22070; pac4j AzureAd2OidcConfiguration",
        check=missing,
        reads=(TENANT, *ADDRESSES),
    ),
    Rule(
        id="azure-tenant-malformed",
        title="Entra's tenant is no GUID",
        level=Level.ERROR,
        reason=REASON,
        source="AzureAuthValidator; OpenMetadata documentation, Azure for Docker",
        check=malformed,
        reads=(TENANT, *ADDRESSES),
    ),
    Rule(
        id="azure-tenant-differs",
        title="Entra's tenant is not that of the addresses",
        level=Level.WARNING,
        reason=REASON,
        source="pac4j AzureAd2OidcConfiguration; AzureAuthValidator",
        check=another,
        reads=(TENANT, *ADDRESSES),
    ),
)
