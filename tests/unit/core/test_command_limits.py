"""Commands that nobody can mean, or that a condition follows, do nothing."""

from __future__ import annotations

import time
from datetime import date

import pytest

from plugin.core.commands.model import Accept, Agree, Choose, Deputy, Estimate, Forecast, Publish
from plugin.core.commands.reader import read_commands

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    "words",
    [
        "/forecast 31.12.9999: no hurry",
        "/прогноз 9999-12-31: не спешим",
        "/forecast 2057-01-01: no hurry",
        "/deputy anna until 2999-01-01",
        "/ask anna by 01.01.3000: when?",
        "/forecast 0001-01-01: long ago",
    ],
)
def test_no_day_lies_more_than_thirty_years_away(words: str) -> None:
    """A day that nobody can mean is asked about, as `check` does with the mapping's."""
    parsed = read_commands(words, today=TODAY)
    assert (parsed.commands, parsed.hint is not None) == ((), True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("/forecast 2056-12-31: far, but meant", Forecast), ("/deputy anna until 2020-01-01", Deputy)],
)
def test_day_within_thirty_years_is_taken(words: str, kind: type) -> None:
    """A day within the bound is read, in the past as well."""
    assert [type(each) for each in read_commands(words, today=TODAY).commands] == [kind]


@pytest.mark.parametrize("words", ["/estimate 1,500h", "/estimate 1.500", "/оценка 12,000 ч"])
def test_hours_that_can_be_read_in_two_ways_are_asked_about(words: str) -> None:
    """A mark before exactly three digits groups thousands for one reader only."""
    parsed = read_commands(words)
    assert (parsed.commands, parsed.hint is not None) == ((), True)


@pytest.mark.parametrize("words", ["/estimate 0.125h", "/estimate 1.5h", "/оценка 1,25 ч", "/estimate 1500h"])
def test_hours_that_have_one_meaning_are_taken(words: str) -> None:
    """Other numbers of hours are read as before."""
    assert [type(each) for each in read_commands(words).commands] == [Estimate]


@pytest.mark.parametrize(
    "words",
    [
        "/choose 1\nно только если бесплатно",
        "/выбор 1\nПри условии, что срок прежний",
        "/принято\nно после исправления формы",
        "/accept\nonly once the form is repaired",
        "/согласен\nесли директор не против",
        "/publish\nbut not before Monday",
    ],
)
def test_condition_on_the_next_line_makes_it_a_sentence(words: str) -> None:
    """A command inside a sentence is no command, wherever the line ends."""
    parsed = read_commands(words)
    assert (parsed.commands, parsed.hint is not None) == ((), True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("/choose 1\nСпасибо!", Choose),
        ("/choose 1\n\nНо логотип обсудим отдельно", Choose),
        ("/принято\nНовые макеты очень понравились", Accept),
        ("/принято\nОднако какая красота", Accept),
        ("/agree\nThanks", Agree),
        ("/publish", Publish),
    ],
)
def test_words_without_a_condition_leave_the_command(words: str, kind: type) -> None:
    """Thanks, praise, and what stands apart do not touch the command."""
    assert [type(each) for each in read_commands(words).commands] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "/созвон " + ", " * 15_000,
        "/call " + "a " * 15_000,
        "/ask " + "Анна " * 15_000 + ": тексты",
        "/away " + ", " * 15_000,
    ],
)
def test_endless_words_are_read_at_once(words: str) -> None:
    """By the time of the processor: nobody's comment keeps the worker from others."""
    began = time.process_time()
    read_commands(words, today=TODAY)
    assert time.process_time() - began < 1
