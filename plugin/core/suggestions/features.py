"""What a text is compared by: stems of its words, and parts of 3 to 5 letters.

Stems find a word in any inflection; parts find it within another one, misspelt, or in a word that no
dictionary has. The parts are counted in a fixed number of buckets: what an item takes in memory does not grow
with the number of its issues.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TypeVar
from zlib import crc32

from plugin.core.scope.common_words import COMMON_WORDS
from plugin.core.scope.phrase_match import list_forms, split_words

BUCKETS = 1 << 13
"""Four times as many made suggestions no better on public issues, and items four times as large."""

MAX_WORDS = 120
"""The words of a text that are read; what an issue is about stands at its beginning."""

_MIN_LETTERS = 2
_PART_LENGTHS = (3, 4, 5)
_SUMMARY_COUNTS = 2
"""A word of the summary counts as often as this many of the description."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Features:
    """A text as two vectors of length 1, or empty ones.

    Attributes:
        stems: weights of its words by their dictionary form.
        parts: weights of parts of words, by bucket.
        words: a word as it was written, by its dictionary form; capitals within it are kept.
    """

    stems: Mapping[str, float]
    parts: Mapping[int, float]
    words: Mapping[str, str]


def read_features(summary: str, description: str = "") -> Features:
    """Return what a text is compared by.

    Args:
        summary: of an issue, or the title of a scope item.
        description: what else is said of it.
    """
    stems: Counter[str] = Counter()
    parts: Counter[int] = Counter()
    words: dict[str, str] = {}
    for written, count in islice(_list_words(summary, description), MAX_WORDS):
        word = written.lower()
        stem = find_stem(word)
        if stem in COMMON_WORDS or word in COMMON_WORDS:
            continue
        words.setdefault(stem, written if written[1:] != word[1:] else word)
        stems[stem] += count
        for part in list_parts(word):
            parts[part] += count
    return Features(_scale(stems), _scale(parts), words)


def find_stem(word: str) -> str:
    """Return the dictionary form by which a word in lower case is found again."""
    return min(list_forms(word))


@lru_cache(maxsize=20_000)
def list_parts(word: str) -> tuple[int, ...]:
    """Return the buckets of a word's parts of 3 to 5 letters, its ends marked."""
    marked = f" {word.replace('ё', 'е')} "
    return tuple(
        crc32(marked[start : start + length].encode()) % BUCKETS
        for length in _PART_LENGTHS
        for start in range(len(marked) - length + 1)
    )


def _list_words(summary: str, description: str) -> Iterator[tuple[str, int]]:
    yield from ((word, _SUMMARY_COUNTS) for word in _clean(split_words(summary)))
    # Only as much is split as can be read: a description may be a whole log.
    yield from ((word, 1) for word in _clean(split_words(description[: MAX_WORDS * 12])))


def _clean(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        if len(word) >= _MIN_LETTERS and not word.isdigit():
            yield word


def _scale(counts: Mapping[Key, int]) -> dict[Key, float]:
    """Return a vector of length 1 in which a tenth mention counts less than a first."""
    damped = {key: 1 + math.log(count) for key, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in damped.values()))
    return {key: weight / length for key, weight in damped.items()}
