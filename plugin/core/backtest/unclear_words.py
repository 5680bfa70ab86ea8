"""The words that would settle most of what no rule decides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plugin.core.scope.common_words import COMMON_WORDS
from plugin.core.scope.phrase_match import list_forms, split_words

MAX_WORDS = 10
_MIN_LETTERS = 3
_MAX_CANDIDATES = 400


@dataclass(frozen=True)
class SettlingWord:
    """A word that could become an exclusion or lead to a scope item.

    Attributes:
        word: as it stands most often.
        issues: how many unclear issues have it that no word before it settles.
        in_scope: how many issues within the deal have it, too: a word of both settles nothing alone.
        examples: keys of unclear issues that have it.
    """

    word: str
    issues: int
    in_scope: int
    examples: tuple[str, ...]


class UnclearWords:
    """Collects words of summaries, and chooses those that cover most of the unclear."""

    def __init__(self) -> None:
        self._unclear: dict[str, list[int]] = defaultdict(list)
        self._keys: list[str] = []
        self._in_scope: Counter[str] = Counter()
        self._written: dict[str, Counter[str]] = defaultdict(Counter)
        self._forms: dict[str, str] = {}

    def add_unclear(self, key: str, summary: str) -> None:
        """Take the summary of an issue that no rule decides."""
        number = len(self._keys)
        self._keys.append(key)
        for form, word in self._read(summary).items():
            self._unclear[form].append(number)
            self._written[form][word] += 1

    def add_in_scope(self, summary: str) -> None:
        """Take the summary of an issue within the deal."""
        self._in_scope.update(self._read(summary).keys())

    def choose(self, most: int = MAX_WORDS) -> tuple[SettlingWord, ...]:
        """Return the words that together cover most of the unclear issues, best first."""
        commonest = sorted(self._unclear, key=lambda form: (-len(self._unclear[form]), form))[
            :_MAX_CANDIDATES
        ]
        left = {form: set(self._unclear[form]) for form in commonest}
        chosen: list[SettlingWord] = []
        while left and len(chosen) < most:
            best = max(left, key=lambda form: (self._worth(form, len(left[form])), form))
            covered = left.pop(best)
            if not covered:
                break
            chosen.append(self._describe(best, covered))
            left = {form: issues - covered for form, issues in left.items()}
        return tuple(chosen)

    def _worth(self, form: str, covered: int) -> float:
        """Return what a word settles: less where it stands in what was sold, too."""
        return covered - min(covered, self._in_scope[form]) / 2

    def _describe(self, form: str, covered: Iterable[int]) -> SettlingWord:
        numbers = sorted(covered)
        word = max(self._written[form].items(), key=lambda each: (each[1], each[0]))[0]
        examples = tuple(self._keys[number] for number in numbers[:3])
        return SettlingWord(word, len(numbers), self._in_scope[form], examples)

    def _read(self, summary: str) -> dict[str, str]:
        """Return the words of a summary by their dictionary form, each once."""
        found: dict[str, str] = {}
        for word in split_words(summary):
            lowered = word.lower()
            if len(lowered) < _MIN_LETTERS or lowered.isdigit():
                continue
            form = self._forms.get(lowered)
            if form is None:
                form = self._forms[lowered] = min(list_forms(lowered))
            if form not in COMMON_WORDS and lowered not in COMMON_WORDS:
                found.setdefault(form, lowered)
        return found
