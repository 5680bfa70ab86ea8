"""The register as its page shows it: what was asked for, its order, its months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plugin.reports.register import RegisterRow, RegisterTotals, register_totals

STATES = ("raised", "offered", "decided", "parked", "withdrawn", "moved", "proposed", "reset")
ORDERS = ("created", "newest", "fee", "days", "issue")
ROWS_PER_PAGE = 50
_MAX_SEARCH_CHARS = 200


@dataclass(frozen=True)
class RegisterFilter:
    """Which rows are shown, and in which order.

    Attributes:
        state: only these; None: all.
        search: words that must stand in the issue, its title, clause, decider or note; any case.
        since: only rows of this day and later; a decided change is of the day of its decision.
        until: only rows of this day and earlier.
        order: one of `ORDERS`; `created` is the order of the register itself.
    """

    state: str | None = None
    search: str = ""
    since: date | None = None
    until: date | None = None
    order: str = "created"

    def takes(self, row: RegisterRow) -> bool:
        """Tell whether a row is shown."""
        day = row.day
        if self.state not in (None, row.state):
            return False
        if self.since is not None and (day is None or day < self.since):
            return False
        if self.until is not None and (day is None or day > self.until):
            return False
        told = " ".join(
            filter(None, (row.issue, row.summary, row.clause, row.decided_by, row.note))
        ).casefold()
        return all(word in told for word in self.search.casefold().split())

    @property
    def query(self) -> dict[str, str]:
        """The same as it goes into an address."""
        days = (("since", self.since), ("until", self.until))
        named = {"state": self.state or "", "q": self.search} | {
            name: day.isoformat() for name, day in days if day is not None
        }
        order = {"sort": self.order} if self.order != ORDERS[0] else {}
        return {name: value for name, value in named.items() if value} | order


@dataclass(frozen=True)
class Month:
    """What was agreed and given in one month, by the day of the decision.

    Attributes:
        first: its first day.
        changes: how many were decided to be done.
        hours: of these.
        fee: of these.
        working_days: of these.
        bonus_hours: given as goodwill.
        share: of the month with the largest fee (or hours, where nothing was paid), from 0 to 100.
    """

    first: date
    changes: int
    hours: Decimal
    fee: Decimal
    working_days: int
    bonus_hours: Decimal
    share: int


@dataclass(frozen=True)
class RegisterPage:
    """The rows that a page shows.

    Attributes:
        rows: all that were asked for, in the order that was asked for.
        number: of the page, from 1.
        pages: how many pages these rows fill.
        total: how many rows the register has in all.
        totals: of the rows that were asked for.
        months: of the rows that were asked for, the earliest first.
        states: the states that the register has.
        wanted: what was asked for.
    """

    rows: tuple[RegisterRow, ...]
    number: int
    pages: int
    total: int
    totals: RegisterTotals
    months: tuple[Month, ...]
    states: tuple[str, ...]
    wanted: RegisterFilter

    @property
    def changes(self) -> int:
        """How many of the rows are changes."""
        return len(self.rows) - self.waits

    @property
    def waits(self) -> int:
        """How many of the rows are days that the client was waited for."""
        return sum(1 for row in self.rows if row.kind == "waiting")

    @property
    def open_fee(self) -> Decimal:
        """What the rows without a decision would cost, each done for its fee."""
        open_rows = (row for row in self.rows if row.state in ("raised", "offered"))
        return sum((row.fee or Decimal(0) for row in open_rows), Decimal(0))

    @property
    def shown(self) -> tuple[RegisterRow, ...]:
        """The rows of this page."""
        first = (self.number - 1) * ROWS_PER_PAGE
        return self.rows[first : first + ROWS_PER_PAGE]


def read_filter(given: Mapping[str, str]) -> RegisterFilter:
    """Return what an address asks for.

    What is not known is left out: a page is shown whatever its address says.
    """
    state, order = given.get("state"), given.get("sort", "")
    return RegisterFilter(
        state=state if state in STATES else None,
        search=" ".join(given.get("q", "")[:_MAX_SEARCH_CHARS].split()),
        since=_day(given.get("since")),
        until=_day(given.get("until")),
        order=order if order in ORDERS else ORDERS[0],
    )


def make_page(found: Sequence[RegisterRow], wanted: RegisterFilter, number: str = "1") -> RegisterPage:
    """Return the rows that were asked for, with their totals and months.

    Args:
        found: the whole register.
        wanted: which rows are shown.
        number: of the page, as the address gives it; the nearest one there is.
    """
    rows = sort_rows((row for row in found if wanted.takes(row)), wanted.order)
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    return RegisterPage(
        rows=rows,
        number=min(max(int(number), 1), pages) if number.isdecimal() and len(number) < 9 else 1,
        pages=pages,
        total=len(found),
        totals=register_totals(rows),
        months=_sum_months(rows),
        states=tuple(state for state in STATES if any(row.state == state for row in found)),
        wanted=wanted,
    )


def sort_rows(rows: Iterable[RegisterRow], order: str) -> tuple[RegisterRow, ...]:
    """Return rows in an order; equal ones stay as they were."""
    listed = list(rows)
    match order:
        case "newest":
            listed.sort(key=lambda row: row.day or date.min, reverse=True)
        case "fee":
            listed.sort(key=lambda row: row.fee or Decimal(0), reverse=True)
        case "days":
            listed.sort(key=lambda row: row.working_days or 0, reverse=True)
        case "issue":
            listed.sort(key=lambda row: _natural(row.issue))
        case _:
            pass
    return tuple(listed)


def _natural(key: str) -> tuple[str, int, str]:
    """Return what sorts ACME-9 before ACME-10."""
    name, _, number = key.rpartition("-")
    return (name, int(number), key) if number.isdecimal() else (key, 0, key)


def _sum_months(rows: Iterable[RegisterRow]) -> tuple[Month, ...]:
    by_month: dict[date, list[RegisterRow]] = {}
    for row in rows:
        if row.day is not None and row.kind != "waiting":
            by_month.setdefault(row.day.replace(day=1), []).append(row)
    sums = {first: register_totals(listed) for first, listed in sorted(by_month.items())}
    sums = {first: each for first, each in sums.items() if each.agreed.changes or each.bonus.changes}
    by_fee = any(each.agreed.fee for each in sums.values())

    def height(each: RegisterTotals) -> Decimal:
        return each.agreed.fee if by_fee else each.agreed.hours + each.bonus.hours

    highest = max((height(each) for each in sums.values()), default=Decimal(0)) or Decimal(1)
    return tuple(
        Month(
            first=first,
            changes=each.agreed.changes,
            hours=each.agreed.hours,
            fee=each.agreed.fee,
            working_days=each.agreed.working_days,
            bonus_hours=each.bonus.hours,
            share=round(height(each) * 100 / highest),
        )
        for first, each in sums.items()
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
