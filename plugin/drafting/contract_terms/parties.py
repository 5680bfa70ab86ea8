"""Title, date, client and signatory out of the head of a contract."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from plugin.core.scope.phrase_match import split_words
from plugin.drafting.contract_terms.dates import find_days
from plugin.drafting.contract_terms.sentences import cut_around
from plugin.drafting.contract_terms.terms import Found, Quotation
from plugin.drafting.documents.document import Clause, ContractDocument

_I = re.IGNORECASE
_MAX_HEAD_BLOCKS = 12
_MAX_TITLE_CHARS = 160
_MAX_PARTICLE_CHARS = 3
_PARTICLES = re.compile(r"(?:на|об?|по|ко?|и|во?|со?|из|для|от|до|за|при|не|или|а|у)", _I)
_ROLE = re.compile(
    r",?\s*(?:далее\s*[—–-]?\s*|именуем\w+\s+(?:в\s+дальнейшем\s+|далее\s+)?(?:как\s+)?)[«\"“]?(?P<role>[\w\s]{0,24}?"
    r"(?:заказчик|исполнитель|подрядчик|клиент))\w*[»\"”]?",
    _I,
)
_ENGLISH_ROLE = re.compile(
    r"\s*\((?:hereinafter\s+)?(?:the\s+)?[“\"'](?:the\s+)?(?P<role>client|customer|buyer|company)[”\"']\)", _I
)
_SHORT_ROLE = re.compile(r"\s*\((?P<role>заказчик|клиент|исполнитель|подрядчик)\)", _I)
_CLIENT = re.compile(r"заказчик|клиент", _I)
_NAMED = re.compile(r"^(?:заказчик|клиент|client|customer)\s*[:—–-]\s*(?P<name>\S.{1,120}?)\.?$", _I)
_ENDS_IN_DOT = re.compile(r"\b(?:Inc|Ltd|Co|Corp|S\.A|B\.V)$")
_PERSON = re.compile(
    r"в\s+лице\s+(?P<post>[^,]*?)\s*(?P<name>[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?(?:\s+[А-ЯЁ][а-яё]+){1,2}"
    r"|[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.)\s*(?=,|$|действующ|заключи|\(|и\s|с\s+(?:одной|другой))"
)
_ENGLISH_PERSON = re.compile(
    r"represented\s+by\s+(?:its\s+[\w\s]{3,30}?,?\s+)?(?P<name>[A-Z][\w'-]+(?:\s+[A-Z][\w'.-]+){1,3})"
)
_NAME_END = re.compile(
    r"\s+в\s+лице\s|\s*\((?:ОГРН|ИНН)|,\s+(?:a|an)\s+\w+|,\s+(?:registered|having|whose|with\s+its|represented|located)\b",
    _I,
)
_SUPPLEMENT = re.compile(
    r"дополнительн\w+\s+соглашени|\bamendment\b|\bsupplement(?:al|ary)?\b|change\s+order|variation"
    r"|^\W*(?:приложени|спецификаци|техническ\w+\s+задани|annex|appendix|schedule|exhibit)\w*\b[^.]{0,40}?"
    r"(?:к\s+(?:договору|контракту)|to\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:agreement|contract))",
    _I,
)
_LISTED = re.compile(r"\(?(?:\d{1,2}|[a-zа-я])\)\s*")
"""Parties are often numbered: `(1) … ; and (2) …`."""

_TITLE_REST = re.compile(
    r"(?:на|об?|for|regarding|concerning)\s|к\s+(?:договору|контракту)|to\s+(?:the\s+)?\w+\s+agreement", _I
)
_TERM = re.compile(r"\bсрок|оконч|заверш|не\s+позднее|deadline|\bdue\b|completion|complete\w*\s+by", _I)
"""A day with one of these words is no day of signing."""

_OF_ANOTHER = re.compile(
    r"^\s*(?:к|по)\s+(?:\w+\s+)?(?:договору|контракту|соглашению)|^\s*to\s+(?:the\s+)?(?:\w+\s+){0,3}?(?:agreement|contract)\b",
    _I,
)
"""What such a line says is of the contract that a supplement changes."""

_SIGNATURE = re.compile(
    r"(?i:(?:signed\s+)?(?:for|on\s+behalf\s+of)\s+(?:the\s+)?(?:client|customer)|от\s+заказчика)\s*:?\s*[_\s/]*"
    r"(?P<name>[A-Z][a-z'-]+\s+[A-Z][\w'-]+|[А-ЯЁ][а-яё]+(?:\s+[А-ЯЁ][а-яё]+){1,2}|[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.\s?[А-ЯЁ]\.)"
)
_FORMS = (
    (re.compile(r"общество\s+с\s+ограниченной\s+ответственностью", _I), "ООО"),
    (re.compile(r"публичное\s+акционерное\s+общество", _I), "ПАО"),
    (re.compile(r"(?:закрытое\s+|непубличное\s+)?акционерное\s+общество", _I), "АО"),
    (re.compile(r"индивидуальный\s+предприниматель", _I), "ИП"),
)


def find_title(document: ContractDocument) -> Found[str] | None:
    """Return the first line, where it is one; capitals are made small."""
    first = next(iter(document.clauses), None)
    if first is None or first.is_own or len(first.text) > _MAX_TITLE_CHARS:
        return None
    whole = first.text
    following = document.clauses[1] if len(document.clauses) > 1 else None
    # A title goes on in the next line: `на оказание услуг …`.
    if following is not None and not following.is_own and _TITLE_REST.match(following.text):
        whole = f"{whole} {following.text}"[:_MAX_TITLE_CHARS]
    text = whole if re.search(r"\bг\.$", whole) else whole.rstrip(" .")
    return Found(_soften(text), Quotation(first.part, "", whole))


def is_supplement(title: str) -> bool:
    """Tell whether a title is that of a document that changes or completes a contract.

    >>> is_supplement("Дополнительное соглашение № 2"), is_supplement("Договор № 2")
    (True, False)
    >>> is_supplement("Приложение № 2 к договору № 15"), is_supplement("Schedule A to the Services Agreement")
    (True, True)
    """
    return _SUPPLEMENT.search(title) is not None


def find_signing_day(document: ContractDocument) -> Found[date] | None:
    """Return the day of the contract, out of its head.

    The title comes last: it may name another contract's day.
    """
    head = _list_head(document)
    own = [clause for clause in head[1:] if not _OF_ANOTHER.match(clause.text)]
    for clause in (*own, *head[:1]):
        if _TERM.search(clause.text):
            continue
        for found in find_days(clause.text):
            if found.value is not None:
                text = cut_around(clause.text, found.start, found.end)
                return Found(found.value, Quotation(clause.part, "", text))
    return None


def find_client(document: ContractDocument) -> tuple[Found[str] | None, Found[str] | None]:
    """Return the client, and who signs for it."""
    signed = next(filter(None, map(_read_signature, document.clauses)), None)
    for clause in _list_head(document):
        for roles in (_ROLE, _SHORT_ROLE, _ENGLISH_ROLE):
            found = _read_party(clause, roles)
            if found is not None:
                client, signatory = found
                return client, signatory or signed
    for clause in document.clauses:
        named = _NAMED.match(clause.text)
        if named:
            name = named["name"] + ("." if _ENDS_IN_DOT.search(named["name"]) else "")
            return Found(_shorten(name), Quotation(clause.part, clause.number, clause.text)), signed
    return None, signed


def _list_head(document: ContractDocument) -> list[Clause]:
    head = []
    for clause in document.clauses[:_MAX_HEAD_BLOCKS]:
        if clause.is_own:
            break
        head.append(clause)
    return head


def _read_party(clause: Clause, roles: re.Pattern[str]) -> tuple[Found[str], Found[str] | None] | None:
    text, matches = clause.text, list(roles.finditer(clause.text))
    for number, match in enumerate(matches):
        if roles is not _ENGLISH_ROLE and not _CLIENT.search(match["role"]):
            continue
        begin = matches[number - 1].end() if number else 0
        end = matches[number + 1].start() if number + 1 < len(matches) else len(text)
        name_start = begin + _find_name_start(text[begin : match.start()])
        listed = _LISTED.match(text, name_start)
        name_start = listed.end() if listed else name_start
        named = _NAME_END.split(text[name_start : match.start()], maxsplit=1)[0]
        name = _shorten(named.strip(" ,("))
        if not name:
            continue
        quotation = Quotation(clause.part, "", cut_around(text, name_start, match.end()))
        # Who signs stands behind the role, or between name and role.
        signatory = _read_signatory(clause, match.end(), end) or _read_signatory(
            clause, name_start, match.start()
        )
        return Found(name, quotation), signatory
    return None


def _read_signature(clause: Clause) -> Found[str] | None:
    """Read the line of the client's signature, where it names a person."""
    match = _SIGNATURE.match(clause.text)
    return Found(match["name"], Quotation(clause.part, clause.number, clause.text)) if match else None


