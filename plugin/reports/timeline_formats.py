"""The timeline as JSON, CSV, a table for people, a workbook and a PDF."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import chain, islice
from textwrap import indent
from typing import Any

from mappings.model import ContractMapping, Language
from plugin.reports.pdf_file import write_pdf
from plugin.reports.tables import Column, ReportTable, cite_record, write_csv
from plugin.reports.text_table import align_columns
from plugin.reports.timeline import TimelineLine, measure_answers, say_answers
from plugin.reports.timeline_labels import TIMELINE_LABELS
from plugin.reports.xlsx_file import write_xlsx
from plugin.texts import formats

TIMELINE_FORMATS = ("table", "json", "csv", "xlsx", "pdf")

ROW_KEYS = (
    "id",
    "at",
    "issue",
    "kind",
    "from",
    "from_side",
    "to",
    "what",
    "answers",
    "working_hours",
    "reported",
)
"""The keys of every row, in the order in which other programs rely on them."""

_EXTRA_KEYS = ("answered_by", "edited", "deleted")
"""Keys that only some timelines need; where no row does, they are left out."""

_ROWS_AT_ONCE = 1_000
_WIDTHS = (21, 12, 14, 32, 20, 56, 21, 12)


def json_rows(lines: Sequence[TimelineLine]) -> Iterator[dict[str, Any]]:
    """Yield the rows as plain JSON data: numbers, and ISO 8601 for times."""
    extra = tuple(key for key in _EXTRA_KEYS if any(getattr(line, key) for line in lines))
    return (_row(line, extra) for line in lines)


def csv_parts(lines: Sequence[TimelineLine]) -> Iterator[str]:
    """Yield CSV with a header, some rows at once; texts are quoted."""
    rows = json_rows(lines)
    first = next(rows, None)
    if first is None:
        yield write_csv(ROW_KEYS, [])
        return
    cells = (tuple(row.values()) for row in chain((first,), rows))
    yield write_csv(tuple(first), islice(cells, _ROWS_AT_ONCE))
    while some := list(islice(cells, _ROWS_AT_ONCE)):
        yield write_csv((), some)


def json_parts(lines: Sequence[TimelineLine]) -> Iterator[str]:
    """Yield a JSON list, a row at once."""
    if not lines:
        yield "[]\n"
        return
    before = "[\n"
    for row in json_rows(lines):
        yield before + indent(json.dumps(row, ensure_ascii=False, indent=2), "  ")
        before = ",\n"
    yield "\n]\n"


def table_text(lines: Sequence[TimelineLine], language: Language) -> str:
    """Return the rows as a table, below it how fast each side answered, ours first."""
    labels = TIMELINE_LABELS[language]
    if not lines:
        return labels.none
    cells = [tuple(map(_as_text, row)) for row in _rows(lines, language)]
    told = [say_answers(times, language) for times in measure_answers(lines)]
    return "\n".join([*align_columns([labels.heads, *cells], {7}), "", *told]).replace(formats.NBSP, " ")


def render_timeline(
    form: str,
    lines: Sequence[TimelineLine],
    mapping: ContractMapping,
    language: Language,
    head: tuple[int, str],
) -> Iterator[bytes]:
    """Yield the rows in a format, in parts: fifty thousand are thirty megabytes.

    Args:
        form: one of `TIMELINE_FORMATS`.
        lines: as they are to be listed.
        mapping: the contract.
        language: the reader's.
        head: number and hash of the record's last entry, which a workbook and a PDF show.
    """
    match form:
        case "xlsx":
            yield write_xlsx(make_table(lines, mapping, language, head))
        case "pdf":
            yield write_pdf(make_table(lines, mapping, language, head))
        case "csv":
            yield from (part.encode() for part in csv_parts(lines))
        case "json":
            yield from (part.encode() for part in json_parts(lines))
        case _:
            yield f"{table_text(lines, language)}\n".encode()


def make_table(
    lines: Sequence[TimelineLine], mapping: ContractMapping, language: Language, head: tuple[int, str]
) -> ReportTable:
    """Return the rows as a table for export, with what has to stand beside it."""
    labels = TIMELINE_LABELS[language]
    told = (say_answers(times, language).replace(formats.NBSP, " ") for times in measure_answers(lines))
    kinds = ("moment", "text", "text", "text", "text", "text", "moment", "number")
    columns = zip(labels.heads, kinds, _WIDTHS, strict=True)
    return ReportTable(
        title=f"{labels.title}: {mapping.contract.title}",
        about=(f"{cite_record(head, language)} · {mapping.contract.timezone}", ". ".join(told)),
        columns=tuple(Column(name, kind, width) for name, kind, width in columns),  # type: ignore[arg-type]
        rows=_rows(lines, language),
        language=language,
        none=labels.none,
    )


def say_what(line: TimelineLine, language: Language) -> str:
    """Return what a row says to a reader, with what became of its text."""
    labels = TIMELINE_LABELS[language]
    said = labels.deleted if line.deleted else line.spoken or line.what
    notes = [labels.edited] if line.edited and not line.deleted else []
    notes += [labels.reported.format(name=line.sender)] if line.reported else []
    notes += [labels.confirmed.format(name=line.confirmed_by)] if line.confirmed_by else []
    return f"{said} ({', '.join(notes)})" if notes else said


def name_addressee(line: TimelineLine, language: Language) -> str:
    """Return whom a row addresses: by name, else the other side."""
    other = {"client": "contractor", "contractor": "client"}.get(line.side, "")
    return line.to or (TIMELINE_LABELS[language].sides[other] if other else "")


def _rows(lines: Iterable[TimelineLine], language: Language) -> list[tuple[Any, ...]]:
    labels = TIMELINE_LABELS[language]
    return [
        (
            line.at,
            line.issue,
            labels.kinds[line.kind],
            f"{line.sender} ({labels.sides[line.side]})",
            name_addressee(line, language),
            say_what(line, language),
            line.answered_at,
            line.hours,
        )
        for line in lines
    ]


def _row(line: TimelineLine, extra: Sequence[str]) -> dict[str, Any]:
    return {
        "id": line.id,
        "at": line.at.isoformat(timespec="seconds"),
        "issue": line.issue,
        "kind": line.kind,
        "from": line.sender,
        "from_side": line.side or None,
        "to": line.to or None,
        "what": line.what,
        "answers": line.answers,
        "working_hours": _number(line.hours),
        "reported": line.reported,
        **{key: getattr(line, key) for key in extra},
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)
