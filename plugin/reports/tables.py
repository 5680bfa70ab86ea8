"""A table as it is exported: what stands in it, whatever the format."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mappings.model import Language

ColumnKind = Literal["text", "moment", "date", "number"]
Cell = object
"""A text, an aware moment, a date, a Decimal or a number; None: nothing."""

FILE_TYPES: Mapping[str, str] = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
"""The formats in which pages give a table as a file, and what they are to a browser."""

BINARY_FORMATS = frozenset({"xlsx", "pdf"})
"""Formats that are nothing for a terminal."""

_HEAD_DIGITS = 12
_RECORD: Mapping[Language, str] = {"ru": "Запись {number} · {head}", "en": "Record {number} · {head}"}

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        head: what stands above it.
        kind: what its cells are.
        width: in characters; a longer text is wrapped.
    """

    head: str
    kind: ColumnKind = "text"
    width: int = 12


@dataclass(frozen=True)
class ReportTable:
    """A table with what has to stand beside it.

    Attributes:
        title: what it lists.
        about: lines below the title, such as the contract and the record's head.
        columns: from left to right.
        rows: cells in the order of the columns; moments are in the reader's time zone.
        language: the reader's.
        none: said instead of a table without rows.
        foot: rows of totals, which stand below the others and are not filtered with them.
    """

    title: str
    about: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]
    language: Language
    none: str = ""
    foot: Sequence[Sequence[Cell]] = ()


ABOUT_TITLE: Mapping[Language, str] = {"ru": "О выгрузке", "en": "About"}


def cite_record(head: tuple[int, str], language: Language) -> str:
    """Return number and first digits of the record's last entry, as exports show them."""
    number, hashed = head
    return _RECORD[language].format(number=number, head=hashed[:_HEAD_DIGITS])


def write_csv(keys: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV with a header; without keys it has none. Texts are quoted.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    written = io.StringIO()
    if keys:
        csv.writer(written).writerow(keys)
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return written.getvalue()


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
