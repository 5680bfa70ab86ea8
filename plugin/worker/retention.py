"""Letting go of what is not needed any more: bodies of old deliveries, workers long gone, ended sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.store import deliveries, heartbeats, sessions, timers, work
from plugin.store.engine import Database

RETENTION = "tidy"
RUN_INTERVAL = timedelta(days=1)
RETRY_INTERVAL = timedelta(seconds=30)
MAX_BATCH = 500
"""So many bodies are let go of at a time: nobody waits for long."""
WORKER_EXPIRY = timedelta(days=7)


def apply_retention(database: Database, lease: work.Lease, now: datetime, keep_bodies: timedelta) -> int:
    """Let go of the bodies of a tracker's old deliveries, and set the timer of the next time.

    What a delivery was, when it came and what it came to stays; so do bodies that are parked or wait.

    Args:
        database: of the service.
        lease: of the tracker's own subject.
        now: the moment.
        keep_bodies: for how long bodies are kept.

    Returns:
        How many bodies were let go of.
    """
    with database.change() as connection:
        work.check_lease(connection, lease)
        gone = deliveries.delete_bodies(connection, lease.tracker, now - keep_bodies, MAX_BATCH)
        heartbeats.delete_heartbeats(connection, now - WORKER_EXPIRY)
        sessions.delete_ended(connection, now)
        at = now + (RETRY_INTERVAL if gone == MAX_BATCH else RUN_INTERVAL)
        timers.set_timer(connection, lease.tracker, lease.subject, RETENTION, at)
    return gone
