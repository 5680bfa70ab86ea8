"""Reminders on record: which waits are to be looked at, and who was reminded when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from plugin.core.model.waits import Wait
from plugin.store.column_types import Moment
from plugin.store.connection import Connection, Row
from plugin.store.tables import issues, reminders, waits

_NEXT = select(waits.c.remind_at).where(waits.c.remind_at.is_not(None)).order_by(waits.c.remind_at).limit(1)
_DUE = (
    select(waits.c.contract, waits.c.owed_by)
    .where(waits.c.remind_at.is_not(None), waits.c.remind_at <= bindparam("now", type_=Moment))
    .order_by(waits.c.remind_at)
    .limit(bindparam("most"))
)
_OWED = (
    select(waits.c.tracker, waits.c.state, waits.c.step, waits.c.turn, waits.c.remind_at, issues.c.key)
    .select_from(
        waits.outerjoin(issues, (issues.c.tracker == waits.c.tracker) & (issues.c.issue == waits.c.issue))
    )
    .where(
        waits.c.contract == bindparam("contract"),
        waits.c.is_open,
        waits.c.owed_by == bindparam("person"),
    )
)
_LISTED = (
    select(waits.c.tracker, waits.c.state, waits.c.step, waits.c.turn, waits.c.remind_at, issues.c.key)
    .select_from(
        waits.outerjoin(issues, (issues.c.tracker == waits.c.tracker) & (issues.c.issue == waits.c.issue))
    )
    .where(waits.c.contract == bindparam("contract"))
    .order_by(waits.c.due, waits.c.issue, waits.c.series, waits.c.number)
)
_LOOKED = (
    update(waits)
    .where(
        waits.c.tracker == bindparam("of_tracker"),
        waits.c.issue == bindparam("of_issue"),
        waits.c.series == bindparam("of_series"),
        waits.c.number == bindparam("of_number"),
    )
    .values(remind_at=bindparam("next_look", type_=Moment), step=bindparam("said"), turn=bindparam("in_turn"))
)
_ALL_OF_CONTRACT = (
    update(waits)
    .where(waits.c.contract == bindparam("of_contract"), waits.c.is_open)
    .values(remind_at=bindparam("next_look", type_=Moment))
)
_ALL_OF_PERSON = (
    update(waits)
    .where(
        waits.c.contract == bindparam("of_contract"),
        waits.c.owed_by == bindparam("of_person"),
        waits.c.is_open,
        waits.c.remind_at.is_not(None),
    )
    .values(remind_at=bindparam("next_look", type_=Moment))
)
_HEARD = select(reminders.c.said_on).where(
    reminders.c.recipient.in_(bindparam("recipients", expanding=True)),
    reminders.c.said_at > bindparam("since", type_=Moment),
    reminders.c.counts,
)

_SAID = insert(reminders)
_ALL = select(reminders).order_by(reminders.c.id)


@dataclass(frozen=True)
class StoredWait:
    """A wait with what its reminders did: which step in which turn, the next look."""

    tracker: str
    wait: Wait
    step: int
    turn: int
    key: str
    look: datetime | None = None

    @property
    def said(self) -> int:
        """The place of the last step that was said since the ball came to this side."""
        return self.step if self.turn == len(self.wait.turns) else 0


def load_next_moment(connection: Connection) -> datetime | None:
    """Return when a wait is to be looked at next, by the service's clock."""
    found: datetime | None = connection.execute(_NEXT).scalar()
    return found


def load_due(connection: Connection, now: datetime, most: int) -> tuple[tuple[str, str], ...]:
    """Return the people whose waits are to be looked at now, the longest due first."""
    rows = connection.execute(_DUE, {"now": now, "most": most})
    return tuple(dict.fromkeys((row.contract, row.owed_by) for row in rows))


def load_owed(connection: Connection, contract: str, person: str) -> tuple[StoredWait, ...]:
    """Return the open waits that a person of a contract owes."""
    rows = connection.execute(_OWED, {"contract": contract, "person": person})
    return tuple(map(_read, rows))


def load_listed(connection: Connection, contract: str) -> tuple[StoredWait, ...]:
    """Return every wait of a contract, by the day asked for."""
    return tuple(map(_read, connection.execute(_LISTED, {"contract": contract})))


def _read(row: Row) -> StoredWait:
    wait = Wait.model_validate_json(row.state)
    return StoredWait(row.tracker, wait, row.step, row.turn, row.key or "", row.remind_at)


def save_look(connection: Connection, stored: StoredWait, next_look: datetime | None, said: int) -> None:
    """Keep when a wait is to be looked at next, and which step of its turn was said."""
    values = {
        "of_tracker": stored.tracker,
        "of_issue": stored.wait.issue,
        "of_series": stored.wait.series,
        "of_number": stored.wait.number,
        "next_look": next_look,
        "said": said,
        "in_turn": len(stored.wait.turns),
    }
    connection.execute(_LOOKED, values)


def look_again(connection: Connection, contract: str, at: datetime | None) -> None:
    """Have all open waits of a contract looked at: its terms have changed."""
    connection.execute(_ALL_OF_CONTRACT, {"of_contract": contract, "next_look": at})


def look_again_at(connection: Connection, contract: str, person: str, at: datetime) -> None:
    """Have the waits of a person looked at who said when they are away."""
    values = {"of_contract": contract, "of_person": person, "next_look": at}
    connection.execute(_ALL_OF_PERSON, values)


def load_heard(connection: Connection, recipients: Collection[str], since: datetime) -> tuple[date, ...]:
    """Return on which days a person was reminded, under any of their names."""
    rows = connection.execute(_HEARD, {"recipients": sorted(recipients), "since": since}).scalars()
    return tuple(sorted(rows))


def load_all(connection: Connection) -> tuple[Row, ...]:
    """Return who was reminded of what, the oldest first."""
    return tuple(connection.execute(_ALL))


def add_reminders(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put on record who was reminded of what."""
    if rows:
        connection.execute(_SAID, rows)
