"""The part of an answer before its body, of which no more than a limit is read."""

from http.client import HTTPException, HTTPResponse
from io import BufferedReader
from typing import cast

HEAD_BYTES = 64 * 1024


class HeadTooLong(HTTPException):
    """Status line and headers have more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(limit)


class Head:
    """The lines of an answer before its body, up to a number of bytes; http.client asks for no more of it."""

    def __init__(self, whole: BufferedReader, limit: int) -> None:
        self._whole, self._limit, self._left = whole, limit, limit

    def readline(self, size: int) -> bytes:
        line = self._whole.readline(size)
        self._left -= len(line)
        if self._left < 0:
            raise HeadTooLong(self._limit)
        return line

    def close(self) -> None:
        self._whole.close()


class BoundedAnswer(HTTPResponse):
    """http.client alone would take a hundred headers of 64 KiB, after any number of status lines."""

    def begin(self) -> None:
        whole = self.fp
        head = self.fp = cast(BufferedReader, Head(whole, HEAD_BYTES))
        try:
            super().begin()
        finally:
            if self.fp is head:
                self.fp = whole
