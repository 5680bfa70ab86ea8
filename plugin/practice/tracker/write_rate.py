"""Jira Cloud's limit of writes to one issue: 20 in 2 s, 100 in 30 s.

Source: docs/trackers/jira.md#limits.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

from plugin.practice.tracker.refusals import RestError

_LIMITS = ((20, 2.0), (100, 30.0))


class IssueWriteRate:
    """Counts writes issue by issue."""

    def __init__(self, now_s: Callable[[], float]) -> None:
        self._now_s = now_s
        self._writes: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=100))

    def take(self, issue_id: str) -> None:
        """Count a write.

        Raises:
            RestError: 429 with Retry-After; nothing was applied.
        """
        now, writes = self._now_s(), self._writes[issue_id]
        for most, seconds in _LIMITS:
            if len(writes) >= most and (wait_s := writes[-most] + seconds - now) > 0:
                headers = {
                    "Retry-After": str(max(1, math.ceil(wait_s))),
                    "RateLimit-Reason": "jira-per-issue-on-write",
                }
                raise RestError(429, "Rate limit exceeded.", headers=headers)
        writes.append(now)
