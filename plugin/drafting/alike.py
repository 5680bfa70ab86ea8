"""How much two titles have in common."""

from __future__ import annotations

import re

from plugin.core.scope.phrase_match import find_phrase, split_words

_MIN_WORD_CHARS = 3
_EMPTY_WORDS = frozenset(
    {"stage", "phase", "milestone", "этап", "фаза", "веха", "the", "and", "for", "для", "работы", "works"}
)
_HOME = re.compile(r"\bhome\s?page\b|\bhomepage\b")


def share_words(one: str, other: str) -> int:
    """Return how many words of one text, in any inflection, the other has as well.

    >>> share_words("Дизайн главной страницы", "Главная страница"), share_words("Stage 1", "Stage 2")
    (2, 0)
    """
    return sum(find_phrase(word, other) is not None for word in _list_telling(one))


def is_alike(one: str, other: str) -> bool:
    """Tell whether two titles name one thing: most of their words are the same.

    >>> is_alike("Home page design", "Main page design"), is_alike("HTML build", "Build and launch")
    (True, False)
    >>> is_alike("Дизайн главной", "Дизайн главной страницы"), is_alike("Вёрстка страниц", "Дизайн страниц")
    (True, False)
    """
    first, second = (_HOME.sub("main page", each.casefold()) for each in (one, other))
    counts = sorted((len(_list_telling(first)), len(_list_telling(second))))
    shared = min(share_words(first, second), share_words(second, first))
    # Of two titles with as many words none may tell them apart: `design` and `build` of the same page do.
    return bool(shared) and shared == counts[0] and 2 * counts[1] <= 3 * shared


def _list_telling(text: str) -> list[str]:
    words = dict.fromkeys(word.casefold() for word in split_words(text))
    return [word for word in words if len(word) >= _MIN_WORD_CHARS and word not in _EMPTY_WORDS]
