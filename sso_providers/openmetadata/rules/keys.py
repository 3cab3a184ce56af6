"""publicKeyUrls: the keys of the provider that people sign in at."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .homes import AZURE_CUSTOMERS, difference, home_of, kind_of
from .repaired import Key, fits, homes, keys_of, repaired
from .stated_addresses import AUTHORITY, CLIENT_TYPE, DISCOVERY, KEYS, OWN, PROVIDER, has_issuer, key_texts
from .urls import parse, shown

READ = (KEYS, *OWN, AUTHORITY, DISCOVERY, PROVIDER, CLIENT_TYPE)
VALIDATED_SINCE = Release("1.10")


def provider_missing(subject: Subject) -> Iterator[Found]:
    provider = subject.provider.lower()
    keys = keys_of(subject)
    if not provider or not has_issuer(subject) or not all(key.is_own for key in keys) or not keys:
        return
    expected = next((home.keys[0] for home in homes(subject) if home.keys), "")
    is_certain = subject.states(CLIENT_TYPE) or subject.states(AUTHORITY)
    yield Found(
        setting=KEYS,
        message=say(
            "publicKeyUrls has OpenMetadata's own keys alone: add those of {provider}, {keys}.",
            provider=provider,
            keys=shown(expected) if expected else say("the jwks_uri of its discovery document"),
        ),
        fix=repaired(subject, KEYS) if expected else None,
        level=Level.ERROR if is_certain and not subject.is_confidential else Level.WARNING,
    )


def keys_not_stated(subject: Subject) -> Iterator[Found]:
    """Without any, the server has its own keys alone: people's tokens of a public client are refused."""
    if subject.states(KEYS) or subject.is_confidential or not subject.provider or not has_issuer(subject):
        return
    if any(trouble.setting == KEYS for trouble in subject.troubles):
        return
    if subject.is_whole or (subject.states(AUTHORITY) and subject.states(OWN[1])):
        yield Found(
            setting=KEYS,
            message=say(
                "publicKeyUrls is not set, so the server has its own keys alone: list the provider's and its own."
            ),
            level=Level.ERROR if subject.is_whole else Level.WARNING,
        )


def of_another(subject: Subject) -> Iterator[Found]:
    theirs = [key for key in keys_of(subject) if key.home]
    known = homes(subject)
    if not theirs or not known or any(is_one_of(key, subject) for key in theirs):
        return
    key = theirs[0]
    compared = [found for home in known if key.home and (found := difference(key.home, home))]
    certain = all(found.certain for found in compared) and not subject_may_differ(subject)
    word = compared[0].word
    yield Found(
        setting=KEYS,
        message=say(
            "{key} has the keys of another {word} than {url}, where people sign in: "
            "use the jwks_uri of its discovery document.",
            key=shown(key.text),
            word=word,
            url=shown(known[0].url),
        ),
        fix=repaired(subject, KEYS),
        level=Level.ERROR if certain else Level.WARNING,
    )


def is_one_of(key: Key, subject: Subject) -> bool:
    return key.home is not None and any(difference(key.home, home) is None for home in homes(subject))


def subject_may_differ(subject: Subject) -> bool:
    """Whether a customer's own host stands in front of the provider's."""
    return any(AZURE_CUSTOMERS.fullmatch(home.address.host) for home in homes(subject))


def of_another_kind(subject: Subject) -> Iterator[Found]:
    """Where nothing but the provider's name is there to compare with."""
    provider = subject.provider.lower()
    theirs = [key for key in keys_of(subject) if key.home]
    if homes(subject) or not theirs or not has_issuer(subject):
        return
    strange = [key for key in theirs if key.address and not fits(kind_of(key.address), provider)]
    if len(strange) == len(theirs):
        yield Found(
            setting=KEYS,
            message=say(
                "{key} has the keys of another provider than '{provider}', which is set: use "
                "the jwks_uri of its discovery document.",
                key=shown(strange[0].text),
                provider=provider,
            ),
            fix=repaired(subject, KEYS),
        )


def not_keys(subject: Subject) -> Iterator[Found]:
    issuers = {home.url for home in homes(subject)}
    for key in keys_of(subject):
        if key.home is None or key.address is None:
            continue
        plain = key.address.origin + key.address.path.rstrip("/")
        is_document = "/.well-known/openid" in key.address.path
        if key.is_keys and not is_document and plain not in issuers:
            continue
        what = say("the discovery document's address") if is_document else say("not where this provider shows its keys")
        right = shown(key.home.keys[0]) if key.home.keys else say("the jwks_uri that its discovery document names")
        yield Found(
            setting=KEYS,
            message=say("{key} is {what}: use {right}.", key=shown(key.text), what=what, right=right),
            fix=repaired(subject, KEYS),
        )


