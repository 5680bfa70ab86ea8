"""Leases: prolonged in time, taken over after a death, no write begun too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugin.store import claims, schema
from plugin.store.engine import Database
from plugin.worker.lease import MIN_LEASE, WRITE_MARGIN, LeaseHolder, compute_lease

START = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
LEASE = timedelta(seconds=45)
WRITE = timedelta(seconds=10)


class SetClock:
    """Stands still until it is moved."""

    moment = START

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def pass_by(self, seconds: float) -> datetime:
        """Move the clock on and return the moment."""
        self.moment += timedelta(seconds=seconds)
        return self.moment


class SlowTracker:
    """All that matters of a tracker here."""

    write_timeout_s = 13.0


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with one subject that is due."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(database)
    with database.change() as connection:
        claims.make_due(connection, "main", "1009", START)
    yield database
    database.close()


@pytest.fixture
def clock() -> SetClock:
    """A clock of one's own."""
    return SetClock()


@pytest.fixture
def lease_holder(database: Database, clock: SetClock) -> LeaseHolder:
    """What the worker `one` holds."""
    return LeaseHolder(database, clock, LEASE, "one")


def another(database: Database, clock: SetClock, name: str = "another") -> LeaseHolder:
    """Return what another worker holds."""
    return LeaseHolder(database, clock, LEASE, name)


def test_lease_covers_a_read_a_write_and_a_look() -> None:
    """At the slowest tracker; without any it is the least."""
    assert MIN_LEASE + timedelta(seconds=39) == compute_lease([SlowTracker()])  # type: ignore[list-item]
    assert MIN_LEASE == compute_lease([])


@pytest.mark.parametrize(
    ("sentence", "prolonged_after_s", "free_after_s", "free"),
    [
        ("Nobody takes it before the lease ends.", None, 44, False),
        ("A worker that died is relieved when it ends.", None, 46, True),
        ("Early on nothing is written.", 10, 46, True),
        ("In its second half it is prolonged.", 30, 46, False),
        ("And ends later then.", 30, 76, True),
    ],
)
def test_lease_is_prolonged_until_the_maximum_hold(
    database: Database,
    clock: SetClock,
    lease_holder: LeaseHolder,
    sentence: str,
    prolonged_after_s: float | None,
    free_after_s: float,
    free: bool,
) -> None:
    """Seen by another worker who would like to have it."""
    assert lease_holder.claim(START)
    if prolonged_after_s is not None:
        clock.pass_by(prolonged_after_s)
        lease_holder.prolong()
    at = START + timedelta(seconds=free_after_s)
    assert free is (another(database, clock).claim(at) is not None), sentence


@pytest.mark.parametrize(
    ("sentence", "asleep_s", "may_write"),
    [
        ("At once.", 0, True),
        ("While the write would surely be over within the lease.", 31, True),
        ("Not so late that another may look before it is applied.", 33, False),
        ("Not after the lease.", 100, False),
    ],
)
def test_write_late_in_the_lease_is_refused(
    clock: SetClock, lease_holder: LeaseHolder, sentence: str, asleep_s: float, may_write: bool
) -> None:
    """The one who relieves a sleeper looks after the write time-out and a margin."""
    assert timedelta(seconds=45 - 32) == WRITE + WRITE_MARGIN
    assert lease_holder.claim(START)
    clock.pass_by(asleep_s)
    if may_write:
        lease_holder.check_time_left(WRITE)
        return
    with pytest.raises(claims.LeaseLost):
        lease_holder.check_time_left(WRITE)
    assert not may_write, sentence


def test_successor_frees_the_leases_of_a_dead_worker(database: Database, clock: SetClock) -> None:
    """At once and by its name; what others hold stays theirs."""
    with database.change() as connection:
        claims.make_due(connection, "main", "1010", START)
    assert another(database, clock, "one").claim(START)
    assert another(database, clock, "two").claim(START)
    successor = another(database, clock, "one")
    assert 1 == successor.free_leases()
    lease = successor.claim(START)
    assert lease is not None
    assert "1009" == lease.subject


def test_lease_left_by_a_fault_is_released(
    database: Database, clock: SetClock, lease_holder: LeaseHolder
) -> None:
    """The next claim of the same worker does not wait for its own lease to end."""
    assert lease_holder.claim(START)
    again = lease_holder.claim(START)
    assert again is None, "it was given back, and nothing waits for it"
    with database.change() as connection:
        claims.make_due(connection, "main", "1009", START)
    assert another(database, clock).claim(START) is not None