def _find_name_start(text: str) -> int:
    """Return where a party's name begins: after the last `и`, `and`, `between`."""
    masked = re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", lambda match: "x" * len(match[0]), text)
    begins = [
        match.end() for match in re.finditer(r"(?:\bи|\band|\bbetween|\bмежду)\s+(?=[А-ЯЁA-Zx])", masked)
    ]
    return begins[-1] if begins else 0


def _read_signatory(clause: Clause, start: int, end: int) -> Found[str] | None:
    part = clause.text[start:end]
    match = _PERSON.search(part)
    if match:
        quotation = Quotation(
            clause.part, "", cut_around(clause.text, start + match.start(), start + match.end())
        )
        return Found(_make_nominative(match["name"]), quotation)
    match = _ENGLISH_PERSON.search(part)
    if match:
        quotation = Quotation(
            clause.part, "", cut_around(clause.text, start + match.start(), start + match.end())
        )
        return Found(match["name"], quotation)
    return None


def _shorten(name: str) -> str:
    """Return a company's name with its short legal form.

    >>> _shorten("Общество с ограниченной ответственностью «Акме»")
    'ООО «Акме»'
    """
    for pattern, short in _FORMS:
        name = pattern.sub(short, name, count=1)
    return " ".join(name.split()).rstrip(" ,")


