"""The change register as JSON, CSV, a table for people, a workbook and a PDF."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from mappings.model import ContractMapping, Language
from plugin.reports.pdf_file import write_pdf
from plugin.reports.register import RegisterRow, RegisterSums, register_totals
from plugin.reports.register_labels import REGISTER_LABELS, RegisterLabels
from plugin.reports.tables import Cell, Column, ReportTable, cite_record
from plugin.reports.text_table import align_columns
from plugin.reports.xlsx_file import write_xlsx
from plugin.texts import formats

REGISTER_FORMATS = ("table", "json", "csv", "xlsx", "pdf")

_EXTRA_KEYS = ("minutes", "fee_note", "note")
"""Keys that only some contracts need; where no row does, they are left out."""

_FOR_READERS = ("summary", "raised_on", "takes_both")
"""What other programs find in the tracker; workbook, PDF and pages show it."""

ROW_KEYS = tuple(
    field.name for field in fields(RegisterRow) if field.name not in (*_EXTRA_KEYS, *_FOR_READERS)
)
"""The keys of every row, in the order in which other programs rely on them."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_COLUMNS = {3, 4, 5}
_DATE = "d MMM y"


def render_register(
    form: str,
    rows: Sequence[RegisterRow],
    mapping: ContractMapping,
    language: Language,
    head: tuple[int, str],
) -> bytes:
    """Return the register in a format.

    Args:
        form: one of `REGISTER_FORMATS`.
        rows: as they are to be listed; the totals are theirs.
        mapping: the contract.
        language: the reader's.
        head: number and hash of the record's last entry, which a workbook and a PDF show.
    """
    match form:
        case "xlsx":
            return write_xlsx(make_table(rows, mapping, language, head))
        case "pdf":
            return write_pdf(make_table(rows, mapping, language, head))
        case "csv":
            return csv_text(rows).encode()
        case "json":
            return f"{json.dumps(json_rows(rows), ensure_ascii=False, indent=2)}\n".encode()
        case _:
            return f"{table_text(rows, mapping, language)}\n".encode()


def make_table(
    rows: Sequence[RegisterRow], mapping: ContractMapping, language: Language, head: tuple[int, str]
) -> ReportTable:
    """Return the register as a table for export, its totals as numbers below it."""
    labels = REGISTER_LABELS[language]
    heads = labels.heads_for(mapping)
    currency = mapping.contract.currency
    columns = (
        Column(heads[0], "text", 12),
        Column(labels.summary, "text", 32),
        Column(heads[1], "text", 16),
        Column(heads[2], "text", 9),
        Column(labels.raised, "date", 15),
        Column(heads[3], "number", 9),
        Column(f"{heads[4]}, {currency}", "number", 14),
        Column(heads[5], "number", 9),
        Column(heads[6], "text", 18),
        Column(heads[7], "text", 16),
        Column(heads[8], "text", 18),
        Column(heads[9], "date", 15),
        Column(heads[10], "date", 15),
        Column(heads[11], "date", 15),
    )
    shown = [(name, sums) for name, sums in name_totals(rows, labels) if sums.changes]
    blank = (None,) * (len(columns) - 8)
    return ReportTable(
        title=f"{labels.title}: {mapping.contract.title}",
        about=(
            f"{cite_record(head, language)} · {mapping.contract.timezone}",
            "; ".join(f"{name}: {_join_sums(sums, mapping, labels, language)}" for name, sums in shown),
        ),
        columns=columns,
        rows=[_export_cells(row, labels) for row in rows],
        language=language,
        none=labels.none,
        foot=[
            (None, name, None, None, None, sums.hours, sums.fee, sums.working_days, *blank)
            for name, sums in shown
        ],
    )


def name_totals(rows: Sequence[RegisterRow], labels: RegisterLabels) -> tuple[tuple[str, RegisterSums], ...]:
    """Return the four totals of rows under their names."""
    sums = register_totals(rows)
    return (
        (labels.agreed, sums.agreed),
        (labels.bonus, sums.bonus),
        (labels.undecided, sums.undecided),
        (labels.put_aside, sums.put_aside),
    )


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


def table_text(
    found: Sequence[RegisterRow], mapping: ContractMapping, language: Language | None = None
) -> str:
    """Return the rows as a table, totals below; without a language, in the contract's."""
    language = language or mapping.contract.language
    labels = REGISTER_LABELS[language]
    if not found:
        return labels.none
    lines = align_columns(
        [labels.heads_for(mapping), *(_cells(row, labels, language) for row in found)], _NUMBER_COLUMNS
    )
    shown = [
        (name, *_say_sums(sums, mapping, labels, language))
        for name, sums in name_totals(found, labels)
        if sums.changes
    ]
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


def _export_cells(row: RegisterRow, labels: RegisterLabels) -> tuple[Cell, ...]:
    # A sum is a number there: what stands beside it elsewhere stands beside the state.
    either = labels.either if row.is_either else None
    notes = [each for each in (either, row.note, row.fee_note) if each and each != row.summary]
    return (
        row.issue,
        row.summary,
        labels.values[row.verdict or row.kind],
        row.clause,
        row.raised_on,
        row.hours,
        row.fee,
        row.working_days,
        labels.values[row.state] + (f" ({'; '.join(notes)})" if notes else ""),
        labels.values[row.option] if row.option else None,
        row.decided_by,
        row.decided_at.date() if row.decided_at else None,
        row.due_before,
        row.due_after,
    )


def _join_sums(
    sums: RegisterSums, mapping: ContractMapping, labels: RegisterLabels, language: Language
) -> str:
    return " · ".join(filter(None, _say_sums(sums, mapping, labels, language)))


def _say_sums(
    sums: RegisterSums, mapping: ContractMapping, labels: RegisterLabels, language: Language
) -> tuple[str, ...]:
    """Return the cells of a total: number of changes, hours, what was agreed."""
    currency = mapping.contract.currency
    return (
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
