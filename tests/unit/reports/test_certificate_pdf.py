"""A certificate as a PDF, whatever is written in it."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from pypdf import PageObject, PdfReader

from plugin.reports.certificate import LABELS, CertificateDocument
from plugin.reports.certificate_pdf import write_certificate_pdf


@pytest.mark.parametrize(("title", "pages"), [("75\u202e600", 1), ("слово " * 900, 3)])
def test_a_title_changes_neither_direction_nor_the_file(title: str, pages: int) -> None:
    """A title longer than a page goes on; no sign of it turns the direction."""
    made = read_made(title)
    text = " ".join(page.extract_text() for page in made)
    assert (pages, title.count("слово"), False) == (len(made), text.count("слово"), "\u202e" in text)


def test_emoji_are_drawn_and_not_boxes() -> None:
    """A word and the picture beside it say different things: 👍 is no 👎."""
    (page,) = read_made(
        "Так \N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-3}, не \N{THUMBS DOWN SIGN}"
    )
    assert "Так \N{THUMBS UP SIGN}, не \N{THUMBS DOWN SIGN}" in page.extract_text()


def read_made(title: str) -> Sequence[PageObject]:
    """Return the pages of a certificate on which an issue has a title."""
    document = CertificateDocument(
        language="ru",
        labels=LABELS["ru"],
        lead="«Дизайн»",
        notice="",
        facts=(("Договор", "ACME"),),
        signatures=(("Пётр Соколов", "подписант", "2 марта", "страница"),),
        remarks=(),
        waived=(),
        criteria=("Готово",),
        issues=(("ACME-1", title, "abc"),),
        hash="a" * 64,
        entry="",
    )
    return PdfReader(io.BytesIO(write_certificate_pdf(document))).pages
