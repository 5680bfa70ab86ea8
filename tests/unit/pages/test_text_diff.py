"""What changed between two texts, word by word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.pages.text_diff import compare_texts

MANY = " ".join(f"слово{number}" for number in range(100))


@pytest.mark.parametrize(
    ("sentence", "before", "after", "expected"),
    [
        ("nothing changed", "десять страниц", "десять страниц", "десять страниц"),
        ("a word", "десять страниц", "шесть страниц", "[-десять][+шесть] страниц"),
        ("something was added", "каталог", "каталог и корзина", "каталог[+ и корзина]"),
        ("something is gone", "каталог и корзина", "каталог", "каталог[- и корзина]"),
        ("there was nothing", "", "каталог", "[+каталог]"),
        ("nothing is left", "каталог", "", "[-каталог]"),
        ("both are empty", "", "", ""),
    ],
)
def test_differences_are_shown_word_by_word(sentence: str, before: str, after: str, expected: str) -> None:
    """Words that are gone, new, or the same."""
    signs = {"same": "{}", "gone": "[-{}]", "new": "[+{}]", "left_out": "…"}
    shown = "".join(signs[piece.kind].format(piece.text) for piece in compare_texts(before, after))
    assert expected == shown, sentence


def test_what_is_far_from_a_change_is_left_out() -> None:
    """A long text shows its changes with a few words around each."""
    found = compare_texts(f"{MANY} конец", f"{MANY} финал")
    assert ["left_out", "same", "gone", "new"] == [piece.kind for piece in found]
    assert len(found[1].text.split()) < 20


@given(st.text(max_size=200), st.text(max_size=200))
def test_nothing_of_the_new_text_is_lost(before: str, after: str) -> None:
    """Same and new pieces make the new text, same and gone ones the old text."""
    found = compare_texts(before, after)
    if not any(piece.kind == "left_out" for piece in found):
        assert after == "".join(piece.text for piece in found if piece.kind != "gone")
        assert before == "".join(piece.text for piece in found if piece.kind != "new")
