"""Finds paragraphs and tables in lines of text that keep the columns of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from plugin.drafting.documents.document import Paragraph, TableRows
from plugin.drafting.documents.page_columns import PagePart

_MIN_CELLS = 3
_SLACK = 2
"""By how many characters a column may begin elsewhere."""

_CELL = re.compile(r"\S+(?:\s\S+)*")
_BEGINS = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?\s|[•●▪–—-]\s|\(?[а-яёa-z]\)\s|приложение\b|schedule\b|annex\b|appendix\b"
    r"|exhibit\b|order form\b|этап\s+\d|stage\s+\d|milestone\s+\d)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"^\d{1,3}(?:\.\d{1,3})+[.)]?\s")
_TOTAL = re.compile(r"^(?:итого|всего|total|sub-?total)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"(?!\w\.)[a-zа-яё]")
"""A line that begins small goes on from the one before; `г. Тверь` does not."""

_ENDS = re.compile(r"[.;:]$")
_DIGIT = re.compile(r"\d")
_MAX_CODE_CHARS = 6
"""Longer texts are no number of a row."""

_FULL_LINE = 0.72
"""A line shorter than this part of the longest one ends its paragraph."""


@dataclass
class _OpenTable:
    """A table that may go on.

    Attributes:
        starts: where its columns begin.
        rows: cells, each as its lines.
        own: how many lines of each cell stood on the line that began the row.
    """

    starts: list[int]
    rows: list[list[list[str]]] = field(default_factory=list)
    own: list[list[int]] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        return [" ".join(cell) for cell in self.rows[0]]

    @property
    def has_codes(self) -> bool:
        """Whether the first column holds numbers of rows and no titles."""
        return len(self.rows) > 1 and all(len(" ".join(row[0])) <= _MAX_CODE_CHARS for row in self.rows[1:])

    def find_column(self, start: int) -> int:
        """Return the column in which something begins."""
        later = [number for number, each in enumerate(self.starts) if each <= start + _SLACK]
        return later[-1] if later else 0

    def fits(self, cells: Sequence[tuple[int, str]]) -> bool:
        """Tell whether each piece begins where a column does, and ends before the next."""
        for start, text in cells:
            column = self.find_column(start)
            if abs(self.starts[column] - start) > _SLACK:
                return False
            if column + 1 < len(self.starts) and start + len(text) > self.starts[column + 1]:
                return False
        return True

    def begin_row(self, columns: Sequence[int], texts: Sequence[str]) -> None:
        """Add a row with what stands on its first line."""
        row: list[list[str]] = [[] for _ in self.starts]
        for column, text in zip(columns, texts, strict=True):
            row[column].append(text)
        self.rows.append(row)
        self.own.append([len(cell) for cell in row])

    def finish(self) -> TableRows:
        self._move_lines_down(everywhere=self._is_bottom_aligned())
        return TableRows(tuple(tuple(" ".join(cell) for cell in row) for row in self.rows))

    def _is_bottom_aligned(self) -> bool:
        """Tell whether lines of a cell stand above the line with the row's number and sum.

        A cell begins with a capital, and the rest of one with a small letter.
        """
        bottom = top = 0
        for number, row in enumerate(self.rows[1:], 1):
            for column, cell in enumerate(row):
                count = self.own[number][column]
                if not count:
                    continue
                above = self.rows[number - 1][column][self.own[number - 1][column] :]
                bottom += bool(above) and cell[0][0].islower()
                top += len(cell) > count and cell[0][0].isupper() and cell[count][0].islower()
        return bottom > top

    def _move_lines_down(self, *, everywhere: bool) -> None:
        """Give each row the lines that stand above its own.

        A cell that would begin with a small letter has its beginning above, at the last capital; where that
        is so in most of the table, other cells have theirs there as well.
        """
        for number in range(len(self.rows) - 1, 0, -1):
            for column, count in enumerate(self.own[number - 1]):
                above, below = self.rows[number - 1][column], self.rows[number][column]
                capitals = (place for place in range(count, len(above)) if not above[place][0].islower())
                is_rest = bool(below) and below[0][0].islower()
                if everywhere:
                    begin = next(capitals, count if is_rest or not below else len(above))
                else:
                    begin = next(capitals, len(above)) if is_rest else len(above)
                below[:0] = above[begin:]
                del above[begin:]


def read_lines(pages: Sequence[PagePart]) -> list[Paragraph | TableRows]:
    """Return paragraphs and tables; a table goes on over the end of a page."""
    return _Reader(pages).read()


class _Reader:
    def __init__(self, pages: Sequence[PagePart]) -> None:
        self._pages = pages
        self._found: list[Paragraph | TableRows] = []
        self._table: _OpenTable | None = None
        self._lines: list[str] = []
        self._full = 0.0

    def read(self) -> list[Paragraph | TableRows]:
        full = {
            each: _measure_full([page for page in self._pages if page.is_column is each])
            for each in (True, False)
        }
        for page in self._pages:
            self._full = full[page.is_column]
            for number, line in enumerate(page.lines):
                self._take(line, first=number == 0)
        self._close_table()
        self._close_paragraph()
        return self._found

    def _take(self, line: str, *, first: bool) -> None:
        cells = split_line(line)
        table = self._table
        if table is not None and self._continue_table(table, cells, first=first):
            return
        if _is_row(cells):
            self._close_paragraph()
            self._close_table()
            self._table = _OpenTable([start for start, _ in cells])
            self._table.begin_row(range(len(cells)), [text for _, text in cells])
            return
        self._close_table()
        self._add_line(line.strip())

    def _continue_table(self, table: _OpenTable, cells: list[tuple[int, str]], *, first: bool) -> bool:
        """Add a line to the open table; False where it is none of it."""
        if _is_row(cells) and len(cells) == len(table.starts):
            texts = [text for _, text in cells]
            # The columns of another page begin elsewhere.
            table.starts = [start for start, _ in cells] if first else table.starts
            if first and texts[0] == table.header[0] and len(table.rows) > 1:
                return True
            table.begin_row(range(len(texts)), texts)
            return True
        if not table.fits(cells):
            return False
        columns = [table.find_column(start) for start, _ in cells]
        is_new = columns[0] == 0 and len(cells) > 1 and self._begins_row(table, columns, cells)
        if len(cells) == 1 and self._ends_table(table, columns[0], cells[0][1]):
            return False
        if is_new or _TOTAL.match(cells[0][1]):
            table.begin_row(columns, [text for _, text in cells])
            return True
        for column, (_, text) in zip(columns, cells, strict=True):
            table.rows[-1][column].append(text)
        return True

    @staticmethod
    def _begins_row(table: _OpenTable, columns: list[int], cells: list[tuple[int, str]]) -> bool:
        """Tell whether a line with an empty cell begins a row.

        Where the first column has numbers, a number begins a row. Elsewhere titles break over lines as other
        cells do; days and sums do not, so a second one in a column belongs to the next row.
        """
        if table.has_codes:
            return True
        if len(table.rows) == 1:
            # A head breaks over lines without numbers.
            return any(_DIGIT.search(text) for _, text in cells)
        above = [" ".join(cell) for cell in table.rows[-1]]
        return any(
            column > 0 and _DIGIT.search(text) and _DIGIT.search(above[column])
            for column, (_, text) in zip(columns, cells, strict=True)
        )

    @staticmethod
    def _ends_table(table: _OpenTable, column: int, text: str) -> bool:
        """Tell whether a line with one piece is a clause below the table."""
        has_total = any(
            _TOTAL.match(cell) for row in table.rows[-1:] for cell in (" ".join(each) for each in row)
        )
        if column == 0 and table.has_codes and len(text) > _MAX_CODE_CHARS:
            return True
        return has_total or bool(_CLAUSE.match(text)) or (column == 0 and bool(_BEGINS.match(text)))

    def _add_line(self, line: str) -> None:
        goes_on = bool(_GOES_ON.match(line) and self._lines) and not _ENDS.search(self._lines[-1])
        ends = bool(self._lines) and len(self._lines[-1]) < self._full and not goes_on
        if self._lines and (ends or _BEGINS.match(line)):
            self._close_paragraph()
        self._lines.append(line)

    def _close_paragraph(self) -> None:
        if self._lines:
            self._found.append(Paragraph(" ".join(self._lines)))
            self._lines = []

    def _close_table(self) -> None:
        if self._table is not None:
            self._found.append(self._table.finish())
            self._table = None


def _measure_full(pages: Sequence[PagePart]) -> float:
    """Return how long a line is that may go on in the next."""
    lengths = (len(line.strip()) for page in pages for line in page.lines if not _is_row(split_line(line)))
    return _FULL_LINE * max(lengths, default=0)


def split_line(line: str) -> list[tuple[int, str]]:
    """Return the pieces of a line between wide gaps, each with where it begins.

    >>> split_line("1    Design      10 April 2026")
    [(0, '1'), (5, 'Design'), (17, '10 April 2026')]
    """
    return [(match.start(), match[0]) for match in _CELL.finditer(line)]


def _is_row(cells: Sequence[tuple[int, str]]) -> bool:
    return len(cells) >= _MIN_CELLS
