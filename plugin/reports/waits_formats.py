"""The waits as JSON, CSV, a table for people, a workbook and a PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from babel.dates import format_date

from mappings.model import ContractMapping, Language
from plugin.reports.pdf_file import write_pdf
from plugin.reports.tables import Column, ColumnKind, ReportTable, cite_record, write_csv
from plugin.reports.text_table import align_columns
from plugin.reports.waits import StageWaiting, WaitRow
from plugin.reports.waits_labels import WAITS_LABELS
from plugin.reports.xlsx_file import write_xlsx
from plugin.texts import formats
from plugin.texts.escaping import quoted
from plugin.texts.reminder_messages import DateAtRisk

WAITS_FORMATS = ("table", "json", "csv", "xlsx", "pdf")

ROW_KEYS = (
    "contract",
    "issue",
    "number",
    "kind",
    "what",
    "owed_by",
    "owed_side",
    "asked_by",
    "asked_at",
    "due",
    "state",
    "holder",
    "days_client",
    "days_contractor",
    "next_step",
    "next_on",
)
"""The keys of every row, in the order in which other programs rely on them."""

_KINDS: tuple[ColumnKind, ...] = (
    "text",
    "number",
    "text",
    "text",
    "text",
    "date",
    "text",
    "text",
    "number",
    "number",
    "text",
    "date",
)
_WIDTHS = (12, 5, 40, 19, 19, 16, 15, 19, 12, 10, 20, 16)
_NUMBER_COLUMNS = {1, 8, 9}


def json_rows(rows: Iterable[WaitRow]) -> list[dict[str, Any]]:
    """Return the rows as plain JSON data, ISO 8601 for times and dates."""
    return [{key: _plain(getattr(row, key)) for key in ROW_KEYS} for row in rows]


def render_waits(
    form: str,
    rows: Sequence[WaitRow],
    sums: Sequence[StageWaiting],
    mapping: ContractMapping,
    language: Language,
    head: tuple[int, str],
) -> bytes:
    """Return the waits in a format.

    Args:
        form: one of `WAITS_FORMATS`.
        rows: as they are to be listed.
        sums: how long each side was waited for, by stage.
        mapping: the contract.
        language: the reader's.
        head: number and hash of the record's last entry.
    """
    match form:
        case "xlsx":
            return write_xlsx(make_table(rows, sums, mapping, language, head))
        case "pdf":
            return write_pdf(make_table(rows, sums, mapping, language, head))
        case "csv":
            cells = [tuple(row.values()) for row in json_rows(rows)]
            return write_csv(ROW_KEYS, cells).encode()
        case "json":
            return f"{json.dumps(json_rows(rows), ensure_ascii=False, indent=2)}\n".encode()
        case _:
            return f"{_table_text(rows, sums, mapping, language)}\n".encode()


def make_table(
    rows: Sequence[WaitRow],
    sums: Sequence[StageWaiting],
    mapping: ContractMapping,
    language: Language,
    head: tuple[int, str],
) -> ReportTable:
    """Return the waits as a table for export, with what has to stand beside it."""
    labels = WAITS_LABELS[language]
    columns = zip(labels.heads, _KINDS, _WIDTHS, strict=True)
    return ReportTable(
        title=f"{labels.title}: {mapping.contract.title}",
        about=(
            f"{cite_record(head, language)} · {mapping.contract.timezone}",
            ". ".join(say_sums(sums, mapping, language)),
        ),
        columns=tuple(Column(name, kind, width) for name, kind, width in columns),
        rows=[_cells(row, language) for row in rows],
        language=language,
        none=labels.none,
    )


def say_sums(sums: Iterable[StageWaiting], mapping: ContractMapping, language: Language) -> list[str]:
    """Return how long each side was waited for, a line for each stage and side."""
    labels = WAITS_LABELS[language]
    titles = {stage.id: stage.title for stage in mapping.stages}

    def say(each: StageWaiting) -> str:
        title = quoted(titles.get(each.stage, each.stage), language)
        told = labels.stage[each.side].format(stage=title, days=formats.working_days(each.days, language))
        if each.added == each.days:
            return told
        added = formats.working_days(each.added, language)
        return f"{told} ({labels.overlapping.format(days=added)})"

    return [say(each).replace(formats.NBSP, " ") for each in sums]


def say_what(row: WaitRow, language: Language) -> str:
    """Return what is owed, as people read it in a list."""
    labels = WAITS_LABELS[language]
    missing = f" → {row.missing}" if row.missing else ""
    risk = f" ({say_risk(row.risk, language)})" if row.risk else ""
    return f"{labels.kinds[row.kind]}: {row.what}{missing}{risk}"


def say_risk(risk: DateAtRisk, language: Language) -> str:
    """Return which date an answer still keeps, and until when."""
    told = WAITS_LABELS[language].at_risk.format(
        stage=quoted(risk.stage_title, language),
        due=formats.short_day(risk.due, language),
        last_day=formats.until_day(risk.last_day, language),
    )
    return told.replace(formats.NBSP, " ")


def _table_text(
    rows: Sequence[WaitRow], sums: Sequence[StageWaiting], mapping: ContractMapping, language: Language
) -> str:
    labels = WAITS_LABELS[language]
    if not rows:
        return labels.none
    cells = [tuple(_as_text(cell, language) for cell in _cells(row, language)) for row in rows]
    below = say_sums(sums, mapping, language)
    return "\n".join(
        [*align_columns([labels.heads, *cells], _NUMBER_COLUMNS), *(["", *below] if below else [])]
    )


def _cells(row: WaitRow, language: Language) -> tuple[object, ...]:
    labels = WAITS_LABELS[language]
    return (
        row.issue,
        row.number,
        say_what(row, language),
        row.owed_by,
        row.asked_by or "",
        row.due,
        labels.states[row.state],
        row.holder or "",
        row.days_client,
        row.days_contractor,
        labels.steps[row.next_step] if row.next_step else "",
        row.next_on,
    )


def _as_text(cell: object, language: Language) -> str:
    if isinstance(cell, date):
        return str(format_date(cell, "d MMM y", locale=language))
    return "" if cell is None else str(cell)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value
