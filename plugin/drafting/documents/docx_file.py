"""Reads a .docx: paragraphs with Word's own numbers, and tables.

Tracked insertions and content controls count, deletions do not: contracts are mostly sent with both.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from plugin.drafting.documents.document import Paragraph, TableRows, UnreadableDocument
from plugin.drafting.documents.docx_numbers import DocxNumbering, W
from plugin.drafting.documents.typed_rows import TypedLine, gather_rows

MAX_UNPACKED_BYTES = 20 * 1024 * 1024
"""More than any contract; a small file may unpack to gigabytes."""

_MAX_PARTS = 2000
_MAX_DEPTH = 100
"""Of tables and other holders in each other; Word itself stops far below."""
_OLE_HEAD = b"\xd0\xcf\x11\xe0"
"""How Word 97's files begin, and those that a password protects."""

_SKIPPED = frozenset({f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}rPr"})
_HOLDERS = frozenset({f"{W}body", f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}customXml"})


def read_docx(content: bytes) -> list[Paragraph | TableRows]:
    """Return the paragraphs and tables of a .docx.

    Raises:
        UnreadableDocument: it is none, is broken, protected or too large.
    """
    if content.startswith(_OLE_HEAD):
        raise UnreadableDocument(
            "this is a .docx with a password, or a .doc of Word 97. Open it in Word, take the password off, "
            "and save it as .docx"
        )
    parts = _unpack(content)
    document = _parse(parts, "word/document.xml")
    if document is None:
        raise UnreadableDocument("there is no document in this file. Save it as .docx again")
    numbering = DocxNumbering.read(_parse(parts, "word/numbering.xml"), _parse(parts, "word/styles.xml"))
    return list(gather_rows(_iter_lines(_walk(document, numbering)), least=2))


def _unpack(content: bytes) -> dict[str, bytes]:
    wanted = ("word/document.xml", "word/numbering.xml", "word/styles.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if len(listed) > _MAX_PARTS:
                raise UnreadableDocument("this file has more parts than a contract has; it was not opened")
            return {each.filename: _read_part(archive, each) for each in listed if each.filename in wanted}
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ) as error:
        raise UnreadableDocument(
            "the file is broken, or is no .docx. Open it in Word and save it as .docx again"
        ) from error


def _read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """Read one part up to the limit; what the archive says of its size proves nothing."""
    with archive.open(part) as file:
        content = file.read(MAX_UNPACKED_BYTES + 1)
    if len(content) > MAX_UNPACKED_BYTES:
        raise UnreadableDocument(
            f"the file unpacks to more than {MAX_UNPACKED_BYTES // 1024 // 1024} MB; it was not read. Save "
            "the text alone, without pictures"
        )
    return content


def _parse(parts: dict[str, bytes], name: str) -> Element | None:
    if name not in parts:
        return None
    try:
        root: Element = ElementTree.fromstring(parts[name], forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise UnreadableDocument(
            f"{name} in the file is broken ({type(error).__name__}). Open it in Word and save it again"
        ) from error
    if _is_deeper(root, _MAX_DEPTH):
        raise UnreadableDocument(
            f"{name} in the file is nested too deeply. Open it in Word and save it again"
        )
    return root


def _is_deeper(root: Element, limit: int) -> bool:
    """Tell whether elements stand in each other deeper than a limit."""
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def _walk(parent: Element, numbering: DocxNumbering) -> Iterator[Paragraph | TableRows]:
    for element in parent:
        if element.tag == f"{W}p":
            label = numbering.label(element.find(f"{W}pPr"))
            text = _read_text(element)
            if text.strip():
                yield Paragraph(text, label.text, label.is_bullet)
        elif element.tag == f"{W}tbl":
            yield _read_table(element, numbering)
        elif element.tag in _HOLDERS:
            yield from _walk(element, numbering)


def _iter_lines(found: Iterable[Paragraph | TableRows]) -> Iterator[TypedLine | TableRows]:
    """Give paragraphs with their pieces between tabs: some type tables that way."""
    for block in found:
        if isinstance(block, TableRows):
            yield block
        else:
            pieces = (block.label, *re.split(r"\t+", block.text.strip()))
            yield block, tuple(each.strip() for each in pieces if each.strip())


def _read_table(table: Element, numbering: DocxNumbering) -> TableRows:
    rows: list[tuple[str, ...]] = []
    merged: set[tuple[int, int]] = set()
    for row in table.iter(f"{W}tr"):
        cells: list[str] = []
        for cell in row.iter(f"{W}tc"):
            if _is_merged(cell):
                merged.add((len(rows), len(cells)))
            lines = []
            for paragraph in cell.iter(f"{W}p"):
                label = numbering.label(paragraph.find(f"{W}pPr")).text
                lines.append(f"{label} {_read_text(paragraph)}".strip())
            cells.append("\n".join(filter(None, lines)))
            cells += [""] * (_read_span(cell) - 1)
        rows.append(tuple(cells))
    return TableRows(tuple(rows), frozenset(merged))


def _is_merged(cell: Element) -> bool:
    """Tell whether a cell is one with the cell above it."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _read_span(cell: Element) -> int:
    span = cell.find(f"{W}tcPr/{W}gridSpan")
    text = span.get(f"{W}val", "") if span is not None else ""
    return min(int(text), 50) if text.isdecimal() and len(text) < 4 and int(text) else 1


def _read_text(element: Element) -> str:
    """Return the text of a paragraph, what was deleted left out."""
    found = []
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}t":
            found.append(child.text or "")
        elif child.tag == f"{W}tab":
            found.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            found.append(" ")
        elif child.tag == f"{W}noBreakHyphen":
            found.append("-")
        else:
            found.append(_read_text(child))
    return "".join(found)
