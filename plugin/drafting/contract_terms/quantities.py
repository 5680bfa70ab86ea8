"""Tables that sell by quantity: a column of numbers, with units."""

from __future__ import annotations

import re
from decimal import Decimal

from plugin.drafting.contract_terms.amounts import read_number
from plugin.drafting.contract_terms.sentences import quote_row
from plugin.drafting.contract_terms.stages import find_title_columns, is_total
from plugin.drafting.contract_terms.terms import ContractItem
from plugin.drafting.documents.document import Table

_I = re.IGNORECASE
_QUANTITY = re.compile(r"кол-?\s?во\b|количеств|объ[её]м|\bqty\b|\bquantity\b", _I)
_UNIT = re.compile(r"\bед\.|\bединиц|^ед$|^(?:units?|uom|measure)$|\bunits?\s+of\s+measure", _I)
_NUMBER = re.compile(r"^\s*(?P<number>\d[\d\s.,]*?)\s*(?P<unit>[^\W\d_].*)?$")
_PIECES = re.compile(
    r"^(?:шт|экз|ед\b|единиц|страниц|макет|шаблон|экран|баннер|стат[ьея]|пис[ье]м|пост\w{0,2}\b|видео|pcs\b|pieces?\b|items?\b"
    r"|ea\b|each\b|units?\b|pages?\b|templates?\b|screens?\b|banners?\b|articles?\b|posts?\b|videos?\b)",
    _I,
)
_HOURS = re.compile(r"^(?:ч\b|час|н\W?/?ч|нормо|чел\W*\s?-?\s?ч|h\b|hours?\b|hrs?\b)", _I)


def read_quantities(table: Table) -> list[ContractItem]:
    """Return the rows that name pieces or hours.

    Other units, such as square metres, are none.
    """
    heads = ((number, _find_columns(row)) for number, row in table.iter_heads())
    head, columns = next(((number, each) for number, each in heads if each), (0, None))
    if columns is None:
        return []
    titled, counted, measured = columns
    found = []
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        title = table.read_cell(number, titled).strip()
        cell = _NUMBER.match("".join(row[counted : counted + 1]))
        if cell is None or not title or is_total(row):
            continue
        unit = "".join(row[measured : measured + 1]) if measured is not None else cell["unit"] or ""
        value, quotation = read_number(cell["number"]), quote_row(table, number)
        if value and _PIECES.match(unit.strip()) and value == int(value):
            found.append(ContractItem(title, quotation, pieces=int(value)))
        elif value and _HOURS.match(unit.strip()):
            found.append(ContractItem(title, quotation, hours=Decimal(value)))
    return found


def _find_columns(row: tuple[str, ...]) -> tuple[int, int, int | None] | None:
    """Return the columns of title, quantity and unit; None where the row is no head."""
    counted = next((number for number, cell in enumerate(row) if _QUANTITY.search(cell)), None)
    measured = next((number for number, cell in enumerate(row) if _UNIT.search(cell)), None)
    titles = [each for each in find_title_columns(row) if each not in (counted, measured)]
    return (titles[0], counted, measured) if counted is not None and titles else None
