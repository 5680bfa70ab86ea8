"""Timers: moments at which a subject falls due by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.tables import timers
from plugin.store.upsert import upsert

REJUDGE = "rejudge"
"""The timer of an issue that a changed mapping has yet to judge again."""

_OF = (timers.c.tracker == bindparam("tracker"), timers.c.subject == bindparam("subject"))
_CALLED_OFF = delete(timers).where(*_OF, timers.c.name == bindparam("name"))
_FALLEN_DUE = select(timers.c.name).where(*_OF, timers.c.due_at <= bindparam("now")).order_by(timers.c.due_at)


def set_timer(
    connection: Connection,
    tracker: str,
    subject: str,
    name: str,
    due_at: datetime | None,
    *,
    is_held: bool = False,
) -> None:
    """Set a timer, or call it off (None).

    Args:
        connection: a transaction that writes.
        tracker: the subject's tracker.
        subject: its name.
        name: of the timer.
        due_at: when it falls due; None: never.
        is_held: whether the caller holds this very subject: giving it back finds out when it is due.
    """
    if due_at is None:
        connection.execute(_CALLED_OFF, {"tracker": tracker, "subject": subject, "name": name})
        return
    upsert(connection, timers, {"tracker": tracker, "subject": subject, "name": name, "due_at": due_at})
    if not is_held:
        claims.make_due(connection, tracker, subject, due_at)


def load_due(connection: Connection, tracker: str, subject: str, now: datetime) -> list[str]:
    """Return the names of a subject's timers that are due."""
    rows = connection.execute(_FALLEN_DUE, {"tracker": tracker, "subject": subject, "now": now})
    return list(rows.scalars())
