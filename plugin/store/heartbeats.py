"""When each worker was last alive, and what it said."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select

from plugin.store.connection import Connection
from plugin.store.tables import deliveries, heartbeats
from plugin.store.upsert import upsert

_TRIED, _NEVER = "tried to write", datetime(1970, 1, 1, tzinfo=UTC)


def save_heartbeat(connection: Connection, name: str, now: datetime, detail: dict[str, object]) -> None:
    """Record that a worker is alive, with its mappings and their faults."""
    upsert(connection, heartbeats, {"name": name, "at": now, "detail": detail})


def delete_heartbeats(connection: Connection, before: datetime) -> None:
    """Delete the heartbeats of workers that were last alive before a moment."""
    connection.execute(delete(heartbeats).where(heartbeats.c.at < before))


def load_heartbeats(connection: Connection, since: datetime) -> tuple[tuple[str, dict[str, object]], ...]:
    """Return what each worker said that was alive since a moment."""
    rows = connection.execute(select(heartbeats).where(heartbeats.c.at >= since).order_by(heartbeats.c.name))
    return tuple((row.name, row.detail) for row in rows)


@dataclass(frozen=True)
class Beat:
    """What a worker said last.

    Attributes:
        host: the machine that it runs on.
        folder: of its mappings.
        faults: of its mapping files.
    """

    at: datetime
    host: str
    folder: str
    faults: tuple[str, ...]


def load_beats(connection: Connection, since: datetime) -> tuple[Beat, ...]:
    """Return what each worker said last that was alive since a moment."""
    rows = connection.execute(
        select(heartbeats).where(heartbeats.c.at >= since, heartbeats.c.name != _TRIED)
    ).all()
    return tuple(_beat(row.at, row.name, row.detail) for row in rows)


def _beat(at: datetime, name: str, detail: dict[str, object]) -> Beat:
    faults = detail.get("faults")
    host = name.removeprefix("worker:").rpartition(":")[0]
    named = tuple(map(str, faults)) if isinstance(faults, list) else ()
    return Beat(at, host, str(detail.get("folder", "")), named)


def load_newest_heartbeat(
    connection: Connection, until: datetime
) -> tuple[datetime, dict[str, object]] | None:
    """Return when any worker was last alive and what it said, or None.

    Args:
        connection: looks.
        until: later ones do not count: the clock was set back since, and their worker may be dead.
    """
    workers = select(heartbeats).where(heartbeats.c.name != _TRIED, heartbeats.c.at <= until)
    row = connection.execute(workers.order_by(heartbeats.c.at.desc()).limit(1)).first()
    return None if row is None else (row.at, row.detail)


def try_write(connection: Connection, now: datetime) -> None:
    """Write as much as a delivery is, in a row that nobody reads.

    A full disk or a held lock is noticed by it. The row dates itself before any worker was alive, so that no
    version takes it for one.
    """
    detail = {"tried_at": now.isoformat(), "as_long": secrets.token_hex(4096)}
    upsert(connection, heartbeats, {"name": _TRIED, "at": _NEVER, "detail": detail})
    # The table of deliveries may be locked, too; no row has this number.
    connection.execute(delete(deliveries).where(deliveries.c.id == -1))
