"""What our side was told that an unclear issue is most like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from plugin.core.model.issue import Frozen


class Suggestion(Frozen):
    """A scope item that an issue is probably about; nothing follows from it.

    Attributes:
        item: its id.
        percent: how likely it is right.
        words: words of the issue that its clause or its issues have.
        basis: digest of the texts from which it was made: while they are the same, it stays.
    """

    item: str
    percent: int
    words: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class LikelyItem:
    """A scope item that a text is probably about.

    Attributes:
        item: its id.
        confidence: how likely that is, from 0 to 1.
        words: words of the text that match, those that say the most first.
    """

    item: str
    confidence: float
    words: tuple[str, ...]


class ItemSuggester(Protocol):
    """Knows the items of a contract by their words."""

    def suggest(self, summary: str, description: str) -> LikelyItem | None:
        """Return the item that an issue is most like, or None where none is likely."""
