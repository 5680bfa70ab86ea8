"""The items of a contract by their words: half clauses, half linked issues.

An index is a value: adding an issue makes another one, which takes time by the words of that issue and not by
the number of issues. How much a word says is counted anew each time the issues have doubled.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from plugin.core.model.issue_state import IssueState
from plugin.core.suggestions.features import BUCKETS, Features, read_features
from plugin.core.suggestions.vectors import NO_TEXT, TextSum, WeightedText, Weights

MAX_LINKED = 2_000
"""Linked issues that an index holds, shared out equally among its items: the newest of each."""

MIN_LINKED = 10
"""Linked issues of an item for which there is room however many items there are."""

_MAX_TEXT = 1_500
"""Characters of a description that are kept, to take an issue out again."""


@dataclass(frozen=True)
class LinkedIssue:
    """An issue that belongs to a scope item, by a link or by a ruling."""

    id: str
    item: str
    created: datetime
    summary: str
    description: str = ""

    @classmethod
    def of(cls, state: IssueState) -> LinkedIssue | None:
        """Return an issue on record as a linked one; None where it is not."""
        if not state.counts_toward_item or state.item is None:
            return None
        issue = state.issue
        return cls(issue.id, state.item, state.created, issue.summary, issue.description[:_MAX_TEXT])

    @property
    def features(self) -> Features:
        """What its text is compared by."""
        return read_features(self.summary, self.description)


@dataclass(frozen=True)
class IndexedItem:
    """A scope item: its clause, and the sum of the issues linked to it."""

    id: str
    title: str
    clause: TextSum
    linked: TextSum = NO_TEXT
    issues: int = 0


@dataclass(frozen=True)
class Likeness:
    """How alike a text and an item are, by its clause, and by its issues."""

    item: IndexedItem
    clause: float
    linked: float

    @property
    def score(self) -> float:
        """Half by the clause, half by the issues, where it has any."""
        return (self.clause + self.linked) / 2 if self.item.issues else self.clause / 2


@dataclass(frozen=True)
class SuggestionIndex:
    """The items of a contract, the issues linked to them, and how often words occur.

    Attributes:
        items: by id, in the order of the contract.
        linked: the issues by the tracker's id.
        stem_texts: in how many texts a word is.
        part_texts: in how many texts a part of a word is, by bucket.
        weights: how much words say, as counted when the issues had last doubled.
    """

    items: Mapping[str, IndexedItem]
    linked: Mapping[str, LinkedIssue]
    stem_texts: Mapping[str, int]
    part_texts: array[int]
    weights: Weights

    @classmethod
    def build(
        cls, clauses: Iterable[tuple[str, str, str]], linked: Iterable[LinkedIssue] = ()
    ) -> SuggestionIndex:
        """Return the index of a contract.

        Args:
            clauses: of each item its id, its title, and what else its clause says.
            linked: issues on record.
        """
        index = cls({}, {}, {}, array("H", bytes(2 * BUCKETS)), Weights(0, {}, NO_TEXT.parts))
        for item, title, more in clauses:
            index = index._with_clause(item, title, read_features(title, more))
        index = index._weighed()
        for issue in linked:
            index = index.with_linked(issue)
        return index

    @property
    def texts(self) -> int:
        """Of how many texts it is made."""
        return len(self.items) + len(self.linked)

    @property
    def room(self) -> int:
        """How many issues of one item it holds."""
        return max(MIN_LINKED, MAX_LINKED // max(1, len(self.items)))

    def with_linked(self, issue: LinkedIssue) -> SuggestionIndex:
        """Return the index with an issue linked to an item, and to no other."""
        if self.linked.get(issue.id) == issue:
            return self
        fewer = self.without(issue.id)
        if issue.item not in self.items:
            return fewer
        if fewer.items[issue.item].issues >= self.room:
            alike = (each for each in fewer.linked.values() if each.item == issue.item)
            oldest = min((*alike, issue), key=lambda each: (each.created, each.id))
            if oldest is issue:
                return fewer
            fewer = fewer.without(oldest.id)
        added = fewer._changed(issue, 1)
        more = replace(added, linked={**added.linked, issue.id: issue})
        return more._weighed() if more.texts >= 2 * more.weights.texts else more

    def without(self, issue: str) -> SuggestionIndex:
        """Return the index without an issue: it was deleted, or is linked no more."""
        known = self.linked.get(issue)
        if known is None:
            return self
        fewer = self._changed(known, -1)
        return replace(fewer, linked={key: each for key, each in fewer.linked.items() if key != issue})

    def compare(self, features: Features) -> list[Likeness]:
        """Return every item with how alike it is to a text, the likest first."""
        text = WeightedText.of(features, self.weights)
        found = [
            Likeness(item, text.compare(item.clause), text.compare(item.linked) if item.issues else 0.0)
            for item in self.items.values()
        ]
        return sorted(found, key=lambda each: -each.score)

    def _changed(self, issue: LinkedIssue, sign: int) -> SuggestionIndex:
        features, item = issue.features, self.items[issue.item]
        changed = replace(
            item, linked=item.linked.plus(features, self.weights, sign), issues=item.issues + sign
        )
        stem_texts, part_texts = self._count(features, sign)
        items = {**self.items, item.id: changed}
        return replace(self, items=items, stem_texts=stem_texts, part_texts=part_texts)

    def _with_clause(self, item: str, title: str, features: Features) -> SuggestionIndex:
        stem_texts, part_texts = self._count(features, 1)
        indexed = IndexedItem(item, title, NO_TEXT.plus(features, self.weights))
        return replace(
            self, items={**self.items, item: indexed}, stem_texts=stem_texts, part_texts=part_texts
        )

    def _count(self, features: Features, sign: int) -> tuple[Mapping[str, int], array[int]]:
        stems, parts = dict(self.stem_texts), array("H", self.part_texts)
        for stem in features.stems:
            stems[stem] = stems.get(stem, 0) + sign
        for part in features.parts:
            parts[part] += sign
        return stems, parts

    def _weighed(self) -> SuggestionIndex:
        """Return the index with the weights counted anew."""
        weights = Weights.count(self.texts, self.stem_texts, self.part_texts)
        items = {
            key: replace(item, clause=item.clause.measured(weights), linked=item.linked.measured(weights))
            for key, item in self.items.items()
        }
        return replace(self, items=items, weights=weights)
