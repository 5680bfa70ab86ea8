"""Issues that the tracker said were deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from plugin.store.connection import Connection
from plugin.store.tables import tombstones
from plugin.store.upsert import insert_new

_BURIED = select(tombstones.c.issue).where(
    tombstones.c.tracker == bindparam("tracker"), tombstones.c.issue == bindparam("issue")
)


def add_tombstone(connection: Connection, tracker: str, issue: str, now: datetime) -> None:
    """Record that an issue was deleted, even one that was never seen."""
    insert_new(connection, tombstones, {"tracker": tracker, "issue": issue, "deleted_at": now}, "issue")


def has_tombstone(connection: Connection, tracker: str, issue: str) -> bool:
    """Tell whether an issue was deleted; late news about it is checked first."""
    return connection.execute(_BURIED, {"tracker": tracker, "issue": issue}).first() is not None
