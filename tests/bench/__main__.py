"""`make bench`: starts the provider and the contestants, lets them take turns, prints a table, and judges.

The exit status is 1 if a bound does not hold. The processes end with this one: they read their standard input.
"""

import argparse
import json
import os
import random
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, cast
from urllib.request import urlopen

from .contestants import Contestant, contestants
from .measures import Measures
from .provider import SEEN, trusted_file
from .table import pages, table
from .verdict import Results, judge

PACKAGES = Path(".cache/bench/packages")
MEMORY = Path("/dev/shm")  # noqa: S108


class Died(Exception):
    """A process of the bench ended early."""


class Process:
    """Speaks JSON, a line at a time."""

    def __init__(self, arguments: list[str], log: Path, environment: dict[str, str]) -> None:
        self.arguments, self.log = arguments, log
        with log.open("w", encoding="utf-8") as errors:
            self.child = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env=os.environ | environment,
            )

    def tell(self, line: object) -> None:
        pipe = cast(IO[str], self.child.stdin)
        pipe.write(f"{line}\n")
        pipe.flush()

    def read(self) -> Any:
        line = cast(IO[str], self.child.stdout).readline()
        if not line:
            raise Died(f"{' '.join(self.arguments)} ended early:\n{self.log.read_text('utf-8')[-3000:]}")
        return json.loads(line)

    def stop(self) -> None:
        self.child.communicate()


class Bench:
    """The provider and its contestants, all of them running."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.urls = self.start("provider", ["tests.bench.provider", str(folder)]).read()
        self.tls = ssl.create_default_context(cafile=trusted_file(folder))
        self.running = {contestant: self.worker(contestant) for contestant in contestants()}
        self.queries = {contestant: worker.read() for contestant, worker in self.running.items()}

    def start(self, name: str, arguments: list[str], **environment: str) -> Process:
        process = Process(arguments, self.folder / f"{name}.log", environment)
        self.stack.callback(process.stop)
        return process

    def worker(self, contestant: Contestant) -> Process:
        name = f"{contestant.site}-{contestant.transport}-{contestant.registrations}"
        data = self.folder / name
        data.mkdir()
        url = self.urls[contestant.transport]
        return self.start(
            name,
            ["tests.bench.worker", contestant.site, url, str(contestant.registrations), str(data)],
            REQUESTS_CA_BUNDLE=str(trusted_file(self.folder)),
            # The portal has to do with its own requirements.
            PYTHONPATH="" if contestant.site == "portal" else str(PACKAGES.resolve()),
        )

    def measure(self, who: Iterable[Contestant], *, rounds: int, sign_ins: int) -> Results:
        """`rounds` times `sign_ins` of each, who take turns in an order that changes: noise hits everybody alike."""
        results = {each: Measures(self.queries[each]) for each in who}
        for _ in range(rounds):
            for contestant in random.sample(list(results), len(results)):
                self.seen(contestant)
                self.running[contestant].tell(sign_ins)
                seconds = self.running[contestant].read()
                seen = self.seen(contestant)
                results[contestant].add(
                    seconds, requests=sum(seen["requests"].values()), connections=seen["connections"]
                )
        return results

    def seen(self, contestant: Contestant) -> Any:
        """What the provider has seen since the last time."""
        context = self.tls if contestant.transport == "https" else None
        with urlopen(self.urls[contestant.transport] + SEEN, context=context, timeout=10) as answer:  # noqa: S310
            return json.load(answer)


@contextmanager
def running_bench() -> Iterator[Bench]:
    """In memory where that is possible: a disk's moods are no property of a sign-in."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-", dir=MEMORY if MEMORY.is_dir() else None) as folder,
        ExitStack() as stack,
    ):
        yield Bench(Path(folder), stack)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--sign-ins", type=int, default=5, help="of each contestant in a round")
    options = parser.parse_args()
    with running_bench() as bench:

        def measure(who: Iterable[Contestant]) -> Results:
            return bench.measure(who, rounds=options.rounds, sign_ins=options.sign_ins)

        def again(who: set[Contestant]) -> Results:
            print(f"\nToo slow for a bound, so these are measured again: {', '.join(sorted(map(str, who)))}.\n")
            results = measure(who)
            print(table({**first, **results}))
            return results

        first = measure(contestants())
        print(f"Milliseconds of {options.rounds * options.sign_ins} sign-ins each; the provider answers after 20.")
        print("p10: a tenth took less. Whatever else this machine does only adds, so the bounds compare this.\n")
        print(table(first), pages(first), sep="\n\n")
        broken = judge(first, again)
    print("", *(broken or ["Every bound holds."]), sep="\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
