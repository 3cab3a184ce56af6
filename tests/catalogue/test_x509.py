"""Certificates and private keys in every form that people paste, and what is refused."""

import base64
import random
import textwrap
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.catalogue import InvalidValue, x509
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.checks.made_certificates import certificate, ec_key, rsa_key

BODY = "\n".join(textwrap.wrap(IDP_CERTIFICATE, 64))
PEM = f"-----BEGIN CERTIFICATE-----\n{BODY}\n-----END CERTIFICATE-----\n"
KEY_BODY = "\n".join(textwrap.wrap(SP_PRIVATE_KEY, 64))
KEY_PEM = f"-----BEGIN PRIVATE KEY-----\n{KEY_BODY}\n-----END PRIVATE KEY-----\n"


def key_text(key, encoding=Encoding.PEM, form=PrivateFormat.TraditionalOpenSSL, encryption=None):
    return key.private_bytes(encoding, form, encryption or NoEncryption())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(IDP_CERTIFICATE, id="one line"),
        pytest.param(BODY, id="lines of base64"),
        pytest.param(PEM, id="PEM"),
        pytest.param(PEM.replace("\n", "\r\n"), id="PEM of Windows"),
        pytest.param(PEM.replace("\n", " "), id="folded"),
        pytest.param(PEM.replace("\n", ""), id="without line ends"),
        pytest.param(PEM.replace("\n", "\\n"), id="escaped line ends"),
        pytest.param(f'"{PEM}"', id="quoted"),
        pytest.param(f"subject=CN = idp\nissuer=CN = idp\n{PEM}", id="with text before"),
        pytest.param(f"  {IDP_CERTIFICATE}\n", id="blanks around"),
    ],
)
def test_certificate_in_any_form_becomes_one_line(text):
    assert x509.certificate(text) == IDP_CERTIFICATE


def test_certificate_again_stays_the_same():
    assert x509.certificate(x509.certificate(PEM)) == IDP_CERTIFICATE


def test_read_gives_the_facts():
    found = x509.read(PEM)
    assert (found.subject, found.issuer, found.key, found.key_bits) == (
        "CN=idp.acme.example",
        "CN=idp.acme.example",
        "RSA 2048",
        2048,
    )
    assert (found.not_before, found.not_after) == (datetime(2025, 1, 1, tzinfo=UTC), datetime(2055, 1, 1, tzinfo=UTC))
    assert found.days_left(datetime(2054, 12, 30, tzinfo=UTC)) == 2
    assert found.days_left(datetime(2055, 1, 2, tzinfo=UTC)) == -1
    assert found.is_rsa()


def test_read_of_an_elliptic_key_names_its_curve():
    found = x509.read(certificate(key=ec_key()).pem)
    assert (found.key, found.key_bits, found.is_rsa()) == ("EC secp256r1", 256, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no X.509 certificate"),
        ("not a certificate", "The text is no X.509 certificate"),
        ("/etc/openmetadata/saml/idp.crt", "is the path of a file"),
        ("/etc/ssl", "is the path of a file"),
        ("conf/saml", "is the path of a file"),
        ("C:\\certs\\idp.cer", "is the path of a file"),
        ("idp.pem", "is the path of a file"),
        (KEY_PEM, "This is a private key"),
        (KEY_PEM.replace("\n", " "), "This is a private key"),
        (SP_PRIVATE_KEY, "This is a private key"),
        (PEM + PEM, "holds 2 blocks"),
        (PEM.replace("CERTIFICATE", "PUBLIC KEY"), "This is a public key"),
        (PEM.replace("CERTIFICATE", "CERTIFICATE REQUEST"), "This is a certificate request"),
        (IDP_CERTIFICATE[:-8], "no X.509 certificate"),
        (IDP_CERTIFICATE[:400], "no X.509 certificate"),
        (base64.b64encode(base64.b64decode(IDP_CERTIFICATE) + b"x").decode(), "no X.509 certificate"),
        (IDP_CERTIFICATE.replace("A", "ä"), "no X.509 certificate"),
        ("A" * 20000, "20000 characters: at most 16384"),
    ],
)
def test_certificate_of_anything_else_says_what_it_is(text, words):
    with pytest.raises(InvalidValue) as error:
        x509.certificate(text)
    assert words in str(error.value)
    assert len(str(error.value)) < 400
    assert SP_PRIVATE_KEY[40:80] not in str(error.value)


