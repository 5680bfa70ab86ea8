"""The rows of one page of the timeline, found by filters, with their answers.

Who answered whom follows from the exchanges of an issue. It is kept beside them, marked by the terms it was
found for; whatever changes an exchange takes the mark away. So a page costs the same however much there is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update

from plugin.core.model.exchanges import Exchange, ExchangeKind
from plugin.core.timeline.answers import HUNDREDTH, TimelineRow
from plugin.store.connection import Connection, Row
from plugin.store.exchanges import exchange_of
from plugin.store.tables import exchanges, issues

_UNMATCHED = (
    select(exchanges.c.tracker, exchanges.c.issue)
    .where(
        exchanges.c.contract == bindparam("contract"),
        # Two ranges of the index, where "is not" would read everything.
        or_(exchanges.c.matched_for < bindparam("terms"), exchanges.c.matched_for > bindparam("terms")),
    )
    .distinct()
    .limit(bindparam("limit"))
)
# The contract is looked at later: its indexes begin with it, and SQLite would read all of it.
_THREAD = select(exchanges).where(
    exchanges.c.tracker == bindparam("tracker"), exchanges.c.issue == bindparam("issue")
)
# Somebody may write meanwhile: what is not as it was read stays unmatched, and is found again.
_READ_AS = ("changed_at", "kind", "side", "hidden", "deleted")
_SAVE = (
    update(exchanges)
    .where(
        exchanges.c.tracker == bindparam("of_tracker"),
        exchanges.c.id == bindparam("of_id"),
        *(exchanges.c[name] == bindparam(f"read_{name}") for name in _READ_AS),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "matched_for",
                "listed",
                "shown_kind",
                "shown_side",
                "shown_person",
                "answers",
                "answered_by",
                "answered_after",
            )
        }
    )
)
_OF_SIDE = (
    exchanges.c.contract == bindparam("contract"),
    exchanges.c.shown_side == bindparam("side"),
    exchanges.c.answered_after.is_not(None),
)
_ANSWERED = select(func.count()).select_from(exchanges).where(*_OF_SIDE)
_MEDIAN = (
    select(exchanges.c.answered_after)
    .where(*_OF_SIDE)
    .order_by(exchanges.c.answered_after)
    .limit(1)
    .offset(bindparam("before"))
)
_LONGEST = (
    select(exchanges.c.answered_after, exchanges.c.issue, issues.c.key)
    .select_from(exchanges)
    .outerjoin(issues, and_(issues.c.tracker == exchanges.c.tracker, issues.c.issue == exchanges.c.issue))
    .where(*_OF_SIDE)
    .order_by(exchanges.c.answered_after.desc(), exchanges.c.at.desc(), exchanges.c.id)
    .limit(1)
)


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a contract's timeline are meant; None takes all.

    Attributes:
        contract: whose.
        side: the sender's.
        kind: what was sent, as it is shown.
        person: the key of somebody who sent it or whom it addresses.
        since: the first moment.
        before: the moment after the last.
    """

    contract: str
    side: str | None = None
    kind: str | None = None
    person: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return it as conditions of a statement."""
        row = exchanges.c
        found = [row.contract == self.contract, row.listed.is_(True)]
        # As an expression: rows are read in the order of their times, not by side and then sorted.
        found += [func.coalesce(row.shown_side, "") == self.side] if self.side is not None else []
        found += [row.shown_kind == self.kind] if self.kind is not None else []
        found += [row.at >= self.since] if self.since is not None else []
        found += [row.at < self.before] if self.before is not None else []
        if self.person is not None:
            named = json.dumps(self.person, ensure_ascii=False)
            # Unlike LIKE it tells large letters from small ones, on both databases.
            is_addressed = func.replace(row.addressees, named, "") != row.addressees
            found.append(or_(row.shown_person == self.person, is_addressed))
        return found


@dataclass(frozen=True)
class StoredRow:
    """A row of a timeline as stored: with its answer, and the key of its issue."""

    row: TimelineRow
    key: str


@dataclass(frozen=True)
class StoredTimes:
    """How a side was answered: how often, and in hundredths of a working hour."""

    answered: int
    median: int
    longest: int
    longest_issue: str


def load_unmatched(connection: Connection, contract: str, terms: str, limit: int) -> list[tuple[str, str]]:
    """Return trackers and issues whose answers have to be found anew."""
    values = {"contract": contract, "terms": terms, "limit": limit}
    return [(row.tracker, row.issue) for row in connection.execute(_UNMATCHED, values)]


def load_thread(connection: Connection, contract: str, tracker: str, issue: str) -> list[Exchange]:
    """Return everything of an issue, hidden exchanges too."""
    rows = connection.execute(_THREAD, {"tracker": tracker, "issue": issue})
    return [exchange_of(row) for row in rows if row.contract == contract]


def save_matches(
    connection: Connection, tracker: str, terms: str, read: Iterable[Exchange], found: Iterable[TimelineRow]
) -> None:
    """Save who answered whom on an issue.

    Args:
        connection: a transaction that writes.
        tracker: where the issue is.
        terms: a name of the terms by which it was found.
        read: the exchanges of the issue as they were read.
        found: what is shown of them.
    """
    rows = {row.exchange.id: row for row in found}
    for each in read:
        values = {f"read_{name}": getattr(each, name) for name in _READ_AS}
        values |= {"read_kind": each.kind.value, "of_tracker": tracker, "of_id": each.id}
        connection.execute(_SAVE, {**values, **_matched(rows.get(each.id)), "matched_for": terms})


def count_rows(connection: Connection, wanted: RowFilter) -> int:
    """Return how many rows a filter takes."""
    counted = select(func.count()).select_from(exchanges).where(*wanted.conditions())
    return int(connection.execute(counted).scalar() or 0)


def count_later_rows(connection: Connection, wanted: RowFilter, exchange: str) -> int:
    """Return how many rows of a filter are newer than an exchange, if known."""
    its = select(exchanges.c.at).where(exchanges.c.contract == wanted.contract, exchanges.c.id == exchange)
    at = connection.execute(its).scalar()
    if at is None:
        return 0
    row = exchanges.c
    is_later = or_(row.at > at, and_(row.at == at, row.id > exchange))
    counted = select(func.count()).select_from(exchanges).where(*wanted.conditions(), is_later)
    return int(connection.execute(counted).scalar() or 0)


def load_rows(connection: Connection, wanted: RowFilter, offset: int, limit: int) -> list[StoredRow]:
    """Return one page of the rows that a filter takes, newest first."""
    found = (
        select(exchanges, issues.c.key)
        .select_from(exchanges)
        .outerjoin(issues, and_(issues.c.tracker == exchanges.c.tracker, issues.c.issue == exchanges.c.issue))
        .where(*wanted.conditions())
        .order_by(exchanges.c.at.desc(), exchanges.c.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [_stored(row) for row in connection.execute(found).all()]


def load_taken(
    connection: Connection, wanted: RowFilter, listed: Sequence[str]
) -> tuple[Mapping[str, datetime], frozenset[str]]:
    """Return the moments of exchanges by ids, and which of them a filter takes."""
    if not listed:
        return {}, frozenset()
    row = exchanges.c
    moments = select(row.id, row.at).where(row.contract == wanted.contract, row.id.in_(listed))
    taken = select(row.id).where(*wanted.conditions(), row.id.in_(listed))
    return (
        {each.id: each.at for each in connection.execute(moments)},
        frozenset(connection.execute(taken).scalars()),
    )


def load_times(connection: Connection, contract: str, side: str) -> StoredTimes | None:
    """Return how one side's exchanges were answered; None where none was."""
    values = {"contract": contract, "side": side}
    answered = int(connection.execute(_ANSWERED, values).scalar() or 0)
    if not answered:
        return None
    median = connection.execute(_MEDIAN, {**values, "before": (answered - 1) // 2}).scalar()
    longest = connection.execute(_LONGEST, values).one()
    return StoredTimes(answered, int(median or 0), longest.answered_after, longest.key or longest.issue)


def _matched(row: TimelineRow | None) -> dict[str, Any]:
    if row is None:
        return {
            "listed": False,
            "shown_kind": "",
            "shown_side": "",
            "shown_person": "",
            "answers": None,
            "answered_by": None,
            "answered_after": None,
        }
    shown = row.exchange
    return {
        "listed": True,
        "shown_kind": shown.kind.value,
        "shown_side": shown.side,
        "shown_person": shown.person,
        "answers": row.answers,
        "answered_by": row.answered_by,
        "answered_after": None if row.waited is None else row.waited_hundredths,
    }


def _stored(row: Row) -> StoredRow:
    exchange = replace(exchange_of(row), kind=ExchangeKind(row.shown_kind))
    waited = None if row.answered_after is None else row.answered_after * HUNDREDTH
    return StoredRow(TimelineRow(exchange, row.answers, row.answered_by, waited), row.key or row.issue)
