"""The numbers that a short text says, and those that count or date something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPTION = (
    r"(?:вариант\w*|варик\w*|опци[яюией]\w*|номер\w*|пункт\w*|выбор\w*"
    r"|option|variant|choice|number|no(?:\.|(?=\d)))"
)
# "no 2" may be a refusal: without its point the word is no noun for an option.
_ENGLISH_NOUN = r"(?:\s+(?:one|option|variant|choice))"
_ENGLISH_ORDINAL = "first|second|third|fourth|fifth|sixth"
_MONTH = (
    r"(?:янв|фев|мар(?:т|\.)|апр|ма[йяе]\b|июн|июл|авг|сен|окт|ноя|дек"
    r"|jan|feb|mar(?:ch)?\b|apr|may\b|june?\b|july?\b|aug|sep|oct|nov|dec)\w*"
)
_DAY_NAME = r"(?:числ\w*|понедельник\w*|вторник\w*|сред[ауы]|четверг\w*|пятниц\w*|суббот\w*|воскресень\w*)"
_UNIT = (
    r"(?:ч(?:ас\w*)?|мин(?:ут\w*)?|сек(?:унд\w*)?|дн\w*|день|сут\w*|недел\w*|мес(?:яц\w*)?|год\w*|лет|квартал\w*"
    r"|раз\w{0,2}|руб\w*|р|₽|тыс\w*|млн|коп\w*|евро|доллар\w*|usd|eur|rub|gbp|[$€£%]|процент\w*|шт\w*|человек\w*"
    r"|люд\w+|страниц\w*|экран\w*|макет\w*|блок\w*|вопрос\w*|замечани\w*|правк\w*|правок|файл\w*|верси\w*|задач\w*"
    r"|этап\w*|круг\w*|кнопк\w*|картин\w*|фото\w*|слайд\w*|стро[кч]\w*|слов\w*|пол[оу]вин\w*|очеред\w*|месте?"
    r"|вещ\w+|момент\w*|комментари\w*|нюанс\w*|уточнени\w*|предложени\w*|встреч\w*|созвон\w*|звон\w*"
    r"|h|hrs?|hours?|m|mins?|minutes?|days?|weeks?|months?|years?|am|pm|o'clock|k|percent|times?|people|pages?"
    r"|questions?|things?|points?|pieces?|comments?|files?|screens?|pm|half|halves|quarter|stages?|tasks?"
    r"|thoughts?|remarks?|calls?|meetings?|more|of\s+(?:us|them|all)|seconds?)"
)
_BEFORE = (
    r"(?:в|во|к|ко|до|с|со|после|около|от|через|раньше|позже|примерно|часов\s+в|не\s+позднее|этап\w*|задач\w*"
    r"|верси\w*|спринт\w*|раздел\w*|глав\w*|страниц\w*|экран\w*|слайд\w*|фото|макет\w*|релиз\w*|строк\w*|квартал\w*"
    r"|at|by|until|till|before|after|around|from|within|in|on|stage|phase|sprint|page|screen|version|step"
    r"|section|slide|release|q)"
)
_CARDINALS = (
    (1, "один", "одного", "одном", "one"),
    (2, "два", "двух", "two"),
    (3, "три", "трех", "three"),
    (4, "четыре", "четырех", "four"),
    (5, "пять", "пяти", "five"),
    (6, "шесть", "шести", "six"),
)
_ENDINGS = r"(?:ый|ой|ий|ое|ая|ого|ому|ым|ом|ую)"
_ORDINAL_STEMS = ((1, "перв"), (2, "втор"), (4, "четверт"), (5, "пят"), (6, "шест"))
_ORDINALS = (
    *((number, rf"{stem}{_ENDINGS}") for number, stem in _ORDINAL_STEMS),
    (3, r"трет(?:ий|ье|ья|ьего|ьему|ьим|ьем|ью)"),
)
_ENGLISH_ORDINALS = ((1, "first"), (2, "second"), (3, "third"), (4, "fourth"), (5, "fifth"), (6, "sixth"))
_WORDS = {word: number for number, *words in _CARDINALS for word in words}
_CARDINAL = "|".join(_WORDS)
_ORDINAL = "|".join(rf"(?P<o{number}>{pattern})" for number, pattern in _ORDINALS)
_VERB = r"(?:беру|берем|давайте|выбираю|выбираем|take|choose|pick|go\s+with)"
_SUFFIX = r"(?:\s*-?\s*(?:ый|ой|ий|ое|ая|ую|ом|ым|й|е|м|я|ю))?"

_SCAN = re.compile(
    rf"""
    (?P<other>
        [a-zа-я][a-zа-я0-9_]*-\d+                                  # ACME-2
      | [$€£₽]\s*\d[\d\s.,]*                                       # $ 2
      | \d{{1,3}}(?:\ \d{{3}})+(?:[.,]\d+)?                        # 75 600
      | (?:\d+\s*(?:[-–—]|или|либо|or|to)\s*)?\d+(?:[.,]\d+)?\s*{_UNIT}(?![\w])   # 2 weeks, 2-3 days
      | (?:(?:{_BEFORE})\s+)(?:(?:{_ORDINAL.replace("?P<o", "?P<u")}|{_CARDINAL}|\d{{1,2}}-?го))\s+
        (?:{_UNIT}|{_MONTH})(?!\w)
      | (?:{_ORDINAL.replace("?P<o", "?P<v")}|{_CARDINAL})\s+(?:{_UNIT}|{_MONTH})(?!\w)     # the second half
      | \d{{1,2}}(?:\s*-?(?:го|е|ое|st|nd|rd|th))?\s+(?:of\s+)?(?:{_MONTH}|{_DAY_NAME})(?!\w)   # 2 April
      | (?:{_MONTH}|{_DAY_NAME})\s+\d{{1,2}}(?!\w)                 # April 2
      | \d+[:.,/-]\d+[:.,/-]\d+ | \d+[:.,]\d+ | \d+\s*[-–—]\s*\d{{2,}}     # 15:30, 2.1, 2026-04-15
      | (?<!\w)(?:{_BEFORE})\s+\d{{1,4}}(?:-?(?:го|м|х|ти|st|nd|rd|th))?
        (?!\s*-?(?:{_SUFFIX})?\s*{_OPTION})(?!\w)                 # at 2
      | (?<!\w)(?:{_BEFORE})\s+the\s+\d{{1,2}}(?:st|nd|rd|th)(?!{_ENGLISH_NOUN})(?!\w)
      | \d{{1,2}}-?го(?!\s+{_OPTION})(?!\w)                        # the 2nd, as a day
      | \d{{3,}}
    )
  | (?P<noun>{_OPTION})\s*[:=—–-]?\s*(?:под\s+)?(?:номером\s+)?[№\#]?\s*
      (?:(?P<named>\d{{1,2}}){_SUFFIX}|(?P<word>{_CARDINAL}))(?!\w|[.,:]\d)
  | (?<!\w)(?:{_VERB}\s+|[№\#]\s*)(?P<two>{_CARDINAL})(?=\s*(?:[.,!]|$))
  | (?<!\w)(?:{_ORDINAL})(?:\s+{_OPTION})?(?!\w)
  | (?<!\w)(?:the\s+|option\s+)(?P<the>{_ENGLISH_ORDINAL}){_ENGLISH_NOUN}?(?!\w)
  | (?<!\w)(?P<bare>{_ENGLISH_ORDINAL}){_ENGLISH_NOUN}(?!\w)
  | (?<!\w)(?:the\s+)?(?P<nth>\d)(?:st|nd|rd|th){_ENGLISH_NOUN}?(?!\w)
  | (?<![\w.,:])(?P<digit>\d{{1,2}}){_SUFFIX}(?:\s*(?:{_OPTION}))?(?!\w|[.,:]\d)
    """,
    re.VERBOSE,
)
_NOUN = "вариант"
"""Stands for what chose the number: a noun for option, or a verb before a number in letters."""
_CHOOSER = re.compile(rf"{_OPTION}|{_VERB}|[a-z]\s+(?:one)\b")
_LISTED = re.compile(r"[1-9](?:,[1-9])+")
_ALONE = re.compile(rf"(?:{_CARDINAL}|{_ENGLISH_ORDINAL})")
_ENGLISH = {word: number for number, word in _ENGLISH_ORDINALS}


@dataclass(frozen=True)
class Numbers:
    """The numbers of a text.

    Attributes:
        numbers: those that may name options, in their order.
        rest: the text without them; a number stands there as `#`.
        counts_else: whether other numbers stand in it: a time, date, sum, duration or quantity.
    """

    numbers: tuple[int, ...]
    rest: str
    counts_else: bool = False


def find_numbers(text: str) -> Numbers:
    """Return the numbers of a text in lower case that may name options.

    A number that belongs to a time, date, sum, duration or quantity names none.

    >>> find_numbers("давайте второй").numbers, find_numbers("2 недели подумаем").numbers
    ((2,), ())
    """
    listed = _LISTED.fullmatch(text.strip(" .!"))
    if listed:
        return Numbers(tuple(int(digit) for digit in listed.group() if digit.isdigit()), "# #")
    alone = _ALONE.fullmatch(text.strip(" .!"))
    if alone:
        word = alone.group()
        return Numbers((_WORDS.get(word) or _ENGLISH[word],), "#")
    found: list[int] = []
    counts_else = False
    rest: list[str] = []
    position = 0
    for match in _SCAN.finditer(text):
        number = None if match["other"] else _number_of(match)
        counts_else |= number is None
        sign = f" {_NOUN} # " if _CHOOSER.search(match.group()) else " # "
        rest += (text[position : match.start()], sign if number else " \u2042 ")
        position = match.end()
        if number:
            found.append(number)
    return Numbers(tuple(found), "".join((*rest, text[position:])), counts_else)


def _number_of(match: re.Match[str]) -> int | None:
    digits = match["named"] or match["digit"] or match["nth"]
    if digits:
        return int(digits) or None
    word = match["word"] or match["two"] or match["the"] or match["bare"]
    if word:
        return _WORDS.get(word) or _ENGLISH.get(word)
    return next((number for number, _ in _ORDINALS if match[f"o{number}"]), None)
