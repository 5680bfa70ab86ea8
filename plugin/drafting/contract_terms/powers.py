"""Who of the client decides and signs, as the clauses of a contract name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.drafting.contract_terms.amounts import find_sums
from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.terms import ContractPower

_RUSSIAN_NAME = (
    r"(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.?|[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё]+"
    r"|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+){1,2})"
)
_ENGLISH_NAME = r"(?P<name>[A-Z][a-z'’-]+(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){1,2})"
_SUBJECT = r"(?:\s*\([^)]{1,60}\))?(?:,\s[^,.;]{1,60},)?"
_MAY = r"(?:вправе|может|мо[гж]ут|имеет\s+право|уполномочен\w*)"
_DECIDING = r"(?:согласов|утвержд|одобр|заказыва|принима\w*\s+решени)\w*"
_ENGLISH_MAY = r"(?:may|can|(?:is|are)\s+(?:authori[sz]ed|entitled)\s+to|has\s+(?:the\s+)?authority\s+to)"
_MUST = rf"(?i:(?:{_ENGLISH_MAY}|must|shall)\s+(?:approve|order|decide|agree|authori[sz]e))"
_DECIDES = (
    re.compile(rf"(?:[A-Z][\w'’]+\s+){{0,4}}[A-Z]\w+,\s+{_ENGLISH_NAME},\s+{_MUST}"),
    re.compile(rf"{_RUSSIAN_NAME}{_SUBJECT}\s+(?i:{_MAY}[^.;]{{0,40}}?{_DECIDING})"),
    re.compile(rf"{_ENGLISH_NAME}{_SUBJECT},?\s+{_MUST}"),
)
_SIGNS = (
    re.compile(rf"(?i:подписыва\w+|уполномочен\w*\s+подпис\w+)\s+(?:[а-яё]+\s+){{0,5}}?{_RUSSIAN_NAME}"),
    re.compile(rf"{_RUSSIAN_NAME}{_SUBJECT}\s+(?i:(?:{_MAY}\s+)?подпис\w+)"),
    re.compile(rf"{_ENGLISH_NAME}{_SUBJECT}\s+(?i:(?:{_ENGLISH_MAY}\s+|shall\s+|will\s+)?signs?)\b"),
    re.compile(rf"(?i:signed\s+(?:off\s+)?by)\s+(?:the\s+)?(?:[a-z]+\s+){{0,3}}?{_ENGLISH_NAME}"),
)
_PRONOUN_DECIDES = re.compile(
    rf"^(?:Она?|Они)\s+(?i:{_MAY}[^.;]{{0,40}}?{_DECIDING})|^(?:He|She|They)\s+(?i:{_ENGLISH_MAY}\s+\w+)"
)
_CONTACT = re.compile(rf":\s*(?:{_RUSSIAN_NAME})|:\s*(?:{_ENGLISH_NAME.replace('name', 'english')})")
_APPROVED_BY = re.compile(
    rf"(?:(?i:(?:approved|agreed|authori[sz]ed|ordered|decided)\s+by)"
    rf"|(?i:\b(?:anything|everything|more|larger|higher|others?)\b[^.;,]{{0,30}}?\bby))\s+"
    rf"(?:the\s+)?(?:(?:[A-Z][A-Za-z]+\s+){{0,3}}[A-Z][A-Za-z]+,\s+)?{_ENGLISH_NAME}"
)
_LIMIT = re.compile(
    r"\bдо\b|не\s+(?:более|выше|свыше|дороже)|up\s+to|not\s+exceeding|no\s+more\s+than|below|under", re.I
)
_OURS = re.compile(r"исполнител|подрядчик|contractor|supplier|agency|vendor", re.I)
_PARTY = re.compile(
    r"^(?:the\s+)?(?:client|customer|contractor|supplier|agency|party)\b|заказчик|исполнител|подрядчик", re.I
)


def find_powers(sentences: list[Sentence]) -> tuple[ContractPower, ...]:
    """Return who may decide, up to which sum, and who signs, in the contract's order."""
    found: list[ContractPower] = []
    for number, sentence in enumerate(sentences):
        before = sentences[number - 1] if number else None
        for power in _read(sentence, before):
            if not any((each.name, each.may) == (power.name, power.may) for each in found):
                found.append(power)
    return tuple(found)


def _read(sentence: Sentence, before: Sentence | None) -> Iterator[ContractPower]:
    text = sentence.text
    if _OURS.search(text):
        return
    decides = _first(_DECIDES, text)
    name = decides["name"] if decides else _find_named_before(sentence, before)
    if name and not _PARTY.search(name):
        limit = _LIMIT.search(text)
        sums = find_sums(text)
        fee = sums[0].value if limit and sums else None
        yield ContractPower(name, ("decide",), fee, sentence.quote())
    for part in text.split(";"):
        approves = _APPROVED_BY.search(part)
        if approves and not _PARTY.search(approves["name"]):
            sums = find_sums(part[approves.end() :])
            fee = sums[0].value if sums and _LIMIT.search(part[approves.end() :]) else None
            yield ContractPower(approves["name"], ("decide",), fee, sentence.quote())
    signs = _first(_SIGNS, text)
    if signs and not _PARTY.search(signs["name"]):
        yield ContractPower(signs["name"], ("sign_off",), None, sentence.quote())


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> re.Match[str] | None:
    return next((match for each in patterns if (match := each.search(text))), None)


def _find_named_before(sentence: Sentence, before: Sentence | None) -> str:
    """Return whom `She may approve …` means: the one named last in the same clause."""
    if before is None or before.position != sentence.position or not _PRONOUN_DECIDES.match(sentence.text):
        return ""
    named = _CONTACT.search(before.text)
    return (named["name"] or named["english"]) if named else ""
