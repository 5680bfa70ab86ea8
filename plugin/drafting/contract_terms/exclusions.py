"""What is not part of a contract, and the words that name it in an issue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugin.drafting.contract_terms.sections import is_below
from plugin.drafting.contract_terms.sentences import Sentence
from plugin.drafting.contract_terms.terms import ContractExclusion, Quotation

_I = re.IGNORECASE
_MAX_WORDS = 4
_OUTSIDE = re.compile(
    r"не\s+вход[ия]т\w*|не\s+включ\w+|\bисключен[аоы]?\b|не\s+выполня\w+|не\s+оказыва\w+"
    r"|не\s+предусмотрен[аоы]?(?=\s*:)|не\s+явля\w+\s+предметом|(?:do|does|shall|will)\s+not\s+(?:include|cover)"
    r"|(?:are|is)\s+not\s+(?:included|part|covered)|not\s+included|excluded\s+from"
    r"|(?:are|is)\s+(?:hereby\s+|\w+ly\s+)*excluded|\bexcludes?\b|out\s+of\s+scope|outside\s+the\s+scope",
    _I,
)
_APART = re.compile(
    r"оплачива\w+\s+(?:\w+\s+)?отдельно|отдельно\s+оплачива\w+|за\s+отдельную\s+плату|за\s+дополнительную\s+плату"
    r"|(?:billed|charged|invoiced|paid|quoted)\s+separately|separately\s+(?:billed|charged|invoiced)",
    _I,
)
_EXCEPT = re.compile(r"за\s+исключением|with\s+the\s+exception\s+of|\bexcept(?:\s+for)?\b|\bexcluding\b", _I)
_ACTIVE = re.compile(r"(?:do|does|shall|will)\s+not\s|excludes?\b|не\s+(?:включа|выполня|оказыва)[ею]т\b", _I)
"""What such a verb puts outside stands behind it."""

_OBJECT_FOLLOWS = re.compile(
    r"^не\s+вход|^excluded|^not\s+(?:included|covered)|^(?:в|во|из)\s+(?:\w+\s+)?(?:стоимост|цен|состав|услуг|работ|объ[её]м|предмет|рамк|обязанност"
    r"|договор|этап)|^исполнитель|^подрядчик|^(?:the\s+|this\s+)?(?:sow|agreement|charges|fees?|price|scope"
    r"|services|work|following|contractor|supplier|agency)\b",
    _I,
)
_LIST_FOLLOWS = re.compile(r"^[^:.;]{0,40}:")
"""What stands before such a colon names no thing: `the following are excluded:`."""

_GENERAL_SUBJECT = re.compile(
    r"^(?:любые\s+|все\s+|такие\s+|иные\s+|any\s+|all\s+|other\s+|such\s+)?(?:дополнительн\w+\s+|extra\s+|additional\s+)?"
    r"(?:работ\w*|услуг\w*|расход\w*|изменени\w*|доработк\w*|work|works|services|costs|expenses|changes|variations?|change\s+(?:orders?|requests?))\b"
    r"(?=\s*$|,|\s+(?:не\s+|outside|not|beyond|сверх|вне))|^(?:он[иао]?|it|they|these|this)\b"
    r"|^(?:заказчик|исполнитель|подрядчик|сторон[аы]|client|customer|contractor|supplier|party|parties)\b"
    r"|^(?:\w+\s+)?(?:дни|дней|день|срок|время|период|days?|time|period)\b"
    r"|^(?:anything|everything|whatever|вс[её]\b|то\s*,\s*что)",
    _I,
)
_OVER = re.compile(r"\b(?:сверх|свыше|in\s+excess\s+of|exceeding|beyond|above|over)\b", _I)
"""What is over a quantity is counted, and no work of its own."""

_CASES = re.compile(
    r"^\s*(?:случа|ситуаци|обстоятельств|указанн|предусмотренн|указан|cases?\b|as\s|where\s|when\s)", _I
)
_HEADING = re.compile(
    r"^(?:exclusions?|out[ -]of[ -]scope(?:\s+\w+)?|not\s+included|excluded(?:\s+\w+)?"
    r"|what\s+is\s+not\s+included"
    r"|(?:что\s+)?не\s+входит(?:\s+в\s+[\w\s]{3,40})?|исключения(?:\s+из\s+[\w\s]{3,40})?"
    r"|вне\s+\w+(?:\s+работ)?)\s*:?$",
    _I,
)
_MAX_LISTED_WORDS = 12
_TAX = re.compile(r"\bНДС\b|\bVAT\b|налог|\btax", _I)
_TAIL = re.compile(
    r"\s*(?:\bв\s+(?:стоимост|цен|состав|договор|контракт|соглашени|предмет)\w*.*|,?\s+и$|\bfrom\s+the\s+.*"
    r"|\bin\s+the\s+(?:price|fee|scope)s?.*|\bв$|\bявля\w+.*)$",
    _I,
)
_VERB_TAIL = re.compile(
    r"\s+(?:is|are|was|were|will\s+be|shall\s+be|be|\w+(?:ются|ется|ятся|ится)|также|при\s+этом|в\s+\w+\s+работ\w*)\s*$",
    _I,
)
_SPLIT = re.compile(r"\s*[;,]\s*(?:(?:а\s+также|и|или|and|or)\s+)?|\s+(?:а\s+также|и|или|and|or)\s+", _I)
_WHO_GIVES = re.compile(
    r"(?:\s*[:—–]|\s-)\s+(?:(?:их|его|е[её]|они|заказчик\w*|these|they|it|(?:the\s+)?(?:client|customer))\b|(?:предоставля|готов)\w+\s).*$",
    _I,
)
"""What follows a thing and tells who sees to it: `: их предоставляет Заказчик`."""

_TRANSLATION = re.compile(r"\bперевод\w*\s[^.;]*\b(?:иностранн|друг)\w+\s+язык", _I)
_OF_TRANSLATION = ("на английский", "английская версия")
"""How people ask for it; a contract says `перевод`, an issue `перевести главную на английский`."""

_HEAD = re.compile(
    r"^(?:(?:любая|любые|вся|все|any|all|the|other|иные|прочие)\s+)?"
    r"(?:(?:разработк|создани|написани|подготовк|покупк|закупк|приобретени|оплат|предоставлени|оказани|изготовлени"
    r"|выполнени|проведени|поставк|настройк|внедрени|услуг|работ|стоимост|аренд)[аеиойуыюях]{0,3}\s+(?:(?:по|на|за)\s+)?"
    r"|(?:интеграци[яию]\s+(?:с|со)\s+)|(?:integrations?\s+with\s+(?:the\s+|an?\s+)?)"
    r"|(?:(?:development|creation|preparation|provision|purchase|supply|cost)s?\s+of\s+(?:the\s+|an?\s+)?))",
    _I,
)
_PREPOSITION = re.compile(
    r"\s(?:из|для|на|по|в|во|с|со|от|к|при|под|после|до|сверх|into|for|from|to|with|in|on|of|by|under|after"
    r"|before|during|beyond)\s",
    _I,
)
_LEADING = re.compile(r"^(?:по|на|за|for|of)\s+", _I)
_OWNER = re.compile(r"\s+(?:заказчик|клиент)(?:а|у|ов|ам)?$|^(?:client|customer)['’]s\s+", _I)
"""Whose a thing is; an issue does not say it."""

_ROUNDS = re.compile(
    r"итерац|раунд|прав(?:ки|ок|кам)\b|круг\w*\s+прав|\brounds?\b|\brevisions?\b|\biterations?\b", _I
)
"""What is over the rounds is counted, and no work of its own."""

_TOO_GENERAL = re.compile(
    r"(?:разработк|создани|написани|подготовк|покупк|закупк|приобретени|настройк|работ|услуг|расход|материал|изменени"
    r"|доработк|проч|друг|ины)\w*|services?|works?|changes?|costs?|expenses?|other|others|development|items?|etc",
    _I,
)


def find_exclusions(sentences: list[Sentence]) -> tuple[ContractExclusion, ...]:
    """Return the exclusions of a contract, one a clause."""
    found: dict[str, ContractExclusion] = {}
    taken: set[str] = set()
    for number, sentence in enumerate(sentences):
        for quotation, objects in _find_objects(sentence, sentences[number + 1 :]):
            named = [*map(make_words, objects), *(_OF_TRANSLATION if _speaks_of_languages(objects) else ())]
            words = tuple(word for word in dict.fromkeys(filter(None, named)) if word not in taken)
            if not objects or ((quotation.clause or quotation.text) in found and not words):
                continue
            taken |= set(words)
            # Without numbers each is a clause of its own.
            key = quotation.clause or quotation.text
            known = found.get(key)
            text = "; ".join(filter(None, (known.text if known else "", _join(objects))))
            first = known.quotation if known else quotation
            found[key] = ContractExclusion(text, (*(known.words if known else ()), *words), first)
    return tuple(found.values())


def make_words(text: str) -> str:
    """Return the words by which an issue would name a thing.

    Nothing where they are too general.

    >>> make_words("Разработка мобильного приложения"), make_words("integration with the accounting system")
    ('мобильного приложения', 'accounting system')
    >>> make_words("иные работы"), make_words("страницы сверх двадцати"), make_words("миграция данных из CRM")
    ('', '', 'миграция данных')
    """
    if _OVER.search(text):
        return ""
    bare = _TAIL.sub("", text.strip(" .:;,—–-"))
    while (shorter := _HEAD.sub("", bare)) != bare:
        bare = shorter
    bare = _OWNER.sub("", _LEADING.sub("", re.sub(r"\s*\([^)]*\)", "", bare)))
    bare = re.sub(r"^(?:the|an?|любые|иные|прочие)\s+", "", bare, flags=_I)
    cut = _PREPOSITION.split(f"{bare} ", maxsplit=1)[0].strip()
    words = (cut or bare).split()
    if not words or len(words) > _MAX_WORDS or all(_TOO_GENERAL.fullmatch(word) for word in words):
        return ""
    phrase = " ".join(words)
    return phrase if phrase[1:2].isupper() or phrase[1:2].isdigit() else phrase[0].lower() + phrase[1:]


def _find_objects(sentence: Sentence, following: list[Sentence]) -> Iterator[tuple[Quotation, list[str]]]:
    """Give what a sentence puts outside, each with its quotation."""
    text = sentence.text
    if _HEADING.match(text.rstrip(" .")):
        yield from _find_listed(sentence, following)
        return
    named, colon, listed = text.partition(":")
    if colon and listed.strip() and _HEADING.match(named.strip()):
        yield sentence.quote(), _split(listed)
        return
    outside, apart, besides = _OUTSIDE.search(text), _APART.search(text), _EXCEPT.search(text)
    if outside and not _TAX.search(text):
        rest = text[outside.end() :]
        is_active = _ACTIVE.match(outside[0]) and rest.strip(" .,;:")
        if is_active or _OBJECT_FOLLOWS.search(text) or _LIST_FOLLOWS.match(rest):
            yield from _find_following(sentence, outside, following)
        else:
            yield from _find_subject(sentence, outside)
    elif apart:
        yield from _find_subject(sentence, apart)
    elif besides and not _TAX.search(text):
        rest = text[besides.end() :]
        if not _CASES.match(rest):
            objects = _split(re.split(r"[.;]|,\s+(?:котор|котор|which|that)", rest)[0])
            yield sentence.quote(besides.start(), len(text)), objects


def _find_following(
    sentence: Sentence, trigger: re.Match[str], following: list[Sentence]
) -> Iterator[tuple[Quotation, list[str]]]:
    """Give the objects behind the trigger, in the sentence or in the list below it."""
    rest = sentence.text[trigger.end() :]
    rest = re.sub(r"^\s*(?:\w+\s+)?(?:в|from|in)\s+(?:\w+\s+){1,4}?(?=:)", "", rest)
    head, colon, behind = rest.partition(":")
    objects = _split(behind if colon else head)
    if objects:
        yield sentence.quote(trigger.start(), len(sentence.text)), objects
        return
    for each in following:
        if not is_below(each.clause, sentence.clause):
            return
        yield each.quote(), _split(each.text)


def _find_listed(head: Sentence, following: list[Sentence]) -> Iterator[tuple[Quotation, list[str]]]:
    """Give what is listed below a heading such as `Exclusions`.

    Whole sentences there speak for themselves.
    """
    for each in following:
        if not is_below(each.clause, head.clause):
            return
        speaks = any(pattern.search(each.text) for pattern in (_OUTSIDE, _APART, _EXCEPT))
        if not speaks and len(each.text.split()) <= _MAX_LISTED_WORDS:
            yield each.quote(), _split(each.text)


def _find_subject(sentence: Sentence, trigger: re.Match[str]) -> Iterator[tuple[Quotation, list[str]]]:
    before = sentence.text[: trigger.start()]
    begin = before.rfind(";") + 1
    subject = _VERB_TAIL.sub("", before[begin:]).strip(" ,")
    if not subject or _GENERAL_SUBJECT.match(subject):
        return
    if any(each.search(subject) for each in (_TAX, _ROUNDS, _OVER)):
        return
    objects = _split(_TAIL.sub("", subject))
    if objects:
        yield sentence.quote(begin, trigger.end()), objects


def _split(text: str) -> list[str]:
    named = _WHO_GIVES.sub("", text)
    bare = (re.sub(r"^\s*(?:\(?[a-zа-я0-9]{1,2}\))\s+", "", part) for part in _SPLIT.split(named))
    parts = (part.strip(" .:;,—–-") for part in bare)
    return [part for part in parts if part]


def _speaks_of_languages(objects: list[str]) -> bool:
    return any(_TRANSLATION.search(each) for each in objects)


def _join(objects: list[str]) -> str:
    text = ", ".join(objects)
    return text[:1].upper() + text[1:]
