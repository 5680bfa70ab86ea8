"""The names of months in the languages of trackers' exports."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel.dates import get_month_names

_LOCALES = (
    *("en", "ru", "de", "fr", "es", "pt", "it", "pl", "uk", "nl", "cs", "sk", "sv", "da", "no", "fi", "hu"),
    *("ro", "tr", "et", "bg", "is", "ja", "zh", "ko"),
)
_MIN_CHARS = 3


@cache
def month_tables() -> Mapping[str, Mapping[str, int]]:
    """Return the months by their names without dots, for each language.

    A name of four letters or more stands there with every beginning that leaves no doubt: exporters cut names
    differently (`сен`, `сент.`).
    """
    return {locale: _table(locale) for locale in _LOCALES}


def _table(locale: str) -> Mapping[str, int]:
    names: dict[str, set[int]] = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, locale).items():
                whole = _plain(name)
                names.setdefault(whole, set()).add(number)
                for end in range(_MIN_CHARS, len(whole)):
                    names.setdefault(whole[:end], set()).add(number)
    return {name: months.copy().pop() for name, months in names.items() if len(months) == 1}


def _plain(name: str) -> str:
    return name.replace(".", "").strip().casefold()


def plain_word(word: str) -> str:
    """Return a word of a date as the tables have it."""
    return _plain(word)
