"""Rounds, review, silence, warranty and goodwill in the sentences of a contract."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.small_numbers import NUMBER, read_small_number
from plugin.drafting.contract_terms.terms import Found, Unclear

_I = re.IGNORECASE
_ROUND = (
    r"(?:итераци\w*|раунд\w*|круг\w*|цикл\w*|правок|правки|корректировк\w*|раза?\b|rounds?|iterations?|cycles?"
    r"|revisions?|loops?|sets?)"
)
_ABOUT_ROUNDS = re.compile(
    r"прав[оа]?к|замечан|доработ|корректир|итерац|revision|amend|change|iteration|correction", _I
)
_ROUNDS = (
    re.compile(rf"(?:не\s+более|не\s+больше|максимум|до|up\s+to|no\s+more\s+than|maximum\s+of)?\s*{NUMBER}\s+"
               rf"(?:\w+\s+)?{_ROUND}", _I),
    re.compile(rf"{_ROUND}[^.;]{{0,60}}?(?:не\s+(?:может\s+)?(?:превыша\w+|больше|более)|limited\s+to|capped\s+at)"
               rf"\s+{NUMBER}", _I),
    re.compile(rf"includ\w+\s+{NUMBER}\s+(?:\w+\s+)?{_ROUND}", _I),
)  # fmt: skip

_DAYS = (
    rf"{NUMBER}\s*-?\s*(?P<unit>раб\.|кал\.|рабоч\w+|календарн\w+|банковск\w+|business|working|calendar)?\s*"
    r"(?:дн\w+|days?)\b"
)
_ABOUT_REVIEW = re.compile(
    r"заказчик\w*\s[^.;]*?(?:подпис|рассм|прин|провер|направ|осуществ|соглас|утвержд)"
    r"|^при[её]мка\s*[:—–-]|срок\w*\s+(?:рассмотрени|при[её]мк|проверк|согласован)|при[её]мка\s+[^.;]*?(?:осуществ|производ|провод)"
    r"|(?:client|customer)\s[^.;]*?(?:review|test|check|accept|inspect|evaluat|approv|feedback)"
    r"|(?:acceptance|review)\s+period",
    _I,
)
_ABOUT_MONEY = re.compile(r"оплачива|оплат|перечисл|аванс|payment|\bpay\b|\bpays\b|invoice", _I)
_WORKING = re.compile(r"раб|банковск|business|working", _I)

_SILENT = re.compile(
    r"(?:счита|призна)\w+\s[^.;]*?(?:принят|согласован|оказанн|выполненн|утвержд)"
    r"|молчани\w*\s[^.;]*?(?:означа|счита|призна)\w+\s[^.;]*?(?:согласи|при[её]мк)|deemed\s+(?:to\s+(?:be|have\s+been)\s+)?"
    r"(?:accepted|approved)|deemed\s+(?:as\s+|to\s+be\s+)?(?:an?\s+)?(?:acceptance|approval)"
    r"|silence\s+(?:is|means|constitutes|shall\s+\w+)\s[^.;]{0,30}?(?:acceptance|approval)|(?:is|are)\s+(?:automatically\s+)?considered\s+accepted|taken\s+to\s+(?:be|have\s+been)\s+accepted"
    r"|если\s+замечаний\s+(?:нет|не\s+\w+)[^.;]{0,40}?(?:принят|согласован)",
    _I,
)
_NOT_SILENT = re.compile(
    r"(?:молчани\w*|отсутстви\w*\s+ответ\w*)[^.;]*?\bне\s+(?:означа|счита|явля|призна)"
    r"|silence\s+(?:shall|does|will|is)\s*(?:not|no)\b|not\s+(?:be\s+)?deemed\s+accept"
    r"|\bno\s+\w+\s+(?:shall|will|is|are)\s+[^.;]{0,20}deemed",
    _I,
)

_WARRANTY = re.compile(
    r"гаранти\w+|(?:безвозмездно|бесплатно)\s+(?:устран|исправ)|(?:устран|исправ)\w+\s+(?:их\s+)?(?:безвозмездно|бесплатно)"
    r"|warrant\w+|(?:defects?|bugs?|errors?|faults?)\s+(?:that\s+are\s+)?(?:reported|notified|found|discovered)"
    r"|(?:defects?|bugs?|errors?|faults?)\s+[^.;]{0,40}?(?:free\s+of\s+charge|at\s+no\s+(?:extra\s+|additional\s+)?(?:cost|charge))",
    _I,
)
_PERIOD = re.compile(
    rf"{NUMBER}\s*-?\s*(?:рабоч\w+|календарн\w+|calendar|business|working)?\s*"
    r"(?P<unit>дн\w+|месяц\w*|лет\b|год\w*|days?|months?|years?)\b",
    _I,
)
_DAYS_OF_UNIT = {"м": 30, "л": 365, "г": 365, "y": 365}

IS_FREE = re.compile(
    r"без\s+(?:дополнительн\w+\s+)?(?:оплат|доплат)|бесплатно|безвозмездно|не\s+тарифицир|no\s+(?:extra|additional)\s+"
    r"(?:charge|cost)|free\s+of\s+charge|without\s+(?:extra\s+)?charge",
    _I,
)
HOURS_A_MONTH = re.compile(
    rf"{NUMBER}\s*-?\s*(?:час\w*|ч\b\.?|hours?|hrs?\b)[^.;]{{0,40}}?(?:в\s+месяц|ежемесячно|per\s+(?:calendar\s+)?month"
    r"|a\s+month|each\s+month|every\s+month|monthly|/\s?(?:мес|month))",
    _I,
)


@dataclass(frozen=True)
class Conditions:
    """What was found, each at most once: the first sentence that says it."""

    rounds: Found[int] | None
    review_days: Found[int] | None
    silence: Found[bool] | None
    warranty_days: Found[int] | None
    goodwill: Found[Decimal] | None
    unclear: tuple[Unclear, ...]


def find_conditions(sentences: list[Sentence]) -> Conditions:
    """Return the conditions of a contract."""
    unclear: list[Unclear] = []
    review = _first(sentences, lambda sentence: _find_review(sentence, unclear))
    warranty = _first(sentences, lambda sentence: _find_warranty(sentence, unclear))
    # What is named in full somewhere needs no other reading.
    known = {"review" if review else "", "warranty_days" if warranty else ""}
    by_key: dict[str, Unclear] = {}
    for each in unclear:
        by_key.setdefault(each.key, each)
    kept = [each for each in by_key.values() if each.key not in known]
    return Conditions(
        rounds=_first(sentences, _find_rounds),
        review_days=review,
        silence=_first(sentences, _find_silence),
        warranty_days=warranty,
        goodwill=_first(sentences, _find_goodwill),
        unclear=tuple(kept),
    )


def _first(sentences: list[Sentence], find: Callable[[Sentence], Found | None]) -> Found | None:  # type: ignore[type-arg]
    return next((found for found in map(find, sentences) if found is not None), None)


def read_rounds(text: str) -> int | None:
    """Return how many rounds of revision a text includes.

    >>> read_rounds("Home page: 60 hours, including two rounds of revisions"), read_rounds("HTML: 80 hours")
    (2, None)
    """
    match = _match_rounds(text)
    return read_small_number(match["number"]) if match else None


def _find_rounds(sentence: Sentence) -> Found[int] | None:
    match = _match_rounds(sentence.text)
    if match is None:
        return None
    return Found(read_small_number(match["number"]), sentence.quote(match.start(), match.end()))


def _match_rounds(text: str) -> re.Match[str] | None:
    if not _ABOUT_ROUNDS.search(text):
        return None
    return next((match for pattern in _ROUNDS if (match := pattern.search(text))), None)


def _find_review(sentence: Sentence, unclear: list[Unclear]) -> Found[int] | None:
    text = sentence.text
    about = _ABOUT_REVIEW.search(text)
    if about is None or _ABOUT_MONEY.search(text) or _WARRANTY.search(text):
        return None
    match = re.search(_DAYS, text, _I)
    if match is None:
        return None
    days, quotation = read_small_number(match["number"]), sentence.quote(match.start(), match.end())
    if _WORKING.match(match["unit"] or ""):
        return Found(days, quotation)
    unclear.append(Unclear("review", str(days), "calendar_days", quotation))
    return None


def _find_silence(sentence: Sentence) -> Found[bool] | None:
    denied = _NOT_SILENT.search(sentence.text)
    if denied:
        return Found(False, sentence.quote())
    # Whole: the condition before `deemed accepted` is what people argue about.
    return Found(True, sentence.quote()) if _SILENT.search(sentence.text) else None


def _find_warranty(sentence: Sentence, unclear: list[Unclear]) -> Found[int] | None:
    if not _WARRANTY.search(sentence.text):
        return None
    match = _PERIOD.search(sentence.text)
    if match is None:
        return None
    number, quotation = read_small_number(match["number"]), sentence.quote(match.start(), match.end())
    unit = match["unit"].casefold()
    if unit.startswith(("дн", "day")):
        return Found(number, quotation)
    days = number * (30 if unit.startswith("month") else _DAYS_OF_UNIT[unit[0]])
    unclear.append(Unclear("warranty_days", str(days), "months", quotation))
    return None


def _find_goodwill(sentence: Sentence) -> Found[Decimal] | None:
    match = HOURS_A_MONTH.search(sentence.text)
    if match is None or not IS_FREE.search(sentence.text):
        return None
    return Found(Decimal(read_small_number(match["number"])), sentence.quote(match.start(), match.end()))
