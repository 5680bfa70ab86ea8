"""Finding an exclusion's words in a summary: whole words, in any inflection, Russian or English."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pymorphy3
import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@lru_cache(maxsize=1)
def _russian() -> Any:  # noqa: ANN401 -- the analyser ships no types
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=1)
def _english() -> Any:  # noqa: ANN401 -- the stemmer ships no types
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    """Return the dictionary forms that a word can be read as; words share a meaning when they share one."""
    lowered = word.lower()
    if _CYRILLIC.search(lowered):
        readings = _russian().parse(lowered)
        return frozenset(reading.normal_form.replace("ё", "е") for reading in readings)
    return frozenset({_english().stemWord(lowered)})


def words_of(text: str) -> list[str]:
    """Split a text into its words; the parts of a hyphenated word count one by one (`iOS-версия`)."""
    return _WORD.findall(text)


def find_phrase(phrase: str, text: str) -> str | None:
    """Return the words of `text` that say `phrase` in any inflection, or None.

    >>> find_phrase("мобильное приложение", "Сделать версию для мобильных приложений")
    'мобильных приложений'
    >>> find_phrase("перевод", "Переводчик опаздывает") is None
    True
    """
    wanted = [_forms(word) for word in words_of(phrase)]
    found = words_of(text)
    for start in range(len(found) - len(wanted) + 1 if wanted else 0):
        window = found[start : start + len(wanted)]
        if all(forms & _forms(word) for forms, word in zip(wanted, window, strict=True)):
            return " ".join(window)
    return None
