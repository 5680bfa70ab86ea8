"""Holding back before Jira's limit of writes to one issue."""

from __future__ import annotations

import pytest

from plugin.trackers.base import TrackerBusy
from plugin.trackers.jira.write_rate import WriteRate


class Seconds:
    """A monotonic clock that tests move."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_the_sixteenth_write_within_two_seconds_is_held_back() -> None:
    """The sixteenth is held back until the first is two seconds old.

    Other issues go on.
    """
    clock = Seconds()
    pace = WriteRate(monotonic_s=clock)
    for _ in range(15):
        pace.take("1")
    clock.now = 0.5
    with pytest.raises(TrackerBusy) as raised:
        pace.take("1")
    assert raised.value.retry_after_s == 1.5
    pace.take("2")
    clock.now = 2.0
    pace.take("1")


def test_the_ninety_first_write_within_thirty_seconds_is_held_back() -> None:
    """Slow writing meets the longer limit."""
    clock = Seconds()
    pace = WriteRate(monotonic_s=clock)
    for number in range(90):
        clock.now = number * 0.2
        pace.take("1")
    with pytest.raises(TrackerBusy) as raised:
        pace.take("1")
    assert pytest.approx(30 - 89 * 0.2) == raised.value.retry_after_s
