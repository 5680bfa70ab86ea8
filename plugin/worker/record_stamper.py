"""Once a day, a time stamp of the record's head."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from plugin.store import claims, record, record_timestamps, timers
from plugin.store.engine import Database
from plugin.store.record_timestamps import KeptStamp
from plugin.timestamps.stamp import StampRefused, StampsHeads
from plugin.worker.reconcile import tracker_subject

log = logging.getLogger("ugovor.record")

STAMP = "timestamp"
RUN_INTERVAL = timedelta(days=1)
RETRY_INTERVAL = timedelta(hours=1)


class RecordStamper:
    """Asks the authority; its timer hangs on one tracker's own subject."""

    def __init__(self, database: Database, authority: StampsHeads | None) -> None:
        self._database = database
        self._authority = authority

    def start(self, trackers: Collection[str], now: datetime) -> None:
        """Set the first timer, unless there is one."""
        if self._authority is None or not trackers:
            return
        name = min(trackers)
        with self._database.change() as connection:
            if not timers.is_set(connection, STAMP):
                timers.set_timer(connection, name, tracker_subject(name), STAMP, now)

    def stamp(self, lease: claims.Lease, now: datetime) -> str:
        """Have the head stamped if it is another than before.

        Return the result for the log.
        """
        if self._authority is None:
            self._save(lease, None, None)
            return "no authority is set any more"
        with self._database.look() as connection:
            seq, head = record.load_head(connection)
            newest = record_timestamps.load_newest(connection)
        if not seq or (newest is not None and newest.hash == head):
            self._save(lease, now + RUN_INTERVAL, None)
            return "nothing new is on record"
        try:
            given = self._authority.stamp(head)
        except StampRefused as error:
            self._save(lease, now + RETRY_INTERVAL, None)
            log.warning("entry %d has no time stamp yet: %s", seq, error)
            return "not stamped"
        self._save(lease, now + RUN_INTERVAL, KeptStamp(seq, head, given.stamped_at, given.answer))
        return f"entry {seq} was stamped at {given.stamped_at.isoformat()}"

    def _save(self, lease: claims.Lease, next_at: datetime | None, stamp: KeptStamp | None) -> None:
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            if stamp is not None:
                record_timestamps.save_stamp(connection, stamp)
            timers.set_timer(connection, lease.tracker, lease.subject, STAMP, next_at)