def twice(subject: Subject) -> Iterator[Found]:
    texts = key_texts(subject)
    doubled = next((each for each in texts if texts.count(each) > 1), None)
    if doubled is not None:
        yield Found(
            setting=KEYS,
            message=say("publicKeyUrls has {doubled} twice: once will do.", doubled=shown(doubled)),
            fix=repaired(subject, KEYS),
        )


def azure_shared(subject: Subject) -> Iterator[Found]:
    theirs = [key.home for key in keys_of(subject) if key.home and key.home.kind == "azure"]
    tenants = [home for home in homes(subject) if home.kind == "azure" and home.keys and not home.is_shared]
    if not subject.is_confidential or not theirs or not tenants or not all(home.is_shared for home in theirs):
        return
    yield Found(
        setting=KEYS,
        message=say(
            "publicKeyUrls has Entra's keys for all tenants, and OpenMetadata's settings page saves those of your "
            "own alone: use {keys}.",
            keys=shown(tenants[0].keys[0]),
        ),
        fix=repaired_shared(subject),
    )


def repaired_shared(subject: Subject) -> tuple[str, ...] | None:
    """The list with the tenant's keys in place of the shared ones."""
    tenant = next((home for home in homes(subject) if home.kind == "azure" and home.keys and not home.is_shared), None)
    right = repaired(subject, KEYS) or key_texts(subject)
    if tenant is None or not isinstance(right, tuple):
        return None
    return tuple(dict.fromkeys(tenant.keys[0] if is_shared(each) else each for each in right))


def is_shared(text: str) -> bool:
    return home_of(parse(text), "").is_shared


def unconfirmed(subject: Subject) -> Iterator[Found]:
    if subject.is_whole or any(subject.states(path) for path in (AUTHORITY, DISCOVERY)):
        return
    for key in keys_of(subject):
        if subject.provider.lower() == "okta" and key.home and key.home.kind == "okta":
            yield Found(
                setting=KEYS,
                message=say(
                    "{key} has the keys of {server}: compare it with iss in a token, for each authorization server "
                    "has keys of its own.",
                    key=shown(key.text),
                    server=say("the authorization server '{tenant}'", tenant=key.home.tenant)
                    if key.home.tenant
                    else say("the organisation's server"),
                ),
            )
            return


SERVER = "OpenMetadata JwtFilter, MultiUrlJwkProvider"
TOKENS = "The server takes a token only if one of these addresses has the key that signed it."
RULES: tuple[Rule, ...] = (
    Rule(
        id="provider-keys-missing",
        title="The provider's keys are missing",
        level=Level.ERROR,
        reason=TOKENS + " With a public client, people's tokens are the provider's.",
        source=SERVER,
        check=provider_missing,
        reads=READ,
    ),
    Rule(
        id="keys-not-set",
        title="No keys are set",
        level=Level.WARNING,
        reason=TOKENS + " By default that is OpenMetadata's own alone.",
        source=say("{server}; conf/openmetadata.yaml", server=SERVER),
        check=keys_not_stated,
        reads=READ,
    ),
    Rule(
        id="provider-keys-of-another",
        title="The keys are those of another provider, realm, tenant or server",
        level=Level.ERROR,
        reason=TOKENS,
        source="OpenMetadata issues 2773 and 28088, PR #32569",
        check=of_another,
        reads=READ,
    ),
    Rule(
        id="provider-keys-of-another-kind",
        title="The keys are not the chosen provider's",
        level=Level.ERROR,
        reason=TOKENS,
        source=SERVER,
        check=of_another_kind,
        reads=READ,
    ),
    Rule(
        id="provider-keys-path",
        title="The address does not show keys",
        level=Level.ERROR,
        reason="The server expects a set of keys (RFC 7517) at each address, and finds something else there.",
        source="RFC 7517, section 5; OpenID Connect Discovery 1.0, section 3 (jwks_uri)",
        check=not_keys,
        reads=READ,
    ),
    Rule(
        id="keys-twice",
        title="The same key address twice",
        level=Level.HINT,
        reason="The server asks each address of the list.",
        source=SERVER,
        check=twice,
        reads=(KEYS,),
    ),
    Rule(
        id="azure-keys-of-all-tenants",
        title="Entra's keys for all tenants",
        level=Level.WARNING,
        reason="OpenMetadata's validator (1.10 and later) refuses to save other keys than the tenant's version 2.0 "
        "ones with a confidential client.",
        source="OpenMetadata AzureAuthValidator",
        check=azure_shared,
        reads=READ,
        since=VALIDATED_SINCE,
    ),
    Rule(
        id="okta-keys-unconfirmed",
        title="Which of Okta's authorization servers the keys are of",
        level=Level.HINT,
        reason="The organisation's own server and each custom one sign with different keys, and the file does not say "
        "which one people sign in at.",
        source="OpenMetadata issue 2773",
        check=unconfirmed,
        reads=(KEYS, AUTHORITY, DISCOVERY, PROVIDER),
    ),
)
