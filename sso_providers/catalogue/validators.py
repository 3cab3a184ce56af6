"""Checks of one typed text. Each returns it normalised or raises `InvalidValue`."""

import re
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import say

from .fields import InvalidValue
from .spec import WELL_KNOWN

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# RFC 1123 labels, at least two of them
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.IGNORECASE | re.ASCII)
# The last one is the tenant of personal Microsoft accounts.
SHARED_TENANTS = {"common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"}
GOOGLE_CLIENTS = ".apps.googleusercontent.com"
OKTA = {"okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil"}
ONELOGIN = ".onelogin.com"
# The region and the pool, as in the service's API.
USER_POOL = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d_[0-9A-Za-z]+")
# Of an address: what the column of an external identity's issuer holds.
LONGEST = 500
LONGEST_PATH = 1000
# How a path goes on behind an issuer, at the providers that OpenMetadata's documentation has and their like;
# a realm of Keycloak may have any name.
ENDPOINT = re.compile(
    r"(/protocol/openid-connect(/[a-z-]+)?"
    r"|(/(oauth2?|oidc|openid|openid-connect|connect))?(/v\d+(\.\d+)?)?"
    r"(?<!/realms)/(authorize|authorization|token|userinfo|introspect|revoke|logout|jwks(\.json)?|keys|certs))\Z",
    re.IGNORECASE,
)
# RFC 6749, section 8.2
PARAMETER = re.compile(r"[A-Za-z0-9._-]+")
EQUALS = " = "
# What OpenMetadata's AuthenticationCodeFlowHandler sends itself.
OWN_PARAMETERS = {
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
}
# A name, with the underscore that Docker's networks know, or an IPv6 address without its brackets.
HOST = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+(%25[A-Za-z0-9._-]+)?")
CLAIM = re.compile(r"[A-Za-z0-9_-]+")


def domain(text: str) -> str:
    """A host name; what is pasted with a scheme or a trailing slash is cut to it."""
    host = re.sub(r"^https?://", "", text, flags=re.IGNORECASE).rstrip("/").lower()
    if not DOMAIN.fullmatch(host) or len(host) > 253:
        raise InvalidValue(
            say("'{text}' is no domain: use a name such as acme.eu.auth0.com, without a path.", text=text)
        )
    return host


def domain_or_all(text: str) -> str:
    return text if text == "all" else domain(text)


def redirect_uri(text: str) -> str:
    """An absolute https address, kept to the letter; a query is allowed (RFC 6749, section 3.1.2)."""
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.fragment or not text.isascii():
        raise InvalidValue(
            say("'{text}' is no redirect address: use one such as https://acme.chromiumapp.org/callback.", text=text)
        )
    return text


def tenant(text: str) -> str:
    """An Entra tenant by its GUID: OpenMetadata's validators (1.10 and later) take no domain.

    The shared tenants are refused: they would let any company's accounts in.
    """
    if text.lower() in SHARED_TENANTS:
        raise InvalidValue(
            say("'{text}' lets accounts of any organisation in: use your own Directory (tenant) ID, a GUID.", text=text)
        )
    if GUID.fullmatch(text):
        return text.lower()
    what = "a tenant's domain, and OpenMetadata needs its GUID" if DOMAIN.fullmatch(text) else "no GUID"
    raise InvalidValue(
        say(
            "'{text}' is {what}: copy the Directory (tenant) ID from the application's Overview, "
            "such as c1123b7c-b1b2-4854-9a01-56ab3de29500.",
            text=text,
            what=what,
        )
    )


def guid(text: str) -> str:
    if not GUID.fullmatch(text):
        raise InvalidValue(
            say(
                "'{text}' is no GUID: copy the Application (client) ID from the application's Overview, "
                "such as 0f8fad5b-d9cb-469f-a165-70867728950e.",
                text=text,
            )
        )
    return text.lower()


