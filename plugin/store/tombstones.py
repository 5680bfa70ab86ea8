"""Issues that were said to be deleted."""

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
    """Remember that an issue was said to be deleted, whether anything was heard of it before or not."""
    insert_new(connection, tombstones, {"tracker": tracker, "issue": issue, "deleted_at": now}, "issue")


def has_tombstone(connection: Connection, tracker: str, issue: str) -> bool:
    """Tell whether an issue was said to be deleted: what arrives late about it is to be looked at first."""
    return connection.execute(_BURIED, {"tracker": tracker, "issue": issue}).first() is not None
