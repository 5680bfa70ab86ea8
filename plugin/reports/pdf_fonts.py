"""The fonts of every PDF: letters, and the emoji that letters' fonts lack.

They lie in `fonts`, each with its licence, so that a file looks the same wherever it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_FONTS = Path(__file__).with_name("fonts")
PLAIN, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_PICTURES = "NotoEmoji"
_MAYBE = re.compile("[\u2000-\U0010ffff]")
"""Letters, accents and digits, of which nearly every text is made, are never pictures."""
_BEYOND = re.compile(r"<([0-9A-F]{5,6})>")
"""ReportLab 5.1 writes such a sign with five digits, and readers take it for another."""
_UNSEEN = re.compile("[\u200d\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""What joins or colours emoji; alone it would be drawn as a box."""


@cache
def register_fonts() -> None:
    """Make the fonts known to ReportLab, once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    class CopiedFont(TTFont):  # type: ignore[misc]
        """A font whose emoji can be copied out of the file, and searched for."""

        def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 -- ReportLab's own
            """Write the font, with signs beyond U+FFFF as PDF has them: in UTF-16."""
            super().addObjects(doc)
            for name, kept in doc.idToObject.items():
                if name.startswith("toUnicodeCMap:"):
                    kept.content = _BEYOND.sub(_write_utf16, kept.content)

    for name in (PLAIN, BOLD, _PICTURES):
        pdfmetrics.registerFont(CopiedFont(name, str(_FONTS / f"{name}.ttf")))


def _write_utf16(code: re.Match[str]) -> str:
    return f"<{chr(int(code[1], 16)).encode('utf-16-be').hex().upper()}>"


def has_pictures(text: str) -> bool:
    """Tell whether a text needs more than the font of letters."""
    if _MAYBE.search(text) is None:
        return False
    return _UNSEEN.search(text) is not None or any(is_picture for is_picture, _ in _split(text))


def as_markup(text: str) -> str:
    """Return a text as ReportLab's paragraphs read it, its emoji in their own font.

    >>> as_markup("a < b"), as_markup(chr(0x1F389)).partition(">")[0]
    ('a &lt; b', '<font name="NotoEmoji"')
    """
    if _MAYBE.search(text) is None:
        return escape(text)
    runs = ((is_picture, escape(run)) for is_picture, run in _split(text))
    return "".join(
        f'<font name="{_PICTURES}">{run}</font>' if is_picture else run for is_picture, run in runs
    )


def draw_line(canvas: Canvas, x: float, y: float, text: str, font: str, size: float) -> None:
    """Draw one line at a place of a page."""
    line = canvas.beginText(x, y)
    for is_picture, run in _split(text):
        line.setFont(_PICTURES if is_picture else font, size)
        line.textOut(run)
    canvas.drawText(line)


def _split(text: str) -> Iterator[tuple[bool, str]]:
    """Give the parts of a text, each with whether it is of pictures."""
    for is_picture, run in groupby(_UNSEEN.sub("", text), key=_is_picture):
        yield is_picture, "".join(run)


def _is_picture(sign: str) -> bool:
    letters, pictures = _read_glyphs()
    return ord(sign) not in letters and ord(sign) in pictures


@cache
def _read_glyphs() -> tuple[frozenset[int], frozenset[int]]:
    """Return the signs that the fonts of letters and of pictures have."""
    from reportlab.pdfbase import pdfmetrics

    register_fonts()
    letters, pictures = (frozenset(pdfmetrics.getFont(name).face.charToGlyph) for name in (PLAIN, _PICTURES))
    return letters, pictures
