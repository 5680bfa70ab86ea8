"""Stages with their days and sums, out of tables, else out of sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from plugin.drafting.contract_terms.amounts import find_currency, find_sums, read_cell
from plugin.drafting.contract_terms.dates import find_days, find_relative_term
from plugin.drafting.contract_terms.sections import is_below, list_sections
from plugin.drafting.contract_terms.sentences import quote_row
from plugin.drafting.contract_terms.terms import ContractStage, Found, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument, Table
from plugin.drafting.meanings import clean_stage_title

_I = re.IGNORECASE
_TITLE = re.compile(
    r"наименован|этап|стади|содержан|работ|результат|состав|stage|phase|milestone|deliverable|release|description"
    r"|task|package|\bitem|service",
    _I,
)
_STAGE = re.compile(r"этап|стади|stage|phase|milestone|release", _I)
_DUE = re.compile(
    r"срок|дата|период|timeline|оконч|заверш|сдач|due|date|deadline|completion|finish|\bend\b", _I
)
_END = re.compile(r"deliver|оконч|заверш|сдач|due|deadline|completion|finish|\bend\b", _I)
_START = re.compile(r"начал|\bstart|\bbegin", _I)
_PRICE = re.compile(r"стоимост|цена|сумм|оплат|price|fee|amount|cost|charge", _I)
_PAYMENT = re.compile(r"платеж|платёж|аванс|предоплат|payment|deposit|advance", _I)
_WORK_HOURS = re.compile(r"\bчас|трудо|трудозатрат|нормо|\bhours?\b|\beffort\b", _I)
_TOTAL = re.compile(r"^\W*(?:итого|всего|total|sub-?total|sum)\b", _I)
_NUMBER_CELL = re.compile(
    r"^(?:(?:(?i:этап|stage|phase|milestone|release)\s*)?(?:№\s*)?[A-Za-zА-Я]{0,2}\d{1,3}(?:\.\d+)*|[IVX]{1,5})[.)]?$"
)
_SPOKEN = re.compile(
    r"^(?:(?:этап|стадия|веха|stage|phase|milestone)\s*(?:№\s*)?(?:\d{1,2}|[IVX]{1,5}|(?-i:[A-HА-Ж]))\b"
    r"|(?:первый|второй|третий|четв[её]ртый|пятый|шестой|first|second|third|fourth|fifth)\s+"
    r"(?:этап|stage|phase|milestone)\b)[\s.:)—–-]*",
    _I,
)
_SPOKEN_TITLE = re.compile(
    r"^(?P<title>[^.;,:()—–]{2,120}?)(?=\s*(?:[.;,:()—–]|\s-\s|\s(?:до|by|due)\s\d|\sdue\s(?:by|on)\s|$))", _I
)

_QUOTED_TITLE = re.compile(r"^[«“\"](?P<title>[^»”\"]{2,80})[»”\"]")
_PLAN = re.compile(r"этап|срок|веха|календарн|stage|phase|milestone|schedule|timeline|timetable", _I)
_STAGES_FOLLOW = re.compile(r"^\W*(?:этапы|стадии|вехи|stages|phases|milestones)\b.{0,60}$", _I)
_LISTED = re.compile(
    r"^(?P<title>[^—–:;.,]{2,80}?)\s*(?:[—–:,]|\s-\s)\s*(?:(?:не\s+позднее|до|by|due(?:\s+by|\s+on)?)\s+)?",
    _I,
)


@dataclass(frozen=True)
class FoundStages:
    """The stages, and the total that their table ends with."""

    stages: tuple[ContractStage, ...] = ()
    position: int = -1
    total: Found[Decimal] | None = None
    total_currency: str = ""


@dataclass(frozen=True)
class _Columns:
    title: int
    due: int | None
    price: int | None
    currency: str


def find_stages(document: ContractDocument) -> FoundStages:
    """Return a contract's stages, of the best table, else of its sentences."""
    found = [
        (position, _read_table(block))
        for position, block in enumerate(document.blocks)
        if isinstance(block, Table)
    ]
    spoken = [
        (position, stage)
        for position, block in enumerate(document.blocks)
        if isinstance(block, Clause) and (stage := read_stage(block)) is not None
    ] or _read_listed(document)
    # A table of work with hours is no plan where the stages are named besides.
    plans = [each for each in found if not spoken or not _is_list_of_work(document.blocks[each[0]])]
    best = max(plans, key=lambda each: _rank(each[1].stages), default=None)
    if best is not None and _rank(best[1].stages) > (0, 0):
        position, read = best
        return FoundStages(read.stages, position, read.total, read.total_currency)
    if not spoken:
        return FoundStages()
    return FoundStages(tuple(stage for _, stage in spoken), spoken[0][0])


