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
    wanted, found = _read(phrase)[1], _read(text)[1]
    for start in range(len(found) - len(wanted) + 1 if wanted else 0):
        window = found[start : start + len(wanted)]
        if not any(forms.isdisjoint(read) for forms, read in zip(wanted, window, strict=True)):
            return " ".join(_read(text)[0][start : start + len(wanted)])
    return None


@lru_cache(maxsize=5_000)
def _read(text: str) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
    """Return the words of a text and the forms of each: a summary is held against every exclusion in turn."""
    words = tuple(words_of(text))
    return words, tuple(_forms(word) for word in words)
