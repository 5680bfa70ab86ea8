"""Deletes what is no longer needed: old bodies, dead workers, ended sessions."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.runtime.clock import NO_SHIFT
from plugin.store import claims, deliveries, heartbeats, sessions, timers, uploads
from plugin.store.engine import Database

RETENTION = "tidy"
RUN_INTERVAL = timedelta(days=1)
RETRY_INTERVAL = timedelta(seconds=30)
MAX_BATCH = 500
"""Maximum bodies that are deleted at a time: nobody waits for long."""
WORKER_EXPIRY = timedelta(days=7)


def apply_retention(
    database: Database,
    lease: claims.Lease,
    now: datetime,
    keep_bodies: timedelta,
    shift: timedelta = NO_SHIFT,
) -> int:
    """Delete the bodies of a tracker's old deliveries, and set the next timer.

    What a delivery was, when it came and its result stay, and so do the bodies of deliveries that wait or are
    parked.

    Args:
        database: of the service.
        lease: of the tracker's own subject.
        now: the moment.
        keep_bodies: for how long bodies are kept.
        shift: by how much practice time is ahead, in which deliveries are received.

    Returns:
        How many bodies were deleted.
    """
    with database.change() as connection:
        claims.check_lease(connection, lease)
        gone = deliveries.delete_bodies(connection, lease.tracker, now + shift - keep_bodies, MAX_BATCH)
        heartbeats.delete_heartbeats(connection, now - WORKER_EXPIRY)
        sessions.delete_ended(connection, now)
        uploads.remove_old(connection, now)
        at = now + (RETRY_INTERVAL if gone == MAX_BATCH else RUN_INTERVAL)
        timers.set_timer(connection, lease.tracker, lease.subject, RETENTION, at)
    return gone