def _is_list_of_work(block: Clause | Table) -> bool:
    heads = block.iter_heads() if isinstance(block, Table) else ()
    return any(find_work_columns(row) and not any(map(_STAGE.search, row)) for _, row in heads)


def _read_listed(document: ContractDocument) -> list[tuple[int, ContractStage]]:
    """Read the clauses below a heading such as `Milestones` or `Этапы:`.

    For example `3.1 Design - December 21, 2026`. One alone may be any sentence with a day.
    """
    found: list[tuple[int, ContractStage]] = []
    intro: Clause | None = None
    for position, (heading, block) in enumerate(list_sections(document)):
        if not isinstance(block, Clause):
            continue
        if block.text.endswith(":") and _STAGES_FOLLOW.match(block.text):
            intro = block
            continue
        above = intro.text if intro is not None and is_below(block, intro) else heading
        stage = _read_line(block, above)
        if stage is not None:
            found.append((position, stage))
    return found if len(found) > 1 else []


def _read_line(clause: Clause, heading: str) -> ContractStage | None:
    """Read a clause that is a stage only because of its heading."""
    match = _LISTED.match(clause.text) if _PLAN.search(heading) else None
    if match is None or _DUE.search(match["title"]):
        return None
    title, quotation = match["title"].strip(), Quotation(clause.part, clause.number, clause.text)
    days = find_days(clause.text)
    if days and days[0].value is not None and days[0].start <= match.end():
        return ContractStage(title, quotation, days[-1].value)
    # Below `Terms` a number of days may be anybody's.
    term = find_relative_term(clause.text) if _STAGES_FOLLOW.match(heading) else None
    if term is None or term[1] > match.end():
        return None
    return ContractStage(title, quotation, term=term[0].rstrip(" .;"))


def _rank(stages: tuple[ContractStage, ...]) -> tuple[int, int]:
    """Return how much a table tells: rows with a day or a term, then rows."""
    return sum(stage.due is not None or bool(stage.term) for stage in stages), len(stages)


def _read_table(table: Table) -> FoundStages:
    heads = ((number, _find_columns(row)) for number, row in table.iter_heads())
    head, columns = next(((number, each) for number, each in heads if each), (0, None))
    if columns is None:
        return FoundStages()
    stages: list[ContractStage] = []
    total: tuple[Found[Decimal], str] | None = None
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        if row == table.rows[head]:
            continue  # a page repeats it
        if is_total(row):
            total = total or _read_total(table, number, columns)
            continue
        stage = _read_row(table, number, columns)
        if stage is not None and stages and (number, columns.title) in table.merged:
            stages[-1] = _join(stages[-1], stage)
        elif stage is not None:
            stages.append(stage)
    value, currency = total or (None, "")
    return FoundStages(tuple(stages), -1, value, currency)


def _find_columns(row: tuple[str, ...]) -> _Columns | None:
    """Return which column is what; None where the row is no head of a table of stages."""
    if any(find_days(cell) for cell in row):
        return None
    dues = [number for number, cell in enumerate(row) if _DUE.search(cell) and not _START.search(cell)]
    prices = [number for number, cell in enumerate(row) if _PRICE.search(cell)]
    titles = [
        number
        for number, cell in enumerate(row)
        if _TITLE.search(cell) and number not in dues and (number not in prices or _STAGE.search(cell))
    ]
    if not titles or not (dues or prices) or any(_PAYMENT.search(row[number]) for number in titles):
        return None
    if not dues and not any(_STAGE.search(cell) for cell in row):
        return None
    ends = [number for number in dues if _END.search(row[number])]
    due = next(reversed(ends or dues), None)
    currencies = {find_currency(row[number]) for number in prices} - {""}
    # The last sum is that of the whole row, but of several currencies the first is the contract's.
    ordered = prices if len(currencies) > 1 else prices[::-1]
    price = next((number for number in ordered if number != due), None)
    named = next((number for number in titles if _STAGE.search(row[number])), titles[0])
    currency = find_currency(row[price]) if price is not None else ""
    return _Columns(named, due, price, currency)


