"""What must hold of the measures. Everything is a ratio within one run, or a count: no bound is a time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from .contestants import MANY, TRANSPORTS, Contestant, Transport
from .measures import Measures

Results = Mapping[Contestant, Measures]
OF_STOCK = 0.45
OF_AUTHLIB = 1.0
OF_ONE_REGISTRATION = 1.3


@dataclass(frozen=True, slots=True)
class Bound:
    """`ratio` of the two contestants' best tenths of `step` must not exceed `most`, nor reach it if `is_open`."""

    ours: Contestant
    other: Contestant
    step: str
    most: float
    is_open: bool = False

    def ratio(self, results: Results) -> float:
        return results[self.ours].best(self.step) / results[self.other].best(self.step)

    def holds(self, results: Results) -> bool:
        ratio = self.ratio(results)
        return ratio < self.most if self.is_open else ratio <= self.most

    def sentence(self, results: Results) -> str:
        wanted = f"{'less than' if self.is_open else 'at most'} {self.most:g}"
        what = f"{self.ours.transport}, {self.step}: {self.ours} takes {self.ratio(results):.2f} of {self.other}"
        return f"{what} ({wanted} is wanted)"


def bounds() -> list[Bound]:
    return [bound for transport in TRANSPORTS for bound in bounds_of(transport)]


def bounds_of(transport: Transport) -> Iterator[Bound]:
    one, many = Contestant("portal", transport), Contestant("portal", transport, MANY)
    for ours in (one, many):
        yield Bound(ours, Contestant("mozilla-django-oidc", transport), "callback", OF_STOCK)
        yield Bound(ours, Contestant("authlib", transport), "callback", OF_AUTHLIB, is_open=True)
    for step in ("start", "callback"):
        yield Bound(many, one, step, OF_ONE_REGISTRATION)


def wasted(results: Results) -> list[str]:
    """Sentences about what a clock does not show: a sign-in is one request on a kept connection, whatever the rows."""
    found = []
    for contestant, measures in results.items():
        if contestant.site != "portal":
            continue
        if measures.requests != measures.sign_ins or measures.connections:
            found.append(
                f"{contestant.transport}: {contestant} takes {measures.requests_each:.2f} requests and "
                f"{measures.connections_each:.2f} new connections a sign-in (1 and 0 are wanted)"
            )
        alone = results[Contestant("portal", contestant.transport)]
        if measures.queries != alone.queries:
            found.append(
                f"{contestant.transport}: {contestant} takes {dict(measures.queries)} queries, "
                f"not {dict(alone.queries)} as with one"
            )
    return found


def judge(results: Results, again: Callable[[set[Contestant]], Results]) -> list[str]:
    """Sentences about what does not hold, none if all does.

    A machine has other things to do, so a ratio counts only if it is too high a second time: `again` measures the
    contestants of those that were, and the rest of `results` stays.
    """
    doubtful = [bound for bound in bounds() if not bound.holds(results)]
    if doubtful:
        involved = {contestant for bound in doubtful for contestant in (bound.ours, bound.other)}
        results = {**results, **again(involved)}
    broken = [bound.sentence(results) for bound in doubtful if not bound.holds(results)]
    return broken + wasted(results)
