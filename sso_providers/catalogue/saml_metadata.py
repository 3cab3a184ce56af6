"""An identity provider's SAML 2.0 metadata, and what of it a registration takes.

https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf. The text comes from strangers:
a DTD, entities and references to anything outside are refused, and so is text that is too long or too
deep. Signatures of the metadata are not verified: fetch it by https from the provider itself. Pure:
who wants to know what has ended brings the time.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from sso_providers.catalogue.sentences import say

from . import x509
from .fields import InvalidValue
from .saml import NAME_ID_FORMATS, address, entity_id
from .values import Value

# Characters. One provider's metadata has some ten thousand; whole federations publish tens of
# megabytes, which nobody pastes.
LARGEST = 512 * 1024
DEEPEST = 40
MOST_ELEMENTS = 20_000
MOST_CERTIFICATES = 20
# How many of several providers an error lists.
LISTED = 10

METADATA = "{urn:oasis:names:tc:SAML:2.0:metadata}"
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
# xs:dateTime; without a zone it is UTC (SAML 2.0 Core, section 1.3.3).
INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,12})?(Z|[+-]\d\d:\d\d)?", re.ASCII)
# SAML 2.0 Metadata, appendix A; many providers say only that it is XML.
MEDIA_TYPES = "application/samlmetadata+xml, application/xml, text/xml"
REMEDY = "paste the whole metadata document that the provider publishes (XML)"


class MetadataError(ValueError):
    """The text is no metadata that a registration can be made from; the message says why, and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdpMetadata:
    """What an identity provider says of itself.

    `settings` has the SAML kind's names, those that the metadata has a say in. `certificates` are
    those that sign, `certificate` the one that is taken. `notes` are sentences on what was chosen or
    passed over. `valid_until` is None where the metadata does not end.
    """

    certificate: x509.Certificate
    certificates: tuple[x509.Certificate, ...]
    valid_until: datetime | None
    settings: Mapping[str, Value]
    notes: tuple[str, ...]

    def is_over(self, now: datetime) -> bool:
        """Whether the metadata must not be used any more. `now` must be aware of its zone."""
        return self.valid_until is not None and self.valid_until <= now


