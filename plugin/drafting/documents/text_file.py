"""Reads a plain text.

A line is a paragraph; bars, tabs or wide gaps part the cells of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.drafting.documents.document import Paragraph, TableRows, UnreadableDocument

_MIN_CELLS = 3
_GAP = re.compile(r"\s{3,}|\t+")
_RULE = re.compile(r"^[\s|+=:_-]+$")
_ENCODINGS = ("utf-8-sig", "cp1251")


def read_text_file(content: bytes) -> list[Paragraph | TableRows]:
    """Return the paragraphs and tables of a text.

    Raises:
        UnreadableDocument: it is no text.
    """
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableDocument("this is no plain text. Give a .docx, a .pdf with text, or a .txt in UTF-8")
    return list(_walk(_decode(content).splitlines()))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _walk(lines: list[str]) -> Iterator[Paragraph | TableRows]:
    rows: list[tuple[str, ...]] = []
    for line in lines:
        if rows and _RULE.match(line) and line.strip():
            continue
        cells = split_cells(line)
        if len(cells) >= _MIN_CELLS:
            rows.append(cells)
            continue
        if rows:
            yield TableRows(tuple(rows))
            rows = []
        if line.strip():
            yield Paragraph(line)
    if rows:
        yield TableRows(tuple(rows))


def split_cells(line: str) -> tuple[str, ...]:
    """Return the cells of a line; one where it is no row of a table.

    >>> split_cells("| 1 | Design | 10.04.2026 |"), split_cells("1. A clause")
    (('1', 'Design', '10.04.2026'), ('1. A clause',))
    """
    if line.count("|") >= 2:
        bare = line.strip()
        # A frame of bars is no empty cell; a bar at one end alone parts one off.
        bare = bare[1:-1] if bare.startswith("|") and bare.endswith("|") else bare
        return tuple(cell.strip() for cell in bare.split("|"))
    return tuple(_GAP.split(line.strip()))
