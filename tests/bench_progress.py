"""What the pages of progress cost at a million answers against ten thousand, and an answer with its tallies against one
without: in one run, interleaved. Run it by hand, `python -m tests.bench_progress --folder FOLDER`; the databases, made by
`make_history`, stay in the folder for another run. To try it: `--sizes 10000 20000 --students 600 --rounds 3`.

The same school of 10,000 students and 500 questions stands in both, and the students of the classes that are measured gave
the same answers in both (`--comparable`). So a page of theirs shows the same, and its ratio tells of the other answers in the
store and of nothing else. A page of a quiz, of a question or of a set, over everybody, goes over all that is there.

Figures of a quiz over everybody are kept until an attempt at it ends. "Cold" is the first look after that, "warm" each other.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests import stores

ROOT = Path(__file__).parents[1]
SIZES = (10_000, 1_000_000)
ROUNDS, WARM_UP = 15, 3
MOST_QUERIES, MOST_TIMES, MOST_MILLISECONDS, MOST_OF_AN_ANSWER = 15, 1.3, 100, 1.15
ITEM_ANALYSIS, ANSWERS = "whole item analysis of 20 questions", "answers"
COLD, WARM = ", cold", ", warm"
LAST = "that ends an attempt"
NAME = 52


class Worker:
    """A process with its database, which does one thing at a time and tells what it cost."""

    def __init__(self, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench_progress_pages"],
            env=environment(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.things = self.heard()

    def heard(self) -> Any:
        return json.loads(self.process.stdout.readline())

    def cost_of(self, thing: str) -> dict[str, Any]:
        print(thing, file=self.process.stdin, flush=True)
        return self.heard()

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the databases stay; else they go with the run")
    parser.add_argument("--stores", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--sizes", nargs=2, type=int, default=SIZES, metavar="ANSWERS", help="from 10,000")
    parser.add_argument("--students", type=int, default=10_000, help="from 501")
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    with folder_for(options.folder) as folder:
        broken = [fault for store in options.stores for fault in measured(store, folder, options)]
    stores.pytest_unconfigure()
    for fault in broken:
        print(f"Bound broken: {fault}")  # noqa: T201
    return int(bool(broken))


@contextmanager
def folder_for(wanted: Path | None) -> Iterator[Path]:
    if wanted:
        wanted.mkdir(parents=True, exist_ok=True)
        yield wanted.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="attest-bench-") as made:
        yield Path(made)


def measured(store: str, folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Prints the tables of one store, and yields each bound that is broken."""
    school = {"students": options.students, "questions": options.questions}
    workers = [Worker(url_of(store, folder, school | {"answers": size})) for size in options.sizes]
    small, large = (f"{size:,}" for size in options.sizes)
    print(f"\n{store + ', answers in it':<{NAME}}{small:>12}{large:>12}{'ratio':>8}{'queries':>12}")  # noqa: T201
    for thing in workers[0].things:
        costs = [in_turn(workers, thing, number) for number in range(WARM_UP + options.rounds)]
        yield from (f"{store}, {thing}: {fault}" for fault in told(thing, costs[WARM_UP:]))
    of_answers = workers[1].cost_of(ANSWERS)
    for worker in workers:
        worker.end()
    print(f"\n{store + ', an answer among ' + large:<{NAME}}{'no tallies':>12}{'tallies':>12}{'ratio':>8}")  # noqa: T201
    yield from (f"{store}, {fault}" for fault in told_of_answers(of_answers))


def in_turn(workers: list[Worker], thing: str, number: int) -> list[dict[str, Any]]:
    """What it cost each of them. In every other round the last one comes first, for the other leaves the machine warm."""
    step = (1, -1)[number % 2]
    return [worker.cost_of(thing) for worker in workers[::step]][::step]


def told(thing: str, costs: list[list[dict[str, Any]]]) -> Iterator[str]:
    """The row of one thing; `costs` are its pairs, small and large. Yields what is wrong with it."""
    if problem := costs[0][1].get("problem"):
        print(f"{thing:<{NAME}}{problem}")  # noqa: T201
        yield problem
        return
    small, large = (statistics.median(pair[place]["seconds"] for pair in costs) * 1e3 for place in (0, 1))
    queries = [max(pair[place]["queries"] for pair in costs) for place in (0, 1)]
    print(row(thing, small, large) + f"{queries[0]:>8}{queries[1]:>4}", flush=True)  # noqa: T201
    if max(queries) >= MOST_QUERIES:
        yield f"{max(queries)} queries, where there may be {MOST_QUERIES - 1}"
    if thing.startswith(ITEM_ANALYSIS):
        if large > MOST_MILLISECONDS:
            yield f"{large:.0f} ms, where {MOST_MILLISECONDS} are allowed"
    elif large / small > MOST_TIMES:
        yield f"{large / small:.2f} times as long, where {MOST_TIMES} are allowed"


def told_of_answers(costs: dict[str, Any]) -> Iterator[str]:
    """Rows that stand under the sizes: on the left without tallies, on the right with them, at the larger size."""
    for name, (without, with_tallies) in costs["pairs"].items():
        print(row(name, without * 1e3, with_tallies * 1e3), flush=True)  # noqa: T201
        # What ends an attempt adds it up once; the mean of whole attempts has its part of that.
        if with_tallies / without > MOST_OF_AN_ANSWER and LAST not in name:
            yield f"{name}: {with_tallies / without:.3f} times, where {MOST_OF_AN_ANSWER} are allowed"


def row(name: str, one: float, other: float) -> str:
    """Both in milliseconds."""
    return f"{name:<{NAME}}{one:>9.2f} ms{other:>9.2f} ms{other / one:>8.3f}"


def url_of(store: str, folder: Path, history: dict[str, int]) -> str:
    """Of the database with that history, which is made where it is not there yet."""
    folder = folder / store / "-".join(map(str, history.values()))
    folder.mkdir(parents=True, exist_ok=True)
    url = (
        stores.sqlite(str(folder)) if store == "sqlite" else stores.postgresql(str(folder), afterwards="stop")
    )
    made = folder / "made"
    if not made.exists():
        run(url, "migrate", "--verbosity=0")
        run(url, "load_library")
        run(url, "make_history", "--comparable", *(f"--{name}={count}" for name, count in history.items()))
        made.touch()
    # By the code of today: a database that was made before may lack what it keeps by itself, pages name styles by content.
    run(url, "migrate", "--verbosity=0")
    run(url, "collectstatic", "--noinput", "--verbosity=0")
    return url


def run(url: str, *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment(url), check=True)  # noqa: S603


def environment(url: str) -> dict[str, str]:
    """A cache in the process, for it is emptied again and again."""
    own = {"DATABASE_URL": url, "CACHE_URL": "locmemcache://", "DEBUG": "0", "ATTEST_DEMO": "1"}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "core.settings"}


if __name__ == "__main__":
    sys.exit(main())
