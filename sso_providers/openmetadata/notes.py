"""What an operator must know of a configuration before using it: OpenMetadata's known traps.

Each function looks at one trap and gives a sentence, or "". Knows no target and no file format.
"""

from collections.abc import Iterator

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.catalogue.sentences import say

from .security_config import SecurityConfig
from .settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SETTINGS, Setting

# The server told the browser `id_token` whatever was configured; mended in August 2026 (PR #31516), in
# which patch of which line is not known.
RESPONSE_TYPE_LOST_SINCE = Release("1.9")
VALIDATED_SINCE = Release("1.10")
SHARED_SESSIONS_SINCE = Release("2.0")
# Public clients of these take the response type from the server; the others' libraries always use code.
ASKS_FOR_RESPONSE_TYPE = {"google", "custom-oidc", "aws-cognito"}


def traps(config: SecurityConfig, release: Release) -> tuple[str, ...]:
    """The sentences that concern this configuration on this line."""
    return (*left_out(config, release), *needs_patch(config, release), *filter(None, known(config, release)))


def left_out(config: SecurityConfig, release: Release) -> Iterator[str]:
    """Settings that the line lacks are never sent; what differs from the default is missed."""
    for setting, value in settings(config):
        if setting.exists_in(release) or value == setting.default:
            continue
        if setting.never:
            yield say("{path} is left out: {never}.", path=setting.path, never=say(setting.never))
        elif setting.since > release:
            since = setting.since_patch or setting.since
            yield say(
                "{path} is left out: OpenMetadata has it from {since} on, and this is for {release}.",
                path=setting.path,
                since=since,
                release=release,
            )


def needs_patch(config: SecurityConfig, release: Release) -> Iterator[str]:
    for setting, value in settings(config):
        if setting.begins_within(release) and value != setting.default:
            yield (
                say(
                    "{path} needs OpenMetadata {since_patch} or later: "
                    "an older {release} ignores its variable, and does not start with it in openmetadata.yaml.",
                    path=setting.path,
                    since_patch=setting.since_patch,
                    release=release,
                )
            )


def settings(config: SecurityConfig) -> Iterator[tuple[Setting, Value | Secret]]:
    return ((SETTINGS[path], value) for path, value in config.values.items())


def known(config: SecurityConfig, release: Release) -> Iterator[str]:
    yield tenant(config)
    yield response_type(config, release)
    yield cognito_keys(config, release)
    yield algorithm(config)
    yield sessions(config, release)
    yield origin(config, release)
    yield saml_callback(config, release)
    yield administrators(config)
    yield claims(config)
    yield self_signup(config)
    yield directory_certificate(config)


def tenant(config: SecurityConfig) -> str:
    if config.values.get(f"{OIDC}.type") != "azure":
        return ""
    return say(
        "OpenMetadata signs in at the tenant {tenant}: it builds Entra's discovery "
        "address from it and ignores discoveryUri, so it must be the GUID.",
        tenant=config.values.get(f"{OIDC}.tenant"),
    )


def response_type(config: SecurityConfig, release: Release) -> str:
    provider = config.values.get(f"{AUTHENTICATION}.provider")
    public = config.values.get(f"{AUTHENTICATION}.clientType") == "public"
    wants_code = config.values.get(f"{AUTHENTICATION}.responseType") == "code"
    if not public or provider not in ASKS_FOR_RESPONSE_TYPE or release < RESPONSE_TYPE_LOST_SINCE:
        return ""
    if provider == "aws-cognito":
        return say(
            "Many servers of {release} tell the browser to ask for an id_token whatever is set, and Cognito has no "
            "such answer: if signing in fails, use the authorization code flow (issue 30903).",
            release=release,
        )
    if not wants_code:
        return ""
    return say(
        "Many servers of {release} tell the browser to ask for an id_token whatever is set (issue 29597): allow the "
        "implicit flow at the provider too, or use the authorization code flow.",
        release=release,
    )


def cognito_keys(config: SecurityConfig, release: Release) -> str:
    if config.values.get(f"{AUTHENTICATION}.provider") != "aws-cognito" or release < VALIDATED_SINCE:
        return ""
    return say(
        "OpenMetadata's validator for Cognito refuses its own keys' address among publicKeyUrls, which files keep for "
        "the bots: saving in OpenMetadata's page means taking it out there."
    )


def algorithm(config: SecurityConfig) -> str:
    chosen = config.values.get(f"{AUTHENTICATION}.tokenValidationAlgorithm", "RS256")
    if chosen == "RS256":
        return ""
    return say(
        "OpenMetadata checks its own tokens, those of bots among them, by {chosen} too: run a pipeline after the "
        "change, or use the authorization code flow, where the provider's algorithm does not matter to them.",
        chosen=chosen,
    )


def sessions(config: SecurityConfig, release: Release) -> str:
    if config.values.get(f"{AUTHENTICATION}.clientType") != "confidential" or release >= SHARED_SESSIONS_SINCE:
        return ""
    return say(
        "OpenMetadata {release} keeps a sign-in in the memory of one server: with several, "
        "the load balancer must send a person to the same one again (issue 20782).",
        release=release,
    )


def origin(config: SecurityConfig, release: Release) -> str:
    if release < SHARED_SESSIONS_SINCE:
        return ""
    more = config.values.get(f"{AUTHENTICATION}.additionalTrustedRedirectUris")
    others = say(" and to the further redirect addresses") if more else ""
    return say(
        "OpenMetadata {release} sends people back to {server_url}{others} only: "
        "they must open it under exactly this address (issue 26311).",
        release=release,
        server_url=config.server_url,
        others=others,
    )


def saml_callback(config: SecurityConfig, release: Release) -> str:
    if release < SHARED_SESSIONS_SINCE or config.values.get(f"{AUTHENTICATION}.provider") != "saml":
        return ""
    return say(
        "Some pages of {release} come back from SAML under {server_url}/auth/callback (PR #28695): if signing "
        "in ends with a refused redirect, add that to the further redirect addresses.",
        release=release,
        server_url=config.server_url,
    )


def administrators(config: SecurityConfig) -> str:
    names = config.values.get(f"{AUTHORIZER}.adminPrincipals")
    if not isinstance(names, tuple) or not names:
        return ""
    return say(
        "Administrators are user names, not addresses: {names} is who signs in with that name before @.",
        names=", ".join(names),
    )


def claims(config: SecurityConfig) -> str:
    if not config.values.get(f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"):
        return ""
    return say("User name and e-mail address come from the mapped claims alone; a token without both is refused.")


def self_signup(config: SecurityConfig) -> str:
    if config.values.get(f"{AUTHENTICATION}.enableSelfSignup") is not False:
        return ""
    return say("People must have an account in OpenMetadata before they sign in for the first time.")


def directory_certificate(config: SecurityConfig) -> str:
    encrypted = config.values.get(f"{LDAP}.sslEnabled")
    if not encrypted or config.values.get(f"{LDAP}.truststoreConfigType") != "TrustAll":
        return ""
    return say("TrustAll takes any certificate for the directory's, an attacker's too: choose another way to check it.")
