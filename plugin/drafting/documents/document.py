"""A contract as numbered clauses and tables, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_MAX_HEAD_ROW = 3
"""The head of a table is among its first rows."""


class UnreadableDocument(Exception):
    """A file that gives no text; the sentence says why and what to do."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph as a reader found it.

    Attributes:
        label: the number that the program itself put before it, such as `5.3.` or `а)`.
        is_bullet: whether it is an element of a list without numbers.
    """

    text: str
    label: str = ""
    is_bullet: bool = False


@dataclass(frozen=True)
class TableRows:
    """A table as a reader found it: rows of cells.

    Attributes:
        merged: row and column of each cell that is one with the cell above it.
    """

    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True)
class Clause:
    """A paragraph with the number that holds there.

    Attributes:
        part: the annex that it stands in; empty for the contract itself.
        number: its own, or that of the clause above where it has none.
        is_own: whether the number is its own.
    """

    part: str
    number: str
    text: str
    is_own: bool = False
    is_bullet: bool = False


@dataclass(frozen=True)
class Table:
    """A table, and the clause under which it stands.

    Attributes:
        merged: row and column of each cell that is one with the cell above it.
    """

    part: str
    number: str
    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()

    def read_cell(self, row: int, column: int) -> str:
        """Return the text of a cell; of merged ones that of the first.

        >>> Table("", "", (("2", "Design"), ("", "Build")), frozenset({(1, 0)})).read_cell(1, 0)
        '2'
        """
        while (row, column) in self.merged and row:
            row -= 1
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def iter_heads(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the rows that may be the head, each with the number of its last row.

        A head of two rows has merged cells: `Term` above `begin` and `end`, `Fee` beside both.

        >>> rows = (("Work", "Term", "", "Fee"), ("", "begin", "end", ""), ("Design", "May", "June", "5"))
        >>> next(Table("", "", rows, frozenset({(1, 0), (1, 3)})).iter_heads())
        (1, ('Work', 'Term begin', 'Term end', 'Fee'))
        """
        number = 0
        while number < min(len(self.rows), _MAX_HEAD_ROW):
            if any(row == number + 1 for row, _ in self.merged):
                yield number + 1, self._join_heads(number)
                number += 1
            else:
                yield number, self.rows[number]
            number += 1

    def _join_heads(self, number: int) -> tuple[str, ...]:
        joined, above = [], ""
        for column, text in enumerate(self.rows[number + 1]):
            own = self.read_cell(number, column)
            is_merged = (number + 1, column) in self.merged
            above = own if own or is_merged else above
            joined.append(own if is_merged else f"{above} {text}".strip())
        return tuple(joined)


@dataclass(frozen=True)
class ContractDocument:
    """Clauses and tables in their order.

    Attributes:
        picture_pages: numbers of pages that are pictures, of which nothing was read.
    """

    blocks: tuple[Clause | Table, ...]
    picture_pages: tuple[int, ...] = ()

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All clauses."""
        return tuple(each for each in self.blocks if isinstance(each, Clause))

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables."""
        return tuple(each for each in self.blocks if isinstance(each, Table))

    @property
    def text(self) -> str:
        """All words, one block a line."""
        lines = []
        for each in self.blocks:
            if isinstance(each, Clause):
                lines.append(each.text)
            else:
                lines += [" | ".join(row) for row in each.rows]
        return "\n".join(lines)