def google_client_id(text: str) -> str:
    """OpenMetadata's GoogleAuthValidator (1.10 and later) wants this ending."""
    if not re.fullmatch(r"[A-Za-z0-9-]+" + re.escape(GOOGLE_CLIENTS), text):
        raise InvalidValue(
            say(
                "'{text}' is no Google client ID: it ends in {google_clients}, "
                "such as 123456789012-abcdefghijklmnop{google_clients}.",
                text=text,
                google_clients=GOOGLE_CLIENTS,
            )
        )
    return text


def okta_domain(text: str) -> str:
    """An Okta organisation's domain, own or Okta's; its admin console has another host, which issues no tokens."""
    host = domain(text)
    organisation, _, rest = host.partition(".")
    if organisation.endswith("-admin") and rest in OKTA:
        right = f"{organisation.removesuffix('-admin')}.{rest}"
        raise InvalidValue(
            say(
                "'{text}' is the address of Okta's admin console: use '{right}', without -admin.",
                text=text,
                right=right,
            )
        )
    return host


def authorization_server(text: str) -> str:
    """The name or ID of an Okta custom authorization server, as it stands in its issuer behind /oauth2/."""
    if text.startswith(("https://", "http://")):
        raise InvalidValue(
            say("'{text}' is an address: use what stands behind /oauth2/ in the issuer, such as default.", text=text)
        )
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text) or re.fullmatch(r"v\d", text):
        raise InvalidValue(say("'{text}' is no authorization server: use its name or ID, such as default.", text=text))
    return text


def user_pool_id(text: str) -> str:
    """A Cognito user pool's ID, which begins with its region.

    Only regions on amazonaws.com: OpenMetadata's CognitoAuthValidator takes no other domain.
    """
    if not USER_POOL.fullmatch(text):
        raise InvalidValue(
            say(
                "'{text}' is no user pool ID: copy it from the user pool's Overview, such as eu-central-1_AbCdEf123.",
                text=text,
            )
        )
    return text


def keycloak_server(text: str) -> str:
    """Keycloak's address up to where /realms begins, without a trailing slash."""
    base, found, _ = url(text).partition("/realms/")
    if found:
        raise InvalidValue(
            say(
                "'{text}' is a realm's address: use '{base}' here, and the realm's name in its own field.",
                text=text,
                base=base,
            )
        )
    if base.rstrip("/").endswith("/admin"):
        right = base.rstrip("/").removesuffix("/admin")
        raise InvalidValue(say("'{text}' is the address of the admin console: use '{right}'.", text=text, right=right))
    return base.rstrip("/")


def realm(text: str) -> str:
    if "/" in one_line(text):
        raise InvalidValue(
            say("'{text}' is no realm: use its name, such as acme, which is what follows /realms/.", text=text)
        )
    return text


def onelogin_subdomain(text: str) -> str:
    """What stands before .onelogin.com; the whole address is cut to it."""
    name = re.sub(r"^https?://", "", text, flags=re.IGNORECASE).rstrip("/").lower().removesuffix(ONELOGIN)
    if not re.fullmatch(r"(?!-)[a-z0-9-]{1,63}(?<!-)", name):
        raise InvalidValue(
            say(
                "'{text}' is no subdomain: use what stands before {onelogin}, such as acme.",
                text=text,
                onelogin=ONELOGIN,
            )
        )
    return name


def url(text: str) -> str:
    """An absolute http(s) address without credentials, query or fragment."""
    if "@" in text.partition("://")[2].partition("/")[0]:
        raise InvalidValue("An address must not hold a user name or password: remove what stands before the @.")
    if len(text) > LONGEST:
        raise InvalidValue(
            say(
                "'{text}…' has {text2} characters: at most {longest} are possible.",
                text=text[:50],
                text2=len(text),
                longest=LONGEST,
            )
        )
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise InvalidValue(
            say("'{text}' is no address: {error}. Use one such as https://id.acme.example.", text=text, error=error)
        ) from None
    if parts.scheme not in {"https", "http"} or not host or re.search(r"[^\x21-\x7e]|[\\<>{}\"^`|]", text):
        raise InvalidValue(
            say(
                "'{text}' is no address: use one such as https://id.acme.example, with https:// in front "
                "and without blanks or letters beyond ASCII.",
                text=text,
            )
        )
    if not HOST.fullmatch(host):
        raise InvalidValue(
            say("'{text}' has no host name: use letters, digits, dots and -, such as id.acme.example.", text=text)
        )
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise InvalidValue(say("'{text}' has a query or fragment: remove what follows ? or #.", text=text))
    return text


