"""Ten contracts are read as it was written down beforehand."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from contract_blocks import Block, make_pdf
from contract_texts import PORTAL, PORTAL_RIGHT, SHOP, SHOP_RIGHT, Right, all_contracts

from plugin.drafting.contract_terms.reader import read_terms
from plugin.drafting.contract_terms.terms import ContractTerms, Found, Quotation
from plugin.drafting.documents.document import ContractDocument
from plugin.drafting.documents.reader import read_document

NAMES = [
    "договор, нумерация Word",
    "договор ИП, номера набраны",
    "ТЗ, номера от стилей",
    "допсоглашение",
    "SOW",
    "MSA with order form",
    "госконтракт",
    "short agreement",
    "договор с приложениями",
    "SOW with headings",
]
READ: dict[str, tuple[ContractDocument, ContractTerms]] = {}


def read(name: str) -> tuple[ContractDocument, ContractTerms, Right]:
    """Return a contract as it is read, and what is right; read once."""
    file, content, right = all_contracts()[name]
    if name not in READ:
        document = read_document(file, content)
        READ[name] = (document, read_terms(document))
    return *READ[name], right


def test_there_are_ten() -> None:
    """No contract is left out of the tables below."""
    assert NAMES == list(all_contracts())


@pytest.mark.parametrize("name", NAMES)
def test_stages_have_their_days_sums_and_clauses(name: str) -> None:
    """All stages and no other row, in their order."""
    _, terms, right = read(name)
    found = tuple(
        (each.title, each.due, each.term, each.price, each.currency, each.quotation.clause)
        for each in terms.stages
    )
    assert right.stages == found


@pytest.mark.parametrize("align", ["MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("contract", [(PORTAL, PORTAL_RIGHT), (SHOP, SHOP_RIGHT)], ids=["госконтракт", "ИП"])
def test_stages_of_a_pdf_are_the_same_however_its_cells_stand(
    contract: tuple[tuple[Block, ...], Right], align: str
) -> None:
    """Titles and terms of three lines among them."""
    blocks, right = contract
    terms = read_terms(read_document("x.pdf", make_pdf(blocks, page_height=330, align=align)))
    expected = [(title, due, term, price) for title, due, term, price, *_ in right.stages]
    assert expected == [(each.title, each.due, each.term, each.price) for each in terms.stages]


@pytest.mark.parametrize("name", NAMES)
def test_exclusions_have_their_clauses_and_words(name: str) -> None:
    """All of them and no rate, no tax, no "save as set out in"."""
    _, terms, right = read(name)
    assert right.exclusions == tuple((each.quotation.clause, each.words) for each in terms.exclusions)


@pytest.mark.parametrize("name", NAMES)
def test_everything_else_that_is_said_is_found_and_nothing_more(name: str) -> None:
    """Language, parties, days, money and conditions, each with its clause."""
    _, terms, right = read(name)
    found = {
        each.name: (value.value, value.quotation.clause)
        for each in fields(ContractTerms)
        if isinstance(value := getattr(terms, each.name), Found)
    }
    assert right.language == terms.language
    assert right.others == found


@pytest.mark.parametrize("name", NAMES)
def test_what_cannot_stand_in_a_mapping_is_unclear(name: str) -> None:
    """Calendar days of acceptance, months of warranty, several rates."""
    _, terms, right = read(name)
    assert set(right.unclear) == {each.key for each in terms.unclear}


def list_quotations(terms: ContractTerms) -> list[Quotation]:
    """Return every quotation of a contract's terms."""
    values = [getattr(terms, each.name) for each in fields(ContractTerms)]
    found = [value.quotation for value in values if isinstance(value, Found)]
    return found + [each.quotation for each in (*terms.stages, *terms.exclusions, *terms.unclear)]


@pytest.mark.parametrize("name", NAMES)
def test_every_quotation_stands_in_the_contract(name: str) -> None:
    """Word for word, as far as it goes."""
    document, terms, _ = read(name)
    whole = " ".join(document.text.split())
    quotations = list_quotations(terms)
    assert len(quotations) > 4
    for quotation in quotations:
        words = " ".join(quotation.text.strip("…").split())
        rows = {" | ".join(filter(None, row)) for table in document.tables for row in table.rows}
        assert words in whole or words in rows, quotation
        shown = quotation.show(terms.language)
        assert len(shown) < 160
        assert re.search(r"[«“].+[»”]$", shown)
