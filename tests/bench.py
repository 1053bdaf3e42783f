"""What an answer costs: CPU time of an answer's POST against a bare Django view, in one run, interleaved.

The bare view does what any view that keeps something must: session and user, two reads, one insert, a fragment of
1 kB; both go through the same middleware and the real WSGI handler. Times wobble from machine to machine, ratios
hardly. Run it by `make bench`.
"""

import os
import statistics
import subprocess
import sys
import tempfile

import django

from tests import stores

STORES = {"sqlite": stores.sqlite, "postgresql": stores.postgresql}
ROUNDS, WARM_UP = 600, 60
# Most answers sent here are wrong, so that with cards nearly each of them makes or advances one.
MOST, MOST_WITH_CARD = 1.6, 2.2


def main() -> int:
    if len(sys.argv) > 1:
        return measure(sys.argv[1])
    runs = [subprocess.run([sys.executable, "-m", "tests.bench", store], check=False) for store in STORES]  # noqa: S603
    return max(run.returncode for run in runs)


def measure(store: str) -> int:
    """Prints the row of one store; 1 where the answer costs more than it may."""
    with tempfile.TemporaryDirectory(prefix="attest-bench-") as folder:
        os.environ["DATABASE_URL"] = STORES[store](folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
        django.setup()
        from tests import bench_views

        *costs, before = bench_views.run(ROUNDS, WARM_UP)
        stores.pytest_unconfigure()
    bare, answer, with_card = (statistics.median(seconds) * 1e3 for seconds in costs)
    row = f"{store:<12}{bare:>9.2f}{answer:>8.2f}{answer / bare:>7.2f}{with_card:>11.2f}{with_card / bare:>7.2f}{before:>16}"
    print(row, flush=True)  # noqa: T201
    return int(answer / bare > MOST or with_card / bare > MOST_WITH_CARD)


if __name__ == "__main__":
    sys.exit(main())
