"""OpenMetadata's own validators (1.10 and later), as far as they need no network.

After server-validation.md, section 5: ConfigurationValidator's classes, which POST validate and PATCH run. Written from
that page, not from the code under test.
"""

import base64
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509

Block = dict[str, Any]
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COGNITO = re.compile(r"https://cognito-idp\.[a-z0-9-]+\.amazonaws\.com/[\w-]+_[0-9A-Za-z]+")
PROMPTS = {
    "google": {"", "consent", "select_account"},
    "aws-cognito": {"", "login", "select_account"},
}
USUAL_PROMPTS = {"", "login", "consent", "select_account"}
WELL_KNOWN = "/.well-known/openid-configuration"


def complaints(document: dict[str, Block]) -> list[str]:
    """What the server would answer: one line each, empty for a configuration that it takes."""
    authentication, authorizer = document["authenticationConfiguration"], document["authorizerConfiguration"]
    own = {
        "google": google,
        "azure": azure,
        "okta": okta,
        "auth0": auth0,
        "aws-cognito": cognito,
        "saml": saml,
        "ldap": ldap,
        "custom-oidc": custom,
    }[authentication["provider"]]
    checks = [*base(authentication, authorizer), *own(authentication)]
    if authentication["provider"] not in {"saml", "ldap"}:
        checks += oidc(authentication)
    return [name for name, holds in checks if not holds]


Checks = Iterator[tuple[str, bool]]


def base(authentication: Block, authorizer: Block) -> Checks:
    yield "provider", bool(authentication["provider"])
    yield "providerName", bool(authentication["providerName"])
    yield "jwtPrincipalClaims", bool(authentication["jwtPrincipalClaims"])
    mapping = [each.partition(":")[0] for each in authentication.get("jwtPrincipalClaimsMapping") or []]
    yield "mapping of both", sorted(mapping) in ([], ["email", "username"])
    yield "className", bool(authorizer["className"])
    yield "adminPrincipals", bool(authorizer["adminPrincipals"])
    yield "adminPrincipals are names", not any("@" in name for name in authorizer["adminPrincipals"])
    yield "principalDomain", bool(authorizer["principalDomain"])
    yield "no botPrincipals", "botPrincipals" not in authorizer


def oidc(authentication: Block) -> Checks:
    for name in ("authority", "callbackUrl", "clientId"):
        yield name, bool(authentication[name])
    yield "publicKeyUrls", all(urlsplit(url).scheme and urlsplit(url).netloc for url in authentication["publicKeyUrls"])
    if authentication["clientType"] == "public":
        yield "publicKeyUrls of a public client", bool(authentication["publicKeyUrls"])
        return
    block = authentication["oidcConfiguration"]
    for name in ("id", "secret", "discoveryUri", "serverUrl", "callbackUrl", "clientAuthenticationMethod"):
        yield name, bool(block[name])
    yield "tenant is said", block["tenant"] is not None
    yield "openid in scope", "openid" in block["scope"].split()
    yield "prompt", block["prompt"] in PROMPTS.get(authentication["provider"], USUAL_PROMPTS)
    yield "texts", all(isinstance(block[name], str) for name in ("useNonce", "maxClockSkew", "maxAge"))
    yield "tokenValidity", block["tokenValidity"] >= 1


def google(authentication: Block) -> Checks:
    yield "authority", authentication["authority"] == "https://accounts.google.com"
    yield "keys", "https://www.googleapis.com/oauth2/v3/certs" in authentication["publicKeyUrls"]
    yield "clientId", authentication["clientId"].endswith(".apps.googleusercontent.com")
    if block := authentication.get("oidcConfiguration"):
        yield "discoveryUri", block["discoveryUri"] == f"https://accounts.google.com{WELL_KNOWN}"


