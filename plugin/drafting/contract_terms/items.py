"""Pieces of work that a contract lists, with the hours sold of each."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby

from plugin.drafting.contract_terms.amounts import read_number
from plugin.drafting.contract_terms.conditions import read_rounds
from plugin.drafting.contract_terms.sections import list_sections
from plugin.drafting.contract_terms.sentences import quote_row
from plugin.drafting.contract_terms.stages import find_work_columns, is_total, read_due
from plugin.drafting.contract_terms.terms import ContractItem, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument, Table

_I = re.IGNORECASE
_SCOPE = re.compile(
    r"^(?:предмет|состав|содержание|перечень|об[ъь][её]м|смета|виды)\b|состав\s+работ|scope|deliverable|services"
    r"|work|estimate|specification",
    _I,
)
_NOT_SCOPE = re.compile(r"\bне\b|вне\s|исключен|\bout\b|exclu|\bnot\b|change|acceptance|warranty|support", _I)
_HOURS = re.compile(
    r"(?<![\d.,/])(?P<number>\d{1,4}(?:[.,]\d{1,2})?)\s*-?\s*(?:\([^)\d]{1,40}\)\s*)?"
    r"(?:(?:нормо|человеко)-?\s?)?(?:час(?:а|ов|ы)?|ч|hours?|hrs?|h)\b(?!\s*(?:в|a|per|each)\s+\w*(?:мес|month|week|недел|day|день))",
    _I,
)
_RATE_AHEAD = re.compile(r"(?:\bза|\bper|/)\s*$", _I)
_TITLE = (
    re.compile(r"^(?P<title>[^—–:;(]{3,100}?)\s*(?:[—–:;(]|\s-\s)"),
    re.compile(r"^(?P<title>[^—–:;(,.]{3,60}?)\s*(?:,\s*\d.*|[.;,]?)$"),
)
_MAX_TITLE_WORDS = 8
_PERSON = re.compile(
    r"^(?:исполнитель|заказчик|подрядчик|the\s|client|customer|agency|contractor|supplier)", _I
)
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+")


def find_items(document: ContractDocument) -> tuple[ContractItem, ...]:
    """Return what a contract sells, piece by piece.

    A piece without hours counts where the same section names the hours of another: `Content: up to 20 pages`
    below `Build: 80 hours`. Anything else might be any sentence.
    """
    found: list[ContractItem] = []
    for heading, blocks in groupby(list_sections(document), key=lambda each: each[0]):
        listed: list[ContractItem] = []
        for _, block in blocks:
            if isinstance(block, Table):
                found += _read_table(block)
            elif _SCOPE.search(heading) and not _NOT_SCOPE.search(heading):
                item = _read_clause(block)
                listed += [item] if item is not None else []
        if any(each.hours for each in listed):
            found += listed
    return tuple(found)


def _read_clause(clause: Clause) -> ContractItem | None:
    if not (clause.is_own or clause.is_bullet) or _PERSON.match(clause.text):
        return None
    title = next((match["title"] for each in _TITLE if (match := each.match(clause.text))), "")
    if not title or len(title.split()) > _MAX_TITLE_WORDS:
        return None
    quotation = Quotation(clause.part, clause.number, clause.text)
    # The number of a list's clause is not that of its bullets.
    own_clause = quotation.clause if clause.is_own else ""
    return ContractItem(
        title.strip(), quotation, own_clause, _read_hours(clause.text), read_rounds(clause.text)
    )


def _read_hours(text: str) -> Decimal | None:
    match = next(
        (each for each in _HOURS.finditer(text) if not _RATE_AHEAD.search(text[: each.start()])), None
    )
    return read_number(match["number"]) if match else None


def _read_table(table: Table) -> list[ContractItem]:
    head = next((row for row in table.rows[:3] if find_work_columns(row)), None)
    columns = find_work_columns(head) if head is not None else None
    if head is None or columns is None:
        return []
    items = []
    for row in table.rows[table.rows.index(head) + 1 :]:
        title, hours = (row[number].strip() if number < len(row) else "" for number in columns)
        value = _read_hours(hours) or read_number(hours)
        if not title or value is None or is_total(row) or row == head:
            continue
        number = row[0].strip().rstrip(".")
        clause = number if _ROW_NUMBER.fullmatch(number) else ""
        due = next((day for cell in row if (day := read_due(cell)[0]) is not None), None)
        items.append(ContractItem(title, quote_row(table, row), clause, value, due=due))
    return items
