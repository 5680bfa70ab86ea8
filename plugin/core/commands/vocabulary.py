"""The words of the commands, and what people type when they mean them."""

from __future__ import annotations

import difflib
import re
from typing import Literal, get_args

Name = Literal[
    "choose",
    "scope",
    "bonus",
    "accept",
    "refuse",
    "ask",
    "got",
    "cancel",
    "remind",
    "promise",
    "log",
    "ok",
    "call",
    "called",
    "away",
    "deputy",
    "done",
    "undo",
    "estimate",
    "fee",
    "publish",
    "forecast",
    "handover",
    "reset",
    "why",
    "agree",
    "recheck",
    "help",
]

# The first word of each language is the one that is suggested. «Отметить» is one letter away from
# «отменить» and means the opposite, so both are known words and neither is ever guessed.
_WORDS: dict[Name, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "choose": (("choose", "chose", "choice", "option"), ("выбор", "выбрать", "выбираю", "вариант")),
    "scope": (("scope",), ("объём", "объем")),
    "bonus": (("bonus",), ("бонус",)),
    "accept": (("accept", "accepted"), ("принято", "принять", "принимаю")),
    "refuse": (("refuse", "refused"), ("не принято", "не принимаю", "непринято")),
    "ask": (("ask",), ("спросить", "спроси")),
    "got": (("got", "received"), ("получили", "получено", "получил", "получила")),
    "cancel": (("cancel",), ("снять",)),
    "remind": (("remind", "reminders"), ("напоминания", "напоминать")),
    "promise": (("promise",), ("обещаю", "обещание")),
    "log": (("log",), ("запись",)),
    "ok": (("ok", "okay", "yes"), ("да", "ок")),
    "call": (("call",), ("созвон",)),
    "called": (("called",), ("созвонились",)),
    "away": (("away",), ("отсутствую",)),
    "deputy": (("deputy",), ("заместитель",)),
    "done": (("done",), ("готово", "отметить")),
    "undo": (("undo",), ("отменить",)),
    "estimate": (("estimate",), ("оценка", "оценить")),
    "fee": (("fee",), ("сумма",)),
    "publish": (("publish",), ("опубликовать",)),
    "forecast": (("forecast",), ("прогноз",)),
    "handover": (("handover",), ("передаём", "передаем")),
    "reset": (("reset",), ("вернуть",)),
    "why": (("why",), ("почему",)),
    "agree": (("agree", "agreed"), ("согласен", "согласна", "согласны")),
    "recheck": (("recheck",), ("проверить", "перепроверить")),
    "help": (("help",), ("помощь", "справка")),
}

_EXAMPLES: dict[Name, tuple[str, str]] = {
    "choose": ("/choose 1", "/выбор 1"),
    "scope": ("/scope in 2.1", "/объём в 2.1"),
    "bonus": ("/bonus", "/бонус"),
    "accept": ("/accept with remarks: the logo is blurred", "/принято с замечаниями: логотип размыт"),
    "refuse": ("/refuse the form sends nothing", "/не принято форма не отправляется"),
    "ask": (
        "/ask Anna by 15 April: photos of the team",
        "/спросить Анна до 15 апреля: фотографии команды",
    ),
    "got": ("/got part: the logo", "/получили не всё: логотип"),
    "cancel": ("/cancel 2", "/снять 2"),
    "remind": ("/remind off", "/напоминания нет"),
    "promise": ("/promise by 10 December: the first draft", "/обещаю до 10 декабря: первый вариант"),
    "log": (
        "/log 1 December: we agreed on the menu by phone",
        "/запись 1 декабря: обсудили меню по телефону",
    ),
    "ok": ("/ok 1", "/да 1"),
    "call": (
        "/call Anna, 10 December 15:00: the menu",
        "/созвон Анна, 10 декабря 15:00: меню",
    ),
    "called": (
        "/called next step: the first draft by Friday",
        "/созвонились следующий шаг: первый вариант к пятнице",
    ),
    "away": (
        "/away from 10 December until 20 December",
        "/отсутствую с 10 по 20 декабря",
    ),
    "deputy": ("/deputy Anna until 1 May", "/заместитель Анна до 1 мая"),
    "done": ("/done 2", "/готово 2"),
    "undo": ("/undo 2", "/отменить 2"),
    "estimate": ("/estimate 6h", "/оценка 6ч"),
    "fee": ("/fee 30000", "/сумма 30000"),
    "publish": ("/publish", "/опубликовать"),
    "forecast": (
        "/forecast 10 December: the design needed one more round",
        "/прогноз 10 декабря: понадобился ещё один круг правок",
    ),
    "handover": ("/handover", "/передаём"),
    "reset": ("/reset", "/вернуть"),
    "why": ("/why", "/почему"),
    "agree": ("/agree", "/согласен"),
    "recheck": ("/recheck", "/проверить"),
    "help": ("/help", "/помощь"),
}

