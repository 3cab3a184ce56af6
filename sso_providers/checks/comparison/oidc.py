"""A registration beside its provider's discovery document (OpenID Connect Discovery 1.0, section 3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sso_providers.catalogue import Application, Field, InvalidValue, UnknownName, Value
from sso_providers.catalogue.sentences import say
from sso_providers.http import shown as shown_address
from sso_providers.oidc import discovery
from sso_providers.oidc.discovery import Metadata, shown

from .issuer import settings_of
from .rows import Comparison, Fact, Row

# From weak to strong, as far as they differ at all: OpenMetadata's algorithms.
STRENGTH = ("RS256", "RS384", "RS512", "ES256", "ES384", "ES512")
REFRESH = "offline_access"
CLAIMS = ("principal_claims", "username_claim", "email_claim")
OTHER_PROVIDER = "First see to the issuer: this is another provider's document."
TRUST = "It decides whose sign-ins are believed: take it only if the provider's operators say the same."
ENTER_ANEW = (
    "The stored client secret is not sent to an address that it was not entered for: change this in the form, and "
    "enter the secret there again."
)


def compare_discovery(
    application: Application, document: Mapping[str, Any], *, allow_http: bool, has_secret: bool
) -> Comparison:
    """Raises `DiscoveryError` for a document that can't be used at all. `has_secret`: one is stored."""
    issuer = document.get("issuer")
    metadata = discovery.parse(document, issuer=issuer if isinstance(issuer, str) else "", allow_http=allow_http)
    beside = Beside(application, metadata, document, has_secret)
    return Comparison(shown_address(application.endpoints.discovery_uri), tuple(beside.rows()), tuple(facts(beside)))


@dataclass(frozen=True, slots=True)
class Beside:
    application: Application
    metadata: Metadata
    document: Mapping[str, Any]
    has_secret: bool

    @property
    def is_same_issuer(self) -> bool:
        return self.metadata.issuer == self.application.endpoints.issuer

    def rows(self) -> Iterator[Row]:
        yield from self.issuer()
        yield self.keys()
        yield from self.field_rows()

    def field(self, name: str) -> Field | None:
        try:
            return self.application.kind.field(self.application.flow, name)
        except UnknownName:
            return None

    def text(self, name: str) -> str:
        return str(self.application.settings.get(name, ""))

    # Who the provider is

    def issuer(self) -> Iterator[Row]:
        urls = self.application.kind.urls
        parts = settings_of(urls.issuer if urls else "", self.metadata.issuer)
        named = [(field, parts[name]) for name in parts if (field := self.field(name))]
        if self.is_same_issuer:
            yield Row(name="", label="Issuer", now=self.metadata.issuer, found=shown(self.metadata.issuer))
            return
        if not named:
            yield Row(
                name="",
                label="Issuer",
                now=self.application.endpoints.issuer,
                found=shown(self.metadata.issuer),
                differs=True,
                remark="No setting here makes this issuer: look for a mistake in the fields of the provider's address.",
            )
        for field, found in named:
            yield self.issuer_part(field, found)

    def issuer_part(self, field: Field, found: str) -> Row:
        now = self.text(field.name)
        if found == now:
            return Row(name=field.name, label=field.label, now=now, found=shown(found))
        proposal, refusal = cleaned(field, found)
        if proposal is not None and self.has_secret:
            proposal, refusal = None, ENTER_ANEW
        return Row(
            name=field.name,
            label=field.label,
            now=now,
            found=shown(found),
            differs=True,
            proposal=proposal,
            remark=refusal or TRUST,
        )

    def keys(self) -> Row:
        field = self.field("jwks_uri")
        now, found = self.application.endpoints.jwks_uri, self.metadata.jwks_uri
        label = field.label if field else "Signing keys"
        name = field.name if field else ""
        if now == found:
            return Row(name=name, label=label, now=now, found=shown(found))
        return self.changed(field, label, now, found, remark=TRUST)

    def changed(
        self, field: Field | None, label: str, now: str, found: str, *, remark: str, advised: bool = False
    ) -> Row:
        """A row whose found value is what would be taken, unless the document is another provider's."""
        proposal, refusal = cleaned(field, found) if field else (None, "")
        if not self.is_same_issuer:
            proposal, refusal = None, OTHER_PROVIDER
        return Row(
            name=field.name if field else "",
            label=label,
            now=now,
            found=shown(found),
            differs=True,
            proposal=proposal,
            advised=advised and proposal is not None,
            waits=not self.is_same_issuer,
            remark=refusal or remark,
        )

    # What is asked of it

    def field_rows(self) -> Iterator[Row]:
        methods = {
            "scope": self.scope,
            "prompt": self.prompt,
            "response_type": self.response_type,
            "client_authentication_method": self.client_authentication,
            "signing_algorithm": self.algorithm,
            "pkce": self.pkce,
        }
        for field in self.application.kind.fields[self.application.flow]:
            if field.name in CLAIMS:
                yield from self.claims(field)
            elif field.name in methods:
                yield methods[field.name](field)

    def proposed(self, field: Field, found: str, proposal: Value | None, remark: str, *, advised: bool = False) -> Row:
        if not self.is_same_issuer:
            proposal, remark = None, OTHER_PROVIDER
        return Row(
            name=field.name,
            label=field.label,
            now=as_text(self.application.settings.get(field.name, "")),
            found=found,
            differs=True,
            proposal=proposal,
            advised=advised and proposal is not None,
            waits=not self.is_same_issuer,
            remark=remark,
        )

    def same(self, field: Field, found: str, remark: str = "") -> Row:
        now = as_text(self.application.settings.get(field.name, ""))
        return Row(name=field.name, label=field.label, now=now, found=found, remark=remark)

    def scope(self, field: Field) -> Row:
        wanted, offered = self.text(field.name).split(), self.metadata.scopes
        found = shown(" ".join(offered))
        missing = [each for each in wanted if each not in offered]
        kept = [each for each in wanted if each in offered]
        if offered and missing and kept:
            unlisted = say("The provider does not list {missing}.", missing=shown(" ".join(missing)))
            return self.proposed(field, found, " ".join(kept), unlisted)
        if REFRESH in offered and REFRESH not in wanted:
            renewal = "With offline_access people need not sign in again each time their token ends."
            return self.proposed(field, found, " ".join([*wanted, REFRESH]), renewal)
        return self.same(field, found)

    def prompt(self, field: Field) -> Row:
        offered = listed(self.document, "prompt_values_supported")
        now, found = self.text(field.name), shown(", ".join(offered))
        if not offered or not now or now in offered:
            return self.same(field, found)
        known = next((each for each in field.choices if not each or each in offered), None)
        return self.proposed(field, found, known, "The provider does not know this prompt.")

    def response_type(self, field: Field) -> Row:
        offered = self.metadata.response_types
        now, found = self.text(field.name), shown(", ".join(offered))
        if any(now in each.split() for each in offered):
            return self.same(field, found)
        known = next((each for each in field.choices if each in offered), None)
        return self.proposed(field, found, known, "The provider does not offer it.")

    def client_authentication(self, field: Field) -> Row:
        offered = self.metadata.token_endpoint_auth_methods
        now, found = self.text(field.name), shown(", ".join(offered))
        if now in offered:
            return self.same(field, found)
        known = next((each for each in field.choices if each in offered), None)
        remark = "The provider does not list the one that is set." if known else "OpenMetadata can use none of these."
        return self.proposed(field, found, known, remark, advised=True)

    def algorithm(self, field: Field) -> Row:
        offered = self.metadata.id_token_algorithms
        now, found = self.text(field.name), shown(", ".join(offered))
        if now in offered:
            return self.same(field, found)
        possible = sorted((each for each in field.choices if each in offered), key=STRENGTH.index)
        if not possible:
            return self.proposed(field, found, None, "OpenMetadata knows none of these.")
        known = next((each for each in possible if STRENGTH.index(each) >= STRENGTH.index(now)), possible[-1])
        is_weaker = STRENGTH.index(known) < STRENGTH.index(now)
        remark = "It is weaker than what is set." if is_weaker else "The provider does not sign with what is set."
        return self.proposed(field, found, known, remark, advised=not is_weaker)

    def pkce(self, field: Field) -> Row:
        methods = self.metadata.code_challenge_methods
        is_on, found = bool(self.application.settings.get(field.name)), shown(", ".join(methods))
        if is_on and methods and "S256" not in methods:
            return self.proposed(
                field, found, False, "Without PKCE a stolen code is worth more: have the provider offer S256 instead."
            )
        if not is_on and "S256" in methods:
            return self.proposed(field, found, True, "The provider offers it, and it protects codes.")
        return self.same(field, found)

    def claims(self, field: Field) -> Iterator[Row]:
        offered = listed(self.document, "claims_supported")
        value = self.application.settings.get(field.name, "")
        wanted = value if isinstance(value, tuple) else tuple(each for each in (str(value),) if each)
        if not offered or not wanted:
            return
        found = " ".join(each for each in wanted if each in offered)
        missing = " ".join(each for each in wanted if each not in offered)
        if not missing:
            yield self.same(field, found)
        else:
            remark = say("The provider does not list {missing}; not every provider lists all.", missing=missing)
            yield self.same(field, found, remark)


