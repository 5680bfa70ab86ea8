"""Answers on pages: the lines of remarks, and a digest for that answer alone."""

from __future__ import annotations

import pytest

from plugin.pages.form_answers import read_answer

EVERY = ("accept", "remarks", "refuse", "agree", "choose")


@pytest.mark.parametrize(
    ("sentence", "typed", "lines"),
    [
        ("one a line", "раз\r\nдва", ("раз", "два")),
        ("signs of a list are left out", "- раз\n• два\n— три\n* четыре", ("раз", "два", "три", "четыре")),
        ("empty lines are none", "\n  \nраз\n-\n", ("раз",)),
        ("what hides or reorders text goes", "ра\u202eз\x00", ("раз",)),
        ("a number of a list stays: it may mean something", "2. экран", ("2. экран",)),
    ],
)
def test_remarks_are_split_into_lines(sentence: str, typed: str, lines: tuple[str, ...]) -> None:
    """Each line is a remark."""
    assert lines == read_answer({"said": "remarks", "remarks": typed}, EVERY).lines, sentence


@pytest.mark.parametrize(
    "other",
    [
        {"said": "accept"},
        {"remarks": "два"},
        {"seen": "other"},
        {"reason": "нет"},
        {"number": "2"},
    ],
    ids=["another button", "other remarks", "other content", "a reason", "another option"],
)
def test_a_confirmation_holds_for_one_answer(other: dict[str, str]) -> None:
    """Whatever is changed in it makes another digest."""
    given = {"said": "remarks", "remarks": "раз", "seen": "hash", "number": "1"}
    assert read_answer(given, EVERY).digest != read_answer({**given, **other}, EVERY).digest


def test_a_confirmation_holds_for_the_same_words() -> None:
    """The page that asks once more gives the remarks back without the signs of a list."""
    typed, given_back = (
        {"said": "remarks", "remarks": "- раз\n\n- два"},
        {"said": "remarks", "remarks": "раз\nдва"},
    )
    assert read_answer(typed, EVERY).digest == read_answer(given_back, EVERY).digest
