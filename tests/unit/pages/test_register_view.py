"""The register's page: what is asked for, in which order, and its months."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from plugin.pages.register_view import RegisterFilter, make_page, read_filter
from plugin.reports.register import RegisterRow


def _row(issue: str, **values: Any) -> RegisterRow:
    given: dict[str, Any] = {
        "issue": issue,
        "verdict": "beyond_scope",
        "clause": None,
        "hours": None,
        "fee": None,
        "currency": "RUB",
        "working_days": None,
        "state": "offered",
        "raised_on": date(2026, 3, 1),
    }
    return RegisterRow(**(given | values))


def _decided(issue: str, day: date, fee: int, **values: Any) -> RegisterRow:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return _row(
        issue,
        state="decided",
        option="extra_fee",
        fee=Decimal(fee),
        hours=Decimal(4),
        decided_at=at,
        **values,
    )


ROWS = (
    _row("ACME-9", summary="Калькулятор стоимости", clause="5.3", working_days=3),
    _row("ACME-10", summary="Вторая лента новостей", raised_on=date(2026, 4, 2), fee=Decimal(500)),
    _decided("ACME-11", date(2026, 4, 3), 9000, summary="Форма заявки", decided_by="Пётр Соколов"),
    _decided("ACME-12", date(2026, 5, 4), 3000, summary="Счётчик", working_days=1),
    _row("ACME-13", verdict="bonus", kind="bonus", state="decided", hours=Decimal("0.5")),
    _row(
        "ACME-1", verdict=None, kind="waiting", state="moved", fee=Decimal(0), working_days=2, note="тексты"
    ),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "9 10 11 12 13 1"),
        ({"state": "decided"}, "11 12 13"),
        ({"state": "moved"}, "1"),
        ({"state": "what?"}, "9 10 11 12 13 1"),
        ({"q": "ФОРМА"}, "11"),
        ({"q": "соколов форма"}, "11"),
        ({"q": "5.3"}, "9"),
        ({"q": "acme-12"}, "12"),
        ({"q": "тексты"}, "1"),
        ({"q": "нет такого"}, ""),
        ({"since": "2026-04-02"}, "10 11 12"),
        ({"until": "2026-04-02"}, "9 10 13 1"),
        ({"since": "2026-04-03", "until": "2026-04-03"}, "11"),
        ({"since": "someday"}, "9 10 11 12 13 1"),
        ({"sort": "newest"}, "12 11 10 9 13 1"),
        ({"sort": "fee"}, "11 12 10 9 13 1"),
        ({"sort": "days"}, "9 1 12 10 11 13"),
        ({"sort": "issue"}, "1 9 10 11 12 13"),
        ({"sort": "<script>"}, "9 10 11 12 13 1"),
        ({"state": "decided", "sort": "fee", "since": "2026-04-01"}, "11 12"),
    ],
)
def test_rows_are_found_and_sorted(query: dict[str, str], expected: str) -> None:
    """What is not known in an address is left out, not refused."""
    page = make_page(ROWS, read_filter(query))
    assert expected == " ".join(row.issue.removeprefix("ACME-") for row in page.rows)
    assert 6 == page.total


def test_totals_and_months_are_of_what_is_shown() -> None:
    """A decided change belongs to the month of its decision, waiting to none."""
    page = make_page(ROWS, RegisterFilter())
    months = [
        (each.first.month, each.changes, each.fee, each.bonus_hours, each.share) for each in page.months
    ]
    assert [(3, 0, 0, Decimal("0.5"), 0), (4, 1, 9000, 0, 100), (5, 1, 3000, 0, 33)] == months
    only = make_page(ROWS, RegisterFilter(since=date(2026, 5, 1)))
    assert (1, Decimal(3000)) == (only.totals.agreed.changes, only.totals.agreed.fee)
    assert [100] == [each.share for each in only.months]


@pytest.mark.parametrize(
    ("number", "first", "is_page"),
    [("1", 0, 1), ("3", 100, 3), ("9", 100, 3), ("0", 0, 1), ("-1", 0, 1), ("x", 0, 1), ("9" * 12, 0, 1)],
)
def test_a_long_register_has_pages(number: str, first: int, is_page: int) -> None:
    """Totals are of all that was asked for, whichever page is shown."""
    page = make_page([_row(f"ACME-{n}") for n in range(120)], RegisterFilter(), number)
    assert (is_page, 3, 120) == (page.number, page.pages, page.totals.undecided.changes)
    assert f"ACME-{first}" == page.shown[0].issue


def test_what_was_asked_for_goes_back_into_the_address() -> None:
    """So do the files: they hold what the page shows."""
    query = {"state": "decided", "q": "форма", "since": "2026-04-01", "sort": "fee"}
    assert query == read_filter(query).query
    assert {} == read_filter({"sort": "created", "state": "", "q": "  "}).query


def test_what_is_undecided_has_its_price() -> None:
    """Of open rows alone, of those that were asked for."""
    assert make_page(ROWS, read_filter({})).open_fee == Decimal(500)
    assert make_page(ROWS, read_filter({"state": "decided"})).open_fee == 0
