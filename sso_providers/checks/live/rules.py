"""The rules that compare a configuration with what the network says."""

from collections.abc import Callable, Iterator
from functools import partial

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.http import shown
from sso_providers.oidc.discovery import Metadata
from sso_providers.openmetadata.findings import Fix, Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .seen import AUTHORITY, DISCOVERY_URI, ENTRA, KEY_URLS, OWN_KEYS, Seen

CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
PUBLIC_RESPONSE = f"{AUTHENTICATION}.responseType"
CODE_RESPONSE = f"{OIDC}.responseType"
SCOPE = f"{OIDC}.scope"
PROMPT = f"{OIDC}.prompt"
JWS = f"{OIDC}.preferredJwsAlgorithm"
VALIDATION = f"{AUTHENTICATION}.tokenValidationAlgorithm"
DISCOVERY = "OpenID Connect Discovery 1.0, section 3"
VALIDATOR = "OpenMetadata's OidcDiscoveryValidator"
# Their libraries in the browser ask for a code whatever responseType says.
ALWAYS_CODE = ("azure", "okta", "auth0")
LAST_THAT_NEEDS_REFRESH = Release("1.6")


def rules(seen: Seen) -> tuple[Rule, ...]:
    def against(check: Callable[[Metadata, Subject], Iterator[Found]]) -> Callable[[Subject], Iterator[Found]]:
        return partial(check, seen.metadata) if seen.metadata else nothing

    return (
        Rule(
            id="provider-not-answering",
            title="The provider's discovery document can't be read",
            level=Level.WARNING,
            reason="The server reads it to learn the provider's addresses; from elsewhere it may reach what we can't.",
            source=DISCOVERY,
            check=partial(answering, seen),
            reads=(DISCOVERY_URI, AUTHORITY),
        ),
        Rule(
            id="key-url-not-answering",
            title="A key address gives no keys",
            level=Level.WARNING,
            reason="The server reads every key address itself: a token whose key is at a silent one is refused.",
            source="OpenMetadata's MultiUrlJwkProvider; OpenMetadata issues 15489 and 9525",
            check=partial(silent_keys, seen),
            reads=(KEY_URLS,),
        ),
        Rule(
            id="provider-keys-not-listed",
            title="The provider's own key address is missing",
            level=Level.ERROR,
            reason="The keys under the provider's jwks_uri sign its tokens, and the server knows listed ones only.",
            source=f"{VALIDATOR}; OpenMetadata issues 2773 and 28088",
            check=partial(unlisted_keys, seen),
            reads=(KEY_URLS, DISCOVERY_URI, AUTHORITY),
        ),
        Rule(
            id="issuer-not-authority",
            title="The provider calls itself otherwise",
            level=Level.WARNING,
            reason="Tokens name the issuer of the discovery document, and clients compare it to the letter.",
            source="OpenID Connect Discovery 1.0, section 4.3",
            check=partial(issuer, seen),
            reads=(AUTHORITY, DISCOVERY_URI),
        ),
        Rule(
            id="response-type-not-offered",
            title="The provider does not offer the flow",
            level=Level.ERROR,
            reason="A provider refuses a response type that it does not list.",
            source=f"{VALIDATOR}; {DISCOVERY}",
            check=against(response_type),
            reads=(CLIENT_TYPE, CODE_RESPONSE, PUBLIC_RESPONSE),
        ),
        Rule(
            id="scope-not-offered",
            title="The provider does not list a scope",
            level=Level.WARNING,
            reason="OpenMetadata's validator refuses it, and so do some providers.",
            source=VALIDATOR,
            check=against(scope),
            reads=(CLIENT_TYPE, SCOPE),
        ),
        Rule(
            id="refresh-not-asked-for",
            title="The provider would give a refresh token",
            level=Level.HINT,
            reason="Up to 1.6 the server fails without a refresh token; later ones sign people out earlier.",
            source="OpenMetadata issue 20125, PR 20721",
            check=against(refresh),
            reads=(CLIENT_TYPE, SCOPE),
        ),
        Rule(
            id="prompt-not-offered",
            title="The provider does not know the prompt",
            level=Level.ERROR,
            reason="A provider refuses a request with a prompt that it does not list.",
            source=f"{VALIDATOR}; OpenMetadata PR 30499",
            check=partial(prompt, seen),
            reads=(CLIENT_TYPE, PROMPT),
        ),
        Rule(
            id="algorithm-not-offered",
            title="The provider does not sign with the algorithm",
            level=Level.ERROR,
            reason="A token that is signed in another way than is expected is refused.",
            source=f"{VALIDATOR}; {DISCOVERY}",
            check=against(algorithm),
            reads=(CLIENT_TYPE, JWS, VALIDATION),
        ),
    )


def nothing(_: Subject) -> Iterator[Found]:
    return iter(())


