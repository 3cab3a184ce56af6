"""The door to LDAP directories: against a small one, against OpenLDAP where it is installed, and their faults."""

import socket
import ssl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers import directory_door
from sso_providers.catalogue import Secret
from sso_providers.directory_door import PRESENT, DirectoryError, Found, Reason, Search, ask
from tests.checks.directory import (
    ACCOUNT,
    ADMINS,
    PEOPLE,
    TEAMS,
    running_directory,
)
from tests.checks.made_certificates import certificate, rsa_key
from tests.checks.slapd import running_slapd

CANARY = "canary é$ {x} # 7Qd"
USERS = Search(base=PEOPLE, conditions=(("mail", PRESENT),))


@pytest.fixture(scope="session")
def authority():
    return certificate("Acme CA", key=rsa_key(2048, 1), authority=True)


@pytest.fixture(scope="session")
def pair(authority):
    return certificate("localhost", issuer=authority)


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """The system knows Acme's authority."""
    path = tmp_path / "authority.pem"
    path.write_text(authority.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))


def context_of(pair, folder) -> ssl.SSLContext:
    (folder / "pair.pem").write_text(pair.pem + pair.key_pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "pair.pem")
    return context


@pytest.fixture
def directory():
    with running_directory(CANARY) as running:
        yield running


@pytest.fixture(params=["ours", "slapd"])
def ports(request, pair, tmp_path, tmp_path_factory):
    """Of a directory, ours and a real one: without and with TLS."""
    if request.param == "slapd":
        with running_slapd(tmp_path_factory.mktemp("slapd"), CANARY, pair) as found:
            yield found
    else:
        with running_directory(CANARY) as plain, running_directory(CANARY, context=context_of(pair, tmp_path)) as tls:
            yield plain.port, tls.port


def asked(port, *searches, password=CANARY, host="127.0.0.1", tls=False, allow_private=True, name=ACCOUNT, **options):
    return ask(
        host,
        port,
        tls=tls,
        name=name,
        password=Secret(password),
        searches=searches or (USERS,),
        allow_private=allow_private,
        **options,
    )


def refused(*arguments, **options) -> DirectoryError:
    with pytest.raises(DirectoryError) as caught:
        asked(*arguments, **options)
    assert CANARY not in str(caught.value)
    return caught.value


def test_ask_brings_what_the_searches_find(ports):
    answer = asked(
        ports[0],
        Search(base=PEOPLE, conditions=(("mail", PRESENT),), limit=10),
        Search(base=PEOPLE, conditions=(("mail", PRESENT),), limit=2),
        Search(base=PEOPLE, conditions=(("mail", "ADA@acme.example"),)),
        Search(base=TEAMS, conditions=(("objectClass", "groupOfNames"), ("member", PRESENT)), limit=10),
        Search(base=TEAMS, conditions=(("cn", "ops (EU)"),)),
        Search(base=TEAMS, conditions=(("cn", "*)(cn=*"),)),
        Search(base=ADMINS.lower(), conditions=(("objectClass", "groupOfNames"),), below=False),
        Search(base=ADMINS, conditions=(("objectClass", "person"),), below=False),
        Search(base="ou=empty,dc=acme,dc=example", conditions=(("mail", PRESENT),)),
        Search(base="ou=nowhere,dc=acme,dc=example", conditions=(("mail", PRESENT),)),
    )
    assert (answer.bound, answer.trouble, answer.address, answer.certificate_ends) == (
        "success",
        None,
        "127.0.0.1",
        None,
    )
    everybody, some, ada, groups, brackets, injected, admins, no_person, nobody, nowhere = answer.found
    assert (everybody.result, sorted(everybody.dns)) == (
        "success",
        [f"uid={uid},{PEOPLE}" for uid in ("ada", "grace", "jane.doe")],
    )
    assert (some.result, len(some.dns)) == ("sizeLimitExceeded", 2)
    assert ada == Found(result="success", dns=(f"uid=ada,{PEOPLE}",))
    assert len(groups.dns) == 2
    assert brackets.dns == ("cn=ops (EU),ou=groups,dc=acme,dc=example",)
    assert injected == Found(result="success")
    assert admins == Found(result="success", dns=(ADMINS,))
    assert no_person == nobody == Found(result="success")
    assert nowhere == Found(result="noSuchObject")


@pytest.mark.parametrize(
    ("options", "result"),
    [
        ({"password": "wrong"}, "invalidCredentials"),
        ({"password": CANARY.strip() + " "}, "invalidCredentials"),
        ({"name": "cn=nobody,dc=acme,dc=example"}, "invalidCredentials"),
    ],
)
def test_ask_with_a_refused_account_searches_nothing(ports, options, result):
    answer = asked(ports[0], **options)
    assert (answer.bound, answer.found, answer.trouble) == (result, (), None)


def test_ask_by_tls_verifies_the_certificate_and_tells_its_end(ports, trusted, pair):
    answer = asked(ports[1], tls=True, host="localhost")
    assert answer.bound == "success"
    assert answer.certificate_ends == pytest.approx(pair.certificate.not_valid_after_utc.timestamp(), abs=1)


def test_ask_by_tls_with_an_unknown_authority_sends_nothing(ports):
    error = refused(ports[1], tls=True, host="localhost")
    assert error.reason is Reason.UNTRUSTED
    assert "SSL_CERT_FILE" in str(error)


