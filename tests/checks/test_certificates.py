"""The check tells which of the TLS certificates that it has seen ends first."""

import time
from datetime import UTC, datetime

import pytest

from sso_providers.checks import Status, TlsCertificate, run
from sso_providers.checks.certificates import Witness
from sso_providers.directory_door import Answer
from sso_providers.http import FetchError, Reason, Response, connections, fetch
from tests.fakes import running_provider
from tests.http.conftest import certificate, server_context, trusted
from tests.http.wire import wire

from .test_checks import application
from .test_ldap import answering as directory_answering
from .test_ldap import application as ldap_application

__all__ = ["certificate", "server_context", "trusted"]
DOCUMENT = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def answer(url: str, ends: float | None) -> Response:
    return Response(url=url, status=200, headers={}, body=b"", certificate_ends=ends)


def seen(*answers: tuple[str, float | None]) -> TlsCertificate | None:
    witness = Witness()
    for host, ends in answers:
        witness.of_answers(lambda method, url, ends=ends: answer(url, ends))("GET", f"https://{host}:8443/path")
    return witness.first_to_end


def test_witness_tells_the_first_to_end_and_its_host():
    found = seen(("id.acme.example", 2_000_000_000.0), ("keys.acme.example", 1_900_000_000.0))

    assert found == TlsCertificate(datetime(2030, 3, 17, 17, 46, 40, tzinfo=UTC), "keys.acme.example")


def test_witness_of_plain_http_has_seen_none():
    assert seen(("id.acme.example", None)) is None
    assert seen() is None


def test_witness_of_a_directory_tells_its_host():
    witness = Witness()
    given = Answer(address="203.0.113.7", elapsed=0.01, certificate_ends=1_900_000_000.0)

    assert witness.of_directories(lambda host, port, **_: given)("ldap.acme.example", 636, tls=True) is given
    assert witness.first_to_end
    assert witness.first_to_end.host == "ldap.acme.example"


def test_witness_lets_errors_through():
    def fail(method: str, url: str) -> Response:
        raise FetchError(Reason.TLS, url)

    with pytest.raises(FetchError):
        Witness().of_answers(fail)("GET", "https://id.acme.example/")


def test_run_over_tls_reports_the_certificate(trusted, server_context, certificate):
    connections.made_once.cache_clear()
    with running_provider() as provider, wire([DOCUMENT] * 5, context=server_context) as server:
        subject = application(provider, discovery_uri=f"{server.url}.well-known/openid-configuration")
        report = run(subject, allow_private=True, redirect_uri=None)

    assert report.tls == TlsCertificate(datetime.fromtimestamp(certificate[1], UTC), "localhost")
    assert report.stage("address").status is Status.OK
    assert "TLS certificate valid for 39 days" in report.stage("address").summary


def test_run_of_a_directory_reports_the_certificate():
    ends = time.time() + 86400
    report = run(
        ldap_application(),
        allow_private=True,
        redirect_uri=None,
        fetch=fetch,
        ask_directory=directory_answering(certificate_ends=ends),
    )

    assert report.tls
    assert report.tls.ends_at == datetime.fromtimestamp(ends, UTC)
