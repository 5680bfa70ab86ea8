"""Pieces of work that a contract lists, with the hours sold of each."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import groupby

from plugin.drafting.contract_terms.amounts import read_number
from plugin.drafting.contract_terms.conditions import read_rounds
from plugin.drafting.contract_terms.quantities import read_quantities
from plugin.drafting.contract_terms.sections import list_sections
from plugin.drafting.contract_terms.sentences import quote_row
from plugin.drafting.contract_terms.small_numbers import NUMBER, WORDED, read_small_number, read_worded
from plugin.drafting.contract_terms.stages import find_work_columns, is_total, read_due, read_stage
from plugin.drafting.contract_terms.terms import ContractItem, MonthlyTerms, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument, Table

_I = re.IGNORECASE
_SCOPE = re.compile(
    r"^(?:предмет|состав|содержание|перечень|об[ъь][её]м|смета|виды)\b|состав\s+работ|scope|deliverable|services"
    r"|work|estimate|specification",
    _I,
)
_NOT_SCOPE = re.compile(r"\bне\b|вне\s|исключен|\bout\b|exclu|\bnot\b|change|acceptance|warranty|support", _I)
_HOURS = re.compile(
    rf"(?<![\w.,/])(?P<number>\d{{1,4}}(?:[.,]\d{{1,2}})?|{WORDED})\s*-?\s*(?:\([^)\d]{{1,40}}\)\s*)?"
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
_PIECES = re.compile(
    rf"(?:не\s+более|\bдо|максимум|up\s+to|at\s+most|no\s+more\s+than|maximum\s+of)\s+{NUMBER}\s+(?:[\w-]+\s+)?"
    r"(?:шаблон|страниц|экран|баннер|макет|стат[ье]|пис[ье]м|слайд|пост(?:а|ов)?\b|видео|иллюстрац|карточ|template|page"
    r"|screen|banner|article|e?-?mail|slide|post|video|mock-?up|illustration)",
    _I,
)
_LIST_BEGINS = re.compile(r"част|этап|работ|состо|включа|following|parts?\b|include|consist|comprise", _I)
_MONTHLY = re.compile(r"мес|month", _I)
_ROW_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+")


def find_items(document: ContractDocument) -> tuple[ContractItem, ...]:
    """Return what a contract sells, piece by piece.

    A piece without hours counts where the same section names the hours of another: `Content: up to 20 pages`
    below `Build: 80 hours`. Anything else might be any sentence.
    """
    found: list[ContractItem] = []
    for heading, blocks in groupby(list_sections(document), key=lambda each: each[0]):
        listed: list[ContractItem] = []
        intro: Clause | None = None
        for _, block in blocks:
            if isinstance(block, Table):
                found += _read_table(block) or read_quantities(block)
                continue
            whole = _read_whole_stage(block)
            if whole is not None:
                found.append(whole)
                continue
            if intro is not None and block.number.startswith(f"{intro.number} "):
                item = _read_clause(block)
                listed += [item] if item is not None else []
                continue
            intro = block if _begins_list(block) else None
            if _SCOPE.search(heading) and not _NOT_SCOPE.search(heading):
                item = _read_clause(block)
                listed += [item] if item is not None else []
        if any(each.hours for each in listed):
            found += listed
    return tuple(found)


def _begins_list(clause: Clause) -> bool:
    """Tell whether pieces of work stand below: `The work has three parts:`."""
    named = clause.text.endswith(":") and _LIST_BEGINS.search(clause.text)
    return bool(named) and clause.is_own and not _NOT_SCOPE.search(clause.text)


def _read_whole_stage(clause: Clause) -> ContractItem | None:
    """Return a stage of which the hours are sold: `Stage 2: Build, 380 hours`."""
    hours = _read_hours(clause.text)
    stage = read_stage(clause) if hours is not None else None
    if stage is None:
        return None
    own_clause = stage.quotation.clause if clause.is_own else ""
    return ContractItem(stage.title, stage.quotation, own_clause, hours, due=stage.due)


def _read_clause(clause: Clause) -> ContractItem | None:
    if not (clause.is_own or clause.is_bullet) or _PERSON.match(clause.text):
        return None
    title = next((match["title"] for each in _TITLE if (match := each.match(clause.text))), "")
    if not title or len(title.split()) > _MAX_TITLE_WORDS:
        return None
    quotation = Quotation(clause.part, clause.number, clause.text)
    # The number of a list's clause is not that of its bullets.
    own_clause = quotation.clause if clause.is_own else ""
    title = title.strip()
    return ContractItem(
        title[:1].upper() + title[1:],
        quotation,
        own_clause,
        _read_hours(clause.text),
        read_rounds(clause.text),
        pieces=read_pieces(clause.text),
    )


def _read_hours(text: str) -> Decimal | None:
    match = next(
        (each for each in _HOURS.finditer(text) if not _RATE_AHEAD.search(text[: each.start()])), None
    )
    if match is None:
        return None
    return read_number(match["number"]) if match["number"][0].isdecimal() else read_worded(match["number"])


def read_pieces(text: str) -> int | None:
    """Return how many pieces of one kind a text includes.

    >>> read_pieces("Inner page templates: up to 5 templates (40 hours)"), read_pieces("up to 40 hours")
    (5, None)
    """
    match = _PIECES.search(text)
    return read_small_number(match["number"]) if match else None


def _read_table(table: Table) -> list[ContractItem]:
    heads = ((number, find_work_columns(row)) for number, row in table.iter_heads())
    head, columns = next(((number, each) for number, each in heads if each), (0, None))
    if columns is None:
        return []
    is_monthly = bool(_MONTHLY.search(dict(table.iter_heads())[head][columns[1]]))
    items = []
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        title, hours = table.read_cell(number, columns[0]).strip(), "".join(row[columns[1] :][:1]).strip()
        value = _read_hours(hours) or read_number(hours)
        if not title or value is None or is_total(row) or row == table.rows[head]:
            continue
        code = row[0].strip().rstrip(".")
        clause = code if _ROW_NUMBER.fullmatch(code) else ""
        month = MonthlyTerms(value) if is_monthly else None
        cells = (table.read_cell(number, column) for column in range(len(row)))
        due = next((day for cell in cells if (day := read_due(cell)[0]) is not None), None)
        quotation, sold = quote_row(table, number), None if is_monthly else value
        pieces = read_pieces(" ".join(row))
        items.append(ContractItem(title, quotation, clause, sold, due=due, pieces=pieces, month=month))
    return items
