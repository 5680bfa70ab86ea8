"""The word that was probably meant."""

from __future__ import annotations

import pytest

from mappings.suggestions import MAX_CANDIDATES, MAX_WORD_CHARS, did_you_mean, find_closest

ROWS = [
    ("one letter wrong", "swop", ["park", "swap"], "swap"),
    ("other capitals", "SWAP", ["park", "swap"], "swap"),
    ("Cyrillic", "директр", ["директор", "менеджер"], "директор"),
    ("nothing like it", "zzz", ["park", "swap"], None),
    ("nothing known", "swap", [], None),
    ("a word that is too long", "swap" * MAX_WORD_CHARS, ["swap" * MAX_WORD_CHARS], None),
    ("too many words", "swap", ["swap", *map(str, range(MAX_CANDIDATES))], None),
]


@pytest.mark.parametrize(("name", "word", "known", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_closest_word(name: str, word: str, known: list[str], expected: str | None) -> None:
    """The closest known word is found, or none where none is near."""
    del name
    assert find_closest(word, known) == expected


def test_the_remedy_without_a_closest_word() -> None:
    """Where no word is near, the other sentence is the remedy."""
    assert did_you_mean("zzz", ["swap"], "Choose another.") == "Choose another."
    assert did_you_mean("swop", ["swap"], "Choose another.") == 'Did you mean "swap"?'