def _soften(title: str) -> str:
    """Return a title whose words in capitals are small.

    >>> _soften("ДОГОВОР № 12/26 на разработку сайта"), _soften("MASTER SERVICES AGREEMENT")
    ('Договор № 12/26 на разработку сайта', 'Master Services Agreement')
    """
    words = title.split()
    if not any(word.isalpha() and word.isupper() and len(word) > 3 for word in words):
        return title
    is_english = title.isascii()
    softened = [
        _soften_word(word, is_first=number == 0, is_english=is_english)
        if word.isalpha() and word.isupper()
        else word
        for number, word in enumerate(words)
    ]
    return " ".join(softened)


def _soften_word(word: str, *, is_first: bool, is_english: bool) -> str:
    if is_first or (is_english and len(word) > _MAX_PARTICLE_CHARS):
        return word.capitalize()
    # A short Russian word in capitals may be an abbreviation, such as ТЗ.
    is_particle = is_english or _PARTICLES.fullmatch(word) is not None
    return word.lower() if is_particle or len(word) > _MAX_PARTICLE_CHARS else word


def _make_nominative(name: str) -> str:
    """Return a Russian name in the case in which people are named.

    >>> _make_nominative("Соколова Петра Ильича"), _make_nominative("Беловой Анны Викторовны")
    ('Соколов Пётр Ильич', 'Белова Анна Викторовна')
    """
    import pymorphy3

    words = split_words(name) if "." not in name else name.split()
    analyser = pymorphy3.MorphAnalyzer()
    is_woman = any(word.endswith(("вны", "чны")) for word in words) or any(
        word.endswith(("ой", "ы")) and "." not in word for word in words[:1]
    )
    return " ".join(_inflect(analyser, word, "femn" if is_woman else "masc") for word in words)


def _inflect(analyser: Any, word: str, gender: str) -> str:  # noqa: ANN401 -- the analyser ships no types
    if "." in word:
        return word
    for reading in analyser.parse(word):
        tag = reading.tag
        is_name = {"Name", "Surn", "Patr"} & set(tag.grammemes)
        if is_name and tag.case == "gent" and tag.gender == gender and tag.number == "sing":
            inflected = reading.inflect({"nomn"})
            if inflected is not None:
                return str(inflected.word).capitalize()
    return word
