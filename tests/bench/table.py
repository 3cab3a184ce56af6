"""The results for a terminal."""

from collections.abc import Iterable

from .contestants import TRANSPORTS, Contestant
from .measures import Measures
from .verdict import Results

HEAD = ("callback p10", "p50", "p90", "of stock", "start p10", "p50", "p90", "requests", "connections", "queries")


def table(results: Results) -> str:
    """Milliseconds, by transport; the rest is for one sign-in."""
    return "\n\n".join(block([(words, *HEAD), *rows(results, transport)]) for transport, words in TRANSPORTS.items())


def pages(results: Results) -> str:
    """The page that leads to the providers, which has a form for each of them."""
    head = ("the sign-in page", "ms", "queries")
    found = [
        (
            f"{contestant}, {TRANSPORTS[contestant.transport]}",
            f"{measures.median('page'):.1f}",
            str(measures.queries["page"]),
        )
        for contestant, measures in results.items()
        if measures.seconds["page"]
    ]
    return block([head, *found])


def rows(results: Results, transport: str) -> Iterable[tuple[str, ...]]:
    for contestant, measures in results.items():
        if contestant.transport == transport:
            stock = results[Contestant("mozilla-django-oidc", contestant.transport)].best("callback")
            yield (str(contestant), *cells(measures, stock))


def cells(measures: Measures, stock: float) -> tuple[str, ...]:
    return (
        f"{measures.best('callback'):.1f}",
        f"{measures.median('callback'):.1f}",
        f"{measures.p90('callback'):.1f}",
        f"{measures.best('callback') / stock:.2f}",
        f"{measures.best('start'):.1f}",
        f"{measures.median('start'):.1f}",
        f"{measures.p90('start'):.1f}",
        f"{measures.requests_each:.1f}",
        f"{measures.connections_each:.1f}",
        str(measures.queries["start"] + measures.queries["callback"]),
    )


def block(lines: list[tuple[str, ...]]) -> str:
    """Aligned: the names to the left, the numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]) for line in lines)
