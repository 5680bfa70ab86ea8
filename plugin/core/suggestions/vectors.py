"""Sums of texts, how much each word says, and how alike a text and a sum are."""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import mul

from plugin.core.suggestions.features import BUCKETS, Features

_NOTHING = 1e-6
"""Less than any word weighs: what rounding leaves of one that was taken out."""

EMPTY_PARTS: array[float] = array("f", bytes(4 * BUCKETS))
"""What every item begins with; no array is changed after it was made."""


@dataclass(frozen=True)
class Weights:
    """How much a word says: the more, the fewer texts have it.

    Attributes:
        texts: of how many it was counted.
        stems: by dictionary form, of words that were in any of them.
        parts: by bucket.
    """

    texts: int
    stems: Mapping[str, float]
    parts: array[float]

    @classmethod
    def count(cls, texts: int, stem_texts: Mapping[str, int], part_texts: array[int]) -> Weights:
        """Return the weights by the number of texts that each word is in."""
        by_count = [_weigh(texts, count) for count in range(texts + 1)]
        return cls(
            texts,
            {stem: by_count[count] for stem, count in stem_texts.items()},
            array("f", map(by_count.__getitem__, part_texts)),
        )

    def of_stem(self, stem: str) -> float:
        """Return the weight of a word; one that is new says the most."""
        known = self.stems.get(stem)
        return known if known is not None else _weigh(self.texts, 0)


def _weigh(texts: int, count: int) -> float:
    return math.log((texts + 1) / (count + 0.5))


@dataclass(frozen=True)
class TextSum:
    """Texts added up, with the squares of its lengths under the weights in force."""

    stems: Mapping[str, float]
    parts: array[float]
    stem_square: float = 0.0
    part_square: float = 0.0

    def plus(self, features: Features, weights: Weights, sign: int = 1) -> TextSum:
        """Return the sum with a text added, or with one taken out again (-1)."""
        stems, parts = dict(self.stems), array("f", self.parts)
        stem_square, part_square = self.stem_square, self.part_square
        for stem, weight in features.stems.items():
            was = stems.pop(stem, 0.0)
            now = was + sign * weight
            if now > _NOTHING:
                stems[stem] = now
            stem_square += (max(now, 0.0) ** 2 - was**2) * weights.of_stem(stem) ** 2
        for part, weight in features.parts.items():
            was = parts[part]
            parts[part] = now = max(0.0, was + sign * weight)
            part_square += (now**2 - was**2) * weights.parts[part] ** 2
        return TextSum(stems, parts, stem_square, part_square)

    def measured(self, weights: Weights) -> TextSum:
        """Return the same sum with its lengths under other weights."""
        stem_square = sum((each * weights.of_stem(stem)) ** 2 for stem, each in self.stems.items())
        weighted = list(map(mul, self.parts, weights.parts))
        return replace(self, stem_square=stem_square, part_square=sum(map(mul, weighted, weighted)))


NO_TEXT = TextSum({}, EMPTY_PARTS)


@dataclass(frozen=True)
class WeightedText:
    """A text to be compared with many sums.

    Attributes:
        stems: its words, twice weighted: once for it, and once for what it is compared with.
        parts: parts of its words, likewise.
        stem_length: of its words, once weighted.
        part_length: of parts of its words, likewise.
    """

    stems: Mapping[str, float]
    parts: Mapping[int, float]
    stem_length: float
    part_length: float

    @classmethod
    def of(cls, features: Features, weights: Weights) -> WeightedText:
        """Weigh a text."""
        stems = {stem: each * weights.of_stem(stem) ** 2 for stem, each in features.stems.items()}
        parts = {part: each * weights.parts[part] ** 2 for part, each in features.parts.items()}
        return cls(
            stems,
            parts,
            math.sqrt(sum(map(mul, stems.values(), features.stems.values()))),
            math.sqrt(sum(map(mul, parts.values(), features.parts.values()))),
        )

    def compare(self, sum_: TextSum) -> float:
        """Return how alike the text and a sum are, from 0 to 1.

        Words and parts of words count the same.
        """
        stems = sum(each * sum_.stems.get(stem, 0.0) for stem, each in self.stems.items())
        parts = sum(each * sum_.parts[part] for part, each in self.parts.items())
        by_stems = _divide(stems, self.stem_length, sum_.stem_square)
        by_parts = _divide(parts, self.part_length, sum_.part_square)
        return (by_stems + by_parts) / 2


def _divide(product: float, length: float, square: float) -> float:
    return product / (length * math.sqrt(square)) if length > 0 and square > _NOTHING else 0.0
