"""Provider, client type and the like: words of which the server knows a few, and can do fewer."""

import difflib
from collections.abc import Iterator, Mapping

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import is_null
from sso_providers.openmetadata.rules.shown import means_code_flow
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Subject

PROVIDER = f"{AUTHENTICATION}.provider"
CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
CODE_RESPONSE_TYPE = f"{OIDC}.responseType"
CLIENT_AUTHENTICATION = f"{OIDC}.clientAuthenticationMethod"
# In the server's class, but not for people: OpenMetadata's own token clients.
NOT_FOR_PEOPLE = "openmetadata"
NO_AUTH_UNTIL = Release("0.13")
CUSTOM = ("keycloak", "onelogin", "one-login", "oidc", "openid", "openid-connect", "oauth", "oauth2", "custom", "sso")
MORE_CUSTOM = ("customoidc", "authentik", "authelia", "zitadel", "dex", "gitlab", "ping", "pingfederate", "jumpcloud")
ENTRA = ("entra", "entra-id", "entraid", "azure-ad", "azuread", "azure-entra", "aad", "microsoft", "msal", "office365")
COGNITO = ("cognito", "aws", "awscognito", "amazon", "amazon-cognito")
DIRECTORIES = ("openldap", "ad", "active-directory", "activedirectory", "ldaps")
PROVIDERS = {
    **dict.fromkeys((*CUSTOM, *MORE_CUSTOM), "custom-oidc"),
    **dict.fromkeys(ENTRA, "azure"),
    **dict.fromkeys(COGNITO, "aws-cognito"),
    **dict.fromkeys(DIRECTORIES, "ldap"),
    **dict.fromkeys(("saml2", "saml-2.0", "adfs"), "saml"),
    **dict.fromkeys(("gcp", "google-oauth", "google-sso", "gsuite"), "google"),
    **dict.fromkeys(("okta-sso", "okta-oidc"), "okta"),
    **dict.fromkeys(("none", "no-auth", "local"), "basic"),
}
CLIENT_TYPES = {
    **dict.fromkeys(("private", "web", "server", "secret", "code", "auth-code", "authcode"), "confidential"),
    **dict.fromkeys(("spa", "implicit", "browser", "pkce"), "public"),
}


def nearest(value: str, choices: tuple[str, ...], synonyms: Mapping[str, str]) -> str | None:
    """The choice that was meant, if it can be told."""
    plain = value[:100].strip().lower().replace("_", "-").replace(" ", "-")
    by_plain = {choice.replace("_", "-"): choice for choice in choices}
    found = by_plain.get(plain) or synonyms.get(plain)
    close = difflib.get_close_matches(plain, by_plain, n=1, cutoff=0.7)
    return found or (by_plain[close[0]] if close else None)


def refused(subject: Subject, path: str, synonyms: Mapping[str, str]) -> Iterator[Found]:
    """An empty text is refused as well, null is not: that is the default of the server's class."""
    setting = SETTINGS[path]
    value = subject.text(path)
    if value in setting.choices or not subject.states(path) or is_null(subject, path):
        return
    fix = nearest(value, setting.choices, synonyms) if value else str(setting.default)
    right = say("use {fix}", fix=fix) if fix else say("use one of {choices}", choices=", ".join(setting.choices))
    name = path.rpartition(".")[2]
    yield Found(
        setting=path,
        message=say(
            "{value} is no {name} that OpenMetadata knows, to the letter: {right}.",
            value=quoted(value),
            name=name,
            right=right,
        ),
        fix=fix,
    )


def provider(subject: Subject) -> Iterator[Found]:
    stated = subject.provider
    if stated == NOT_FOR_PEOPLE or (stated == "no-auth" and subject.release <= NO_AUTH_UNTIL):
        return
    yield from refused(subject, PROVIDER, PROVIDERS)


def client_type(subject: Subject) -> Iterator[Found]:
    yield from refused(subject, CLIENT_TYPE, CLIENT_TYPES)


def code_response_type(subject: Subject) -> Iterator[Found]:
    value = subject.text(CODE_RESPONSE_TYPE)
    if value == "code" or not value.strip() or not means_code_flow(subject):
        return
    yield Found(
        setting=CODE_RESPONSE_TYPE,
        message=say("{value} gives the server no code to fetch its tokens with: use code.", value=quoted(value)),
        fix="code",
        level=Level.WARNING if "code" in value else Level.ERROR,
    )


def client_authentication(subject: Subject) -> Iterator[Found]:
    if is_null(subject, CLIENT_AUTHENTICATION) and means_code_flow(subject):
        yield Found(
            setting=CLIENT_AUTHENTICATION,
            message=say(
                "clientAuthenticationMethod is there without a value, with which the server stops: "
                "use client_secret_post."
            ),
            fix="client_secret_post",
        )
    if subject.text(CLIENT_AUTHENTICATION) == "client_secret_jwt" and means_code_flow(subject):
        yield Found(
            setting=CLIENT_AUTHENTICATION,
            message=say(
                "'client_secret_jwt' is in OpenMetadata's schema, but its server can't do it: "
                "use client_secret_post or client_secret_basic, whichever the provider takes."
            ),
            fix="client_secret_post",
        )


ENUM = say("The server's class has these words and no others: with another one, or another case, it does not start.")

RULES = (
    Rule(
        id="provider-unknown",
        title="Unknown provider",
        level=Level.ERROR,
        reason=say("{enum} Keycloak, OneLogin and any other OpenID provider are custom-oidc.", enum=ENUM),
        source="OpenMetadata #19162; AuthProvider of authenticationConfiguration.json",
        check=provider,
        reads=(PROVIDER,),
    ),
    Rule(
        id="client-type-unknown",
        title="Unknown client type",
        level=Level.ERROR,
        reason=ENUM,
        source="clientType of authenticationConfiguration.json",
        check=client_type,
        reads=(CLIENT_TYPE,),
    ),
    Rule(
        id="code-flow-without-code",
        title="Code flow with another response type",
        level=Level.ERROR,
        reason="The server takes the code from the query of the callback; an ID token does not come there.",
        source="AuthenticationCodeFlowHandler; OAuth 2.0 Multiple Response Type Encoding Practices, section 3",
        check=code_response_type,
        reads=(CODE_RESPONSE_TYPE, CLIENT_TYPE),
    ),
    Rule(
        id="client-authentication-unsupported",
        title="Client authentication that the server can't do",
        level=Level.ERROR,
        reason="The server authenticates by client_secret_post, client_secret_basic or private_key_jwt. The schema has "
        "client_secret_jwt, too, which fails at the first sign-in; null stops the server.",
        source="AuthenticationCodeFlowHandler; oidcClientConfig.json",
        check=client_authentication,
        reads=(CLIENT_AUTHENTICATION,),
    ),
)
