"""Timers: moments at which a subject falls due by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from plugin.store import claims
from plugin.store.connection import Connection
from plugin.store.tables import timers
from plugin.store.upsert import upsert

_OF = (timers.c.tracker == bindparam("tracker"), timers.c.subject == bindparam("subject"))
_CALLED_OFF = delete(timers).where(*_OF, timers.c.name == bindparam("name"))
_OF_ANOTHER_SHIFT = (
    select(timers)
    .where(timers.c.shift_s.is_not(None), timers.c.shift_s != bindparam("new_shift_s"))
    .order_by(timers.c.tracker, timers.c.subject)
)
_FALLEN_DUE = select(timers.c.name).where(*_OF, timers.c.due_at <= bindparam("now")).order_by(timers.c.due_at)


def set_timer(
    connection: Connection,
    tracker: str,
    subject: str,
    name: str,
    due_at: datetime | None,
    *,
    is_held: bool = False,
    shift: timedelta | None = None,
) -> None:
    """Set a timer, or call it off (None).

    Args:
        connection: a transaction that writes.
        tracker: the subject's tracker.
        subject: its name.
        name: of the timer.
        due_at: when it falls due, by the machine's clock; None: never.
        is_held: whether the caller holds this very subject: giving it back finds out when it is due.
        shift: by how much the service's time was ahead; None: the timer does not follow practice time.
    """
    if due_at is None:
        connection.execute(_CALLED_OFF, {"tracker": tracker, "subject": subject, "name": name})
        return
    row = {"tracker": tracker, "subject": subject, "name": name, "due_at": due_at}
    upsert(connection, timers, {**row, "shift_s": None if shift is None else shift.total_seconds()})
    if not is_held:
        claims.make_due(connection, tracker, subject, due_at)


def move_to_shift(connection: Connection, shift: timedelta) -> int:
    """Move timers of another shift of practice time to this one; return how many."""
    shift_s = shift.total_seconds()
    moved = connection.execute(_OF_ANOTHER_SHIFT, {"new_shift_s": shift_s}).all()
    for row in moved:
        due_at = row.due_at + timedelta(seconds=row.shift_s) - shift
        values = {"tracker": row.tracker, "subject": row.subject, "name": row.name, "due_at": due_at}
        upsert(connection, timers, {**values, "shift_s": shift_s})
        claims.make_due(connection, row.tracker, row.subject, due_at)
    return len(moved)


def is_set(connection: Connection, name: str) -> bool:
    """Tell whether any subject has a timer of this name."""
    return connection.execute(select(timers.c.name).where(timers.c.name == name).limit(1)).first() is not None


def load_due(connection: Connection, tracker: str, subject: str, now: datetime) -> list[str]:
    """Return the names of a subject's timers that are due."""
    rows = connection.execute(_FALLEN_DUE, {"tracker": tracker, "subject": subject, "now": now})
    return list(rows.scalars())
