"""Names the scope item that an issue is most like, where that is likely enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

from plugin.core.model.suggestion import LikelyItem
from plugin.core.suggestions.calibration import Evidence, compute_confidence, list_evidence
from plugin.core.suggestions.features import Features, read_features
from plugin.core.suggestions.index import IndexedItem, SuggestionIndex

THRESHOLD = 0.6
"""Nothing is said of an item that is less likely."""

MAX_WORDS = 3
"""Matched words that are named, those that say the most."""


@dataclass(frozen=True)
class Likeliest:
    """The item that a text is most like.

    Attributes:
        item: its id.
        words: words of the text that its clause or its issues have, those that say the most first.
        evidence: what its confidence is read from.
    """

    item: str
    words: tuple[str, ...]
    evidence: Evidence

    @property
    def confidence(self) -> float:
        """How likely it is right, from 0 to 1."""
        return compute_confidence(self.evidence)


def find_likeliest(index: SuggestionIndex, summary: str, description: str = "") -> Likeliest | None:
    """Return the item that a text is most like; None where no word of it matches.

    Args:
        index: of the contract.
        summary: of the issue.
        description: of the issue.
    """
    features = read_features(summary, description)
    found = index.compare(features)
    if not found or not found[0].score:
        return None
    first, next_score = found[0], found[1].score if len(found) > 1 else 0.0
    words = _list_matched(index, features, first.item)
    if not words:
        return None
    lead = (first.score - next_score) / first.score
    evidence = list_evidence(first.clause, first.linked, lead, first.item.issues, len(index.linked))
    return Likeliest(first.item.id, words, evidence)


@dataclass(frozen=True)
class IndexSuggester:
    """Suggests items of a contract by its index."""

    index: SuggestionIndex

    def suggest(self, summary: str, description: str) -> LikelyItem | None:
        """Return the likeliest item, or None below the threshold."""
        found = find_likeliest(self.index, summary, description)
        if found is None or found.confidence < THRESHOLD:
            return None
        return LikelyItem(found.item, found.confidence, found.words)


def _list_matched(index: SuggestionIndex, features: Features, item: IndexedItem) -> tuple[str, ...]:
    worth = {stem: _compute_worth(index, features, item, stem) for stem in features.stems}
    matched = (stem for stem in sorted(worth, key=lambda stem: (-worth[stem], stem)) if worth[stem] > 0)
    return tuple(features.words[stem] for stem in islice(matched, MAX_WORDS))


def _compute_worth(index: SuggestionIndex, features: Features, item: IndexedItem, stem: str) -> float:
    """Return how much of the likeness is by one word."""
    shares = (
        sums.stems.get(stem, 0.0) / math.sqrt(sums.stem_square)
        for sums in (item.clause, item.linked)
        if sums.stem_square > 0
    )
    return features.stems[stem] * index.weights.of_stem(stem) ** 2 * sum(shares)
