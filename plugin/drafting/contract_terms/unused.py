"""The clauses of a contract of which nothing was used: people have to read them."""

from __future__ import annotations

from collections.abc import Sequence

from plugin.drafting.contract_terms.sections import is_heading
from plugin.drafting.contract_terms.terms import ContractTerms, Found, Quotation
from plugin.drafting.documents.document import ContractDocument


def find_unused(document: ContractDocument, terms: ContractTerms) -> tuple[Quotation, ...]:
    """Return the clauses that no line of a draft quotes, headings left out.

    Those with a number; where none has one, the paragraphs that name days, hours or sums.
    """
    quoted = list_quotations(terms)
    if not any(each.is_own for each in document.clauses):
        return _find_unquoted(document, quoted)
    used = {(each.part, each.number) for each in quoted}
    return tuple(
        Quotation(each.part, each.number, each.text)
        for each in document.clauses
        if each.is_own and not is_heading(each) and not _is_used(each.part, each.number, used)
    )


def _find_unquoted(document: ContractDocument, quoted: Sequence[Quotation]) -> tuple[Quotation, ...]:
    texts = [_to_line(each.text).strip("…") for each in quoted]
    return tuple(
        Quotation(each.part, each.number, each.text)
        for each in document.clauses
        if any(sign.isdecimal() for sign in each.text)
        and not is_heading(each)
        and not any(text in _to_line(each.text) or _to_line(each.text) in text for text in texts)
    )


def _to_line(text: str) -> str:
    return " ".join(text.split())


def list_quotations(terms: ContractTerms) -> list[Quotation]:
    """Return every quotation of a contract's terms."""
    values = (getattr(terms, name) for name in terms.__dataclass_fields__)
    found = [value.quotation for value in values if isinstance(value, Found)]
    groups = (terms.stages, terms.items, terms.exclusions, terms.powers, terms.unclear)
    months = [each.month.roll_over for each in terms.items if each.month and each.month.roll_over]
    return (
        found + [each.quotation for group in groups for each in group] + [each.quotation for each in months]
    )


def _is_used(part: str, number: str, used: set[tuple[str, str]]) -> bool:
    """Tell whether a clause, or one below it, was quoted."""
    return any(
        part == other and (name == number or name.startswith((f"{number}.", f"{number} ")))
        for other, name in used
    )
