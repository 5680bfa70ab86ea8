"""`ugovor` with short leases and a fast clock, for tests of real processes."""

from __future__ import annotations

import os
from datetime import datetime, timedelta

from plugin.cli import main
from plugin.cli.context import CliContext
from plugin.runtime.clock import SystemClock
from plugin.store import engine
from plugin.trackers.http import session
from plugin.worker import lease

SHORTER, AHEAD = "TUNED_SHORTER_S", "TUNED_AHEAD_DAYS"
SHORTER_CONNECT_S = 0.5
"""How long a connection to the tracker may take where leases are short."""
PROGRAM = (__file__,)


class ClockAhead(SystemClock):
    """A clock at normal speed, some days ahead."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        """Return the moment."""
        return super().now() + self._ahead


if __name__ == "__main__":
    if shorter := os.environ.get(SHORTER):
        session.CONNECT_TIMEOUT_S = SHORTER_CONNECT_S
        lease.WRITE_MARGIN = timedelta(seconds=1)
        lease.MIN_LEASE = engine.HUNG_TRANSACTION_LIMIT = timedelta(seconds=float(shorter))
    main(obj=CliContext(clock=ClockAhead(timedelta(days=int(os.environ.get(AHEAD, "0"))))))
