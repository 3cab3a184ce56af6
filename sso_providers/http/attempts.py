"""The time that one exchange has, held at every wait for the network."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Found = TypeVar("Found")


class Attempt:
    """One exchange: until when it may last, and what the connection tells about itself."""

    def __init__(self, *, allow_private: bool, seconds: float, meanwhile: Callable[[], None] | None) -> None:
        self.allow_private = allow_private
        self._meanwhile = meanwhile
        # Whether the connection has carried others before, and whom it reaches.
        self.is_kept = False
        self.address = ""
        self.certificate_ends: float | None = None
        self._ends = time.monotonic() + seconds

    def use_the_wait(self) -> None:
        """Does once what there is to do while the provider thinks."""
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()

    def left(self) -> float:
        """Seconds; raises `TimeoutError` when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Current(threading.local):
    """The attempt that this thread makes. A kept connection serves one after another."""

    attempt: Attempt


current = Current()


class TimedSocket(socket.socket):
    """No wait lasts longer than the attempt; else every byte of an answer could take the whole time anew."""

    def recv_into(self, *args: Any) -> int:
        self.settimeout(current.attempt.left())
        return super().recv_into(*args)

    def sendall(self, *args: Any) -> None:
        self.settimeout(current.attempt.left())
        super().sendall(*args)


class TimedTlsSocket(ssl.SSLSocket):
    def recv_into(self, *args: Any) -> int:
        self.settimeout(current.attempt.left())
        return super().recv_into(*args)

    def sendall(self, *args: Any) -> None:
        self.settimeout(current.attempt.left())
        super().sendall(*args)


def in_time(ask: Callable[[], Found]) -> Found:
    """What `ask` finds. A name look-up can't be interrupted: it gets a thread of its own, and is left alone there."""
    answer: Future[Found] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as error:  # the caller's thread is where it must surface
            answer.set_exception(error)

    threading.Thread(target=run, name="look-up", daemon=True).start()
    return answer.result(timeout=current.attempt.left())
