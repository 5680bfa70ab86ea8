"""When to try again: from 5 seconds to 24 hours with jitter, then parked."""

from __future__ import annotations

import random
from datetime import timedelta

FIRST_DELAY = timedelta(seconds=5)
MAX_DELAY = timedelta(hours=24)
MAX_ATTEMPTS = 18
"""Maximum attempts, which span about four days; then the work is parked, never deleted."""

_JITTER = random.SystemRandom()


def compute_delay(attempts: int, jitter: float | None = None) -> timedelta:
    """Return how long to wait after a number of failed attempts.

    Args:
        attempts: how many have failed, from 1.
        jitter: between 0 and 1; None draws it. The delay is shortened by up to a quarter.

    >>> compute_delay(1, jitter=0).total_seconds(), compute_delay(99, jitter=0) == MAX_DELAY
    (5.0, True)
    """
    part = _JITTER.random() if jitter is None else jitter
    doubled = FIRST_DELAY * int(2 ** min(attempts - 1, 20))
    return min(doubled, MAX_DELAY) * (1 - part / 4)
