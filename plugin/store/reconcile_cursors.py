"""How far each tracker was reconciled, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update

from plugin.store.connection import Connection
from plugin.store.tables import cursors, issues
from plugin.store.upsert import insert_new, upsert


@dataclass(frozen=True)
class Cursor:
    """How far a tracker was reconciled.

    Attributes:
        since: the tracker's own time of the last change that was looked at.
        last_run_at: when the last pass ended well; None before the first.
        existence_cursor: the id of the issue that was last looked for; the next pass continues after it.
        missing: issues that were not there when they were looked for, and how often in a row.
        skipped_projects: projects for which the tracker refuses requests, and since when they are missing.
        recovered_count: how many changes were found that no webhook had reported.
        failures: how many passes in a row have failed.
        reason: why the last one did; empty where it did not.
        site_url: where people see the tracker, as it says; empty before it was asked.
    """

    tracker: str
    since: datetime
    last_run_at: datetime | None = None
    existence_cursor: str = ""
    missing: Mapping[str, int] = field(default_factory=dict)
    skipped_projects: Mapping[str, str] = field(default_factory=dict)
    recovered_count: int = 0
    failures: int = 0
    reason: str = ""
    site_url: str = ""


def load(connection: Connection, tracker: str) -> Cursor | None:
    """Return a tracker's cursor, or None before its first pass."""
    row = connection.execute(select(cursors).where(cursors.c.tracker == tracker)).first()
    return None if row is None else _cursor(row)


def load_all(connection: Connection) -> tuple[Cursor, ...]:
    """Return every tracker's cursor."""
    return tuple(_cursor(row) for row in connection.execute(select(cursors).order_by(cursors.c.tracker)))


def create(connection: Connection, tracker: str, since: datetime) -> None:
    """Start reconciling a tracker from a moment on, unless it is reconciled already."""
    row = {"tracker": tracker, "since": since, "missing": {}}
    insert_new(connection, cursors, row, "tracker")


def save(connection: Connection, cursor: Cursor) -> None:
    """Keep how far a pass came; what was healed is counted apart."""
    upsert(
        connection,
        cursors,
        {
            "tracker": cursor.tracker,
            "since": cursor.since,
            "last_run_at": cursor.last_run_at,
            "existence_cursor": cursor.existence_cursor,
            "missing": dict(cursor.missing),
            "skipped_projects": dict(cursor.skipped_projects),
            "failures": cursor.failures,
            "reason": cursor.reason,
        },
    )


def save_site_url(connection: Connection, tracker: str, url: str) -> None:
    """Keep where people see a tracker."""
    connection.execute(update(cursors).where(cursors.c.tracker == tracker).values(site_url=url))


def load_site_url(connection: Connection, tracker: str) -> str:
    """Return where people see a tracker, as it said; empty where it was not asked yet."""
    found = connection.execute(select(cursors.c.site_url).where(cursors.c.tracker == tracker)).scalar()
    return found or ""


def count_recovered(connection: Connection, tracker: str) -> None:
    """Count a change that was taken up without a webhook."""
    connection.execute(
        update(cursors)
        .where(cursors.c.tracker == tracker)
        .values(recovered_count=cursors.c.recovered_count + 1)
    )


def load_governed_after(connection: Connection, tracker: str, issue: str, limit: int) -> tuple[str, ...]:
    """Return the ids of issues with a verdict behind an id, in the order of their ids."""
    rows = connection.execute(
        select(issues.c.issue)
        .where(issues.c.tracker == tracker, issues.c.issue > issue, issues.c.verdict.is_not(None))
        .order_by(issues.c.issue)
        .limit(limit)
    ).scalars()
    return tuple(rows)


def _cursor(row: object) -> Cursor:
    return Cursor(**row._mapping)  # type: ignore[attr-defined]
