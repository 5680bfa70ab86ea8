"""Two outcomes as one: nothing of either is lost."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.model.results import Result

KEYED = {"result", "states", "stages", "waits", "processed"}
LISTED = [each.name for each in fields(Outcome) if each.name not in KEYED]


@pytest.mark.parametrize("name", LISTED)
def test_every_list_is_joined(name: str) -> None:
    """Also that of a field which comes later."""
    first, second = (Outcome(**{name: (each,)}) for each in ("a", "b"))  # type: ignore[arg-type]
    assert ("a", "b") == getattr(first.and_then(second), name)
    assert ("a",) == getattr(first, name)


def test_the_later_of_two_waits_counts() -> None:
    """What is known by a key stands there once, in the place of the first."""
    waits: list[Any] = [Wait("1", "old"), Wait("2", "other"), Wait("1", "new")]
    joined = Outcome(waits=tuple(waits[:2])).and_then(Outcome(waits=tuple(waits[2:])))
    assert [waits[2], waits[1]] == list(joined.waits)


def test_a_result_is_kept_where_nothing_follows() -> None:
    """A policy without a result leaves that of the one before it."""
    judged = Outcome(Result.JUDGED)
    assert Result.JUDGED == judged.and_then(Outcome(used_links=("a",))).result
    assert Result.DELETED == judged.and_then(Outcome(Result.DELETED)).result
    assert judged is judged.and_then(NOTHING)
    assert judged is NOTHING.and_then(judged)


class Wait:
    """What a wait is known by."""

    def __init__(self, key: str, what: str) -> None:
        self.key, self.what = key, what
