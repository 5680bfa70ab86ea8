"""Reads the terms of a contract out of its clauses and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from plugin.drafting.contract_terms.billing_terms import find_billing
from plugin.drafting.contract_terms.conditions import find_conditions
from plugin.drafting.contract_terms.exclusions import find_exclusions
from plugin.drafting.contract_terms.items import find_items
from plugin.drafting.contract_terms.monthly import find_monthly
from plugin.drafting.contract_terms.parties import find_client, find_signing_day, find_title
from plugin.drafting.contract_terms.powers import find_powers
from plugin.drafting.contract_terms.prices import Prices, find_prices
from plugin.drafting.contract_terms.sentences import split_sentences
from plugin.drafting.contract_terms.stages import FoundStages, find_stages
from plugin.drafting.contract_terms.terms import ContractTerms, Found, Language, Unclear
from plugin.drafting.contract_terms.unused import find_unused
from plugin.drafting.documents.document import ContractDocument

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def read_terms(document: ContractDocument) -> ContractTerms:
    """Return what a contract says; what it does not say is left out."""
    sentences = split_sentences(document)
    stages, prices, conditions = find_stages(document), find_prices(sentences), find_conditions(sentences)
    client, signatory = find_client(document)
    currency = _find_currency(stages, prices)
    hour, foreign = _compare_currency(prices, currency)
    terms = ContractTerms(
        language=find_language(document.text),
        title=find_title(document),
        client=client,
        signatory=signatory,
        signed_on=find_signing_day(document),
        currency=currency,
        price=prices.price or stages.total,
        vat=prices.vat,
        vat_included=prices.vat_included if prices.vat is None or prices.vat.value is not None else None,
        is_rate_vat_known=prices.is_rate_vat_known,
        hour=hour,
        stages=stages.stages,
        items=(*find_items(document), *find_monthly(document, sentences)),
        exclusions=find_exclusions(sentences),
        rounds=conditions.rounds,
        review_days=conditions.review_days,
        silence=conditions.silence,
        warranty_days=conditions.warranty_days,
        goodwill=conditions.goodwill,
        powers=find_powers(sentences),
        unclear=(*prices.unclear, *foreign, *conditions.unclear, *find_billing(sentences)),
        picture_pages=document.picture_pages,
        currencies=_list_currencies(stages, prices),
    )
    return replace(terms, unused=find_unused(document, terms))


def find_language(text: str) -> Language:
    """Return the language of a text.

    >>> find_language("Договор на разработку сайта"), find_language("Statement of Work")
    ('ru', 'en')
    """
    return "ru" if len(_CYRILLIC.findall(text)) >= len(_LATIN.findall(text)) else "en"


def _find_currency(stages: FoundStages, prices: Prices) -> Found[str] | None:
    """Return the currency of price or stages, whichever the contract names first."""
    found: list[tuple[int, Found[str]]] = []
    if prices.price is not None:
        found.append((prices.price_position, Found(prices.price_currency, prices.price.quotation)))
    priced = next((stage for stage in stages.stages if stage.currency), None)
    if priced is not None:
        found.append((stages.position, Found(priced.currency, priced.quotation)))
    elif stages.total is not None and stages.total_currency:
        found.append((stages.position, Found(stages.total_currency, stages.total.quotation)))
    if not found and prices.hour is not None:
        return Found(prices.hour_currency, prices.hour.quotation)
    if not found and len(prices.currencies) == 1:
        return prices.currencies[0]
    return min(found, key=lambda each: each[0])[1] if found else None


def _compare_currency(
    prices: Prices, currency: Found[str] | None
) -> tuple[Found[Decimal] | None, tuple[Unclear, ...]]:
    """Return the rate; one in another currency than the contract's is unclear."""
    hour = prices.hour
    if hour is None or currency is None or prices.hour_currency == currency.value:
        return hour, ()
    value = f"{hour.value.normalize():f}"
    return None, (Unclear("hour", value, "other_currency", hour.quotation),)


def _list_currencies(stages: FoundStages, prices: Prices) -> tuple[str, ...]:
    used = (
        *(each.value for each in prices.currencies),
        *(stage.currency for stage in stages.stages if stage.currency),
    )
    return tuple(sorted(set(used)))
