"""How fast Yandex Tracker is asked: an own pace, and a rest after a 429."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from plugin.trackers.base import TrackerBusy
from plugin.trackers.yandex.pace import Pace


@dataclass
class SteppedClock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the moment that was set."""
        return self.moment


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that stands still."""
    return SteppedClock()


def count_writes(pace: Pace) -> int:
    """Return how many writes pass now."""
    for count in range(1000):
        try:
            pace.take(is_write=True)
        except TrackerBusy:
            return count
    return 1000


def test_writes_have_a_pace_and_reads_have_none(clock: SteppedClock) -> None:
    """A hundred at once, then five a second."""
    pace = Pace(clock.now)
    assert 100 == count_writes(pace)
    for _ in range(500):
        pace.take(is_write=False)
    clock.moment += timedelta(seconds=2)
    assert 10 == count_writes(pace)


def test_a_429_halves_the_pace(clock: SteppedClock) -> None:
    """It comes back when there was none for ten minutes."""
    pace = Pace(clock.now)
    count_writes(pace)
    pace.note_refusal(1)
    clock.moment += timedelta(seconds=4)
    assert 10 == count_writes(pace)
    clock.moment += timedelta(minutes=11)
    count_writes(pace)
    clock.moment += timedelta(seconds=2)
    assert 10 == count_writes(pace)


@pytest.mark.parametrize("is_write", [True, False])
def test_after_a_429_nothing_is_sent_until_its_time_is_over(clock: SteppedClock, is_write: bool) -> None:
    """Reads wait as well as writes."""
    pace = Pace(clock.now)
    pace.note_refusal(30)
    with pytest.raises(TrackerBusy) as raised:
        pace.take(is_write=is_write)
    assert 30 == raised.value.retry_after_s
    clock.moment += timedelta(seconds=30)
    pace.take(is_write=is_write)


def test_a_429_without_a_time_rests_longer_each_time(clock: SteppedClock) -> None:
    """Twice as long, a minute at most."""
    pace = Pace(clock.now)
    waits = []
    for _ in range(8):
        pace.note_refusal(None)
        with pytest.raises(TrackerBusy) as raised:
            pace.take(is_write=False)
        waits.append(raised.value.retry_after_s)
        clock.moment += timedelta(seconds=waits[-1] or 0)
    assert [1, 2, 4, 8, 16, 32, 60, 60] == waits
