"""What is measured by hand, once in a while, is still there and is what it is called."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.bench_progress import COLD, ITEM_ANALYSIS, MOST_QUERIES, WARM
from tests.bench_progress_pages import Costs, means


@pytest.mark.django_db
def test_every_page_that_is_measured_comes_and_cold_figures_are_reckoned_anew():
    options = ("--students=40", "--answers=300", "--questions=20", "--until=2026-07-31")
    call_command("make_history", *options, stdout=StringIO())
    costs = Costs()
    queries = {thing: costs.of(thing)["queries"] for thing in costs.things}
    assert all(0 < count < MOST_QUERIES for count in queries.values())
    for name in (*costs.kept, ITEM_ANALYSIS):
        again = [costs.of(name + way)["queries"] for way in (COLD, WARM, WARM)]
        assert again == [queries[name + COLD], queries[name + WARM], queries[name + WARM]]
        assert again[0] > again[1]


def test_an_attempts_end_is_a_twentieth_of_its_answers():
    """Of two hundred answers the dearest are left out as the machine's, but not as the ends of attempts."""
    without = [(1.0, 2.0, place % 20 == 19) for place in range(200)]
    with_tallies = [(41.0 if is_last else 1.0, 2.0, is_last) for _, _, is_last in without]
    found = dict(means([without, with_tallies]))
    assert found["one that ends an attempt, by the processor"] == (1, 41)
    assert found["one that does not end an attempt, by the processor"] == (1, 1)
    assert found["mean over whole attempts, by the processor"] == (1, 3)
    assert found["mean over whole attempts, by the clock"] == (2, 2)
