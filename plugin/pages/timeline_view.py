"""The timeline as its page shows it: what was asked for, one page of rows, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from mappings.model import ContractMapping, Language
from plugin.core.model.exchanges import ExchangeKind, ExchangeSide
from plugin.reports.stored_timeline import match_anew
from plugin.reports.timeline import (
    SIDES,
    AnswerTimes,
    TimelineFilter,
    TimelineLine,
    in_hours,
    make_line,
    say_answers,
    with_side,
)
from plugin.store import timeline_rows
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.timeline_rows import RowFilter, StoredRow

ROWS_PER_PAGE = 100
_MAX_DIGITS = 9
_KINDS = tuple(kind.value for kind in ExchangeKind)


@dataclass(frozen=True)
class TimelinePage:
    """One page of a timeline, newest first.

    Attributes:
        days: the rows by day.
        number: of the page, from 1.
        total: how many rows were asked for.
        query: what was asked for, as it goes into an address.
        is_filtered: whether anything may be left out.
        answers: how fast each side answered, ours first; of the whole timeline.
        here: the ids of its rows.
        elsewhere: the ids of what answers them and is shown, on whichever page.
        has_later: whether newer rows stand on the page before.
        has_earlier: whether older rows stand on the page after.
    """

    days: tuple[tuple[date, tuple[TimelineLine, ...]], ...]
    number: int
    total: int
    query: Mapping[str, str]
    is_filtered: bool
    answers: tuple[str, ...]
    here: frozenset[str]
    elsewhere: frozenset[str]
    has_later: bool
    has_earlier: bool


def read_filter(given: Mapping[str, str], mapping: ContractMapping) -> tuple[TimelineFilter, dict[str, str]]:
    """Return what an address asks for, and the same as it goes into an address.

    What is not known is left out: a page is shown whatever its address says.
    """
    known = {
        "side": given.get("side") if given.get("side") in SIDES else None,
        "kind": given.get("kind") if given.get("kind") in _KINDS else None,
        "person": given.get("person") if given.get("person") in mapping.people else None,
    }
    since, until = _day(given.get("since")), _day(given.get("until"))
    query = {name: value for name, value in known.items() if value}
    query |= {name: day.isoformat() for name, day in (("since", since), ("until", until)) if day}
    return TimelineFilter(**known, since=since, until=until), query


def read_page(
    database: Database,
    mapping: ContractMapping,
    given: Mapping[str, str],
    language: Language,
) -> TimelinePage:
    """Return one page of the rows that an address asks for, newest first.

    It costs the same however long the timeline is.

    Args:
        database: where it is stored; what changed since it was last shown is matched anew.
        mapping: the contract in force.
        given: the address's filters, `page`, and `entry`: an exchange, on whose page the reader wants to be.
        language: the reader's.
    """
    match_anew(database, mapping)
    asked, query = read_filter(given, mapping)
    wanted = asked.of_contract(mapping)
    with database.look() as connection:
        total = timeline_rows.count_rows(connection, wanted)
        number = _find_number(connection, wanted, given, total)
        stored = timeline_rows.load_rows(connection, wanted, (number - 1) * ROWS_PER_PAGE, ROWS_PER_PAGE)
        answers = [each.row.answered_by for each in stored if each.row.answered_by]
        moments, taken = timeline_rows.load_taken(connection, wanted, answers)
        times = [_read_times(connection, mapping, side) for side in SIDES]
    lines = [_line(mapping, each, moments, language) for each in stored]
    return TimelinePage(
        days=tuple((day, tuple(rows)) for day, rows in groupby(lines, key=lambda line: line.at.date())),
        number=number,
        total=total,
        query=query,
        is_filtered=bool(query),
        answers=tuple(say_answers(each, language) for each in times),
        here=frozenset(line.id for line in lines),
        elsewhere=taken,
        has_later=number > 1,
        has_earlier=number * ROWS_PER_PAGE < total,
    )


def _find_number(connection: Connection, wanted: RowFilter, given: Mapping[str, str], total: int) -> int:
    entry, page = given.get("entry"), given.get("page", "1")
    if entry:
        number = timeline_rows.count_later_rows(connection, wanted, entry) // ROWS_PER_PAGE + 1
    else:
        number = int(page) if page.isdecimal() and len(page) < _MAX_DIGITS else 1
    return min(max(number, 1), max(1, -(-total // ROWS_PER_PAGE)))


def _line(
    mapping: ContractMapping, stored: StoredRow, moments: Mapping[str, datetime], language: Language
) -> TimelineLine:
    row = replace(stored.row, exchange=with_side(mapping, stored.row.exchange))
    return make_line(mapping, row, {row.exchange.issue: stored.key}, moments, language)


def _read_times(connection: Connection, mapping: ContractMapping, side: ExchangeSide) -> AnswerTimes:
    """Return how fast a side answered the other."""
    other: ExchangeSide = "client" if side == "contractor" else "contractor"
    found = timeline_rows.load_times(connection, mapping.id, other)
    if found is None:
        return AnswerTimes(side, 0)
    return AnswerTimes(
        side, found.answered, in_hours(found.median), in_hours(found.longest), found.longest_issue
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
