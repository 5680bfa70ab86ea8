"""How fast Yandex Tracker is asked.

No figure is published, only that 429 exists (docs/trackers/yandex.md#limits). Writes go at an own pace, which
a 429 halves; after one nothing at all is sent until its time is over.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from plugin.trackers.base import TrackerBusy

WRITES_A_SECOND = 5.0
_SLOWEST = 0.5
_BURST = 100.0
_FIRST_REST_S = 1.0
_LONGEST_REST_S = 60.0
_FORGIVEN_AFTER = timedelta(minutes=10)


class Pace:
    """Holds requests back; many threads share one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._rate = WRITES_A_SECOND
        self._writes_left = _BURST
        self._counted_at: datetime | None = None
        self._rests_until: datetime | None = None
        self._rest_s = 0.0

    def take(self, *, is_write: bool) -> None:
        """Count one request.

        Raises:
            TrackerBusy: it has to wait; nothing was sent.
        """
        with self._lock:
            now = self._now()
            if self._rests_until is not None and now < self._rests_until:
                wait_s = (self._rests_until - now).total_seconds()
                raise TrackerBusy("held back: Yandex Tracker asked for a rest", retry_after_s=wait_s)
            self._recover(now)
            if not is_write:
                return
            if self._writes_left < 1:
                wait_s = (1 - self._writes_left) / self._rate
                raise TrackerBusy("held back: too many writes in a short time", retry_after_s=wait_s)
            self._writes_left -= 1

    def note_refusal(self, retry_after_s: float | None) -> None:
        """Slow down after a 429, and rest as long as it asks, or longer each time."""
        with self._lock:
            now = self._now()
            self._rate = max(_SLOWEST, self._rate / 2)
            self._rest_s = min(_LONGEST_REST_S, self._rest_s * 2 or _FIRST_REST_S)
            rest_s = self._rest_s if retry_after_s is None else retry_after_s
            self._rests_until = now + timedelta(seconds=rest_s)

    def _recover(self, now: datetime) -> None:
        if self._rests_until is not None and now - self._rests_until > _FORGIVEN_AFTER:
            self._rate, self._rest_s, self._rests_until = WRITES_A_SECOND, 0.0, None
        if self._counted_at is not None:
            passed_s = max(0.0, (now - self._counted_at).total_seconds())
            self._writes_left = min(_BURST, self._writes_left + passed_s * self._rate)
        self._counted_at = now
