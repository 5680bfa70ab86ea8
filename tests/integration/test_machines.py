"""Several machines on one PostgreSQL: none waits for another or misses work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from time_limits import scaled

from plugin.core.model.events import IssueTouched
from plugin.store import accepted_deliveries, claims, deliveries
from plugin.store.accepted_deliveries import DatabaseInbox
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.store.notifications import WorkNotifications

NOW = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=45)
WAIT_LIMIT_S = scaled(60.0)


@pytest.fixture
def shared(ready_postgres: str) -> Iterator[Database]:
    """The one database of all machines."""
    database = Database(ready_postgres)
    yield database
    database.close()


def arrival(delivery: str, subject: str = "1009", at: datetime = NOW) -> Arrival:
    """Return a delivery about an issue."""
    events = (IssueTouched(issue_id=subject),)
    return Arrival("main", delivery, at, {}, b"{}", "handled", subject=subject, events=events)


def in_thread(act: Callable[[], object]) -> threading.Thread:
    """Do something on another machine."""
    thread = threading.Thread(target=act, daemon=True)
    thread.start()
    return thread


def ended(thread: threading.Thread) -> None:
    """Wait until another machine is through."""
    thread.join(WAIT_LIMIT_S)
    assert not thread.is_alive()


def until_somebody_waits(database: Database) -> None:
    """Wait until a connection waits for a lock of another one."""
    deadline = time.monotonic() + WAIT_LIMIT_S
    waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    while time.monotonic() < deadline:
        with database.look() as connection:
            if connection.execute(waits).scalar_one():
                return
    raise AssertionError("nobody came to wait")


def test_delivery_during_a_release_is_not_missed(shared: Database) -> None:
    """The release waits for the delivery and leaves the subject due."""
    inbox = DatabaseInbox(shared)
    inbox.accept(arrival("first"))
    with shared.change() as connection:
        lease = claims.claim(connection, NOW, LEASE)
        assert lease is not None
        for each in deliveries.load_waiting(connection, "main", "1009"):
            deliveries.finish(connection, each.id, NOW, "handled")

    def give_back() -> None:
        with shared.change() as connection:
            claims.release(connection, lease, NOW, None)

    with shared.change() as connection:
        accepted_deliveries.save_delivery(connection, arrival("second", at=NOW + timedelta(seconds=1)))
        release = in_thread(give_back)
        until_somebody_waits(shared)
    ended(release)
    with shared.look() as connection:
        assert claims.load_next_moment(connection, NOW) is not None


def test_held_subject_does_not_delay_a_delivery(shared: Database) -> None:
    """While a worker decides about an issue, its next delivery is accepted at once."""
    inbox = DatabaseInbox(shared)
    inbox.accept(arrival("first"))
    with shared.change() as connection:
        lease = claims.claim(connection, NOW, LEASE)
    assert lease is not None
    with shared.change() as connection:
        claims.check_lease(connection, lease)
        ended(in_thread(lambda: inbox.accept(arrival("second"))))


def test_two_workers_of_one_contract_do_not_deadlock(shared: Database) -> None:
    """Each makes the other's issue due while it holds its own."""
    inbox = DatabaseInbox(shared)
    inbox.accept(arrival("a", "1"))
    inbox.accept(arrival("b", "2"))
    with shared.change() as connection:
        one = claims.claim(connection, NOW, LEASE)
        other = claims.claim(connection, NOW, LEASE)
    assert one is not None
    assert other is not None

    def decide_on_the_other() -> None:
        with shared.change() as connection:
            claims.check_lease(connection, other)
            claims.make_due(connection, "main", one.subject, NOW - timedelta(seconds=1))

    with shared.change() as connection:
        claims.check_lease(connection, one)
        claims.make_due(connection, "main", other.subject, NOW - timedelta(seconds=1))
        second = in_thread(decide_on_the_other)
    ended(second)


def test_held_subject_is_claimed_by_nobody_else(shared: Database) -> None:
    """Not even after the lease ended, while its holder checks it."""
    DatabaseInbox(shared).accept(arrival("a"))
    with shared.change() as connection:
        lease = claims.claim(connection, NOW, LEASE)
    assert lease is not None
    later = NOW + 2 * LEASE
    with shared.change() as connection:
        claims.check_lease(connection, lease)
        with shared.change() as another:
            assert claims.claim(another, later, LEASE) is None
    with shared.change() as connection:
        assert claims.claim(connection, later, LEASE) is not None


def test_delivery_wakes_a_sleeping_worker(shared: Database) -> None:
    """By the delivery itself, long before it would look again on its own."""
    waking, woken_after, asleep = WorkNotifications(shared), [], threading.Event()

    def sleep() -> None:
        waking.wait(threading.Event(), 0)
        asleep.set()
        began = time.monotonic()
        waking.wait(threading.Event(), None)
        woken_after.append(time.monotonic() - began)

    sleeper = in_thread(sleep)
    assert asleep.wait(WAIT_LIMIT_S)
    DatabaseInbox(shared).accept(arrival("a"))
    ended(sleeper)
    waking.close()
    assert woken_after[0] < scaled(0.5)


def test_claim_reads_one_row_whatever_waits(shared: Database) -> None:
    """With 8,000 events on five issues the claim is one look-up in an index of five."""
    batch = [arrival(f"d{n}", str(n % 5)) for n in range(8_000)]
    with shared.change() as connection:
        for start in range(0, len(batch), 500):
            accepted_deliveries.save_deliveries(connection, batch[start : start + 500])
    with shared.change() as connection:
        connection.execute(text("ANALYZE"))
        assert 5 == connection.execute(text("SELECT count(*) FROM subjects")).scalar_one()
        began = time.perf_counter()
        claimed = [claims.claim(connection, NOW, LEASE) for _ in range(5)]
        took_s = time.perf_counter() - began
    assert 5 == len({lease.subject for lease in claimed if lease})
    assert took_s < scaled(0.5)
