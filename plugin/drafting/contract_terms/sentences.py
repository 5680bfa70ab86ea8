"""Sentences of a contract, and quotations cut out of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from plugin.drafting.contract_terms.terms import MAX_QUOTATION_CHARS, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument, Table

_END = re.compile(r"(?<=[.!?])\s+(?=[А-ЯЁA-Z«“\"(])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:п|ст|г|руб|коп|т|д|ч|ул|им|No|Inc|Ltd|cl|approx|e\.g|i\.e)|\b[А-ЯЁA-Z])\.$"
)
_LEAD_CHARS = 30


@dataclass(frozen=True)
class Sentence:
    """A sentence, with the clause that it stands in and its place in the document."""

    text: str
    clause: Clause
    position: int

    def quote(self, start: int = 0, end: int | None = None) -> Quotation:
        """Return the words around a part of the sentence, short enough for a comment."""
        text = cut_around(self.text, start, len(self.text) if end is None else end)
        return Quotation(self.clause.part, self.clause.number, text)


def split_sentences(document: ContractDocument) -> list[Sentence]:
    """Return every sentence of the clauses, in their order."""
    return [
        Sentence(text, block, position)
        for position, block in enumerate(document.blocks)
        if isinstance(block, Clause)
        for text in _split(block.text)
    ]


def quote_row(table: Table, number: int) -> Quotation:
    """Return a row of a table as a quotation, with what it shares with rows above."""
    cells = (table.read_cell(number, column) for column in range(len(table.rows[number])))
    return Quotation(table.part, table.number, " | ".join(filter(None, cells)))


def cut_around(text: str, start: int, end: int) -> str:
    """Return a text that holds the part from `start` to `end`, cut where long.

    >>> cut_around("x" * 200 + " the sum is 5 EUR", 212, 217)
    '…the sum is 5 EUR'
    """
    if end <= MAX_QUOTATION_CHARS - 1 or len(text) <= MAX_QUOTATION_CHARS:
        return text
    begin = max(0, start - _LEAD_CHARS)
    space = text.find(" ", begin, start)
    begin = space + 1 if 0 < space < start - 1 and text[begin - 1 : begin].strip() else begin
    return f"…{text[begin:]}" if begin else text


def _split(text: str) -> Iterator[str]:
    begin = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[begin : match.start()]):
            continue
        yield text[begin : match.start()].strip()
        begin = match.end()
    yield text[begin:].strip()
