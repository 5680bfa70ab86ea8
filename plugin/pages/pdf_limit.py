"""How many rows a PDF of a page may have: it is made while everybody else waits."""

from __future__ import annotations

from plugin.pages.context import PageClosed

MAX_PDF_ROWS = 2_000
"""About two seconds of one core; the command line makes a PDF of any length."""


def refuse_long_pdf(form: str, rows: int) -> None:
    """Refuse a file that would take the process away from other readers.

    Raises:
        PageClosed: it is a PDF with too many rows.
    """
    if form == "pdf" and rows > MAX_PDF_ROWS:
        raise PageClosed("too_many_rows")