def answering(seen: Seen, _: Subject) -> Iterator[Found]:
    if seen.address and seen.failure and not seen.address.is_guess:
        yield Found(
            setting=seen.address.setting,
            message=say("The provider's description can't be used: {failure}", failure=seen.failure),
        )


def silent_keys(seen: Seen, _: Subject) -> Iterator[Found]:
    for reason in seen.failures.values():
        yield Found(setting=KEY_URLS, message=say("A key address gives no keys: {reason}", reason=reason))


def unlisted_keys(seen: Seen, subject: Subject) -> Iterator[Found]:
    listed = subject.items(KEY_URLS)
    if not seen.address or not seen.metadata or not subject.states(KEY_URLS) or seen.metadata.jwks_uri in listed:
        return
    named = shown(seen.metadata.jwks_uri)
    # What can't be shown whole is left to the operator to copy from the provider.
    is_whole = named == seen.metadata.jwks_uri
    own = tuple(url for url in listed if OWN_KEYS in url)
    if not seen.address.is_guess:
        message = say(
            "None of the addresses is {named}, where the provider has its keys: list it instead of the other.",
            named=named,
        )
        yield Found(setting=KEY_URLS, message=message, fix=(named, *own) if is_whole else None)
        return
    message = say(
        "The provider that {url} describes has its keys at {named}, which is not listed: if tokens are "
        "refused, list it, or state the authority whose keys these are.",
        url=shown(seen.address.url),
        named=named,
    )
    yield Found(setting=KEY_URLS, message=message, fix=(named, *own) if is_whole else None, level=Level.WARNING)


def issuer(seen: Seen, subject: Subject) -> Iterator[Found]:
    if not seen.address or not seen.metadata or seen.address.is_guess or not subject.states(AUTHORITY):
        return
    authority, found = subject.text(AUTHORITY), seen.metadata.issuer
    if authority == found or (authority.startswith(ENTRA) and found.startswith(ENTRA)):
        return
    message = say(
        "The provider calls itself {found}, not {authority}: write it to the letter.",
        found=shown(found),
        authority=shown(authority),
    )
    yield Found(setting=AUTHORITY, message=message, fix=shown(found))


def response_type(metadata: Metadata, subject: Subject) -> Iterator[Found]:
    setting = CODE_RESPONSE if subject.is_confidential else PUBLIC_RESPONSE
    wanted = "code" if not subject.is_confidential and subject.provider in ALWAYS_CODE else subject.text(setting)
    offered = [set(each.split()) for each in metadata.response_types]
    if not wanted or set(wanted.split()) in offered:
        return
    fix: Fix = "code" if {"code"} in offered else None
    listed = shown(", ".join(metadata.response_types))
    message = say(
        "The provider offers no response type {wanted}, only {listed}: use one of these.",
        wanted=shown(wanted),
        listed=listed,
    )
    yield Found(setting=setting, message=message, fix=fix)


def scope(metadata: Metadata, subject: Subject) -> Iterator[Found]:
    wanted = subject.text(SCOPE).split() if subject.is_confidential else []
    missing = [each for each in wanted if each not in metadata.scopes]
    if metadata.scopes and missing:
        message = say(
            "The provider does not list {missing}: allow it there, or ask for what it lists.",
            missing=shown(" ".join(missing)),
        )
        yield Found(setting=SCOPE, message=message, fix=" ".join(each for each in wanted if each not in missing))


def refresh(metadata: Metadata, subject: Subject) -> Iterator[Found]:
    wanted = subject.text(SCOPE).split()
    if not subject.is_confidential or "offline_access" in wanted or "offline_access" not in metadata.scopes:
        return
    level = Level.ERROR if subject.release <= LAST_THAT_NEEDS_REFRESH else Level.HINT
    message = "The provider gives refresh tokens to who asks for offline_access: add it to the scope."
    yield Found(setting=SCOPE, message=message, fix=" ".join([*wanted, "offline_access"]), level=level)


def prompt(seen: Seen, subject: Subject) -> Iterator[Found]:
    wanted = subject.text(PROMPT) if subject.is_confidential else ""
    if not wanted or not seen.prompts or wanted in seen.prompts:
        return
    fix = "select_account" if "select_account" in seen.prompts else ""
    message = say(
        "The provider knows the prompts {prompts}, not {wanted}: use one of these.",
        prompts=shown(", ".join(seen.prompts)),
        wanted=shown(wanted),
    )
    yield Found(setting=PROMPT, message=message, fix=fix)


def algorithm(metadata: Metadata, subject: Subject) -> Iterator[Found]:
    setting = JWS if subject.is_confidential else VALIDATION
    wanted, offered = subject.text(setting), metadata.id_token_algorithms
    if wanted and wanted not in offered:
        message = say(
            "The provider signs with {offered}, not with {wanted}: use one of these.",
            offered=shown(", ".join(offered)),
            wanted=shown(wanted),
        )
        yield Found(setting=setting, message=message, fix=offered[0] if len(offered) == 1 else None)
