"""Finds an exclusion's words in a summary, in any inflection, Russian or English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


@lru_cache(maxsize=1)
def _russian() -> Any:  # noqa: ANN401 -- the analyser ships no types
    # Loaded with its dictionary when the first Russian word is read: the web side never reads one.
    import pymorphy3

    # Without the table of likely readings, which are not needed here, it is smaller and twice as fast.
    return pymorphy3.MorphAnalyzer(probability_estimator_cls=None)


@lru_cache(maxsize=1)
def _english() -> Any:  # noqa: ANN401 -- the stemmer ships no types
    # It brings forty languages; the web side needs none.
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def list_forms(word: str) -> frozenset[str]:
    """Return the dictionary forms of a word; words with a common form mean the same."""
    lowered = word.lower()
    if _CYRILLIC.search(lowered):
        readings = _russian().parse(lowered)
        return frozenset(reading.normal_form.replace("ё", "е") for reading in readings)
    return frozenset({_english().stemWord(lowered)})


def split_words(text: str) -> list[str]:
    """Split a text into words; parts of a hyphenated word count one by one.

    For example, `iOS-версия` has two.
    """
    return _WORD.findall(text)


def find_phrase(phrase: str, text: str) -> str | None:
    """Return the words of `text` that say `phrase` in any inflection, or None.

    >>> find_phrase("мобильное приложение", "Сделать версию для мобильных приложений")
    'мобильных приложений'
    >>> find_phrase("перевод", "Переводчик опаздывает") is None
    True
    """
    return find_in(phrase, read_text(text))


def find_in(phrase: str, found: ReadText) -> str | None:
    """Return the words of a text that was read which say `phrase`, or None."""
    wanted = read_text(phrase)
    if not wanted.words or wanted.forms[0].isdisjoint(found.every_form):
        # Nearly every phrase ends here: its first word is nowhere in the text.
        return None
    for start in range(len(found.words) - len(wanted.words) + 1):
        end = start + len(wanted.words)
        if not any(map(frozenset.isdisjoint, wanted.forms, found.forms[start:end])):
            return " ".join(found.words[start:end])
    return None


@dataclass(frozen=True)
class ReadText:
    """A text's words, the forms of each, and the forms of all of them."""

    words: tuple[str, ...]
    forms: tuple[frozenset[str], ...]
    every_form: frozenset[str]


@lru_cache(maxsize=5_000)
def read_text(text: str) -> ReadText:
    """Read a text once: a summary is compared with every exclusion in turn."""
    words = tuple(split_words(text))
    forms = tuple(list_forms(word) for word in words)
    return ReadText(words, forms, frozenset().union(*forms))