def facts(beside: Beside) -> Iterator[Fact]:
    metadata, document = beside.metadata, beside.document
    yield Fact("Issuer equals what is registered", as_text(beside.is_same_issuer), beside.is_same_issuer)
    yield Fact("Algorithms of ID tokens", shown(", ".join(metadata.id_token_algorithms)))
    yield Fact("PKCE", shown(", ".join(metadata.code_challenge_methods)))
    yield Fact("Response types", shown(", ".join(metadata.response_types)))
    yield Fact("Scopes", shown(" ".join(metadata.scopes)))
    yield Fact("Claims", shown(" ".join(listed(document, "claims_supported"))))
    yield Fact("Client authentication", shown(", ".join(metadata.token_endpoint_auth_methods)))
    logout = metadata.end_session_endpoint
    yield Fact("Sign-out address", shown_address(logout) if logout else "")
    back_channel = document.get("backchannel_logout_supported") is True
    yield Fact("Back-channel logout", say("yes") if back_channel else "", back_channel or None)
    names_itself = metadata.authorization_response_iss_parameter_supported
    yield Fact("Names itself in answers (RFC 9207)", say("yes") if names_itself else "", names_itself or None)


def cleaned(field: Field, found: str) -> tuple[Value | None, str]:
    """The value as the field takes it, or None and why not."""
    try:
        return field.clean(found), ""
    except InvalidValue as error:
        return None, str(error)


def listed(document: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """What is only shown may be malformed: then it is not there."""
    found = document.get(name)
    items = found[: discovery.MAX_ITEMS] if isinstance(found, list) else []
    return tuple(each for each in items if isinstance(each, str))


def as_text(value: Value) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return ", ".join(value) if isinstance(value, tuple) else str(value)
