"""The timeline as its page shows it: what was asked for, one page of rows, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mappings.model import ContractMapping, Language
from plugin.core.model.exchanges import ExchangeKind
from plugin.reports.timeline import SIDES, TimelineFilter, TimelineLine, measure_answers, say_answers

ROWS_PER_PAGE = 100
_KINDS = tuple(kind.value for kind in ExchangeKind)


@dataclass(frozen=True)
class TimelinePage:
    """One page of a timeline, newest first.

    Attributes:
        days: the rows by day.
        total: how many rows there are in all.
        number: of the page, from 1.
        query: what was asked for, as it goes into an address.
        is_filtered: whether anything was left out.
        answers: how fast each side answered, ours first; of the whole timeline.
        places: on which page each exchange stands, by its id.
        has_later: whether newer rows stand on the page before.
        has_earlier: whether older rows stand on the page after.
    """

    days: tuple[tuple[date, tuple[TimelineLine, ...]], ...]
    total: int
    number: int
    query: Mapping[str, str]
    is_filtered: bool
    answers: tuple[str, ...]
    places: Mapping[str, int]
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


def make_page(
    found: Sequence[TimelineLine],
    wanted: TimelineFilter,
    query: Mapping[str, str],
    page: str,
    language: Language,
) -> TimelinePage:
    """Return one page of the rows that were asked for, newest first.

    Args:
        found: the whole timeline, oldest first.
        wanted: which rows are shown.
        query: the same as it goes into an address.
        page: the number that the address gives.
        language: the reader's.
    """
    lines = [line for line in reversed(found) if wanted.takes(line)]
    pages = max(1, -(-len(lines) // ROWS_PER_PAGE))
    number = min(max(int(page), 1), pages) if page.isdecimal() and len(page) < 9 else 1
    shown = lines[(number - 1) * ROWS_PER_PAGE : number * ROWS_PER_PAGE]
    by_day = groupby(shown, key=lambda line: line.at.date())
    return TimelinePage(
        days=tuple((day, tuple(rows)) for day, rows in by_day),
        total=len(lines),
        number=number,
        query=query,
        is_filtered=len(lines) < len(found),
        answers=tuple(say_answers(times, language) for times in measure_answers(found)),
        places={line.id: place // ROWS_PER_PAGE + 1 for place, line in enumerate(lines)},
        has_later=number > 1,
        has_earlier=number < pages,
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
