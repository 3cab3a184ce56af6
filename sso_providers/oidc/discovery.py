"""A provider's discovery document (OpenID Connect Discovery 1.0, sections 3 and 4.3; RFC 8414)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import say

# Long enough for any real provider; a list beyond it is no honest one.
MAX_ITEMS = 500
# What is kept with every person and session.
MAX_ISSUER = 500


class DiscoveryError(ValueError):
    """The document can't be used. `field` is the member that is wrong, "" for the whole."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a provider says about itself. An absent optional address is "", an absent list empty.

    `id_token_algorithms` and `token_endpoint_auth_methods` hold the specification's
    defaults where the document is silent.
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    scopes: tuple[str, ...] = ()
    response_types: tuple[str, ...] = ("code",)
    id_token_algorithms: tuple[str, ...] = ("RS256",)
    userinfo_algorithms: tuple[str, ...] = ()
    token_endpoint_auth_methods: tuple[str, ...] = ("client_secret_basic",)
    code_challenge_methods: tuple[str, ...] = ()
    authorization_response_iss_parameter_supported: bool = False


def parse(document: object, *, issuer: str, allow_http: bool = False) -> Metadata:
    """Raises `DiscoveryError`. `issuer` is compared to the letter, as the specification demands."""
    if not isinstance(document, Mapping):
        raise DiscoveryError("", "The discovery document is no JSON object.")
    found = document.get("issuer")
    if not isinstance(found, str) or not found:
        raise DiscoveryError("issuer", "The discovery document names no issuer.")
    if found != issuer:
        raise DiscoveryError(
            "issuer",
            say(
                "The discovery document's issuer is '{found}', not '{issuer}': enter it to the letter.",
                found=shown(found),
                issuer=shown(issuer),
            ),
        )
    if len(found) > MAX_ISSUER:
        raise DiscoveryError(
            "issuer",
            say(
                "The discovery document's issuer, '{found}…', has {found2} characters: at most {max_issuer} "
                "are possible, so use a shorter address.",
                found=shown(found),
                found2=len(found),
                max_issuer=MAX_ISSUER,
            ),
        )
    _check_address("issuer", found, allow_http)
    response_types = _texts(document, "response_types_supported", ("code",))
    by_code = any("code" in each.split() for each in response_types)
    return Metadata(
        issuer=found,
        authorization_endpoint=_address(document, "authorization_endpoint", allow_http, required=True),
        token_endpoint=_address(document, "token_endpoint", allow_http, required=by_code),
        jwks_uri=_address(document, "jwks_uri", allow_http, required=True),
        userinfo_endpoint=_address(document, "userinfo_endpoint", allow_http),
        end_session_endpoint=_address(document, "end_session_endpoint", allow_http),
        scopes=_texts(document, "scopes_supported"),
        response_types=response_types,
        id_token_algorithms=_texts(document, "id_token_signing_alg_values_supported", ("RS256",)),
        userinfo_algorithms=_texts(document, "userinfo_signing_alg_values_supported"),
        token_endpoint_auth_methods=_texts(document, "token_endpoint_auth_methods_supported", ("client_secret_basic",)),
        code_challenge_methods=_texts(document, "code_challenge_methods_supported"),
        authorization_response_iss_parameter_supported=_flag(
            document, "authorization_response_iss_parameter_supported"
        ),
    )


def shown(text: str) -> str:
    """A provider's text for people: printable, at most 200 characters."""
    return "".join(each if each.isprintable() else "?" for each in text[:200])


def _address(document: Mapping[str, object], name: str, allow_http: bool, *, required: bool = False) -> str:
    value = document.get(name)
    if value is None and not required:
        return ""
    if not isinstance(value, str) or not value:
        raise DiscoveryError(
            name, say("The discovery document has no usable {name}: the provider must name an address.", name=name)
        )
    _check_address(name, value, allow_http)
    return value


def _check_address(name: str, value: str, allow_http: bool) -> None:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or "@" in parts.netloc or parts.fragment:
        raise DiscoveryError(
            name,
            say("The discovery document's {name}, '{value}', is no absolute address.", name=name, value=shown(value)),
        )
    if re.search(r"[\s\\\x00-\x1f\x7f]", value) or len(value) > 2000:
        raise DiscoveryError(
            name,
            say("The discovery document's {name}, '{value}', is no proper address.", name=name, value=shown(value)),
        )
    if parts.scheme == "http" and not allow_http:
        raise DiscoveryError(
            name,
            say(
                "The discovery document's {name}, '{value}', is not encrypted: it must be https, unless the "
                "portal is started with SSO_ALLOW_PRIVATE_ISSUERS=true for a development or in-house provider.",
                name=name,
                value=shown(value),
            ),
        )


def _texts(document: Mapping[str, object], name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    value = document.get(name)
    if value is None:
        return default
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise DiscoveryError(name, say("The discovery document's {name} is no list of texts.", name=name))
    if len(value) > MAX_ITEMS:
        raise DiscoveryError(
            name,
            say("The discovery document's {name} has more than {max_items} entries.", name=name, max_items=MAX_ITEMS),
        )
    return tuple(value)


def _flag(document: Mapping[str, object], name: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise DiscoveryError(name, say("The discovery document's {name} is neither true nor false.", name=name))
    return value
