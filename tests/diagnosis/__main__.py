"""How much of what was wrong in posted configurations is found: `make diagnose-score`.

Exits with 1 below the bar, and for what is missed without an explanation in explained.py.
"""

import sys
from collections.abc import Iterator, Sequence

from . import explained
from .cases import ABSENT, OFFLINE, RIGHT, cases
from .score import Outcome, outcomes, share_found, unexplained

BAR = 0.95


def main() -> int:
    scored = tuple(outcomes(cases()))
    if not scored:
        print(ABSENT)
        return 0
    print("\n".join([*table(scored), "", *totals(scored), "", *misses(scored)]))
    failures = [*unexplained(scored)]
    print("\n".join(f"Not explained: {each}" for each in failures))
    return 1 if failures or share_found(scored) < BAR or any(each.false for each in scored) else 0


def table(scored: Sequence[Outcome]) -> Iterator[str]:
    yield row("case", "found", "missed", "hinted", "fixed", "false", "further errors")
    for each in scored:
        others = [c for c in each.case.causes if c.detectable != OFFLINE and c.kind != RIGHT]
        yield row(
            each.case.id,
            f"{len(each.found)}/{len(each.found) + len(each.missed)}",
            str(len(each.missed) or ""),
            f"{len(others) - len(each.unhinted)}/{len(others)}" if others else "",
            f"{len(each.fixed)}/{len(each.case.fixed)}" if each.case.fixed else "",
            str(len(each.false)) if each.case.is_right else "",
            ", ".join(f"{finding.rule.id} at {finding.setting}" for finding in each.further),
        )


def row(*cells: str) -> str:
    return "".join(cell.ljust(8) for cell in cells).rstrip()


def totals(scored: Sequence[Outcome]) -> Iterator[str]:
    causes = [cause for each in scored for cause in each.case.causes]
    silent = [cause for each in scored for cause in (*each.missed, *each.unhinted)]
    for detectable in dict.fromkeys(cause.detectable for cause in causes if cause.kind != RIGHT):
        every = [cause for cause in causes if cause.detectable == detectable and cause.kind != RIGHT]
        found = len(every) - sum(cause.detectable == detectable for cause in silent)
        word = "found at its setting" if detectable == OFFLINE else "given at least a hint"
        yield f"{detectable}: {found} of {len(every)} root causes {word} ({found / len(every):.1%})"
    right = [each for each in scored if each.case.is_right]
    yield f"false errors in the {len(right)} configurations that were right: {sum(len(each.false) for each in right)}"
    wanted = sum(len(each.case.fixed) for each in scored)
    yield f"right values after every fix: {sum(len(each.fixed) for each in scored)} of {wanted}"


def misses(scored: Sequence[Outcome]) -> Iterator[str]:
    for each in scored:
        for cause in (*each.missed, *each.unhinted):
            name = " / ".join(cause.names)
            why = explained.MISSED.get((each.case.id, name), "NOT EXPLAINED")
            yield f"{each.case.id} missed {name}: {cause.problem}\n    {why}"
        for name in each.unfixed:
            yield f"{each.case.id} not fixed {name}\n    {explained.UNFIXED.get((each.case.id, name), 'NOT EXPLAINED')}"


if __name__ == "__main__":
    sys.exit(main())
