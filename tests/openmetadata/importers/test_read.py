"""`read` as a whole: whatever comes, it gives an import or says why not, in time that grows with the size alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Release
from sso_providers.openmetadata.importers import READERS, Format, Import, Unreadable, read
from sso_providers.openmetadata.settings import OIDC
from tests.growth import cpu_seconds
from tests.openmetadata import facts

CASES = Path(__file__).parents[4] / "shared" / "diagnosis" / "cases"
PIECES = [
    b"\0",
    b"\xff",
    b"\t",
    b"\r",
    b"\n",
    b'"',
    b"'",
    b"${",
    b"}",
    b"{",
    b"[",
    b"*a",
    b"&a ",
    b"<<: ",
    b": ",
    b"- ",
]


def examples() -> Iterator[bytes]:
    for path in sorted(CASES.glob("*")) if CASES.exists() else ():
        if path.suffix != ".json":
            yield path.read_bytes()
    yield b"services:\n  server:\n    environment:\n      OIDC_TYPE: azure\n"
    yield b'{"authenticationConfiguration": {"provider": "azure", "publicKeyUrls": ["https://a"]}}'


EXAMPLES = list(examples())


def answer(data: bytes, **given: object) -> Import | None:
    """None for what is unreadable, which must say what is known."""
    try:
        return read(data, **given)  # type: ignore[arg-type]
    except Unreadable as error:
        assert str(error).endswith((".", ")"))
        return None


def test_readers_has_one_for_every_format():
    assert set(READERS) == set(Format)


def test_read_of_bytes_recognises_the_format():
    found = read(b"\xef\xbb\xbfOIDC_TYPE=azure\r\n")
    assert (found.format, found.config.values) == (Format.ENV_FILE, {f"{OIDC}.type": "azure"})


def test_read_with_a_format_is_read_as_that():
    assert read(b"OIDC_TYPE: azure\n", format=Format.COMPOSE).format is Format.COMPOSE


def test_read_takes_env_files_from_beside():
    beside = {".env": b"MY_TYPE=azure\n", "notes.txt": b"nothing", "values.yaml": b"replicaCount: 2\n"}
    found = read(b"environment:\n  OIDC_TYPE: ${MY_TYPE}\n", beside=beside)
    assert found.config.values == {f"{OIDC}.type": "azure"}


@pytest.mark.parametrize("data", [b"", b"\n \t\n", b"Dear all, signing in fails.", b"\x89PNG\r\n\x1a\n"])
def test_read_of_an_unknown_kind_names_the_five_that_are_known(data):
    known = (
        "an env file, a Compose file, an openmetadata.yaml, Helm values, or a server's security configuration as JSON"
    )
    with pytest.raises(Unreadable, match=known):
        read(data)


def test_read_of_a_binary_file_beside_names_it():
    with pytest.raises(Unreadable, match=r"secrets\.zip: The file is a ZIP archive"):
        read(b"OIDC_TYPE=azure", beside={"secrets.zip": b"PK\x03\x04"})


@given(st.binary(max_size=2000))
def test_read_of_any_bytes_gives_an_import_or_is_unreadable(data):
    answer(data)


@given(st.sampled_from(Format), st.text(max_size=500))
def test_read_of_any_text_in_any_format_gives_an_import_or_is_unreadable(format, text):
    answer(text.encode("utf-8", "surrogatepass"), format=format, beside={"a": text.encode("utf-8", "replace")})


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_read_of_a_damaged_example_gives_an_import_or_is_unreadable(data):
    text = bytearray(data.draw(st.sampled_from(EXAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 20))
        text[start:end] = data.draw(st.sampled_from(PIECES))
    format = data.draw(st.none() | st.sampled_from(Format))
    answer(bytes(text), format=format, release=data.draw(st.sampled_from([None, Release("0.9"), Release("2.0")])))


@given(st.integers(0, 10_000))
def test_read_of_a_file_that_ends_early_gives_an_import_or_is_unreadable(length):
    for text in EXAMPLES:
        answer(text[: length % (len(text) + 1)])


ENV = """\
# {0}
AUTHENTICATION_FOO_{0}="${{OIDC_TYPE:-x}} {0}" # comment
MY_OWN_{0}='{0}'
OIDC_SCOPE=openid{0}
"""
SERVICE = """\
  server{0}:
    image: openmetadata/server:1.9.{0}
    environment:
      AUTHENTICATION_FOO_{0}: ${{X{0}:-{{}}}}
      OIDC_SCOPE: "openid {0}"
"""


def env_file(size: int) -> bytes:
    return repeated("OIDC_TYPE=azure\n", ENV, size)


def compose_file(size: int) -> bytes:
    return repeated("services:\n  openmetadata-server:\n    environment: {OIDC_TYPE: azure}\n", SERVICE, size)


def repeated(start: str, piece: str, size: int) -> bytes:
    count = size // len(piece.format(10_000))
    return (start + "".join(piece.format(number) for number in range(count))).encode()


def blanks(size: int) -> bytes:
    return b"OIDC_TYPE=azure\n" + b" " * size


def open_quotes(size: int) -> bytes:
    return b"OIDC_TYPE=azure\n" + b'A_B="{"\n' * (size // 8)


def open_variables(size: int) -> bytes:
    return b"OIDC_TYPE=" + b"${A:-" * (size // 5)


def flow(size: int) -> bytes:
    return b"services:\n  server:\n    environment: [" + b"[" * size


@pytest.mark.parametrize("make", [env_file, compose_file, blanks, open_quotes, open_variables, flow])
def test_read_of_a_larger_file_takes_time_in_proportion(make: Callable[[int], bytes]):
    def each_byte(size: int) -> float:
        data = make(size)
        return cpu_seconds(lambda: answer(data), times=1) / len(data)

    small, middle, large = (each_byte(size) for size in (100_000, 1_000_000, 4_900_000))
    assert large < 4 * max(small, middle), (small, middle, large)


def test_read_of_the_shipped_file_with_all_its_variables_is_no_trouble():
    names = sorted({row["env_var"] for row in facts.rows() if row["env_var"].isupper()})
    found = read("\n".join(names).encode(), format=Format.ENV_FILE, release=Release("2.0"))
    assert found.troubles == ()
