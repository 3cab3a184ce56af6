"""X.509 certificates and private keys as people paste them, and as OpenMetadata's SAML library wants them.

What is pasted may be PEM, PEM whose line ends became blanks or `\\n`, or the base64 alone; what comes
out is the base64 of the DER on one line, which survives every file format. A message never shows a
private key. Knows nothing of files, networks or clocks: who asks for the days left brings the time.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from sso_providers.catalogue.sentences import say

from .fields import InvalidValue

# Characters; a certificate or key has a few thousand.
LARGEST = 16 * 1024
BLOCK = re.compile(r"-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \1-----", re.DOTALL)
PATH = re.compile(r"(?:[A-Za-z]:)?[\w.~-]*[/\\][^+=\s]*|[\w.-]+\.(?:pem|crt|cer|der|key|p12|pfx|jks)", re.IGNORECASE)
WANTED = say("paste the certificate itself: what stands between BEGIN and END CERTIFICATE, with or without these lines")
NO_X509 = say("The text is no X.509 certificate")
UNKNOWN = "unknown"
# Of an RSA key, in bits. To validate one of four times that size takes a minute.
LONGEST_KEY = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What a certificate says. `text` is the base64 of its DER, `key` names the key's kind and size.

    `key_bits` is 0 for a key that is neither RSA nor EC.
    """

    text: str
    subject: str
    issuer: str
    not_before: datetime
    not_after: datetime
    key: str
    key_bits: int
    public_key: bytes

    def days_left(self, now: datetime) -> int:
        """Whole days until it ends; negative when it is over. `now` must be aware of its zone."""
        return (self.not_after - now).days

    def is_rsa(self) -> bool:
        return self.key.startswith("RSA")


def certificate(text: str) -> str:
    """One certificate in any of the usual forms, as one line of base64. Raises `InvalidValue`."""
    return read(text).text


def read(text: str) -> Certificate:
    """The facts of the one certificate in `text`. Raises `InvalidValue`."""
    der = certificate_der(text)
    try:
        found = x509.load_der_x509_certificate(der)
        kind, bits = key_of(found)
        return Certificate(
            text=base64.b64encode(der).decode("ascii"),
            subject=shown(found.subject.rfc4514_string()),
            issuer=shown(found.issuer.rfc4514_string()),
            not_before=found.not_valid_before_utc,
            not_after=found.not_valid_after_utc,
            key=kind,
            key_bits=bits,
            public_key=public_bytes(found),
        )
    except (ValueError, UnsupportedAlgorithm):
        raise InvalidValue(no_certificate(text, der)) from None


def private_key(text: str) -> str:
    """An RSA key without passphrase, as one line of base64 of its PKCS#8 form. Raises `InvalidValue`.

    java-saml reads PKCS#8 only (its Util.loadPrivateKey), and OpenMetadata signs with RSA-SHA256.
    """
    key = load_private_key(text)
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return base64.b64encode(der).decode("ascii")


def belong_together(certificate: Certificate, key: str) -> bool:
    """Whether the certificate is that of the private key. Raises `InvalidValue` for a key that can't be read."""
    public = load_private_key(key).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == certificate.public_key


def certificate_der(text: str) -> bytes:
    """The bytes of the one block in `text`; they need not be a certificate."""
    refuse_size(text, "The certificate")
    text = with_line_ends(text)
    if "PRIVATE KEY" in text:
        raise InvalidValue(say("This is a private key, which belongs to nobody else: {wanted}.", wanted=WANTED))
    blocks = BLOCK.findall(text)
    if len(blocks) > 1:
        raise InvalidValue(
            say("The text holds {blocks} blocks: paste only the one certificate that signs.", blocks=len(blocks))
        )
    if blocks:
        label, body = blocks[0]
        if label not in {"CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"}:
            raise InvalidValue(say("This is a {label}: {wanted}.", label=label.lower(), wanted=WANTED))
        text = body
    try:
        return from_base64(text)
    except ValueError:
        raise InvalidValue(no_certificate(text)) from None


def no_certificate(text: str, der: bytes = b"") -> str:
    """What `text` is instead, as far as one can tell."""
    text = with_line_ends(text)
    try:
        # Only to tell it from a certificate: to validate a huge key takes minutes.
        load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # Nothing of the text is shown: part of a key could be taken for a path.
        if PATH.fullmatch(text):
            return say("This is the path of a file, which OpenMetadata does not read: {wanted}.", wanted=WANTED)
        return say("{no_x509}: {wanted}.", no_x509=NO_X509, wanted=WANTED)
    return say("This is a private key, which belongs to nobody else: {wanted}.", wanted=WANTED)


def load_private_key(text: str) -> rsa.RSAPrivateKey:
    refuse_size(text, "The private key")
    text = with_line_ends(text)
    blocks = BLOCK.findall(text)
    if len(blocks) > 1:
        raise InvalidValue(say("The text holds {blocks} blocks: paste only the private key.", blocks=len(blocks)))
    label, body = blocks[0] if blocks else ("", text)
    if "ENCRYPTED" in label or "Proc-Type" in body:
        raise InvalidValue(
            "The private key is protected by a passphrase, for which OpenMetadata has no setting: "
            "take it off with openssl pkcs8 -topk8 -nocrypt, and paste the result."
        )
    if label and not label.endswith("PRIVATE KEY"):
        raise InvalidValue(say("This is a {label}: paste the private key instead.", label=label.lower()))
    try:
        key = validated(from_base64(body))
    except InvalidValue:
        raise
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise InvalidValue(
            "The text is no private key: paste what openssl pkcs8 -topk8 -nocrypt writes, not the path of a file."
        ) from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise InvalidValue(
            "The private key is no RSA key, and OpenMetadata signs with RSA-SHA256 only: make an RSA key."
        )
    return key


def validated(der: bytes) -> PrivateKeyTypes:
    """The key, validated once its size is known to be a usual one. Raises `InvalidValue`, or what cryptography does."""
    key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size > LONGEST_KEY:
        raise InvalidValue(
            say(
                "The private key has {key_size} bits: at most {longest_key} are possible.",
                key_size=key.key_size,
                longest_key=LONGEST_KEY,
            )
        )
    return load_der_private_key(der, password=None)


def from_base64(text: str) -> bytes:
    """Raises `ValueError`."""
    packed = "".join(text.split())
    if not packed:
        raise ValueError("empty")
    try:
        return base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def with_line_ends(text: str) -> str:
    """Undo what environment files and JSON make of line ends, and the quotes around it."""
    return text.replace("\\r", "").replace("\\n", "\n").strip().strip("\"'")


def refuse_size(text: str, what: str) -> None:
    if len(text) > LARGEST:
        raise InvalidValue(
            say(
                "{what} has {text} characters: at most {largest} are possible.",
                what=what,
                text=len(text),
                largest=LARGEST,
            )
        )


def key_of(found: x509.Certificate) -> tuple[str, int]:
    try:
        key = found.public_key()
    except (ValueError, UnsupportedAlgorithm):
        return UNKNOWN, 0
    match key:
        case rsa.RSAPublicKey():
            return f"RSA {key.key_size}", key.key_size
        case ec.EllipticCurvePublicKey():
            return f"EC {key.curve.name}", key.key_size
        case _:
            return type(key).__name__.removeprefix("_").removesuffix("PublicKey"), 0


def public_bytes(found: x509.Certificate) -> bytes:
    try:
        return found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm):
        return b""


def shown(text: str, longest: int = 200) -> str:
    """`text` for people: printable, and not longer than that."""
    return "".join(each if each.isprintable() else "?" for each in text)[:longest]
