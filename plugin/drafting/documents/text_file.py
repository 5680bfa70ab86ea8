"""Reads a plain text.

A line is a paragraph; bars, tabs or wide gaps part the cells of tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.drafting.documents.document import Paragraph, TableRows, UnreadableDocument
from plugin.drafting.documents.typed_rows import TypedLine, gather_rows

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
    return list(gather_rows(_iter_lines(_decode(content).splitlines()), least=1))


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _iter_lines(lines: list[str]) -> Iterator[TypedLine]:
    for number, line in enumerate(lines):
        # A rule within a table parts its rows; elsewhere it is a line like others.
        if number and _RULE.match(line) and line.strip() and len(split_cells(lines[number - 1])) > 1:
            continue
        yield Paragraph(line), split_cells(line)


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
