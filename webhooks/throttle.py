"""Slowing down a source whose signatures keep failing."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

from plugin.runtime.clock import Clock


class FailureWindow:
    """Counts failed signatures an address over a sliding window.

    Only failures are ever counted or refused: a valid signature is accepted whatever came before from
    the same address, which may be a proxy that many share. Memory is bounded: the address that failed
    longest ago is forgotten first.
    """

    def __init__(
        self, clock: Clock, *, failures: int = 30, seconds: int = 60, max_addresses: int = 10_000
    ) -> None:
        self._clock = clock
        self._failures = failures
        self._window = timedelta(seconds=seconds)
        self._max_addresses = max_addresses
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()
        self._lock = Lock()

    def note_failure(self, address: str) -> int | None:
        """Note a failed signature.

        Args:
            address: where it came from.

        Returns:
            None while the address may go on; else after how many whole seconds it may try again.
        """
        now = self._clock.now()
        with self._lock:
            moments = self._seen.setdefault(address, deque())
            self._seen.move_to_end(address)
            while moments and now - moments[0] >= self._window:
                moments.popleft()
            if len(moments) >= self._failures:
                return max(1, math.ceil((self._window - (now - moments[0])).total_seconds()))
            moments.append(now)
            while len(self._seen) > self._max_addresses:
                self._seen.popitem(last=False)
            return None
