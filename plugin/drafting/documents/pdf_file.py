"""Reads a PDF that has text, page by page, in the layout that people see."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from dataclasses import dataclass

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from plugin.drafting.documents.document import Paragraph, TableRows, UnreadableDocument
from plugin.drafting.documents.laid_out_text import read_lines
from plugin.drafting.documents.page_columns import part_page

MAX_PAGES = 300
MAX_CONTENT_BYTES = 20 * 1024 * 1024
_MIN_CHARS_A_PAGE = 20
_PAGE_NUMBER = re.compile(r"(?:стр(?:аница)?\.?|page)?\s*\d{1,3}(?:\s*(?:из|of|/)\s*\d{1,3})?", re.IGNORECASE)
_MIN_REPEATS = 3


@dataclass(frozen=True)
class PdfText:
    """The paragraphs and tables of a PDF, and its pages that are pictures."""

    blocks: list[Paragraph | TableRows]
    picture_pages: tuple[int, ...]


def read_pdf(content: bytes) -> PdfText:
    """Return the paragraphs and tables of a PDF.

    Raises:
        UnreadableDocument: it is none, is broken or protected, or holds pictures of pages.
    """
    # What it skips in a file that is not quite right helps nobody at a terminal.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, pictures = _read_pages(content)
    except UnreadableDocument:
        raise
    # What a broken file raises inside of pypdf is any of these.
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, RecursionError,
            OverflowError, AssertionError, NotImplementedError, ArithmeticError) as error:  # fmt: skip
        raise UnreadableDocument(
            "the file is broken, or is no PDF. Open it, and print it into a PDF once more"
        ) from error
    letters = sum(len("".join(line.split())) for page in pages for line in page)
    if letters < _MIN_CHARS_A_PAGE * max(1, len(pages)):
        raise UnreadableDocument(
            "there is no text in this PDF, only pictures of pages (a scan). Run a text recognition (OCR) "
            "over it, or give the .docx"
        )
    parts = [part for page in _drop_running_lines(pages) for part in part_page(page)]
    return PdfText(read_lines(parts), pictures)


def _read_pages(content: bytes) -> tuple[list[list[str]], tuple[int, ...]]:
    """Return the lines of each page, and the numbers of pages that are pictures."""
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableDocument(
            "a password protects this PDF. Open it with the password, and print it into a PDF without one"
        )
    if len(reader.pages) > MAX_PAGES:
        raise UnreadableDocument(
            f"this PDF has more than {MAX_PAGES} pages; give the pages of the contract alone"
        )
    left = MAX_CONTENT_BYTES
    pages: list[list[str]] = []
    pictures = []
    for number, page in enumerate(reader.pages, 1):
        contents = page.get_contents()
        left -= len(contents.get_data()) if contents is not None else 0
        if left < 0:
            raise UnreadableDocument("this PDF unpacks to more than 20 MB; give the text without pictures")
        text = page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)
        pages.append([line.rstrip() for line in text.splitlines() if line.strip()])
        if len("".join(text.split())) < _MIN_CHARS_A_PAGE and _has_picture(page):
            pictures.append(number)
    return pages, tuple(pictures)


def _has_picture(page: PageObject) -> bool:
    found: object = page
    for name in ("/Resources", "/XObject"):
        held = found.get(name) if isinstance(found, DictionaryObject) else None
        found = held.get_object() if held is not None else None
    drawn = found.values() if isinstance(found, DictionaryObject) else ()
    return any(each.get_object().get("/Subtype") == "/Image" for each in drawn)


def _drop_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Return the pages without numbers and running lines."""
    edges = Counter(line.strip() for page in pages for line in {*page[:1], *page[-1:]})
    kept = []
    for page in pages:
        lines = list(page)
        for position in (-1, 0):
            while lines and _is_running(lines[position], edges):
                lines.pop(position)
        kept.append(lines)
    return kept


def _is_running(line: str, edges: Counter[str]) -> bool:
    bare = line.strip()
    # A row of cells at the edge is the head of a table that goes on.
    is_row = re.search(r"\S\s{2,}\S.*\S\s{2,}\S", bare) is not None
    return bool(_PAGE_NUMBER.fullmatch(bare)) or (edges[bare] >= _MIN_REPEATS and not is_row)
