"""Certificates in SAML settings: the text itself is wanted, in a form that java-saml reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.catalogue import InvalidValue, x509
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, is_empty, reads
from sso_providers.openmetadata.settings import SAML
from sso_providers.openmetadata.subject import Subject

IDP, SP = f"{SAML}.idp.idpX509Certificate", f"{SAML}.sp.spX509Certificate"
CERTIFICATES = (IDP, SP)
PATH = re.compile(r"(?:\.{0,2}/|~|file:|[A-Za-z]:\\).*|[^\s+=]+\.(?:pem|crt|cer|der|key|p12|pfx|jks)", re.IGNORECASE)
FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}[: ]){15,63}[0-9A-F]{2}", re.IGNORECASE)
BEGIN = "-----BEGIN"
WANTED = say("put in the certificate itself, the base64 between BEGIN and END CERTIFICATE on one line")


@dataclass(frozen=True, slots=True)
class Fault:
    """What a text is instead of a certificate."""

    what: str
    level: Level = Level.ERROR
    fix: str | None = None


def text_of(subject: Subject, path: str) -> str:
    return subject.text(path).strip() if reads(subject, "saml") and has(subject, path) else ""


def fault(text: str) -> Fault | None:
    if PATH.fullmatch(text) and not text.startswith("//"):
        return Fault(say("is the path of a file, and the server opens no file for it"))
    if text.startswith(("http://", "https://")):
        return Fault(say("is an address, and the server fetches nothing for it"))
    if FINGERPRINT.fullmatch(text):
        return Fault(say("is a certificate's fingerprint"))
    if "PRIVATE KEY" in text:
        return Fault(say("is a private key, which belongs to nobody else"))
    if text.count(BEGIN) > 1:
        return Fault(say("is several certificates, and the server takes one: leave only the one that signs"))
    if "\\n" in text or "\\r" in text:
        what = say("has \\n as two characters, which the server does not take for a line's end")
        return Fault(what, fix=one_line(text))
    return None if one_line(text) else Fault(say("is no certificate that can be read"), Level.WARNING)


def one_line(text: str) -> str | None:
    try:
        return x509.certificate(text)
    except InvalidValue:
        return None


def unreadable(subject: Subject) -> Iterator[Found]:
    for path in CERTIFICATES:
        text = text_of(subject, path)
        if text and (found := fault(text)):
            message = say("The value {what}: {wanted}.", what=found.what, wanted=WANTED)
            yield Found(setting=path, message=message, fix=found.fix, level=found.level)


def absent(subject: Subject) -> Iterator[Found]:
    """The chart takes it from a Secret, whose name alone says nothing."""
    if subject.provider == "saml" and subject.target != "kubernetes" and is_empty(subject, IDP):
        message = say(
            "idpX509Certificate is empty, so no answer of the provider can be checked: {wanted}.", wanted=WANTED
        )
        yield Found(setting=IDP, message=message)


def same(subject: Subject) -> Iterator[Found]:
    own, provider = text_of(subject, SP), text_of(subject, IDP)
    if own and provider and (own == provider or (one_line(own) or own) == one_line(provider)):
        message = say("This is the identity provider's certificate: use the one of OpenMetadata's own private key.")
        yield Found(setting=SP, message=message)


RULES: tuple[Rule, ...] = (
    Rule(
        id="saml-certificate",
        title="Something else in place of a certificate",
        level=Level.ERROR,
        reason="java-saml takes off BEGIN, END, blanks and line ends, and reads what is left as base64.",
        source="OpenMetadata issue 19162; SamlSettingsHolder",
        reads=CERTIFICATES,
        check=unreadable,
    ),
    Rule(
        id="saml-certificate-empty",
        title="No certificate of the provider",
        level=Level.WARNING,
        reason="The server checks the signature of the provider's answers with it, and refuses answers without one.",
        source="OpenMetadata's SamlSettingsHolder and SamlValidator (1.10 and later); java-saml's SamlResponse",
        reads=(IDP,),
        check=absent,
    ),
    Rule(
        id="saml-certificates-equal",
        title="One certificate for both parties",
        level=Level.ERROR,
        reason="OpenMetadata signs and decrypts with its own private key, which the provider's certificate can't fit.",
        source="OpenMetadata's SamlSettingsHolder",
        reads=CERTIFICATES,
        check=same,
    ),
)
