"""A contract of the tests as paragraphs and tables, and files made of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import plugin.reports

FONT = Path(plugin.reports.__file__).parent / "fonts" / "DejaVuSans.ttf"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True)
class Par:
    """A paragraph; with a level Word numbers it by itself, a bullet is level -1."""

    text: str
    level: int | None = None
    style: str = ""


@dataclass(frozen=True)
class Tab:
    """A table."""

    rows: tuple[tuple[str, ...], ...]


Block = Par | Tab


def typed(*texts: str) -> tuple[Par, ...]:
    """Return paragraphs whose numbers, where they have one, are typed."""
    return tuple(Par(text) for text in texts)


def make_docx(blocks: Iterable[Block], *, letters: str = "russianLower", letter_text: str = "%3)") -> bytes:
    """Return a .docx as Word writes it, with its numbering in `numbering.xml`.

    Args:
        blocks: of the contract.
        letters: the format of the third level.
        letter_text: how its letter stands.
    """
    body = "".join(_table(each) if isinstance(each, Tab) else _paragraph(each) for each in blocks)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS,
        "word/_rels/document.xml.rels": _DOCUMENT_RELATIONS,
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": _NUMBERING.replace("LETTERS", letters).replace("LETTER_TEXT", letter_text),
        "word/styles.xml": _STYLES,
    }
    return make_zip(parts)


def make_zip(parts: dict[str, str]) -> bytes:
    """Return a zip of texts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def make_pdf(blocks: Iterable[Block], *, page_height: float = 842, align: str = "TOP") -> bytes:
    """Return a PDF with text; a low page breaks the tables.

    Args:
        blocks: of the contract.
        page_height: in points; the width is that of A4.
        align: where the lines of a cell stand: `TOP`, `MIDDLE`, `BOTTOM`.
    """
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    pdfmetrics.registerFont(TTFont("DejaVuSans", str(FONT)))
    style = ParagraphStyle("body", fontName="DejaVuSans", fontSize=9, leading=12, spaceAfter=4)
    story: list[Any] = []
    for block in blocks:
        if isinstance(block, Par):
            story.append(Paragraph(escape(block.text), style))
            continue
        cells = [[Paragraph(escape(cell), style) for cell in row] for row in block.rows]
        # A column of numbers is narrow.
        first = 40 if all(len(row[0]) < 8 for row in block.rows) else 515 / len(block.rows[0])
        others = (515 - first) / (len(block.rows[0]) - 1)
        widths = [first, *[others] * (len(block.rows[0]) - 1)]
        grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), align)])
        story += [Table(cells, colWidths=widths, repeatRows=1, style=grid), Spacer(1, 8)]
    file = io.BytesIO()
    SimpleDocTemplate(
        file, pagesize=(595, page_height), leftMargin=40, rightMargin=40, topMargin=30, bottomMargin=30
    ).build(story)
    return file.getvalue()


def make_text(blocks: Iterable[Block]) -> bytes:
    """Return a plain text, cells of tables between bars."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Par):
            lines.append(block.text)
        else:
            lines += [" | ".join(row) for row in block.rows]
    return "\n".join(lines).encode()


def _paragraph(block: Par) -> str:
    properties = ""
    if block.style:
        properties = f'<w:pPr><w:pStyle w:val="{block.style}"/></w:pPr>'
    elif block.level is not None:
        number, level = (2, 0) if block.level < 0 else (1, block.level)
        properties = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    half = len(block.text) // 2
    # Word cuts a paragraph into runs anywhere, also within a word.
    runs = "".join(
        f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in (block.text[:half], block.text[half:])
    )
    return f"<w:p>{properties}{runs}</w:p>"


def _table(block: Tab) -> str:
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in block.rows)
    return f"<w:tbl>{rows}</w:tbl>"


def _cell(text: str) -> str:
    return f"<w:tc>{''.join(_paragraph(Par(line)) for line in text.split(chr(10)))}</w:tc>"


def _level(number: int, form: str, text: str, style: str = "") -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCUMENT_RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_NUMBERING = (
    f"{_HEAD}<w:numbering {_W}>"
    f'<w:abstractNum w:abstractNumId="0">{_level(0, "decimal", "%1.")}{_level(1, "decimal", "%1.%2.")}'
    f"{_level(2, 'LETTERS', 'LETTER_TEXT')}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="1">{_level(0, "bullet", "–")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="2">{_level(0, "decimal", "%1", "Heading1")}'
    f"{_level(1, 'decimal', '%1.%2', 'Heading2')}</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>'
)
_STYLES = (
    f"{_HEAD}<w:styles {_W}>"
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
    '<w:basedOn w:val="Heading1"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Annex"><w:name w:val="Annex"/>'
    '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style></w:styles>'
)


def columns(*rows: Sequence[str]) -> Tab:
    """Return a table of rows."""
    return Tab(tuple(tuple(row) for row in rows))
