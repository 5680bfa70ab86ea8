"""An example that a hint shows is understood as it stands, on any day."""

from __future__ import annotations

from datetime import date

import pytest

from plugin.core.commands import read_commands
from plugin.core.commands.vocabulary import NAMES, pick_example

DAYS = (date(2027, 1, 31), date(2027, 7, 15), date(2028, 2, 29), date(2027, 12, 31))


@pytest.mark.parametrize("word", ["choose", "выбор"])
@pytest.mark.parametrize("name", NAMES)
def test_example_is_understood_on_any_day(name: str, word: str) -> None:
    """Who copies it gets no second hint, and no day that is past."""
    example = pick_example(name, word)
    read = [read_commands(example, today=day) for day in DAYS]
    assert [(len(each.commands), each.hint) for each in read] == [(1, None)] * len(DAYS)
