"""Limits writes to an issue, so that no loop goes on without end."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=10)
MAX_REPLIES = 20
"""Maximum answers to comments on one issue within ten minutes; more are not given."""
MAX_WRITES = 60
"""Maximum other writes (verdicts, decisions, dates); more wait until the ten minutes are over."""
_MAX_COUNTED = 10_000
"""Issues whose writes are counted before those that have been quiet are dropped."""


class WriteLimit:
    """Counts writes by issue and refuses when there are too many; threads share it."""

    def __init__(self) -> None:
        self._writes: dict[tuple[str, str, bool], deque[datetime]] = defaultdict(deque)
        self._counting = threading.Lock()

    def allows(self, tracker: str, subject: str, now: datetime, *, answer: bool) -> bool:
        """Count one write, and tell whether it may be made.

        Answers to comments are counted apart: nobody can talk an issue's verdict or decision to silence.
        """
        with self._counting:
            writes = self._writes[(tracker, subject, answer)]
            # If the clock was set back, writes that lie ahead do not count either.
            while writes and not now - WINDOW <= writes[0] <= now:
                writes.popleft()
            if len(writes) >= (MAX_REPLIES if answer else MAX_WRITES):
                return False
            writes.append(now)
            if len(self._writes) > _MAX_COUNTED:
                self._forget(now)
            return True

    def _forget(self, now: datetime) -> None:
        """Drop the counts of issues that have been quiet."""
        recent = {
            key: writes for key, writes in self._writes.items() if writes and writes[-1] >= now - WINDOW
        }
        self._writes = defaultdict(deque, recent)