def issuer(text: str) -> str:
    """An issuer identifier (OpenID Connect Discovery 1.0, section 3), kept to the letter."""
    if text.rstrip("/").endswith(WELL_KNOWN):
        short = text.rstrip("/").removesuffix(WELL_KNOWN)
        raise InvalidValue(
            say(
                "'{text}' is the discovery document's address: use its issuer, probably '{short}'.",
                text=text,
                short=short,
            )
        )
    address = url(text).rstrip("/")
    endpoint = ENDPOINT.search(urlsplit(address).path)
    if endpoint:
        base = address.removesuffix(endpoint[0])
        raise InvalidValue(
            say(
                "'{text}' is the address of an endpoint, {endpoint}: use the issuer, probably '{base}'.",
                text=text,
                endpoint=endpoint[0],
                base=base,
            )
        )
    return text


def discovery(text: str) -> str:
    if not url(text).endswith(WELL_KNOWN):
        raise InvalidValue(
            say("'{text}' is no discovery address: it ends in {well_known}.", text=text, well_known=WELL_KNOWN)
        )
    return text


def claim(text: str) -> str:
    """OpenMetadata 1.11.5 and later refuse other characters (jwtPrincipalClaimsMapping's pattern)."""
    if not CLAIM.fullmatch(text):
        raise InvalidValue(
            say("'{text}' is no claim name: use letters, digits, _ and -, such as preferred_username.", text=text)
        )
    return text


def one_line(text: str) -> str:
    if not text.isprintable():
        raise InvalidValue("The text holds a line break or control character: use one line of plain text.")
    return text


def secret(text: str) -> str:
    """One line; the message shows nothing of it."""
    if text != text.strip() or not text.isprintable():
        raise InvalidValue("The secret begins or ends with a blank, or holds a line break: copy it again.")
    return text


def entra_secret(text: str) -> str:
    """A client secret's value, which Microsoft Graph makes of 16 to 64 characters of all sorts."""
    if GUID.fullmatch(text.strip()):
        raise InvalidValue(
            "This is a GUID, as the Secret ID and the client ID are, and not the secret: copy what stands under Value. "
            "Entra shows that only once, so make a new secret if it is gone."
        )
    return secret(text)


def parameter(text: str) -> str:
    """`name = value`, a further parameter of the authorization request."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value or not PARAMETER.fullmatch(name) or not value.isprintable():
        raise InvalidValue(say("'{text}' is no parameter: write name = value, such as acr_values = mfa.", text=text))
    if name in OWN_PARAMETERS:
        raise InvalidValue(
            say("'{text}' would replace what OpenMetadata sends as {name} itself: remove it.", text=text, name=name)
        )
    return f"{name}{EQUALS}{value}"


def parameter_of(line: str) -> tuple[str, str]:
    """Name and value of a line that `parameter` gave."""
    name, _, value = line.partition(EQUALS)
    return name, value


def server_path(text: str) -> str:
    """The path of a file that OpenMetadata's server reads; whether it is there, only that server knows."""
    if not text.isprintable() or len(text) > LONGEST_PATH:
        raise InvalidValue("This is no path: enter where the server finds the file, such as /etc/openmetadata/x.jks.")
    return text


def scope(text: str) -> str:
    """Space-separated scopes (RFC 6749, section 3.3) with `openid` among them."""
    scopes = text.split()
    if "openid" not in scopes:
        raise InvalidValue(say("'{text}' lacks openid: without it the provider sends no ID token.", text=text))
    if not all(re.fullmatch(r"[\x21\x23-\x5b\x5d-\x7e]+", each) for each in scopes):
        raise InvalidValue(
            say("'{text}' holds a character that no scope may have: use names separated by spaces.", text=text)
        )
    return " ".join(scopes)
