"""A certificate of a sign-off as a PDF on A4."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from plugin.reports.certificate import CertificateDocument
from plugin.reports.pdf_fonts import BOLD, PLAIN, as_markup, register_fonts
from plugin.texts.escaping import drop_direction_signs

_MARGIN = 51
"""Points: 18 mm, as the page is printed."""


def write_certificate_pdf(document: CertificateDocument) -> bytes:
    """Return a certificate as a PDF; it says the same as the page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    register_fonts()
    written = io.BytesIO()
    width, _ = A4
    labels = document.labels
    built = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"{labels.title}: {document.lead}",
        lang=document.language,
    )
    built.build(list(_lay_out(document, width - 2 * _MARGIN)))
    return written.getvalue()


def _lay_out(document: CertificateDocument, width: float) -> Iterable[Any]:
    labels = document.labels
    yield _text(labels.title, BOLD, 16, after=4)
    yield _text(document.lead, PLAIN, 11, after=8)
    if document.notice:
        yield _text(document.notice, BOLD, 10, after=8)
    yield _table(document.facts, (0.25, 0.75), width, lines=False)
    yield _text(labels.signed_by, BOLD, 12, before=10, after=4)
    if document.signatures:
        yield _table((labels.heads, *document.signatures), (0.24, 0.26, 0.27, 0.23), width, head=True)
    else:
        yield _text(labels.nobody, PLAIN, 10)
    for title, lines, none in (
        (labels.remarks, document.remarks, ""),
        (labels.waived, document.waived, ""),
        (labels.criteria, document.criteria, labels.no_criteria),
    ):
        if lines or none:
            yield _text(title, BOLD, 12, before=10, after=4)
        for number, line in enumerate(lines, 1):
            yield _text(f"{number}. {line}", PLAIN, 10, after=2)
        if not lines and none:
            yield _text(none, PLAIN, 10)
    yield _text(labels.issues, BOLD, 12, before=10, after=4)
    if document.issues:
        yield _table((labels.issue_heads, *document.issues), (0.2, 0.58, 0.22), width, head=True)
    else:
        yield _text(labels.no_issues, PLAIN, 10)
    yield _text(f"{labels.hash} {document.hash}", PLAIN, 8, before=12)
    if document.entry:
        yield _text(f"{labels.entry} {document.entry}", PLAIN, 8, before=2)


def _text(text: str, font: str, size: float, *, before: float = 0, after: float = 0) -> Any:  # noqa: ANN401 -- ReportLab's
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    style = ParagraphStyle(
        f"{font}-{size}",
        fontName=font,
        fontSize=size,
        leading=size * 1.35,
        spaceBefore=before,
        spaceAfter=after,
        splitLongWords=True,
    )
    return Paragraph(as_markup(drop_direction_signs(text)), style)


def _table(
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    width: float,
    *,
    head: bool = False,
    lines: bool = True,
) -> Any:  # noqa: ANN401 -- ReportLab's
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    cells = [
        [_text(cell, BOLD if head and number == 0 else PLAIN, 9) for cell in row]
        for number, row in enumerate(rows)
    ]
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    if lines:
        style.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#c8c8c8")))
    return Table(
        cells,
        colWidths=[width * share for share in shares],
        repeatRows=1 if head else 0,
        hAlign="LEFT",
        style=TableStyle(style),
        # A row that is higher than a page goes on in the next one.
        splitInRow=1,
    )