def parse_bytes(document: bytes) -> IdpMetadata:
    """As `parse`. Metadata is UTF-8 in practice; Entra's begins with a byte order mark."""
    try:
        return parse(document.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MetadataError(say("The metadata is no text in UTF-8: {remedy}.", remedy=REMEDY)) from None


def parse(text: str) -> IdpMetadata:
    """Reads at most `LARGEST` (524,288) characters. Raises `MetadataError`."""
    if len(text) > LARGEST:
        raise MetadataError(
            say(
                "The metadata has {text} characters, and at most {largest} are read: paste that of the one provider.",
                text=len(text),
                largest=LARGEST,
            )
        )
    notes: list[str] = []
    root = root_of(text)
    descriptor = provider(root)
    role = role_of(descriptor)
    certificates = signing_certificates(role, notes)
    chosen = longest(certificates, notes)
    settings: dict[str, Value] = {
        "idp_entity_id": checked("entity ID", descriptor.get("entityID", ""), entity_id),
        "sso_login_url": sign_in_address(role),
        "idp_certificate": chosen.text,
    }
    if name_id_format := offered_format(role, notes):
        settings["name_id_format"] = name_id_format
    if role.get("WantAuthnRequestsSigned", "").strip() in {"true", "1"}:
        settings["sign_requests"] = True
        notes.append("The provider wants signed requests, which need a certificate and private key of OpenMetadata.")
    return IdpMetadata(
        certificate=chosen,
        certificates=certificates,
        valid_until=ends((root, descriptor, role), notes),
        settings=settings,
        notes=tuple(notes),
    )


class BoundedBuilder(TreeBuilder):
    """Builds the tree as long as it stays small."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise MetadataError(
                say(
                    "The XML is deeper than {deepest} levels or has more than {most_elements} elements: "
                    "paste the metadata of the one provider.",
                    deepest=DEEPEST,
                    most_elements=MOST_ELEMENTS,
                )
            )
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(tag)


def root_of(text: str) -> Element:
    """The document's outermost element, with all of it read. Raises `MetadataError`."""
    text = text.strip("\ufeff \t\r\n")
    if not text:
        raise MetadataError(say("The text is empty: {remedy}.", remedy=REMEDY))
    parser = DefusedXMLParser(target=BoundedBuilder(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(text)
        root = parser.close()
    except DefusedXmlException:
        raise MetadataError(say("The XML has a DTD or entities, which are refused: {remedy}.", remedy=REMEDY)) from None
    except (ParseError, UnicodeError) as error:
        what = "the page of a website, perhaps" if "<html" in text[:1000].lower() else shown(str(error))
        raise MetadataError(
            say("This is no XML that can be read ({what}): {remedy}.", what=what, remedy=REMEDY)
        ) from None
    if not isinstance(root, Element):
        raise MetadataError(say("The XML has no element: {remedy}.", remedy=REMEDY))
    return root


def provider(root: Element) -> Element:
    """The one EntityDescriptor of an identity provider."""
    if root.tag not in {f"{METADATA}EntityDescriptor", f"{METADATA}EntitiesDescriptor"}:
        raise MetadataError(say("The XML does not begin with a SAML 2.0 EntityDescriptor: {remedy}.", remedy=REMEDY))
    entities = list(root.iter(f"{METADATA}EntityDescriptor"))
    found = [each for each in entities if each.find(f"{METADATA}IDPSSODescriptor") is not None]
    if len(found) > 1:
        names = [shown(each.get("entityID", "one without a name")) for each in found[:LISTED]]
        more = f" and {len(found) - LISTED} more" if len(found) > LISTED else ""
        raise MetadataError(
            say(
                "The metadata has {found} identity providers: {names}{more}. "
                "Paste the EntityDescriptor of the one whose people sign in.",
                found=len(found),
                names=", ".join(names),
                more=more,
            )
        )
    if not found and any(each.find(f"{METADATA}SPSSODescriptor") is not None for each in entities):
        raise MetadataError(
            "This is the metadata of a service provider, such as OpenMetadata itself: "
            "paste that of the identity provider."
        )
    if not found:
        raise MetadataError(
            say("The metadata has no IDPSSODescriptor, so it is no identity provider's: {remedy}.", remedy=REMEDY)
        )
    return found[0]


def role_of(descriptor: Element) -> Element:
    """A provider that also speaks older protocols has a descriptor for each."""
    for role in descriptor.findall(f"{METADATA}IDPSSODescriptor"):
        if PROTOCOL in role.get("protocolSupportEnumeration", PROTOCOL).split():
            return role
    raise MetadataError("The provider does not offer SAML 2.0, which OpenMetadata needs: switch it on at the provider.")


def sign_in_address(role: Element) -> str:
    services = role.findall(f"{METADATA}SingleSignOnService")
    for each in services:
        if each.get("Binding") == REDIRECT:
            return checked("HTTP-Redirect sign-in address", each.get("Location", ""), address)
    bindings = ", ".join(shown(each.get("Binding", "").rpartition(":")[2]) for each in services[:LISTED]) or "nothing"
    raise MetadataError(
        say(
            "The provider offers {bindings} for signing in, and OpenMetadata needs HTTP-Redirect: "
            "switch that binding on at the provider.",
            bindings=bindings,
        )
    )


def signing_certificates(role: Element, notes: list[str]) -> tuple[x509.Certificate, ...]:
    """Those of the keys that sign, each once, in the metadata's order; at least one."""
    path = f"{SIGNATURE}KeyInfo/{SIGNATURE}X509Data/{SIGNATURE}X509Certificate"
    keys = [each for each in role.findall(f"{METADATA}KeyDescriptor") if each.get("use", "signing") == "signing"]
    texts = [each.text or "" for key in keys for each in key.findall(path)]
    if len(texts) > MOST_CERTIFICATES:
        notes.append(
            say(
                "The provider has {texts} certificates; the first {most_certificates} were looked at.",
                texts=len(texts),
                most_certificates=MOST_CERTIFICATES,
            )
        )
    found: dict[str, x509.Certificate] = {}
    why = "it has no X509Certificate in a KeyDescriptor for signing"
    for text in texts[:MOST_CERTIFICATES]:
        try:
            certificate = x509.read(text)
        except InvalidValue as error:
            why = str(error)
            notes.append(f"A certificate was passed over: {why}")
        else:
            found[certificate.text] = certificate
    if not found:
        raise MetadataError(say("The metadata has no certificate that can be used: {why}.", why=why.rstrip(".")))
    return tuple(found.values())


def longest(certificates: tuple[x509.Certificate, ...], notes: list[str]) -> x509.Certificate:
    """The one that is valid longest; of two that end together the first, which providers use first."""
    chosen = max(certificates, key=lambda each: each.not_after)
    if len(certificates) > 1:
        notes.append(
            say(
                "The provider names {certificates} signing certificates, and OpenMetadata takes one: the one that is "
                "valid longest was chosen, {subject} until {not_after:%Y-%m-%d}. "
                "Ask whether it is in use already.",
                certificates=len(certificates),
                subject=chosen.subject,
                not_after=chosen.not_after,
            )
        )
    return chosen


def offered_format(role: Element, notes: list[str]) -> str:
    """The best of the provider's NameID formats that a registration can have, or ""."""
    offered = [(each.text or "").strip() for each in role.findall(f"{METADATA}NameIDFormat")]
    for known in NAME_ID_FORMATS:
        if known in offered:
            return known
    if offered:
        notes.append(
            say(
                "The provider offers the NameID formats {offered}, and none of those that suit "
                "OpenMetadata: see to it that the NameID is the person's e-mail address.",
                offered=shown(", ".join(offered)),
            )
        )
    return ""


def ends(elements: tuple[Element, ...], notes: list[str]) -> datetime | None:
    """The earliest validUntil of all that stand around the provider's role."""
    found = []
    for text in dict.fromkeys(each.get("validUntil", "").strip() for each in elements):
        instant = read_instant(text) if text else None
        if instant:
            found.append(instant)
        elif text:
            notes.append(
                say(
                    "The metadata's validUntil '{text}' is no time that can be read, and was passed over.",
                    text=shown(text),
                )
            )
    return min(found, default=None)


def read_instant(text: str) -> datetime | None:
    match = INSTANT.fullmatch(text)
    if match is None:
        return None
    try:
        # The offset is applied here, so that one that leads beyond the calendar fails here too.
        return datetime.fromisoformat(match[1] + (match[2] or "Z")).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def checked(what: str, text: str, validate: Callable[[str], str]) -> str:
    if not text.strip():
        raise MetadataError(say("The metadata has no {what}: {remedy}.", what=what, remedy=REMEDY))
    try:
        return validate(text.strip())
    except InvalidValue as error:
        raise MetadataError(
            say("The metadata's {what} can't be used: {shown}", what=what, shown=x509.shown(str(error), 400))
        ) from None


def shown(text: str) -> str:
    """For people: printable, without the namespaces of element names, at most 200 characters."""
    return x509.shown(text.replace(METADATA, "").replace(SIGNATURE, ""))
