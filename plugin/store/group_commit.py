"""Group commit: one thread commits what many threads want to store.

A commit waits for the disk, so that one commit for each delivery would make all others wait. Here the first
thread that comes stores what has gathered, its own item and those of the threads that wait. What comes
meanwhile is stored next, by the first of those threads. Each thread returns only after the transaction with
its own item is durable. A thread that is alone commits at once and waits for nobody. Why there is no thread
for writing: ADR 0015.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

Take = Callable[[], Sequence[Item]]
"""Gives what is to be kept; called in the transaction, once."""

MAX_BATCH = 64
"""Maximum items in one transaction; more would make the first of them wait too long."""
TIMEOUT_S = 5.0
"""How long the items of a transaction are tried, counted from its beginning; where it failed, one by one.
Then what is left of it has failed, and what gathered meanwhile too: it would only wait as long once
more.

A thread whose transaction takes longer still, because the database hangs, gives up as well."""


class _Entry(Generic[Item, Result]):
    """One item, the thread that waits for it, and what became of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.results: Sequence[Result] = ()
        self.error: Exception | None = None
        self.is_over = self.is_next = self.is_taken = False
        self._woken = threading.Lock()
        self._woken.acquire()

    def wait(self, seconds: float) -> bool:
        """Wait until it is over or this thread's turn to store; return whether so."""
        return self._woken.acquire(timeout=max(0.0, seconds))

    def wake(self) -> None:
        """Wake its thread."""
        self._woken.release()


class TookTooLong(Exception):
    """The transaction under way, or the one with this item, takes too long.

    The item may still be stored: if it is sent again, the answer is that it is known.
    """


class GroupCommit(Generic[Item, Result]):
    """Keeps items in as few transactions as the disk's pace makes of them."""

    def __init__(
        self, keep_all: Callable[[Take[Item]], Sequence[Result]], timeout_s: float = TIMEOUT_S
    ) -> None:
        """Take the function that stores items in one transaction, all or none.

        Args:
            keep_all: stores what it is given once its transaction has begun: what gathered while that waited
                for others is in the same transaction.
            timeout_s: how long that is tried; what itself waits in it should wait no longer.
        """
        self._timeout_s = timeout_s
        self._keep_all = keep_all
        self._gathered: deque[_Entry[Item, Result]] = deque()
        self._lock = threading.Lock()
        self._is_kept_now = False
        self._began_at = 0.0

    @property
    def gathered(self) -> int:
        """How many wait for the next transaction."""
        return len(self._gathered)

    def keep(self, item: Item) -> Result:
        """Keep one item durably and return its result.

        Raises:
            TookTooLong: the database hangs.
            Exception: whatever kept this very item from being kept.
        """
        mine: _Entry[Item, Result] = _Entry(item)
        with self._lock:
            self._gathered.append(mine)
            is_first, self._is_kept_now = not self._is_kept_now, True
            if is_first:
                self._began_at = time.monotonic()
        if not is_first:
            self._wait(mine)
        if not mine.is_over:
            self._keep_gathered()
        if not mine.results:
            raise mine.error or RuntimeError("the thread that kept it was stopped")
        return mine.results[0]

    def _wait(self, mine: _Entry[Item, Result]) -> None:
        """Wait for the thread that keeps this item, or for the own turn.

        Raises:
            TookTooLong: neither comes.
        """
        # A little longer than what it waits for, so that it hears what failed and not only that it took long.
        longest_s = 1.2 * self._timeout_s
        while not mine.wait(self._began_at + longest_s - time.monotonic()):
            with self._lock:
                is_late = time.monotonic() >= self._began_at + longest_s
                if is_late and not (mine.is_over or mine.is_next):
                    if mine in self._gathered:
                        self._gathered.remove(mine)
                    raise TookTooLong("the database has not answered for too long")

    def _keep_gathered(self) -> None:
        """Store what has gathered, the caller's own item first; then wake the next."""
        batch: list[_Entry[Item, Result]] = []
        try:
            self._keep_batch(batch)
        finally:
            with self._lock:
                if batch[-1].error is not None and time.monotonic() >= self._began_at + self._timeout_s:
                    batch += self._gave_up(batch[-1].error)
                for waiting in batch:
                    waiting.is_over = True
                following = self._gathered[0] if self._gathered else None
                self._is_kept_now = following is not None
                if following is not None:
                    following.is_next, self._began_at = True, time.monotonic()
            if following is not None:
                following.wake()
            for waiting in batch[1:]:
                waiting.wake()

    def _gave_up(self, error: Exception) -> list[_Entry[Item, Result]]:
        """Take what gathered, which has failed by the same fault."""
        gathered = list(self._gathered)
        self._gathered.clear()
        for waiting in gathered:
            waiting.error = error
        return gathered

    def _keep_batch(self, batch: list[_Entry[Item, Result]]) -> None:
        """Store what has gathered as a batch; where that fails, store each item alone.

        One bad item then takes no other down.
        """
        try:
            results = self._keep_all(lambda: self._take(batch))
        except Exception as error:  # noqa: BLE001 -- each waiting thread raises it
            self._take(batch)
            if len(batch) == 1:
                batch[0].error = error
            else:
                self._keep_each(batch, error)
            return
        for waiting, result in zip(batch, results, strict=True):
            waiting.results = (result,)

    def _take(self, batch: list[_Entry[Item, Result]]) -> Sequence[Item]:
        """Fill a batch, unless it is filled already, and return what is in it."""
        with self._lock:
            while self._gathered and len(batch) < MAX_BATCH and not (batch and batch[0].is_taken):
                batch.append(self._gathered.popleft())
            batch[0].is_taken = True
        return [waiting.item for waiting in batch]

    def _keep_each(self, batch: Sequence[_Entry[Item, Result]], error: Exception) -> None:
        for waiting in batch:
            if time.monotonic() >= self._began_at + self._timeout_s:
                waiting.error = error
                continue
            try:
                waiting.results = self._keep_all(partial(list, [waiting.item]))
            except Exception as own:  # noqa: BLE001 -- its thread raises it
                waiting.error = own
