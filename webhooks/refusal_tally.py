"""Counting refused deliveries for the operator, without a write for each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from plugin.runtime.clock import Clock

CountRefused = Callable[[str, int, datetime], None]
"""Adds a number of refused deliveries of a tracker at a moment."""


class RefusalTally:
    """Passes counts on, at most once in thirty seconds a tracker.

    Anybody may send what is refused.
    """

    def __init__(self, clock: Clock, keep: CountRefused | None, *, seconds: int = 30) -> None:
        self._clock = clock
        self._keep = keep
        self._interval = timedelta(seconds=seconds)
        self._counts: Counter[str] = Counter()
        self._kept_at: dict[str, datetime] = {}
        self._lock = Lock()

    def note(self, tracker: str) -> None:
        """Note a refused delivery of a tracker that is in the settings."""
        if self._keep is None:
            return
        now = self._clock.now()
        with self._lock:
            self._counts[tracker] += 1
            kept_at = self._kept_at.get(tracker)
            if kept_at is not None and timedelta() <= now - kept_at < self._interval:
                return
            self._kept_at[tracker] = now
            number = self._counts.pop(tracker)
        self._keep(tracker, number, now)
