"""How fast one issue may be written to.

Jira Cloud takes 20 writes in 2 seconds and 100 in 30 seconds on one issue, of all who write to it,
and answers 429 `jira-per-issue-on-write` beyond (docs/trackers/jira.md#limits). This process stays below, so
that people's own writes fit.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from plugin.trackers.base import TrackerBusy


@dataclass(frozen=True)
class RateLimit:
    """At most `writes` to one issue within `seconds`."""

    writes: int
    seconds: float


JIRA_LIMITS = (RateLimit(20, 2.0), RateLimit(100, 30.0))
"""What Jira Cloud itself allows."""

OWN_LIMITS = (RateLimit(15, 2.0), RateLimit(90, 30.0))
"""What one process of the service allows itself."""

_MAX_ISSUES = 10_000


class WriteRate:
    """Counts this process's writes by issue, and holds back before Jira has to."""

    def __init__(
        self,
        limits: tuple[RateLimit, ...] = OWN_LIMITS,
        monotonic_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limits = limits
        self._monotonic_s = monotonic_s
        self._writes: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def take(self, issue: str) -> None:
        """Count one write to an issue.

        Raises:
            TrackerBusy: the write would exceed a limit; nothing was sent.
        """
        with self._lock:
            now = self._monotonic_s()
            writes = self._get_recent(issue, now)
            wait_s = max((_compute_wait_s(limit, writes, now) for limit in self._limits), default=0.0)
            if wait_s > 0:
                raise TrackerBusy(
                    f"{issue}: held back, too many writes to one issue in a short time", retry_after_s=wait_s
                )
            writes.append(now)

    def _get_recent(self, issue: str, now: float) -> deque[float]:
        if len(self._writes) > _MAX_ISSUES:
            self._forget(now)
        writes = self._writes.setdefault(issue, deque())
        while writes and self._is_over(writes[0], now):
            writes.popleft()
        return writes

    def _forget(self, now: float) -> None:
        self._writes = {
            issue: writes
            for issue, writes in self._writes.items()
            if writes and not self._is_over(writes[-1], now)
        }

    def _is_over(self, written: float, now: float) -> bool:
        return written <= now - max(limit.seconds for limit in self._limits)


def _compute_wait_s(limit: RateLimit, writes: deque[float], now: float) -> float:
    if len(writes) < limit.writes:
        return 0.0
    return max(0.0, writes[-limit.writes] + limit.seconds - now)
