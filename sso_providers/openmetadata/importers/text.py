"""Bytes that a person hands over, as text; and where its lines begin. Knows no file format."""

import codecs
import re
from bisect import bisect_right

from sso_providers.catalogue.sentences import say

from .imported import Unreadable

LARGEST = 5_000_000
KNOWN = say(
    "an env file, a Compose file, an openmetadata.yaml, Helm values, or a server's security configuration as JSON"
)
# What files that are no text begin with.
MAGIC = (
    (b"PK\x03\x04", say("a ZIP archive")),
    (b"\x1f\x8b", say("a gzip archive")),
    (b"BZh", say("a bzip2 archive")),
    (b"\xfd7zXZ\x00", say("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", say("a 7-Zip archive")),
    (b"\x28\xb5\x2f\xfd", say("a zstd archive")),
    (b"\x89PNG", say("a picture")),
    (b"\xff\xd8\xff", say("a picture")),
    (b"GIF8", say("a picture")),
    (b"%PDF-", say("a PDF document")),
    (b"\x7fELF", say("a program")),
    (b"\xca\xfe\xba\xbe", say("a Java class")),
    (b"\xfe\xed\xfe\xed", say("a Java key store")),
)
# UTF-32's mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 4096
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# A stray control character is the format's business; more than this share of them is no text.
MOST_CONTROL = 0.02
LINE_BREAK = re.compile(r"\r\n|\n|\r")


def decoded(data: bytes) -> str:
    """The text, its line ends as they are, without a byte order mark. Raises `Unreadable` for what is none."""
    if len(data) > LARGEST:
        raise Unreadable(
            say("The file has more than {value} MB: give {known} alone.", value=LARGEST // 1_000_000, known=KNOWN)
        )
    for start, name in MAGIC:
        if data.startswith(start):
            raise Unreadable(say("The file is {name}, and no text: give {known}.", name=name, known=KNOWN))
    text = by_mark(data)
    if text is None:
        text = by_look(data)
    if "\0" in text or len(CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise Unreadable(
            say("The file is no text, or not in an encoding that is known here: give {known} as UTF-8.", known=KNOWN)
        )
    return text


def by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return strictly(data[len(mark) :], encoding)
    return None


def by_look(data: bytes) -> str:
    wide = unmarked(data[:SAMPLE])
    for encoding in filter(None, (wide, "utf-8", "cp1252")):
        text = strictly(data, encoding)
        if text is not None:
            return text
    return data.decode("latin-1")


def strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def unmarked(sample: bytes) -> str:
    """The wide encoding that a text without a mark is in, "" for none: Latin letters have zeros beside them."""
    zeros = [sample[place::4].count(0) for place in range(4)]
    quarter = len(sample) // 4
    if not quarter or not any(zeros):
        return ""
    mostly = [count > quarter * 0.7 for count in zeros]
    match mostly:
        case [False, True, True, True]:
            return "utf-32-le"
        case [True, True, True, False]:
            return "utf-32-be"
        case [False, True, False, True]:
            return "utf-16-le"
        case [True, False, True, False]:
            return "utf-16-be"
    return ""


class Lines:
    """Line numbers of a text, from 1: \\n, \\r\\n and \\r end one."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(found.end() for found in LINE_BREAK.finditer(text))]

    def number(self, offset: int) -> int:
        return bisect_right(self.starts, offset)
