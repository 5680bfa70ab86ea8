"""The second breaker: whatever causes it, no issue is written to without end."""

from __future__ import annotations

from collections import defaultdict, deque
from datetime import datetime, timedelta

WRITES = 40
WITHIN = timedelta(minutes=10)


class Breaker:
    """Counts writes by issue and says when there are too many to be meant."""

    def __init__(self) -> None:
        self._writes: dict[tuple[str, str], deque[datetime]] = defaultdict(deque)

    def allows(self, tracker: str, subject: str, now: datetime) -> bool:
        """Count one write, and tell whether it may be made."""
        writes = self._writes[(tracker, subject)]
        while writes and writes[0] < now - WITHIN:
            writes.popleft()
        if len(writes) >= WRITES:
            return False
        writes.append(now)
        if len(self._writes) > 10_000:
            self._writes = defaultdict(deque, {(tracker, subject): writes})
        return True
