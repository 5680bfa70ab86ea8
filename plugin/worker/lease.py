"""Leases: a worker claims a subject, prolongs it while it works, and releases it.

The subject of a killed worker is free when its lease ends. A worker that hung and wakes finds in the database
that another has its subject, so it saves nothing. And it does not begin a write to a tracker so late in its
lease that the other worker could already have looked for that write.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from plugin.runtime.clock import Clock
from plugin.runtime.failpoints import failpoint
from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.trackers.base import Tracker

log = logging.getLogger("ugovor.worker")

MIN_LEASE = timedelta(seconds=15)
WRITE_MARGIN = timedelta(seconds=3)
"""Added to the write time-out before a repeat looks: a tracker may apply late what it did not answer."""
MAX_HOLD = timedelta(hours=1)
"""A subject is not held longer in one go, whatever is done with it."""


def compute_lease(trackers: Iterable[Tracker]) -> timedelta:
    """Return how long a lease is: a read, a write and a look, and some more.

    The slowest tracker counts.
    """
    slowest_s = max((tracker.write_timeout_s for tracker in trackers), default=0.0)
    return MIN_LEASE + 3 * timedelta(seconds=slowest_s)


class LeaseHolder:
    """What one worker holds: one subject at a time."""

    def __init__(self, database: Database, clock: Clock, lease: timedelta, name: str = "") -> None:
        """Take the clock and how long a lease is.

        Args:
            database: where the leases are.
            clock: what the present is.
            lease: how long a subject is claimed at a time.
            name: of this worker; one that is started in its place has the same name.
        """
        self._database = database
        self._clock = clock
        self.lease = lease
        self._name = name or secrets.token_hex(8)
        self._held: claims.Lease | None = None
        self._since = self._until = clock.now()
        self._changing = threading.Lock()
        self._pending: list[Callable[[Connection], None]] = []

    def free_leases(self) -> int:
        """Free the leases of an earlier worker of this name; return how many."""
        with self._database.change() as connection:
            return claims.free_leases_of(connection, self._name)

    def claim(self, now: datetime) -> claims.Lease | None:
        """Claim the subject that has been due longest, or None when none is due."""
        self.release_leftover()
        with self._database.single_change() as connection:
            lease = claims.claim(connection, now, self.lease, self._name)
        with self._changing:
            self._held, self._since, self._until = lease, now, now + self.lease
        return lease

    @contextmanager
    def claim_in_transaction(self, now: datetime) -> Iterator[tuple[Connection, claims.Lease | None]]:
        """Claim a subject in a transaction in which its work may begin at once.

        The subject is held when the transaction ends.
        """
        self.release_leftover()
        with self._database.change() as connection:
            lease = claims.claim(connection, now, self.lease, self._name)
            yield connection, lease
        with self._changing:
            self._held, self._since, self._until = lease, now, now + self.lease

    def release(self, not_before: datetime | None) -> None:
        """Give the subject back.

        Raises:
            LeaseLost: another worker holds it.
        """
        if self._held is not None:
            with self.change() as connection:
                claims.release(connection, self._held, self._clock.now(), not_before)
            self.forget()

    def save_with_next(self, save: Callable[[Connection], None]) -> None:
        """Save something in the next transaction under this lease.

        That is at the latest the one that releases it. Used for what was written to a tracker: until that is
        on record, a repeat looks for it.
        """
        self._pending.append(save)

    @contextmanager
    def change(self, *, single: bool = False) -> Iterator[Connection]:
        """Open a transaction that writes, and save first what waits for it.

        Args:
            single: whether it runs one statement only, where nothing waits.
        """
        pending = tuple(self._pending)
        begin = self._database.single_change if single and not pending else self._database.change
        with begin() as connection:
            for save in pending:
                save(connection)
            yield connection
        del self._pending[: len(pending)]
        if pending:
            failpoint("shown")

    def forget(self) -> None:
        """Hold nothing any more: another worker has it."""
        self._pending.clear()
        with self._changing:
            self._held = None

    def prolong(self) -> None:
        """Hold the subject longer, where half of the lease is over.

        Raises:
            LeaseLost: another worker holds it.
        """
        with self._changing:
            now, held = self._clock.now(), self._held
            if held is None or now < self._until - self.lease / 2 or now > self._since + MAX_HOLD:
                return
            with self._database.single_change() as connection:
                claims.prolong(connection, held, now + self.lease)
            self._until = now + self.lease

    def check_time_left(self, timeout: timedelta) -> None:
        """Check that a write which begins now is over before the lease ends.

        Raises:
            LeaseLost: this worker slept too long; nothing was written.
        """
        if self._held is not None and self._clock.now() + timeout + WRITE_MARGIN > self._until:
            raise claims.LeaseLost(f"too little is left of the lease of {self._held.subject} to write")

    def release_leftover(self) -> None:
        """Release what is still held after a fault of the database.

        Its lease then need not run out.
        """
        if self._held is not None:
            try:
                self.release(None)
            except claims.LeaseLost:
                self.forget()


def keep_prolonging(holders: Sequence[LeaseHolder], stop: threading.Event) -> None:
    """Prolong the leases until `stop` is set, in a thread, because calls may be slow."""
    while not stop.wait(min(holder.lease for holder in holders).total_seconds() / 6):
        for holder in holders:
            try:
                holder.prolong()
            except claims.LeaseLost:
                # The worker notices it at its next commit.
                continue
            except SQLAlchemyError as error:
                log.warning("a lease could not be prolonged: %s", type(error).__name__)
