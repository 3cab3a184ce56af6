import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.openmetadata.importers.imported import Unreadable
from sso_providers.openmetadata.importers.text import LARGEST, Lines, decoded

TEXT = "AUTHENTICATION_PROVIDER=azure # Straße 東京\r\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32-le"),
        TEXT.encode("utf-32-be"),
    ],
)
def test_decoded_in_any_unicode_encoding_gives_the_text(data):
    assert decoded(data) == TEXT


def test_decoded_from_an_old_windows_gives_its_letters():
    assert decoded("NAME=Société – €".encode("cp1252")) == "NAME=Société – €"


def test_decoded_of_a_byte_that_windows_lacks_is_read_as_latin():
    assert decoded(b"NAME=\x81\xe9") == "NAME=\x81é"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x1f\x8brest", "a gzip archive"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xfe\xed\xfe\xed\0\0", "a Java key store"),
        (b"NAME=\0value", "no text"),
        (bytes(range(1, 32)) * 10, "no text"),
    ],
)
def test_decoded_of_what_is_no_text_says_what_was_expected(data, what):
    with pytest.raises(Unreadable, match=what) as raised:
        decoded(data)
    assert "an env file, a Compose file, an openmetadata.yaml, Helm values" in str(raised.value)


def test_decoded_of_the_largest_file_is_read_and_of_a_larger_one_is_refused():
    assert len(decoded(b"x" * LARGEST)) == LARGEST
    with pytest.raises(Unreadable, match="more than 5 MB"):
        decoded(b"x" * (LARGEST + 1))


@given(st.binary())
def test_decoded_of_any_bytes_is_text_or_unreadable(data):
    try:
        text = decoded(data)
    except Unreadable:
        return
    assert "\0" not in text


def test_lines_with_any_line_end_are_counted():
    text = "a\nb\r\nc\rd"
    assert [Lines(text).number(text.index(letter)) for letter in "abcd"] == [1, 2, 3, 4]