def test_ask_by_tls_of_another_name_sends_nothing(authority, trusted, tmp_path):
    other = certificate("other.acme.example", issuer=authority)
    with running_directory(CANARY, context=context_of(other, tmp_path)) as running:
        error = refused(running.port, tls=True, host="localhost")
        assert (error.reason, running.binds) == (Reason.UNTRUSTED, [])
    assert "localhost" in str(error)


def test_ask_by_tls_with_a_certificate_that_is_over_sends_nothing(authority, trusted, tmp_path):
    over = certificate("localhost", issuer=authority, days=-2)
    with running_directory(CANARY, context=context_of(over, tmp_path)) as running:
        assert refused(running.port, tls=True, host="localhost").reason is Reason.UNTRUSTED
        assert running.binds == []


def test_ask_by_tls_at_a_port_without_it_says_so(ports):
    assert refused(ports[0], tls=True, deadline=3).reason in {Reason.TLS, Reason.BROKEN}


def test_ask_without_tls_at_a_port_with_it_sends_no_password_that_could_be_read(ports):
    answer = asked(ports[1], deadline=3)
    assert (answer.bound, answer.found) == ("", ())
    assert answer.trouble is not None
    assert answer.trouble.reason is Reason.BROKEN


def test_ask_sends_the_password_as_it_is(directory):
    directory.password = "ﬁ Ⅷ\u00a0x "
    assert asked(directory.port, password=directory.password).bound == "success"
    assert directory.binds == [(ACCOUNT, "ﬁ Ⅷ\u00a0x ".encode())]


def test_ask_without_permission_sends_nothing_in_the_clear(directory):
    error = refused(directory.port, allow_private=False)
    assert error.reason is Reason.NOT_ENCRYPTED
    assert directory.binds == []


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "192.168.0.1"])
def test_ask_without_permission_calls_no_private_address(host):
    assert refused(636, host=host, tls=True, allow_private=False).reason is Reason.REFUSED_ADDRESS


@pytest.mark.parametrize("host", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "100.100.100.200"])
def test_ask_with_permission_calls_no_metadata_service(host):
    assert refused(389, host=host).reason is Reason.REFUSED_ADDRESS


def test_ask_of_an_unknown_host_says_so(monkeypatch):
    def unknown(*arguments, **options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refused(636, host="nowhere.acme.example", tls=True).reason is Reason.UNRESOLVABLE
    assert refused(636, host="nowhere.acme.example", tls=True, allow_private=False).reason is Reason.UNRESOLVABLE


def test_ask_where_nobody_listens_says_so(directory):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        assert refused(probe.getsockname()[1]).reason is Reason.CONNECTION_REFUSED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("close", Reason.BROKEN),
        ("garbage", Reason.TIMEOUT),
        ("empty-message", Reason.TIMEOUT),
        ("wrong-types", Reason.BROKEN),
        ("deep", Reason.BROKEN),
        ("huge", Reason.BROKEN),
        ("goodbye", Reason.BROKEN),
        ("drip", Reason.TIMEOUT),
        ("silent", Reason.TIMEOUT),
    ],
)
def test_ask_of_a_misbehaving_directory_says_so_in_time(directory, fault, reason):
    directory.fault = fault
    answer = asked(directory.port, deadline=0.5)
    assert answer.trouble is not None
    assert answer.trouble.reason is reason
    assert answer.bound != "success"
    assert CANARY not in str(answer.trouble)


def test_ask_of_any_answer_raises_nothing_else():
    with running_directory(CANARY) as running:
        running.fault = "mangled"

        # Some answers never end: each of those takes the whole time.
        @settings(max_examples=50)
        @given(st.integers(0, 60), st.binary(max_size=4), st.integers(0, 4))
        def damaged(at: int, text: bytes, cut: int) -> None:
            running.mangle = lambda honest: honest[:at] + text + honest[at + cut :]
            answer = asked(running.port, deadline=0.05)
            assert answer.trouble is None or answer.trouble.reason in {Reason.BROKEN, Reason.TIMEOUT}

        damaged()


def test_ask_of_a_directory_that_breaks_off_keeps_what_it_said(directory):
    directory.fault = "close-after-bind"
    answer = asked(directory.port)
    assert (answer.bound, answer.found) == ("success", ())
    assert answer.trouble is not None
    assert answer.trouble.reason is Reason.BROKEN


@pytest.mark.parametrize(("fault", "result", "count"), [("referral", "referral", 0), ("references", "success", 3)])
def test_ask_follows_no_referral(directory, monkeypatch, fault, result, count):
    directory.fault = fault
    calls = []
    connect = socket.create_connection

    def watched(to, **options):
        calls.append(to)
        return connect(to, **options)

    monkeypatch.setattr(socket, "create_connection", watched)
    answer = asked(directory.port, Search(base=PEOPLE, conditions=(("mail", PRESENT),), limit=10))
    assert (answer.found[0].result, len(answer.found[0].dns)) == (result, count)
    assert calls == [("127.0.0.1", directory.port)]


def test_ask_keeps_the_password_out_of_what_it_returns(directory):
    directory.fault = "echo"
    answer = asked(directory.port)
    assert answer.bound == "success"
    assert CANARY not in repr((answer.bound, answer.trouble, [each.result for each in answer.found]))


def test_ask_surfaces_a_fault_of_ours_without_its_frames(directory, monkeypatch):
    def broken(*arguments):
        raise RuntimeError("ours")

    monkeypatch.setattr(directory_door, "attached", broken)
    with pytest.raises(RuntimeError, match="ours") as caught:
        asked(directory.port)
    frames = [each.name for each in caught.traceback]
    assert "_converse" not in frames
