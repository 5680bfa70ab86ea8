"""Gives each paragraph the number of its clause, typed or the program's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plugin.drafting.documents.document import (
    Clause,
    ContractDocument,
    Paragraph,
    Table,
    TableRows,
    UnreadableDocument,
)

MAX_BLOCKS = 20_000
"""Paragraphs and tables of a document: some hundred pages have ten thousand."""

_MAX_CLAUSE_CHARS = 5000
_MAX_CELL_CHARS = 1000
"""What is longer is no clause and no cell, and would make the search for terms slow."""

_MAX_HEADING_CHARS = 110
_NUMBER = re.compile(
    r"^(?:(?:п|ст|cl|clause|section|статья|пункт)\b\.?\s*)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})"
    r"(?P<end>[.)](?=\s|(?-i:[А-ЯЁA-Z«“\"]))|(?=\s+(?-i:[А-ЯЁA-Z«“\"])))\s*(?P<text>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
_LETTER = re.compile(r"^\(?(?P<letter>[а-яёa-z]|[ivx]{1,4})\)\s+(?P<text>\S.*)$", re.DOTALL)
_BULLET = re.compile(r"^[•●▪◦·*–—-]\s+(?P<text>\S.*)$", re.DOTALL)
_DATE_AHEAD = re.compile(r"^\d{1,2}\.\d{1,2}\.\d{2,4}\b|^\d{1,2}\s+[а-я]+\s+\d{4}", re.IGNORECASE)
_ANNEX = re.compile(
    r"^(?P<name>(?:приложение)\s*(?:№\s*)?(?:\d+|[А-Я])?|(?:schedule|annex|appendix|exhibit|attachment)\s+"
    r"(?:\d+|[A-Z])|order form(?:\s+(?:no\.?\s*)?\d+)?)(?=$|[\s.:–—-])",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;]\s*$")


@dataclass
class _Place:
    """Where in the document the reader is."""

    part: str = ""
    number: str = ""
    has_clauses: bool = False


def number_clauses(found: Iterable[Paragraph | TableRows]) -> ContractDocument:
    """Return a document whose paragraphs know their clause.

    Args:
        found: paragraphs and tables in their order.
    """
    return ContractDocument(tuple(_walk(found)))


def _walk(found: Iterable[Paragraph | TableRows]) -> Iterator[Clause | Table]:
    place = _Place()
    for number, block in enumerate(found):
        if number >= MAX_BLOCKS:
            raise UnreadableDocument(
                f"there are more than {MAX_BLOCKS:,} paragraphs in this file; give the contract alone"
            )
        if isinstance(block, TableRows):
            rows = tuple(
                tuple(" ".join(cell.split())[:_MAX_CELL_CHARS] for cell in row) for row in block.rows
            )
            if any(any(row) for row in rows):
                yield Table(place.part, place.number, rows, block.merged)
            continue
        text = " ".join(block.text.split())[:_MAX_CLAUSE_CHARS]
        if text:
            yield _place_paragraph(block, text, place)


def _place_paragraph(block: Paragraph, text: str, place: _Place) -> Clause:
    annex = _ANNEX.match(text)
    if annex and not block.label and _is_heading(text) and place.has_clauses:
        place.part, place.number = _name_annex(annex["name"]), ""
        return Clause(place.part, "", text)
    if block.label:
        number = _read_label(block.label, place.number)
        place.number, place.has_clauses = number, True
        return Clause(place.part, number, text, is_own=True)
    typed = None if _DATE_AHEAD.match(text) else _NUMBER.match(text)
    if typed:
        place.number, place.has_clauses = typed["number"], True
        return Clause(place.part, place.number, typed["text"], is_own=True)
    letter = _LETTER.match(text)
    if letter and place.number:
        place.number = _put_letter(place.number, text[: letter.start("text")].strip())
        return Clause(place.part, place.number, letter["text"], is_own=True)
    bullet = _BULLET.match(text)
    if bullet:
        return Clause(place.part, place.number, bullet["text"], is_bullet=True)
    return Clause(place.part, place.number, text, is_bullet=block.is_bullet)


def _is_heading(text: str) -> bool:
    return len(text) <= _MAX_HEADING_CHARS and not _SENTENCE_END.search(text)


def _name_annex(name: str) -> str:
    """Return an annex as people cite it.

    >>> _name_annex("ПРИЛОЖЕНИЕ №1"), _name_annex("SCHEDULE  2")
    ('Приложение № 1', 'Schedule 2')
    """
    words = " ".join(name.replace("№", " № ").split())
    head, _, rest = words.partition(" ")
    if head.casefold() == "order":
        return " ".join(("Order Form", *(each.capitalize() for each in words.split()[2:])))
    rest = rest if rest.startswith("№") or not rest or head.isascii() else f"№ {rest}"
    return f"{head.capitalize()} {rest}".strip()


def _read_label(label: str, current: str) -> str:
    """Return the number behind a label; a letter stands below its clause.

    >>> _read_label("5.3.", "5.2"), _read_label("б)", "5.2 а)"), _read_label("(a)", "1.2")
    ('5.3', '5.2 б)', '1.2 (a)')
    >>> _read_label("Статья 5.", ""), _read_label("§ 2.1", "2"), _read_label("Article 3 –", "")
    ('5', '2.1', '3')
    """
    bare = label.strip()
    worded = re.fullmatch(r"(?:§|[^\W\d_]{2,20}\.?)\s*(\d+(?:\.\d+)*)\s*[.):–—-]?", bare)
    if worded:
        return worded[1]
    if re.fullmatch(r"\d+(?:\.\d+)*[.)]?", bare):
        return bare.rstrip(".)")
    if re.fullmatch(r"\(?\w{1,5}\)?\.?", bare) and not bare.rstrip(".").isupper():
        return _put_letter(current, bare)
    return bare.rstrip(".")


def _put_letter(current: str, letter: str) -> str:
    base = current.partition(" ")[0]
    return f"{base} {letter}".strip()
