"""A table as a workbook for spreadsheets."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from plugin.reports.tables import ABOUT_TITLE, Cell, Column, ReportTable
from plugin.texts.escaping import drop_direction_signs, to_one_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {
    "constant_memory": True,
    # A text stays the text that somebody wrote: no formula, no link, no number is made of it.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MAX_SHEET_NAME = 31
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_MAX_CELL_CHARS = 32_767
_FORMATS = {
    "text": {"text_wrap": True, "valign": "top"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm", "align": "left", "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "fraction": {"num_format": "#,##0.00", "valign": "top"},
}


def write_xlsx(table: ReportTable) -> bytes:
    """Return a table as a workbook; what stands beside it has a sheet of its own.

    The head stays in view. Sums are numbers, dates are dates.
    """
    return write_workbook((table,))


def write_workbook(tables: Sequence[ReportTable]) -> bytes:
    """Return tables as one workbook, a sheet each, and what stands beside the first.

    Rows are written one after the other and not kept: a hundred thousand of them take no memory to speak of.
    """
    # Loaded where it is needed: the service and most commands never write a workbook.
    from xlsxwriter import Workbook

    first, written, names = tables[0], io.BytesIO(), set[str]()
    with Workbook(written, _OPTIONS) as book:
        book.set_properties({"title": first.title, "comments": "\n".join(first.about)})
        formats = {kind: book.add_format(how) for kind, how in _FORMATS.items()}
        head = book.add_format({"bold": True, "valign": "top", "bottom": 1, "text_wrap": True})
        for table in tables:
            names.add(name := _name_sheet(table.title, names))
            _write_rows(book.add_worksheet(name), table, formats, head)
        about = book.add_worksheet(_name_sheet(ABOUT_TITLE[first.language], names))
        about.set_column(0, 0, 100)
        for number, line in enumerate((first.title, *first.about)):
            about.write_string(number, 0, _as_text(line))
    return written.getvalue()


def _write_rows(sheet: Worksheet, table: ReportTable, formats: dict[str, Format], head: Format) -> None:
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.head, head)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
    # A line stays free, so that a spreadsheet neither sorts nor filters the totals with the rows.
    foot = len(table.rows) + 2
    for line, row in (*enumerate(table.rows, 1), *enumerate(table.foot, foot)):
        for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write_cell(sheet, line, number, column, cell, formats)


def _write_cell(
    sheet: Worksheet, line: int, number: int, column: Column, cell: Cell, formats: dict[str, Format]
) -> None:
    written_as = formats[column.kind]
    if cell is None or cell == "":
        return
    if isinstance(cell, datetime):
        # Spreadsheets know no time zones: the clock on the reader's wall is written.
        sheet.write_datetime(line, number, cell.replace(tzinfo=None), written_as)
    elif isinstance(cell, date):
        sheet.write_datetime(line, number, cell, written_as)
    elif column.kind == "number" and isinstance(cell, int | float | Decimal):
        whole = cell == int(cell)
        sheet.write_number(line, number, float(cell), formats["number" if whole else "fraction"])
    else:
        sheet.write_string(line, number, _as_text(str(cell)), written_as)


def _as_text(text: str) -> str:
    """Return a text as a cell holds it: what somebody wrote, and no markup."""
    written = drop_direction_signs(text)[: _MAX_CELL_CHARS - 1]
    # Such a text would be written as XML of its own, whatever stands in it: xlsxwriter's `_write_cell`.
    return f"{written} " if written.startswith("<r>") and written.endswith("</r>") else written


def _name_sheet(title: str, taken: Collection[str] = ()) -> str:
    """Return a name that a sheet may have, and that no other has."""
    # Excel counts a sign beyond U+FFFF as two; these and what XML forbids are left out.
    plain = "".join(each for each in to_one_line(title) if each < "\ufffe")
    name = plain.translate(_FORBIDDEN).strip()[:_MAX_SHEET_NAME] or "1"
    known = {each.casefold() for each in taken}
    for number in range(2, len(known) + 2):
        if name.casefold() not in known:
            break
        name = f"{name[: _MAX_SHEET_NAME - len(str(number)) - 1]} {number}"
    return name
