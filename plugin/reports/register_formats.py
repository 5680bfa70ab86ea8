"""The change register as JSON, as CSV, and as a table for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from mappings.model import ContractMapping, Language
from plugin.reports.register import RegisterRow, RegisterSums, register_totals
from plugin.reports.register_labels import REGISTER_LABELS, RegisterLabels
from plugin.reports.text_table import align_columns
from plugin.texts import formats

_EXTRA_KEYS = ("minutes", "fee_note", "note")
"""Keys that only some contracts need; where no row does, they are left out."""

ROW_KEYS = tuple(field.name for field in fields(RegisterRow) if field.name not in _EXTRA_KEYS)
"""The keys of every row, in the order in which other programs rely on them."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_COLUMNS = {3, 4, 5}
_DATE = "d MMM y"


def json_rows(found: Iterable[RegisterRow]) -> list[dict[str, Any]]:
    """Return the rows as plain JSON data: numbers, and ISO 8601 for times and dates."""
    listed = list(found)
    extra = tuple(key for key in _EXTRA_KEYS if any(getattr(row, key) is not None for row in listed))
    return [{key: _plain(getattr(row, key)) for key in (*ROW_KEYS, *extra)} for row in listed]


def csv_text(found: Iterable[RegisterRow]) -> str:
    """Return the rows as CSV with a header; texts are quoted.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    written = io.StringIO()
    rows = json_rows(found)
    csv.writer(written).writerow(rows[0] if rows else ROW_KEYS)
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return written.getvalue()


def table_text(found: Sequence[RegisterRow], mapping: ContractMapping) -> str:
    """Return the rows as a table in the contract's language, totals below."""
    language = mapping.contract.language
    labels = REGISTER_LABELS[language]
    if not found:
        return labels.none
    lines = align_columns(
        [labels.heads_for(mapping), *(_cells(row, labels, language) for row in found)], _NUMBER_COLUMNS
    )
    sums = register_totals(found)
    below = [
        (labels.agreed, sums.agreed),
        (labels.bonus, sums.bonus),
        (labels.undecided, sums.undecided),
        (labels.put_aside, sums.put_aside),
    ]
    shown = [_sums_line(name, each, mapping, labels) for name, each in below if each.changes]
    return "\n".join([*lines, "", *align_columns(shown)])


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        # Thirds of an hour have no end: `minutes` has them exactly.
        shown = round(value, 2)
        return int(shown) if shown == shown.to_integral_value() else float(shown)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _cells(row: RegisterRow, labels: RegisterLabels, language: Language) -> tuple[str, ...]:
    def day(value: date | None) -> str:
        return format_date(value, _DATE, locale=language) if value else ""

    return (
        row.issue,
        labels.values[row.verdict or row.kind],
        row.clause or "",
        _hours(row.hours, language) if row.hours is not None else "",
        _fee(row, language),
        str(row.working_days) if row.working_days is not None else "",
        f"{labels.values[row.state]} ({row.note})" if row.note else labels.values[row.state],
        labels.values[row.option] if row.option else "",
        row.decided_by or "",
        day(row.decided_at),
        day(row.due_before),
        day(row.due_after),
    )


def _sums_line(
    name: str, sums: RegisterSums, mapping: ContractMapping, labels: RegisterLabels
) -> tuple[str, ...]:
    """Return the cells of a total: number of changes, hours, what was agreed."""
    language, currency = mapping.contract.language, mapping.contract.currency
    return (
        name,
        str(sums.changes),
        formats.hours(sums.hours, language).replace(formats.NBSP, " "),
        _money(sums.fee, currency, language) if sums.fee else "",
        f"{sums.working_days} {labels.days}" if sums.working_days else "",
    )


def _hours(hours: Decimal, language: Language) -> str:
    """Return whole hours as a number, since the head says hours; else with minutes."""
    whole = hours == hours.to_integral_value()
    return formats.number(hours, language) if whole else formats.hours(hours, language)


def _fee(row: RegisterRow, language: Language) -> str:
    if row.fee is None:
        return ""
    sum_ = _money(row.fee, row.currency, language)
    return f"{sum_} ({row.fee_note})" if row.fee_note else sum_


def _money(fee: Decimal, currency: str, language: Language) -> str:
    shown = "#,##0\N{NO-BREAK SPACE}¤" if fee == fee.to_integral_value() else "#,##0.00\N{NO-BREAK SPACE}¤"
    return str(format_currency(fee, currency, shown, language, currency_digits=False))
