"""No connections left from another test, and a certificate that the door trusts."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from sso_providers.http import connections
from tests.fakes import SigningKey


@pytest.fixture(autouse=True)
def _no_kept_connections():
    connections.made_once.cache_clear()
    yield
    connections.made_once.cache_clear()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-signed certificate for localhost, and its end."""
    key = SigningKey.make("tls", "ES256").private
    ends = (datetime.now(UTC) + timedelta(days=40)).replace(microsecond=0)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=41))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path, ends.timestamp()


@pytest.fixture
def server_context(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    return context


@pytest.fixture
def trusted(certificate, monkeypatch):
    """The door trusts the certificate, and no other."""
    connections.trust.cache_clear()
    monkeypatch.setattr("certifi.where", lambda: str(certificate[0]))
    yield
    connections.trust.cache_clear()
