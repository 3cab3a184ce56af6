"""Which TLS certificates the check has seen, and which of them ends first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sso_providers.directory_door import Answer
from sso_providers.http import Response


@dataclass(frozen=True, slots=True, order=True)
class TlsCertificate:
    ends_at: datetime
    host: str


class Witness:
    """Sees every answer on its way to the stages; no certificate is worth a request of its own."""

    def __init__(self) -> None:
        self._seen: list[TlsCertificate] = []

    @property
    def first_to_end(self) -> TlsCertificate | None:
        return min(self._seen, default=None)

    def of_answers(self, fetch: Callable[..., Response]) -> Callable[..., Response]:
        """`fetch`, watched."""

        def watched(method: str, url: str, **options: Any) -> Response:
            answer = fetch(method, url, **options)
            self._note(urlsplit(url).hostname, answer.certificate_ends)
            return answer

        return watched

    def of_directories(self, ask: Callable[..., Answer]) -> Callable[..., Answer]:
        """`ask`, watched."""

        def watched(host: str, port: int, **options: Any) -> Answer:
            answer = ask(host, port, **options)
            self._note(host, answer.certificate_ends)
            return answer

        return watched

    def _note(self, host: str | None, ends: float | None) -> None:
        if host and ends is not None:
            self._seen.append(TlsCertificate(datetime.fromtimestamp(ends, UTC), host))
