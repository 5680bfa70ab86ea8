"""The one transaction of a delivery: what it changes and that it is done are kept together or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from plugin.runtime.failpoints import failpoint
from plugin.store import deliveries, work
from plugin.store.connection import Connection
from plugin.store.engine import Database


class Transactions:
    """Opens the transactions of a handler; the last one of a delivery's last event marks it as done."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._finishing: tuple[int, datetime] | None = None
        self._finished: int | None = None

    def has_finished(self, delivery: int) -> bool:
        """Tell whether this delivery was marked as done by the last transaction of its last event."""
        return self._finished == delivery

    def finish_with(self, delivery: int | None, now: datetime) -> None:
        """Let the next last transaction mark this delivery as done; None: there is more to come."""
        self._finishing = None if delivery is None else (delivery, now)
        self._finished = None

    @contextmanager
    def none_is_last(self) -> Iterator[None]:
        """Let no transaction inside mark the delivery as done: the one that does comes afterwards."""
        finishing, self._finishing = self._finishing, None
        try:
            yield
        finally:
            self._finishing = finishing

    @contextmanager
    def change(self, lease: work.Lease, *, last: bool = True) -> Iterator[Connection]:
        """Open a transaction that writes, under the lease.

        Args:
            lease: what the worker holds; a lost lease keeps nothing.
            last: False where the same event opens another one afterwards.
        """
        with self._database.change() as connection:
            work.check_lease(connection, lease)
            yield connection
            finishing = self._finishing if last else None
            if finishing is not None:
                deliveries.finish(connection, *finishing, "handled")
            failpoint("deciding")
        failpoint("decided")
        if finishing is not None:
            self._finished = finishing[0]

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._database.look() as connection:
            yield connection
