"""What was measured of one contestant, and what its tables say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles

STEPS = ("page", "start", "callback")


@dataclass(slots=True)
class Measures:
    """Seconds of every measured sign-in's steps, and what the provider saw of them all together."""

    queries: Mapping[str, int]
    seconds: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    requests: int = 0
    connections: int = 0

    def add(self, seconds: Mapping[str, Sequence[float]], *, requests: int, connections: int) -> None:
        for step in STEPS:
            self.seconds[step] += seconds[step]
        self.requests += requests
        self.connections += connections

    @property
    def sign_ins(self) -> int:
        return len(self.seconds["callback"])

    def best(self, step: str) -> float:
        """In milliseconds: a tenth took less. Whatever else the machine does only adds, so bounds compare this."""
        return self._deciles(step)[0]

    def median(self, step: str) -> float:
        """In milliseconds."""
        return median(self.seconds[step]) * 1000

    def p90(self, step: str) -> float:
        """In milliseconds: a tenth took more."""
        return self._deciles(step)[-1]

    def _deciles(self, step: str) -> list[float]:
        return [each * 1000 for each in quantiles(self.seconds[step], n=10, method="inclusive")]

    @property
    def requests_each(self) -> float:
        """Requests to the provider for one sign-in, from the start to the end of the callback."""
        return self.requests / self.sign_ins

    @property
    def connections_each(self) -> float:
        return self.connections / self.sign_ins
