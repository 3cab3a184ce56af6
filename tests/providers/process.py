"""A provider's process: on a free port of loopback, waited for, and ended with everything it started."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

PATIENCE = 120


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Process:
    """Starts at once; its output goes to `log`."""

    def __init__(self, command: Sequence[str | Path], *, environment: Mapping[str, str], folder: Path, log: Path):
        self.log, self.started_at = log, time.monotonic()
        with log.open("wb") as output:
            # A session of its own, so that what it starts can be ended with it.
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for(self, address: str) -> float:
        """Until `address` answers with success; the seconds since the start."""
        while time.monotonic() - self.started_at < PATIENCE and self._process.poll() is None:
            try:
                if requests.get(address, timeout=5).ok:
                    return time.monotonic() - self.started_at
            except requests.RequestException:
                pass
            time.sleep(0.05)
        raise AssertionError(f"The provider did not start:\n{self.log.read_text('utf-8', 'replace')[-4000:]}")

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
