"""Plain text in columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence


def align_columns(rows: Iterable[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Return rows as aligned lines, every column as wide as its widest cell.

    Args:
        rows: cells; all rows are equally long.
        right: which columns, from 0, hold numbers and are aligned to the right.

    >>> align_columns([("issue", "hours"), ("ACME-15", "18")], right={1})
    ['issue    hours', 'ACME-15     18']
    """
    table = [tuple(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
    return [_line(row, widths, right) for row in table]


def _line(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> str:
    cells = [
        cell.rjust(width) if index in right else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()
