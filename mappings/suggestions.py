"""Suggest the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MAX_WORD_CHARS = 80
MAX_CANDIDATES = 1000
_MIN_SIMILARITY = 0.6


def find_closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, whatever its case, or None.

    A word of more than `MAX_WORD_CHARS` characters is no slip, and comparing more than `MAX_CANDIDATES` words
    takes longer than a person waits: both get no suggestion.
    """
    by_folded = {candidate.casefold(): candidate for candidate in known}
    if len(word) > MAX_WORD_CHARS or len(by_folded) > MAX_CANDIDATES:
        return None
    found = get_close_matches(word.casefold(), by_folded, n=1, cutoff=_MIN_SIMILARITY)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the remedy for an unknown word: the closest one, or the sentence given."""
    found = find_closest(word, known)
    return f'Did you mean "{found}"?' if found else otherwise


def join_words(words: Iterable[str]) -> str:
    """Return words as a sentence lists them."""
    return ", ".join(words)
