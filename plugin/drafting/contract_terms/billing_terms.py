"""Steps of billing, least times and surcharges in a contract's sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from plugin.drafting.contract_terms.amounts import read_number
from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.small_numbers import WORDED, read_worded
from plugin.drafting.contract_terms.terms import Unclear

_I = re.IGNORECASE
_TIME = (
    rf"(?:(?P<number>\d{{1,3}}(?:[.,]\d{{1,2}})?|{WORDED})\s*-?\s*(?:\([^)]{{1,30}}\)\s*)?(?P<unit>мин|час|ч\b|min|hour|hr)"
    r"|(?P<half>пол(?:у)?часа|half(?:[\s-]an?)?[\s-]hour)|(?P<quarter>четверт\w+\s+часа|quarter(?:\s+of\s+an?)?[\s-]hour))\w*"
)
_STEPS = (
    re.compile(rf"{_TIME}\s+(?:increments?|units?|steps?|blocks?|intervals?)\b", _I),
    re.compile(
        rf"(?:\bround\w*|округл\w*)\s[^.;]{{0,40}}?\b(?:to|до)\s+(?:the\s+)?(?:next\s+|nearest\s+|\w+\s+)?{_TIME}",
        _I,
    ),
    re.compile(
        rf"(?:с\s+точностью\s+до|\bшаг\w*\s+(?:уч[её]та|тарификации|оплаты)[^.;\d]{{0,20}}?)\s*{_TIME}", _I
    ),
)
_MINIMUMS = (
    re.compile(rf"\bminimum\s+(?:charge|billing|fee|booking|call-?out)\s[^.;\d]{{0,20}}?{_TIME}", _I),
    re.compile(rf"\bминимум\s+{_TIME}", _I),
    re.compile(rf"минимальн\w+\s+(?:тарифи|оплат|объ[её]м|заказ|врем)\w*[^.;\d]{{0,20}}?{_TIME}", _I),
)
_TIMES = re.compile(
    r"коэффициент\w*\s*(?:[—–:=-]\s*)?(?P<times>[1-9][.,]\d{1,2}|[2-9]\b)|(?P<rate>[1-9](?:\.\d{1,2})?)\s?[x×]\b"
    r"|(?P<double>\bdouble\s+(?:the\s+)?(?:\w+\s+)?rates?|двойн\w+\s+(?:размер|ставк|тариф)\w*)"
    r"|(?P<half>time\s+and\s+a\s+half|полуторн\w+\s+(?:размер|ставк|тариф)\w*)",
    _I,
)
_SURCHARGE = re.compile(
    r"(?:надбавк|наценк|surcharge|uplift|(?:rush|urgency|expedite)\s+(?:fee|premium))\w*\s[^.;%]{0,30}?(?P<behind>\d{1,3})\s?%"
    r"|(?P<before>\d{1,3})\s?%\s+(?:surcharge|uplift|надбавк|наценк|(?:rush|urgency)\s)",
    _I,
)


def find_billing(sentences: list[Sentence]) -> tuple[Unclear, ...]:
    """Return what is said of steps, least times and surcharges.

    People check it: these are money of every bill, and easily misread: a draft never has them without a hash.
    """
    found: dict[str, Unclear] = {}
    for sentence in sentences:
        for each in _read(sentence):
            found.setdefault(each.key, each)
    return tuple(found.values())


def _read(sentence: Sentence) -> Iterator[Unclear]:
    for key, patterns in (("step", _STEPS), ("minimum", _MINIMUMS)):
        match = next((match for each in patterns if (match := each.search(sentence.text))), None)
        if match is not None:
            quotation = sentence.quote(match.start(), match.end())
            yield Unclear(key, f"{_read_minutes(match)}m", "check_billing", quotation)
    match = _TIMES.search(sentence.text) or _SURCHARGE.search(sentence.text)
    if match is not None:
        value = f"[{{label: …, percent: {_read_percent(match)}}}]"
        quotation = sentence.quote(match.start(), match.end())
        yield Unclear("surcharges", value, "surcharge_label", quotation)


def _read_minutes(match: re.Match[str]) -> int:
    if match["half"]:
        return 30
    if match["quarter"]:
        return 15
    text = match["number"]
    number = read_number(text) if text[0].isdecimal() else read_worded(text)
    return int((number or Decimal(0)) * (1 if match["unit"].casefold().startswith(("мин", "min")) else 60))


def _read_percent(match: re.Match[str]) -> int:
    """Return what comes on top: half as much again is 50 percent."""
    named = match.groupdict()
    if named.get("behind") or named.get("before"):
        return int(named.get("behind") or named["before"])
    if named["double"] or named["half"]:
        return 100 if named["double"] else 50
    return int((Decimal((named["times"] or named["rate"]).replace(",", ".")) - 1) * 100)
