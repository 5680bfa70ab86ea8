"""Several workers in one process: woken by due work, side by side, ended together."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from plugin.runtime.clock import SystemClock
from plugin.store import claims, schema, timers
from plugin.store.engine import Database
from plugin.worker import pool as pool_module
from plugin.worker.lease import LeaseHolder
from plugin.worker.pool import WorkerPool

WAIT_LIMIT_S = 10.0
LEASE = timedelta(seconds=60)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A database with two subjects that are due."""
    database = Database(f"sqlite:///{tmp_path}/ugovor.db")
    schema.upgrade(database)
    for subject in ("1", "2"):
        make_due(database, subject)
    yield database
    database.close()


def make_due(database: Database, subject: str) -> None:
    """Make a subject due now."""
    with database.change() as connection:
        claims.make_due(connection, "main", subject, datetime.now(UTC))


def set_timer(database: Database, subject: str, at: datetime | None) -> None:
    """Set or cancel a timer of a subject."""
    with database.change() as connection:
        timers.set_timer(connection, "main", subject, "test", at)


class StandIn:
    """Does with each subject what a test asks for, and gives it back."""

    def __init__(self, database: Database, handle: Callable[[str], None]) -> None:
        self.lease_holder = LeaseHolder(database, SystemClock(), LEASE, "pool")
        self._handle = handle
        self.beats = 0

    def beat(self, now: datetime) -> bool:
        """Count the heartbeat; mappings are loaded."""
        del now
        self.beats += 1
        return True

    def run_once(self) -> bool:
        """Handle one subject."""
        lease = self.lease_holder.claim(datetime.now(UTC))
        if lease is not None:
            self._handle(lease.subject)
            self.lease_holder.release(None)
        return lease is not None


def started(database: Database, workers: list[Any], stop: threading.Event) -> threading.Thread:
    """Run a pool in a thread."""
    pool = WorkerPool(database, SystemClock(), workers)
    thread = threading.Thread(target=pool.run, args=(stop,), daemon=True)
    thread.start()
    return thread


def test_pool_handles_subjects_side_by_side(database: Database) -> None:
    """Each waits for the other in the middle of its own; only the first worker beats."""
    both, stop = threading.Barrier(2), threading.Event()
    done = threading.Semaphore(0)

    def handle(subject: str) -> None:
        del subject
        both.wait(WAIT_LIMIT_S)
        done.release()

    workers = [StandIn(database, handle) for _ in range(4)]
    thread = started(database, workers, stop)
    for _ in range(2):
        assert done.acquire(timeout=WAIT_LIMIT_S)
    # What comes later is found, too.
    for subject in ("3", "4"):
        make_due(database, subject)
    for _ in range(2):
        assert done.acquire(timeout=WAIT_LIMIT_S)
    stop.set()
    thread.join(WAIT_LIMIT_S)
    assert not thread.is_alive()
    assert workers[0].beats > 0
    assert [0, 0, 0] == [worker.beats for worker in workers[1:]]


def test_stop_finishes_the_subject_in_hand(database: Database) -> None:
    """A stop ends the pool after the subject, not within it; nothing more is claimed."""
    begun, go_on, stop = threading.Event(), threading.Event(), threading.Event()
    handled = []

    def handle(subject: str) -> None:
        begun.set()
        assert go_on.wait(WAIT_LIMIT_S)
        handled.append(subject)

    thread = started(database, [StandIn(database, handle)], stop)
    assert begun.wait(WAIT_LIMIT_S)
    stop.set()
    go_on.set()
    thread.join(WAIT_LIMIT_S)
    assert not thread.is_alive()
    assert handled[0] == "1"
    with database.look() as connection:
        assert claims.load_next_moment(connection, datetime.now(UTC)) is not None or len(handled) == 2


def test_bug_in_a_worker_ends_the_pool(database: Database) -> None:
    """The process ends and is restarted; it does not go on with fewer workers."""

    def handle(subject: str) -> None:
        raise LookupError(subject)

    pool: WorkerPool = WorkerPool(database, SystemClock(), [StandIn(database, handle)])  # type: ignore[list-item]
    with pytest.raises(LookupError):
        pool.run(threading.Event())


def test_database_fault_pauses_all_workers_once(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and all go on afterwards."""
    monkeypatch.setattr(pool_module, "FAULT_INTERVAL_S", 0.01)
    caplog.set_level("INFO")
    both, stop, done = threading.Barrier(2), threading.Event(), threading.Semaphore(0)
    failed: set[str] = set()

    def handle(subject: str) -> None:
        if subject not in failed:
            failed.add(subject)
            set_timer(database, subject, datetime.now(UTC))
            both.wait(WAIT_LIMIT_S)
            raise OperationalError("", {}, sqlite3.OperationalError("locked"))
        set_timer(database, subject, None)
        done.release()

    thread = started(database, [StandIn(database, handle) for _ in range(2)], stop)
    for _ in range(2):
        # What the fault left in a worker's hands is given back with its next claim.
        assert done.acquire(timeout=WAIT_LIMIT_S)
    deadline = time.monotonic() + WAIT_LIMIT_S
    while "answers again" not in caplog.text and time.monotonic() < deadline:
        stop.wait(0.01)
    stop.set()
    thread.join(WAIT_LIMIT_S)
    assert 1 == sum("trying again" in line for line in caplog.messages)
    assert any("answers again" in line for line in caplog.messages)