def azure(authentication: Block) -> Checks:
    tenant = authentication["authority"].rpartition("/")[2]
    yield "authority", authentication["authority"] == f"https://login.microsoftonline.com/{tenant}"
    yield "tenant", bool(GUID.fullmatch(tenant))
    yield "clientId", bool(GUID.fullmatch(authentication["clientId"]))
    keys = f"https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys"
    yield "keys", keys in authentication["publicKeyUrls"]
    if block := authentication.get("oidcConfiguration"):
        yield "tenant of the flow", block["tenant"] == tenant
        known = [f"https://login.microsoftonline.com/{tenant}{version}{WELL_KNOWN}" for version in ("", "/v2.0")]
        yield "discoveryUri", block["discoveryUri"] in known
        yield "offline_access", "offline_access" in block["scope"].split()


def okta(authentication: Block) -> Checks:
    issuer = authentication["authority"]
    yield "keys", f"{issuer}/v1/keys" in authentication["publicKeyUrls"]
    yield "not the org server", "/oauth2/" in issuer
    if block := authentication.get("oidcConfiguration"):
        yield "discoveryUri", block["discoveryUri"] == issuer + WELL_KNOWN


def auth0(authentication: Block) -> Checks:
    domain = authentication["authority"]
    yield "domain", domain.startswith("https://") and not domain.endswith("/")
    yield "keys", f"{domain}/.well-known/jwks.json" in authentication["publicKeyUrls"]


def cognito(authentication: Block) -> Checks:
    authority = authentication["authority"]
    yield "authority", bool(COGNITO.fullmatch(authority))
    yield "keys", f"{authority}/.well-known/jwks.json" in authentication["publicKeyUrls"]
    yield "keys of Cognito only", all("://cognito-idp." in url for url in authentication["publicKeyUrls"])
    if block := authentication.get("oidcConfiguration"):
        yield "discoveryUri", block["discoveryUri"] == authority + WELL_KNOWN


def custom(authentication: Block) -> Checks:
    # Discovery looks below the authority; documentation that showed an endpoint there broke it (issue 23508).
    endpoints = ("/protocol/openid-connect/auth", "/authorize")
    yield "authority is no endpoint", not authentication["authority"].endswith(endpoints)
    if block := authentication.get("oidcConfiguration"):
        yield "discoveryUri", block["discoveryUri"].endswith(WELL_KNOWN)


def saml(authentication: Block) -> Checks:
    block = authentication["samlConfiguration"]
    idp, sp, security = block["idp"], block["sp"], block["security"]
    yield "sp.entityId", is_url(sp["entityId"])
    yield "sp.acs", is_url(sp["acs"]) and sp["acs"].endswith(("/api/v1/saml/acs", "/callback"))
    yield "sp.callback", is_url(sp["callback"])
    yield "idp.entityId", is_url(idp["entityId"]) or idp["entityId"].startswith("urn:")
    yield "idp.ssoLoginUrl", is_url(idp["ssoLoginUrl"])
    yield "idp.nameId", bool(idp["nameId"])
    x509.load_der_x509_certificate(base64.b64decode(idp["idpX509Certificate"], validate=True))
    if security["sendSignedAuthRequest"] or security["signSpMetadata"]:
        yield "key pair", bool(sp["spX509Certificate"] and sp["spPrivateKey"])


def ldap(authentication: Block) -> Checks:
    block = authentication["ldapConfiguration"]
    for name in ("host", "dnAdminPrincipal", "dnAdminPassword", "userBaseDN", "mailAttributeName"):
        yield name, bool(block[name])
    yield "port", 1 <= block["port"] <= 65535
    if block.get("groupBaseDN"):
        for name in ("groupAttributeName", "groupAttributeValue", "groupMemberAttributeName"):
            yield name, bool(block[name])
    if mapping := block.get("authRolesMapping"):
        yield "mapping", all(isinstance(roles, list) for roles in json.loads(mapping).values())
        yield "roleAdminName", bool(block["roleAdminName"])


def is_url(text: str) -> bool:
    return bool(urlsplit(text).scheme in {"https", "http"} and urlsplit(text).netloc)
