"""A table as a PDF, with head and page number on every page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from mappings.model import Language
from plugin.reports.pdf_fonts import BOLD, PLAIN, as_markup, draw_line, has_pictures, register_fonts
from plugin.reports.tables import Cell, Column, ReportTable
from plugin.texts import formats
from plugin.texts.escaping import drop_direction_signs

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas

_MARGIN, _TOP, _BOTTOM = 36, 62, 40
_SIZE, _SMALL = 8, 7
_PADDING = 3
_MANY_COLUMNS = 12
"""From here on the letters are smaller: a date must stay on one line."""
_ROWS_AT_ONCE = 200
"""A table of all rows at once would be laid out anew for each page."""
_MAX_CELL_CHARS = 1_000
_PAGE: Mapping[Language, str] = {"ru": "Страница {page} из {pages}", "en": "Page {page} of {pages}"}


def write_pdf(table: ReportTable) -> bytes:
    """Return a table as a PDF in landscape, its head repeated on every page."""
    # Loaded where it is needed: the service and most commands never write a PDF.
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    register_fonts()
    written = io.BytesIO()
    width, _ = landscape(A4)
    document = SimpleDocTemplate(
        written,
        pagesize=landscape(A4),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_TOP,
        bottomMargin=_BOTTOM,
        title=table.title,
        subject="; ".join(table.about),
        lang=table.language,
    )
    parts = _lay_out(table, width - 2 * _MARGIN)
    first = next(parts, Paragraph(as_markup(table.none), _style()))
    told = [
        Paragraph(as_markup(drop_direction_signs(line)), _style())
        for line in table.about
        if not _fits(line, width)
    ]
    document.build(_Supply(chain(told, (first,), parts)), canvasmaker=_numbered(table))
    return written.getvalue()


class _Supply(list[Any]):
    """Parts of a document, each laid out once the one before is drawn.

    ReportLab would keep them all.
    """

    def __init__(self, parts: Iterator[Any]) -> None:
        super().__init__(islice(parts, 1))
        self._parts = parts

    def __delitem__(self, key: Any) -> None:  # noqa: ANN401 -- as of every list
        super().__delitem__(key)
        if not self:
            self.extend(islice(self._parts, 1))


def _lay_out(table: ReportTable, width: float) -> Iterator[Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import LongTable, Paragraph, Spacer, TableStyle

    total = sum(column.width for column in table.columns)
    widths = [width * column.width / total for column in table.columns]
    size = _SMALL if len(table.columns) >= _MANY_COLUMNS else _SIZE
    head = [Paragraph(as_markup(column.head), _style(BOLD, size)) for column in table.columns]
    lines = HexColor("#c8c8c8")
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), PLAIN, size, size * 1.3),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, lines),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    for first in range(0, len(table.rows), _ROWS_AT_ONCE):
        rows = [_cells(table, row, widths, size) for row in table.rows[first : first + _ROWS_AT_ONCE]]
        # What follows on the page of the table before goes on below it, without the head again.
        shown = [head, *rows] if first == 0 else rows
        repeated = 1 if first == 0 else 0
        # A row that is higher than a page goes on in the next one.
        yield LongTable(shown, colWidths=widths, repeatRows=repeated, style=style, splitInRow=1)
    if table.foot and table.rows:
        foot = [_cells(table, row, widths, size) for row in table.foot]
        yield Spacer(0, _SIZE)
        yield LongTable(foot, colWidths=widths, style=style, splitInRow=1)


def _cells(table: ReportTable, row: Sequence[Cell], widths: Sequence[float], size: int) -> list[Any]:
    texts = (_text(cell, column, table.language) for column, cell in zip(table.columns, row, strict=True))
    return [
        _lay_out_cell(text[:_MAX_CELL_CHARS], width, size) for text, width in zip(texts, widths, strict=True)
    ]


def _lay_out_cell(text: str, width: float, size: int) -> Any:  # noqa: ANN401 -- a text or ReportLab's paragraph
    """Return a text that fits into its column as it is: wrapping costs more."""
    from reportlab.pdfbase.pdfmetrics import stringWidth
    from reportlab.platypus import Paragraph

    fits = "\n" not in text and stringWidth(text, PLAIN, size) <= width - 2 * _PADDING
    is_one_line = fits and not has_pictures(text)
    return text if is_one_line else Paragraph(as_markup(text), _style(PLAIN, size))


def _text(cell: Cell, column: Column, language: Language) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}" if language == "ru" else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}" if language == "ru" else f"{cell:%Y-%m-%d}"
    if column.kind == "number" and isinstance(cell, int | float | Decimal):
        return formats.number(Decimal(str(cell)), language)
    return drop_direction_signs(str(cell))


@cache
def _style(font: str = PLAIN, size: int = _SIZE) -> ParagraphStyle:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(font, fontName=font, fontSize=size, leading=size * 1.3, splitLongWords=True)


def _numbered(table: ReportTable) -> type[Canvas]:
    """Return a canvas that draws head and foot once it knows how many pages there are."""
    from reportlab.pdfgen.canvas import Canvas

    class NumberedCanvas(Canvas):  # type: ignore[misc]
        """Keeps its pages until the last one is there."""

        def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 -- ReportLab's own
            super().__init__(*given, **named)
            self._pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 -- ReportLab's name
            """Keep the page and begin the next one."""
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            """Draw head and foot on every page, and write the file."""
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                _draw_head_and_foot(self, table, number, len(self._pages))
                super().showPage()
            super().save()

    return NumberedCanvas


def _draw_head_and_foot(canvas: Canvas, table: ReportTable, page: int, pages: int) -> None:
    width, height = canvas._pagesize
    title = _cut_title(drop_direction_signs(table.title), width)
    draw_line(canvas, _MARGIN, height - 28, title, BOLD, _SIZE + 2)
    shown = [line if _fits(line, width) else "" for line in table.about]
    for number, line in enumerate(shown[:2]):
        draw_line(canvas, _MARGIN, height - 40 - 9 * number, line, PLAIN, _SMALL)
    for number, line in enumerate(shown[2:]):
        draw_line(canvas, _MARGIN, 24 - 9 * number, line, PLAIN, _SMALL)
    canvas.setFont(PLAIN, _SMALL)
    canvas.drawRightString(width - _MARGIN, 24, _PAGE[table.language].format(page=page, pages=pages))


def _fits(line: str, page_width: float) -> bool:
    """Tell whether a line fits into the head; a longer one stands above the table."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return bool(stringWidth(line, PLAIN, _SMALL) <= page_width - 2 * _MARGIN)


def _cut_title(title: str, page_width: float) -> str:
    """Return a title that fits on its line; the file's properties have it whole."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = title
    while shown and stringWidth(shown, BOLD, _SIZE + 2) > page_width - 2 * _MARGIN:
        shown = f"{shown[:-2]}…" if shown.endswith("…") else f"{shown[:-1]}…"
    return shown
