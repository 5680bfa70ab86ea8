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
from babel.numbers import format_currency, format_decimal

from mappings.model import ContractMapping, Language
from plugin.reports.register import RegisterRow, RegisterSums, register_totals
from plugin.reports.register_labels import REGISTER_LABELS, RegisterLabels
from plugin.reports.text_table import align_columns

ROW_KEYS = tuple(field.name for field in fields(RegisterRow))
"""The keys of a row, in the order in which other programs rely on them."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_COLUMNS = {3, 4, 5}
_DATE = "d MMM y"


def json_rows(found: Iterable[RegisterRow]) -> list[dict[str, Any]]:
    """Return the rows as plain JSON data: numbers, and ISO 8601 for times and dates."""
    return [{key: _plain(getattr(row, key)) for key in ROW_KEYS} for row in found]


def csv_text(found: Iterable[RegisterRow]) -> str:
    """Return the rows as CSV with a header; texts are quoted.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    written = io.StringIO()
    csv.writer(written).writerow(ROW_KEYS)
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_cell(value) for value in row.values()] for row in json_rows(found))
    return written.getvalue()


def table_text(found: Sequence[RegisterRow], mapping: ContractMapping) -> str:
    """Return the rows as a table in the contract's language, totals below."""
    language = mapping.contract.language
    labels = REGISTER_LABELS[language]
    if not found:
        return labels.none
    lines = align_columns([labels.heads, *(_cells(row, labels, language) for row in found)], _NUMBER_COLUMNS)
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
        return int(value) if value == value.to_integral_value() else float(value)
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
        labels.values[row.verdict],
        row.clause or "",
        _hours(row.hours, language) if row.hours is not None else "",
        _money(row.fee, row.currency, language) if row.fee is not None else "",
        str(row.working_days) if row.working_days is not None else "",
        labels.values[row.state],
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
        f"{_hours(sums.hours, language)} {labels.hours}",
        _money(sums.fee, currency, language) if sums.fee else "",
        f"{sums.working_days} {labels.days}" if sums.working_days else "",
    )


def _hours(hours: Decimal, language: Language) -> str:
    return str(format_decimal(hours, format="#,##0.##", locale=language))


def _money(fee: Decimal, currency: str, language: Language) -> str:
    shown = "#,##0\N{NO-BREAK SPACE}¤" if fee == fee.to_integral_value() else "#,##0.00\N{NO-BREAK SPACE}¤"
    return str(format_currency(fee, currency, shown, language, currency_digits=False))
