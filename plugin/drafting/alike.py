"""How much two titles have in common."""

from __future__ import annotations

from plugin.core.scope.phrase_match import find_phrase, split_words

_MIN_WORD_CHARS = 3
_EMPTY_WORDS = frozenset(
    {"stage", "phase", "milestone", "этап", "фаза", "веха", "the", "and", "for", "для", "работы", "works"}
)


def share_words(one: str, other: str) -> int:
    """Return how many words of one text, in any inflection, the other has as well.

    >>> share_words("Дизайн главной страницы", "Главная страница"), share_words("Stage 1", "Stage 2")
    (2, 0)
    """
    words = dict.fromkeys(word.casefold() for word in split_words(one))
    telling = (word for word in words if len(word) >= _MIN_WORD_CHARS and word not in _EMPTY_WORDS)
    return sum(find_phrase(word, other) is not None for word in telling)