PUBLIC = rsa_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(SP_PRIVATE_KEY, id="one line"),
        pytest.param(KEY_PEM, id="PKCS#8"),
        pytest.param(KEY_PEM.replace("\n", " "), id="folded"),
        pytest.param(KEY_PEM.replace("\n", "\\n"), id="escaped line ends"),
    ],
)
def test_private_key_in_any_form_becomes_one_line(text):
    assert x509.private_key(text) == SP_PRIVATE_KEY


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_private_key_of_pkcs1_becomes_pkcs8(encoding):
    raw = key_text(rsa_key(), encoding)
    text = raw.decode() if encoding is Encoding.PEM else base64.b64encode(raw).decode()
    expected = base64.b64encode(key_text(rsa_key(), Encoding.DER, PrivateFormat.PKCS8)).decode()
    assert x509.private_key(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no private key"),
        ("hunter2-hunter2", "no private key"),
        ("/etc/openmetadata/saml.key", "not the path of a file"),
        (PEM, "This is a certificate"),
        (IDP_CERTIFICATE, "no private key"),
        (PUBLIC, "This is a public key"),
        (KEY_PEM + KEY_PEM, "holds 2 blocks"),
        (SP_PRIVATE_KEY[:-8], "no private key"),
        (key_text(ec_key(), form=PrivateFormat.PKCS8).decode(), "is no RSA key"),
        (
            key_text(rsa_key(), form=PrivateFormat.PKCS8, encryption=BestAvailableEncryption(b"x")).decode(),
            "protected by a passphrase",
        ),
        (key_text(rsa_key(), encryption=BestAvailableEncryption(b"x")).decode(), "protected by a passphrase"),
        ("A" * 20000, "20000 characters: at most 16384"),
    ],
)
def test_private_key_of_anything_else_is_refused_without_showing_it(text, words):
    with pytest.raises(InvalidValue) as error:
        x509.private_key(text)
    assert words in str(error.value)
    assert error.value.__suppress_context__ or error.value.__context__ is None
    lines = [line for line in text.splitlines() if len(line) > 10 and not line.startswith("-----")]
    assert not any(line[:20] in str(error.value) for line in lines)


def test_belong_together_tells_a_pair_from_strangers():
    assert x509.belong_together(x509.read(SP_CERTIFICATE), SP_PRIVATE_KEY)
    assert not x509.belong_together(x509.read(IDP_CERTIFICATE), SP_PRIVATE_KEY)


@given(st.integers(0, len(IDP_CERTIFICATE) - 1), st.text(max_size=3))
def test_certificate_with_any_damage_is_read_or_refused(at, text):
    damaged = IDP_CERTIFICATE[:at] + text + IDP_CERTIFICATE[at + len(text) :]
    try:
        assert x509.certificate(damaged)
    except InvalidValue as error:
        assert len(str(error)) < 400


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    for read in (x509.certificate, x509.private_key):
        with pytest.raises(InvalidValue):
            read(text)


def test_private_key_of_an_absurd_size_is_refused_without_validating_it():
    """Made of random numbers: a real one of this size would take minutes to make, and as long to validate."""
    p, q = (random.Random(seed).getrandbits(8000) | 1 for seed in range(2))  # noqa: S311 - no secret
    public = rsa.RSAPublicNumbers(65537, p * q)
    key = rsa.RSAPrivateNumbers(p, q, p * q - 2, 3, 5, 7, public).private_key(unsafe_skip_rsa_key_validation=True)
    text = base64.b64encode(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())).decode()

    with pytest.raises(InvalidValue, match=r"The private key has \d+ bits: at most 4096 are possible"):
        x509.private_key(text)
    with pytest.raises(InvalidValue, match="This is a private key"):
        x509.certificate(text)


@pytest.mark.parametrize("text", ["hunter2-my-secret/passphrase", "/etc/openmetadata/idp.pem"])
def test_certificate_that_looks_like_a_path_is_not_shown(text):
    with pytest.raises(InvalidValue) as error:
        x509.certificate(text)

    assert "path of a file" in str(error.value)
    assert text not in str(error.value)
