"""Tables that somebody typed with tabs, bars or spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plugin.drafting.documents.document import Paragraph, TableRows

_MIN_CELLS = 3
_TOTAL = re.compile(r"^\W*(?:итого|всего|total|sub-?total)\b", re.IGNORECASE)

TypedLine = tuple[Paragraph, Sequence[str]]
"""A paragraph, and the cells that its line would be as a row."""


def gather_rows(lines: Iterable[TypedLine | TableRows], *, least: int) -> Iterator[Paragraph | TableRows]:
    """Give paragraphs and tables; lines of three cells and more are a table.

    Args:
        lines: of the document, with real tables between them.
        least: rows that make a table; fewer stay paragraphs.
    """
    held: list[TypedLine] = []
    for line in lines:
        if not isinstance(line, TableRows) and _is_row(line[1], within=bool(held)):
            held.append(line)
            continue
        yield from _close(held, least)
        held = []
        if isinstance(line, TableRows):
            yield line
        elif line[0].text.strip():
            yield line[0]
    yield from _close(held, least)


def _is_row(cells: Sequence[str], *, within: bool) -> bool:
    return len(cells) >= _MIN_CELLS or (within and len(cells) == 2 and _TOTAL.match(cells[0]) is not None)


def _close(held: list[TypedLine], least: int) -> Iterator[Paragraph | TableRows]:
    if held and len(held) >= least:
        width = len(held[0][1])
        yield TableRows(tuple(_fit(cells, width) for _, cells in held))
    else:
        yield from (paragraph for paragraph, _ in held)


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return a row as wide as the head; what is missing stood before its last cell.

    >>> _fit(["Total", "470 000"], 4), _fit(["1", "Design", "5 May", "100"], 4)
    (('Total', '', '', '470 000'), ('1', 'Design', '5 May', '100'))
    """
    missing = max(0, width - len(cells))
    return (*cells[:-1], *[""] * missing, cells[-1])
