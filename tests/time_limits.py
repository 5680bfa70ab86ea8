"""How long tests wait for real processes.

Every limit in seconds grows by one factor on a busy machine.
"""

from __future__ import annotations

import os

FACTOR_VARIABLE = "UGOVOR_TEST_TIME_FACTOR"


def time_factor() -> float:
    """Return the factor of the environment, 1 where none is set."""
    return float(os.environ.get(FACTOR_VARIABLE) or "1")


def scaled(limit_s: float) -> float:
    """Return a limit in seconds as it holds on this machine."""
    return limit_s * time_factor()
