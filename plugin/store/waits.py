"""Waits on record: what people owe on which issue, and what it did to dates."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, select

from plugin.core.calendar.schedule import Shift
from plugin.core.model.waits import Wait, name_shift
from plugin.store.connection import Connection
from plugin.store.tables import waits
from plugin.store.upsert import upsert

_OF_ISSUES = select(waits.c.state).where(
    waits.c.tracker == bindparam("tracker"), waits.c.issue.in_(bindparam("issues", expanding=True))
)
_OPEN_ON_ISSUE = (
    select(waits.c.number)
    .where(waits.c.tracker == bindparam("tracker"), waits.c.issue == bindparam("issue"), waits.c.is_open)
    .limit(1)
)
_OPEN_OWERS = (
    select(waits.c.tracker, waits.c.issue, waits.c.owed_by)
    .where(waits.c.contract == bindparam("contract"), waits.c.is_open)
    .order_by(waits.c.issue, waits.c.number)
)
_COUNTED = select(waits.c.state).where(
    waits.c.contract == bindparam("contract"), waits.c.counted_on.is_not(None)
)
_ALL_COUNTED = _COUNTED.order_by(waits.c.counted_on, waits.c.issue, waits.c.number)
_COUNTED_OF_STAGE = _COUNTED.where(waits.c.stage == bindparam("stage"))
_SHIFTS = (
    select(waits.c.issue, waits.c.series, waits.c.number, waits.c.stage, waits.c.shift_days)
    .where(
        waits.c.contract == bindparam("contract"),
        waits.c.counted_on.is_not(None),
        waits.c.shift_days.is_not(None),
    )
    .order_by(waits.c.counted_on, waits.c.issue, waits.c.series, waits.c.number)
)
_OF_CONTRACT = (
    select(waits.c.state)
    .where(waits.c.contract == bindparam("contract"))
    .order_by(waits.c.due, waits.c.issue, waits.c.series, waits.c.number)
)
_OPEN_OF_CONTRACT = _OF_CONTRACT.where(waits.c.is_open)


def save(connection: Connection, tracker: str, wait: Wait, remind_at: datetime | None) -> None:
    """Keep a wait.

    Args:
        connection: the transaction that decided it.
        tracker: the tracker's name.
        wait: as it stands now.
        remind_at: when reminders look at it; None: never.
    """
    counted = wait.counted
    row = {
        "tracker": tracker,
        "issue": wait.issue,
        "series": wait.series,
        "number": wait.number,
        "contract": wait.contract,
        "stage": wait.stage,
        "kind": wait.kind.value,
        "is_open": wait.is_open,
        "owed_by": wait.owed_by,
        "due": wait.due,
        "shift_days": counted.days if counted and counted.state == "moved" else None,
        "counted_on": counted.on if counted else None,
        "state": wait.model_dump_json(exclude_defaults=True),
        "remind_at": remind_at,
    }
    upsert(connection, waits, row)


def load_of_issues(connection: Connection, tracker: str, issues: Collection[str]) -> tuple[Wait, ...]:
    """Return every wait of these issues, in the order of their numbers."""
    if not issues:
        return ()
    rows = connection.execute(_OF_ISSUES, {"tracker": tracker, "issues": sorted(issues)}).scalars()
    return tuple(sorted(map(Wait.model_validate_json, rows), key=lambda wait: wait.key))


def has_open(connection: Connection, tracker: str, issue: str) -> bool:
    """Tell whether anything is waited for on an issue."""
    return connection.execute(_OPEN_ON_ISSUE, {"tracker": tracker, "issue": issue}).scalar() is not None


def load_owed_by_others(
    connection: Connection, contract: str, people: Collection[str]
) -> tuple[tuple[str, str], ...]:
    """Return the issues on which somebody owes something who is none of these people.

    Returns:
        Tracker and id of each issue.
    """
    rows = connection.execute(_OPEN_OWERS, {"contract": contract})
    found = ((row.tracker, row.issue) for row in rows if row.owed_by not in people)
    return tuple(dict.fromkeys(found))


def load_counted(connection: Connection, contract: str, stage: str) -> tuple[Wait, ...]:
    """Return the waits that counted for a stage's date."""
    rows = connection.execute(_COUNTED_OF_STAGE, {"contract": contract, "stage": stage}).scalars()
    return tuple(map(Wait.model_validate_json, rows))


def load_all_counted(connection: Connection, contract: str) -> tuple[Wait, ...]:
    """Return the waits of a contract that counted for a date, earliest first."""
    rows = connection.execute(_ALL_COUNTED, {"contract": contract}).scalars()
    return tuple(map(Wait.model_validate_json, rows))


def load_shifts(connection: Connection, contract: str) -> tuple[tuple[str, Shift], ...]:
    """Return the shifts that waiting made, with what names each, earliest first."""
    rows = connection.execute(_SHIFTS, {"contract": contract})
    return tuple(
        (name_shift(row.issue, row.series, row.number), Shift(row.stage, row.shift_days, by_waiting=True))
        for row in rows
    )


def load_of_contract(connection: Connection, contract: str, *, only_open: bool = False) -> tuple[Wait, ...]:
    """Return a contract's waits, by the day asked for."""
    statement = _OPEN_OF_CONTRACT if only_open else _OF_CONTRACT
    return tuple(
        map(Wait.model_validate_json, connection.execute(statement, {"contract": contract}).scalars())
    )
