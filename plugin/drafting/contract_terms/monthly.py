"""Hours that a contract includes in each month, and what is left of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from plugin.drafting.contract_terms.conditions import HOURS_A_MONTH, IS_FREE
from plugin.drafting.contract_terms.parties import find_title
from plugin.drafting.contract_terms.sections import list_sections
from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.small_numbers import read_small_number
from plugin.drafting.contract_terms.terms import ContractItem, Found, MonthlyTerms, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument

_I = re.IGNORECASE
_WHO_DOES = re.compile(
    r"^(?:the\s+)?(?:исполнител|подрядчик|supplier|contractor|agency|provider|vendor)\w*\s+"
    r"(?:(?:shall|will|(?:agrees|undertakes)\s+to|обязу\w+|обязан\w*)\s+)?(?:ежемесячно\s+|каждый\s+месяц\s+)?(?:оказыва|выполня|обеспечива|провод|provid|perform|deliver|offer)\w*\s+",
    _I,
)
_HOW_MUCH = re.compile(
    r"\s*(?:[,:(—–]|\s-\s|\bup\s+to\b|\bat\s+most\b|\bдо\s+\d|\bв\s+объ[её]ме\b|\bв\s+пределах\b|\bне\s+более\b"
    r"|\bof\s+(?:up\s+to\s+)?\d|\b\d|\b(?:составля|is\b|are\b|amounts?\b)).*$",
    _I | re.DOTALL,
)
_QUANTITY = re.compile(
    r"(?:the\s+)?(?:(?:monthly|included)\s+)*(?:allowance|volume|number|amount|retainer|fee)\b"
    r"|(?:ежемесячн\w+\s+)?(?:объ[её]м|лимит|количество|норма)\b",
    _I,
)
"""How much there is, and not what is done."""

_WHO_TAKES = re.compile(r"^(?:the\s+)?(?:client|customer|parties|заказчик|сторон[аы])\b", _I)
_MAX_TITLE_WORDS = 10
_ROLLS_OVER = re.compile(
    r"roll\w*[\s-]*over|carr(?:y|ied|ies)\s+(?:over|forward)|перенос\w+|переход\w+\s+на\s", _I
)
_NOT_OVER = re.compile(
    r"\bне\s+(?:перено|переход)|(?:not|cannot|never)\s+(?:be\s+)?(?:roll|carr)|\bno\s+roll", _I
)
_ABOUT_HOURS = re.compile(r"\bчас|\bhour|\ballowance\b|неиспользован|unused|остат", _I)
_PERCENT = re.compile(r"(\d{1,3})\s*(?:%|процент|per\s?cent)")


def find_monthly(document: ContractDocument, sentences: Sequence[Sentence]) -> tuple[ContractItem, ...]:
    """Return the services of which a contract includes hours a month.

    Hours a month that are done without charge are goodwill, and no item.
    """
    named = find_title(document)
    found, whole = [], named.value if named else ""
    for heading, block in list_sections(document):
        match = HOURS_A_MONTH.search(block.text) if isinstance(block, Clause) else None
        if match is None or not isinstance(block, Clause) or IS_FREE.search(block.text):
            continue
        quotation = Quotation(block.part, block.number, block.text)
        hours = Decimal(read_small_number(match["number"]))
        terms = MonthlyTerms(hours, _find_roll_over(sentences))
        title = _name_service(block.text) or heading or whole
        if title:
            found.append(
                ContractItem(title, quotation, quotation.clause if block.is_own else "", month=terms)
            )
    return tuple(found)


def _name_service(text: str) -> str:
    """Return what is done, out of the sentence that says how much of it.

    >>> _name_service("The Supplier provides website maintenance, up to 24 hours per month.")
    'Website maintenance'
    """
    title = _HOW_MUCH.sub("", _WHO_DOES.sub("", text)).strip(" .")
    is_name = 0 < len(title.split()) <= _MAX_TITLE_WORDS
    is_name = is_name and not _QUANTITY.match(title) and not _WHO_TAKES.match(title)
    return title[:1].upper() + title[1:] if is_name else ""


def _find_roll_over(sentences: Sequence[Sentence]) -> Found[Decimal | None] | None:
    """Return how much of a month's hours the next may use.

    A value of None: the contract does not say how much.
    """
    for sentence in sentences:
        match = _ROLLS_OVER.search(sentence.text)
        if match is None or not _ABOUT_HOURS.search(sentence.text):
            continue
        if _NOT_OVER.search(sentence.text):
            return None
        percent = _PERCENT.search(sentence.text)
        return Found(Decimal(percent[1]) if percent else None, sentence.quote(match.start(), match.end()))
    return None
