"""Answers on pages: the lines of remarks, and a digest for that answer alone."""

from __future__ import annotations

import pytest

from plugin.pages.form_answers import MAX_ANSWER_CHARS, read_answer

EVERY = ("accept", "remarks", "refuse", "agree", "choose", "answer")


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


@pytest.mark.parametrize(
    ("sentence", "text", "paragraphs", "faults"),
    [
        ("lines stay lines", "раз\r\n\r\n два ", ("раз", "два"), {}),
        ("a list keeps its signs: it is somebody's text", "- раз", ("- раз",), {}),
        ("what hides or reorders text goes", "ра\u202eз\x00", ("раз",), {}),
        ("nothing is no answer", " \n\x00\n", (), {"text": "empty"}),
        ("signs are no word", "?! \U0001f44d", None, {"text": "empty"}),
        ("a number is one", "42", ("42",), {}),
        ("a nod is no answer", "ок", ("ок",), {"text": "no_answer"}),
        ("thanks are none", "Спасибо большое!", None, {"text": "no_answer"}),
        ("nor is a command", "/got", ("/got",), {"text": "no_answer"}),
        ("an answer after thanks is one", "Спасибо! Пришлю завтра", None, {}),
        ("as much as fits", "я" * MAX_ANSWER_CHARS, ("я" * MAX_ANSWER_CHARS,), {}),
        ("one sign too many", "я" * (MAX_ANSWER_CHARS + 1), None, {"text": "too_long"}),
    ],
)
def test_answer_in_words_is_read(
    sentence: str, text: str, paragraphs: tuple[str, ...] | None, faults: dict[str, str]
) -> None:
    """An answer has something to say, and its size is limited."""
    answer = read_answer({"said": "answer", "wait": "10/asked/1", "text": text}, EVERY)
    assert faults == answer.faults, sentence
    assert paragraphs in (None, answer.paragraphs), sentence


@pytest.mark.parametrize("other", [{"wait": "10/asked/2"}, {"text": "два"}, {"seen": "x"}])
def test_a_confirmation_holds_for_one_text_about_one_wait(other: dict[str, str]) -> None:
    """Another wait, another text or other content is asked again."""
    given = {"said": "answer", "wait": "10/asked/1", "text": "раз", "seen": "hash"}
    assert read_answer(given, EVERY).digest != read_answer({**given, **other}, EVERY).digest
