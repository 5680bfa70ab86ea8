"""Price, VAT and rates in the sentences of a contract."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from plugin.drafting.contract_terms.amounts import FoundSum, find_sums
from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.terms import Found, Unclear

_I = re.IGNORECASE
_TOTAL = re.compile(
    r"^\W*(?:total|итого|всего)\s*[:—–-]|итого\s+по\s+(?:договору|контракту)|(?:обща\w+|итогов\w+|полн\w+)\s+(?:стоимост|цен|сумм)\w*|(?:стоимост|цен)\w*\s+(?:работ|услуг|договор|контракт"
    r"|настоящ)\w*\s+(?:по\s+\w+\s+)?(?:составля|равн|:|—|-)|цена\s+(?:договор|контракт)\w*"
    r"|(?:стоимост|цен)\w*\s+(?:работ|услуг)\w*\s[^.;]{0,80}?составля"
    r"|fixed\s+(?:price|fees?|sum)|total\s+(?:price|fees?|charges?|cost|amount|value|contract)|contract\s+(?:price|sum|value)",
    _I,
)
_BARE = re.compile(r"^\W*(?:цена|стоимость|price|fees?)\s*[:—–-]", _I)
"""That of a stage may be called so, too: it counts where no total is named."""

_MONTHLY_FEE = re.compile(
    r"(?:monthly|ежемесячн\w+)\s+(?:fee|charge|retainer|price|плат\w+|стоимост\w+|вознагражден\w+|оплат\w+)"
    r"|(?:fee|charge|retainer|стоимост\w+|абонентск\w+\s+плат\w+)\b[^.;]{0,60}?(?:per\s+month|a\s+month|в\s+месяц)",
    _I,
)
_PER_PERIOD = re.compile(
    r"^\s*(?:\d{2}\s+коп\w*\.?\s*)?(?:\([^)\d]*\)\s*)?(?:ежемесячно|ежеквартально|ежегодно|monthly|quarterly|yearly|annually"
    r"|(?:в|за|per|a|an|each|every)\s+(?:кажд\w+\s+|календарн\w+\s+|один\s+|1\s+|calendar\s+)*"
    r"(?:месяц|квартал|год\b|month|quarter|year|annum))",
    _I,
)
"""What behind a sum says that it is not that of the whole contract."""

_CEILING = re.compile(
    r"(?:not\s+(?:to\s+)?exceed(?:ing)?|capped\s+at|(?:cap|ceiling|maximum)\s+of|не\s+(?:более|выше)|не\s+превы\w+|потол\w+\s+в"
    r"|лимит\w*(?:\s+в)?)\s*[—–:-]?\s*$",
    _I,
)
_ABOUT_PRICE = re.compile(
    r"\b(?:total|aggregate|overall|fees?|charges)\b|(?:общ|итогов|совокупн)\w+|\bстоимост\w*|\bцен[аыуо]\w*",
    _I,
)
_ABOUT_POWERS = re.compile(r"\bapprov|\bauthori|согласов|утвержд|вправе", _I)
_HOUR = r"(?:норм\w*-?час\w*|человеко-?час\w*|час\w*\b|ч\b\.?|hour\b|hr\b)"
_RATE_BEHIND = re.compile(
    rf"^\s*(?:\([^)]*\)\s*)?(?:за|в|per|an|a|/)\s*(?:\d\s*|один\s+|one\s+)?(?:\([^)]*\)\s*)?{_HOUR}", _I
)
_RATE_BEFORE = re.compile(
    rf"(?:стоимост\w*|цен\w*|ставк\w*)\s+(?:одного\s+|1\s+)?{_HOUR}[^.;]{{0,60}}$"
    r"|\bчас\w*\s+[^.;]{0,60}?(?:оплачива\w+|сто[ия]т)\s+(?:по\s+|из\s+расч[её]та\s+)?$"
    r"|(?:почасов\w+\s+ставк\w*|hourly\s+rate|rate\s+per\s+hour)[^.;]{0,30}$",
    _I,
)

_VAT = re.compile(r"\bНДС\b|\b(?:VAT|GST)\b", _I)
_PERCENT = re.compile(r"(\d{1,2}(?:[.,]\d)?)\s*(?:%|процент|per\s?cent)")
_NO_VAT = re.compile(
    r"НДС\s+не\s+(?:облага|предусм|начисл|взима|уплачива)|не\s+облага\w+\s+НДС|НДС\s+не\s+применя"
    r"|без\s+НДС\s*[,(]?\s*(?:в\s+связи|на\s+основании|УСН|ст)"
    r"|no\s+VAT\b|VAT\s+(?:exempt|is\s+not\s+(?:applicable|payable|charged)|does\s+not\s+apply)|outside\s+the\s+scope\s+of\s+VAT",
    _I,
)
_INCLUDED = re.compile(
    r"(?:в\s+том\s+числе|в\s+т\.\s?ч\.|включая|с\s+уч[её]том|включает|вкл\.)\s*[^.;]{0,20}?НДС"
    r"|\bс\s+НДС\b|НДС[^.;]{0,15}?(?<!не\s)включ[её]н|inclu[ds]\w*\s+(?:of\s+)?(?:\d{1,2}\s?%\s+)?(?:VAT|GST)|incl\.?\s+(?:VAT|GST)"
    r"|VAT\s+(?:(?:at|of)\s+\d{1,2}\s?%\s+)?(?:is\s+)?included",
    _I,
)
_ADDED = re.compile(
    r"(?:плюс|без\s+уч[её]та|не\s+включая|кроме\s+того|сверх\s+\w+\s+\w*|помимо)\s*[^.;]{0,20}?НДС"
    r"|НДС\s+[^.;]{0,40}?(?:сверх|дополнительно|не\s+включ)|VAT[^.;]{0,20}?not\s+included|exclusive\s+of\s+(?:VAT|(?:\w+\s+)?tax)|excl\w*\.?\s+(?:of\s+)?(?:VAT|GST)|plus\s+(?:VAT|GST|(?:\w+\s+)?tax)|net\s+of\s+(?:VAT|GST)"
    r"|VAT[^.;]{0,40}?(?:in\s+addition|is\s+added|extra)",
    _I,
)


@dataclass(frozen=True)
class Prices:
    """What was found about money.

    Attributes:
        price: the total, with the place and the currency that it is in.
        currencies: all that sums are in, each with its first sum.
        is_rate_vat_known: whether `vat_included` is said of more than the total.
    """

    price: Found[Decimal] | None
    price_currency: str
    price_position: int
    vat: Found[Decimal | None] | None
    vat_included: Found[bool] | None
    is_rate_vat_known: bool
    hour: Found[Decimal] | None
    hour_currency: str
    currencies: tuple[Found[str], ...]
    unclear: tuple[Unclear, ...]


def find_prices(sentences: list[Sentence]) -> Prices:
    """Return price, VAT and rate of a contract."""
    price, currency, position = _find_price(sentences)
    priced = [found for sentence in sentences for found in _find_rates(sentence)]
    rates = [rate for rate, _ in priced]
    hours = {each.value for each in rates}
    unclear: list[Unclear] = []
    if len(hours) > 1:
        unclear = [
            Unclear("hour", f"{each.value.normalize():f}", "rates_several", each.quotation) for each in rates
        ]
    if price is None:
        unclear += _find_period_fee(sentences) or _find_ceiling(sentences)
    included = _find_included(sentences)
    used: dict[str, Found[str]] = {}
    for sentence in sentences:
        for each in find_sums(sentence.text):
            used.setdefault(each.currency, Found(each.currency, sentence.quote(each.start, each.end)))
    return Prices(
        price=price,
        price_currency=currency,
        price_position=position,
        vat=_find_vat(sentences),
        vat_included=included[0] if included else None,
        is_rate_vat_known=included is not None and not included[1],
        hour=rates[0] if len(hours) == 1 else None,
        hour_currency=priced[0][1] if len(hours) == 1 else "",
        currencies=tuple(used.values()),
        unclear=tuple(unclear),
    )


def _find_price(sentences: list[Sentence]) -> tuple[Found[Decimal] | None, str, int]:
    for pattern, sentence in product((_TOTAL, _BARE), sentences):
        total = pattern.search(sentence.text)
        if total is None:
            continue
        found = next((each for each in find_sums(sentence.text) if each.start >= total.start()), None)
        if found is not None and not _is_of_part(sentence.text, found):
            quotation = sentence.quote(total.start(), found.end)
            return Found(found.value, quotation), found.currency, sentence.position
    return None, "", -1


def _is_of_part(text: str, found: FoundSum) -> bool:
    """Tell whether a sum is that of an hour or a month, or no more than a ceiling."""
    is_of_period = _PER_PERIOD.match(text[found.end :]) or _CEILING.search(text[: found.start])
    return _is_rate(text, found) or bool(is_of_period)


def _find_period_fee(sentences: list[Sentence]) -> list[Unclear]:
    """Return the sum of a month or a quarter, no price of the whole contract."""
    for sentence in sentences:
        text, sums = sentence.text, find_sums(sentence.text)
        named = _MONTHLY_FEE.search(text)
        if named is None and sums and _PER_PERIOD.match(text[sums[0].end :]):
            named = _TOTAL.search(text)
        if named and sums and not _is_rate(text, sums[0]):
            value, quotation = f"{sums[0].value.normalize():f}", sentence.quote(named.start(), sums[0].end)
            return [Unclear("price", value, "period_fee", quotation)]
    return []


def _find_ceiling(sentences: list[Sentence]) -> list[Unclear]:
    """Return the sum that work by the hour must not exceed, which is no price."""
    for sentence in sentences:
        text = sentence.text
        for each in find_sums(text) if _ABOUT_PRICE.search(text) else ():
            ahead = text[: each.start]
            if _CEILING.search(ahead) and not _ABOUT_POWERS.search(ahead):
                value, quotation = f"{each.value.normalize():f}", sentence.quote(each.start, each.end)
                return [Unclear("price", value, "price_ceiling", quotation)]
    return []


def _is_rate(text: str, found: FoundSum) -> bool:
    return bool(_RATE_BEHIND.match(text[found.end :]) or _RATE_BEFORE.search(text[: found.start]))


def _find_rates(sentence: Sentence) -> list[tuple[Found[Decimal], str]]:
    """Return the hourly rates of a sentence, each with its currency."""
    return [
        (Found(each.value, sentence.quote(each.start, each.end)), each.currency)
        for each in find_sums(sentence.text)
        if _is_rate(sentence.text, each)
    ]


def _find_vat(sentences: list[Sentence]) -> Found[Decimal | None] | None:
    for sentence in sentences:
        denied = _NO_VAT.search(sentence.text)
        if denied:
            return Found(None, sentence.quote(denied.start(), denied.end()))
        named = _VAT.search(sentence.text)
        if named is None:
            continue
        # Behind the word: an advance in percent may stand before it.
        match = _PERCENT.search(sentence.text, named.start())
        if match:
            value = Decimal(match[1].replace(",", "."))
            return Found(value, sentence.quote(named.start(), match.end()))
        before = _PERCENT.search(sentence.text)
        if before and named.start() - before.end() < 3:
            return Found(Decimal(before[1]), sentence.quote(before.start(), named.end()))
    return None


def _find_included(sentences: list[Sentence]) -> tuple[Found[bool], bool] | None:
    """Return whether sums include the VAT, and if that is said of one alone."""
    found = [each for each in map(_read_included, sentences) if each is not None]
    of_all = (each for each in found if not each[1])
    return next(of_all, next(iter(found), None))


def _read_included(sentence: Sentence) -> tuple[Found[bool], bool] | None:
    added, included = _ADDED.search(sentence.text), _INCLUDED.search(sentence.text)
    match = added or included
    if match is None:
        return None
    sums = find_sums(sentence.text)
    of_rate = any(_is_rate(sentence.text, each) for each in sums)
    return Found(added is None, sentence.quote(match.start(), match.end())), bool(sums) and not of_rate