NAMES: tuple[Name, ...] = get_args(Name)
KNOWN: dict[str, Name] = {word: name for name in NAMES for language in _WORDS[name] for word in language}
"""Every word that is a command as it stands, in lower case."""

_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_RUSSIAN = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_CYRILLIC = re.compile("[а-яё]")

_BINDING: tuple[Name, ...] = ("accept", "refuse", "agree")
"""Commands that sign something: a slip of the finger is understood, another form of the word is asked
about."""
_MIN_GUESSED_CHARS = 5
_MIN_GUESS_RATIO = 0.8
_MIN_SUGGESTION_RATIO = 0.65


def guess_command(word: str) -> Name | None:
    """Return the command that a word means: itself, or with a usual typo.

    A guess must begin with the same letter, so that a word with a negation in front («несогласен»,
    "unpublish") never becomes its opposite, and short words are not guessed at all.

    >>> guess_command("Choos"), guess_command("unpublish"), guess_command("выбрать")
    ('choose', None, 'choose')
    """
    lower = word.lower()
    if lower in KNOWN:
        return KNOWN[lower]
    candidates = [known for known in KNOWN if known[0] == lower[:1] and len(known) >= _MIN_GUESSED_CHARS]
    near = difflib.get_close_matches(lower, candidates, n=1, cutoff=_MIN_GUESS_RATIO)
    if not near or (KNOWN[near[0]] in _BINDING and not _is_one_slip(lower, near[0])):
        return None
    return KNOWN[near[0]]


def _is_one_slip(word: str, known: str) -> bool:
    """Tell whether one letter is missing, added, wrong, or swapped with the next."""
    while word and known and word[0] == known[0]:
        word, known = word[1:], known[1:]
    while word and known and word[-1] == known[-1]:
        word, known = word[:-1], known[:-1]
    swapped = len(word) == 2 and word == known[::-1]
    return max(len(word), len(known)) <= 1 or swapped


def find_in_other_layout(token: str) -> str | None:
    """Return the known word that these keys type in the other keyboard layout.

    >>> find_in_other_layout("ds,jh"), find_in_other_layout("срщщыу"), find_in_other_layout("var")
    ('выбор', 'choose', None)
    """
    lower = token.lower()
    for keys in (_TO_RUSSIAN, _TO_LATIN):
        turned = lower.translate(keys)
        if turned != lower and turned in KNOWN:
            return turned
    return None


def suggest_word(word: str) -> str | None:
    """Return the known word that is nearest to an unknown one, or None."""
    near = difflib.get_close_matches(word.lower(), KNOWN, n=1, cutoff=_MIN_SUGGESTION_RATIO)
    return near[0] if near else None


def pick_simplest_example(name: Name, word: str) -> str:
    """Return the shortest command to copy.

    That is an acceptance without remarks, else the usual example.
    """
    if name != "accept":
        return pick_example(name, word)
    return "/принято" if _CYRILLIC.search(word.lower()) else "/accept"


def pick_example(name: Name, word: str) -> str:
    """Return a command to copy, in the language of the word that was written."""
    english, russian = _EXAMPLES[name]
    return russian if _CYRILLIC.search(word.lower()) else english