def find_work_columns(row: tuple[str, ...]) -> tuple[int, int] | None:
    """Return the columns of a head that hold pieces of work and their hours.

    >>> find_work_columns(("#", "Deliverable", "Hours", "Due date")), find_work_columns(("Stage", "Fee"))
    ((1, 2), None)
    """
    hours = [
        number for number, cell in enumerate(row) if _WORK_HOURS.search(cell) and not _PRICE.search(cell)
    ]
    titles = [number for number in find_title_columns(row) if number not in hours]
    return (titles[-1], hours[0]) if titles and hours else None


def find_title_columns(row: tuple[str, ...]) -> list[int]:
    """Return the columns of a head that name what is done, sums and days left out."""
    return [
        number
        for number, cell in enumerate(row)
        if _TITLE.search(cell) and not _PRICE.search(cell) and not _DUE.search(cell)
    ]


def is_total(row: tuple[str, ...]) -> bool:
    """Tell whether a row of a table sums up the others."""
    return any(_TOTAL.match(cell) for cell in row)


def _read_row(table: Table, number: int, columns: _Columns) -> ContractStage | None:
    row = table.rows[number]
    title = _find_title(table, number, columns)
    if not title:
        return None
    # A sum that several rows share is the first one's; each has the day that they share.
    due, term = read_due(table.read_cell(number, columns.due) if columns.due is not None else "")
    price = read_cell(_get(row, columns.price), columns.currency)
    if due is None and not term and price is None:
        return None
    amount, currency = price or (None, "")
    return ContractStage(title, quote_row(table, number), due, term, amount, currency)


def _join(stage: ContractStage, more: ContractStage) -> ContractStage:
    """Return a stage whose title stands beside several rows."""
    sums = [each.price for each in (stage, more) if each.price is not None]
    dues = [each.due for each in (stage, more) if each.due is not None]
    return replace(stage, price=sum(sums, Decimal(0)) if sums else None, due=max(dues, default=None))


def _find_title(table: Table, row: int, columns: _Columns) -> str:
    """Return the title; a bare number leads to the next column with words."""
    for number in (columns.title, *range(columns.title + 1, len(table.rows[row]))):
        cell = table.read_cell(row, number).strip()
        if number in (columns.due, columns.price):
            continue
        if cell and not _NUMBER_CELL.match(cell):
            return clean_stage_title(cell)
    return ""


def _read_total(table: Table, number: int, columns: _Columns) -> tuple[Found[Decimal], str] | None:
    found = read_cell(_get(table.rows[number], columns.price), columns.currency)
    return (Found(found[0], quote_row(table, number)), found[1]) if found else None


def read_due(text: str) -> tuple[date | None, str]:
    """Return the last day of a text; without one the words that it depends on.

    >>> read_due("01.04.2026 – 30.06.2026"), read_due("05/06/2026"), read_due("15 рабочих дней с аванса")
    ((datetime.date(2026, 6, 30), ''), (None, '05/06/2026'), (None, '15 рабочих дней с аванса'))
    """
    days = find_days(text)
    relative = find_relative_term(text)
    if days:
        last = days[-1]
        return (last.value, "") if last.value is not None else (None, text[last.start : last.end])
    return (None, relative[0]) if relative else (None, "")


def _get(row: tuple[str, ...], number: int | None) -> str:
    return row[number] if number is not None and number < len(row) else ""


def read_stage(clause: Clause) -> ContractStage | None:
    """Return the stage that a clause begins with: `Этап 4. Кабинет. Срок сдачи: …`."""
    spoken = _SPOKEN.match(clause.text)
    if spoken is None:
        return None
    rest = clause.text[spoken.end() :].lstrip("(")
    title = _QUOTED_TITLE.match(rest) or _SPOKEN_TITLE.match(rest)
    due, term = read_due(rest)
    sums = find_sums(rest)
    if title is None or (due is None and not term and not sums):
        return None
    quotation = Quotation(clause.part, clause.number, clause.text)
    amount, currency = (sums[0].value, sums[0].currency) if sums else (None, "")
    name = clean_stage_title(title["title"].strip(" )"))
    name = name[:1].upper() + name[1:]
    return ContractStage(name, quotation, due, term.rstrip(" ."), amount, currency)
