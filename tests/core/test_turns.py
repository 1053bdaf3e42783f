"""Threads have their own connections, so these tests commit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from time import sleep

import pytest
from django.db import connection, transaction

from core.turns import TURN, hold, must_queue, write_in_turn
from tests import stores

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 3
"""Seconds: a fifth of what a writer waits for the store before it gives up."""


@pytest.mark.skipif(stores.STORE != "sqlite", reason="PostgreSQL locks rows and needs no queue")
def test_writers_queue_once_for_a_transaction():
    assert must_queue()
    with write_in_turn():
        assert TURN.locked()
        assert not must_queue()
        with write_in_turn():
            assert TURN.locked()
        assert TURN.locked()
    assert not TURN.locked()


def test_who_is_in_a_transaction_does_not_wait_for_one_who_waits_for_it():
    inside, queued = Event(), Event()

    def change_in_a_transaction() -> None:
        with closing(connection), transaction.atomic():
            inside.set()
            assert queued.wait(SOON)
            sleep(0.1)  # The other is at the door by now.
            with write_in_turn():
                pass

    def change_in_turn() -> None:
        with closing(connection):
            assert inside.wait(SOON)
            queued.set()
            with write_in_turn():
                pass

    with ThreadPoolExecutor(2) as threads:
        changes = [threads.submit(change) for change in (change_in_a_transaction, change_in_turn)]
        for change in changes:
            change.result(timeout=SOON)


@pytest.mark.skipif(stores.STORE == "sqlite", reason="SQLite has one writer anyway")
def test_who_comes_by_a_name_that_is_held_waits_and_by_another_passes():
    passed = []

    def come(name: str) -> None:
        with closing(connection), transaction.atomic():
            hold(name, "a door of its own " + name)
            passed.append(name)

    with ThreadPoolExecutor(2) as threads:
        with transaction.atomic():
            hold("b", "a")
            waits, passes = threads.submit(come, "a"), threads.submit(come, "c")
            passes.result(timeout=SOON)
            assert passed == ["c"]
        waits.result(timeout=SOON)
    assert passed == ["c", "a"]
