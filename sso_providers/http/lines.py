"""What an exchange and its connection have to tell each other."""

import socket
import threading
import time
from contextlib import suppress


class Line:
    """The way of one exchange; `cut` ends it from another thread, when the time is up."""

    def __init__(self, *, allow_private: bool, seconds: float) -> None:
        self.allow_private = allow_private
        # What the connection tells: whether it has carried others before, and whom it reaches.
        self.is_kept = False
        self.address = ""
        self.certificate_ends: float | None = None
        self._ends = time.monotonic() + seconds
        self._socket: socket.socket | None = None

    def left(self) -> float:
        """Seconds; raises `TimeoutError` when there are none."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def hold(self, connected: socket.socket) -> None:
        """The socket that `cut` is to cut from now on; raises `TimeoutError` where it came too late for that."""
        self._socket = connected
        self.left()

    def cut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Not the method of SSLSocket, which would take the TLS state from under the reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class Current(threading.local):
    """The line of the exchange that this thread is for."""

    line: Line


current = Current()
