"""How long a worker waits after failures, and when it stops writing to one issue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.worker.backoff import FIRST_DELAY, MAX_ATTEMPTS, MAX_DELAY, compute_delay
from plugin.worker.write_limit import MAX_WRITES, WINDOW, WriteLimit

START = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "attempts", "jitter", "seconds"),
    [
        ("The first wait is five seconds.", 1, 0, 5),
        ("The second is ten.", 2, 0, 10),
        ("The tenth is most of an hour.", 10, 0, 2560),
        ("The fifteenth is a day.", 16, 0, 86_400),
        ("It never gets longer.", 500, 0, 86_400),
        ("Jitter shortens it by a quarter at the most.", 1, 1, 3.75),
        ("Half the jitter is half of that.", 1, 0.5, 4.375),
    ],
)
def test_delay_doubles_up_to_a_day(sentence: str, attempts: int, jitter: float, seconds: float) -> None:
    """Waits double from five seconds to a day."""
    assert compute_delay(attempts, jitter) == timedelta(seconds=seconds), sentence


@given(attempts=st.integers(1, 60))
def test_delay_with_jitter_stays_in_bounds(attempts: int) -> None:
    """Whatever jitter is drawn, a wait is neither shorter nor longer than it may be."""
    assert compute_delay(attempts, 1) <= compute_delay(attempts) <= compute_delay(attempts, 0)
    assert FIRST_DELAY * 0.75 <= compute_delay(attempts) <= MAX_DELAY


def test_all_attempts_span_more_than_a_weekend() -> None:
    """All attempts together span more than a weekend before anything is set aside."""
    total = sum((compute_delay(attempt, 1) for attempt in range(1, MAX_ATTEMPTS)), timedelta())
    assert total > timedelta(days=2)


def writes(write_limit: WriteLimit, count: int, now: datetime = START, subject: str = "1009") -> list[bool]:
    """Ask for a number of writes to an issue at one moment."""
    return [write_limit.allows("main", subject, now, answer=False) for _ in range(count)]


def test_write_limit_stops_a_loop() -> None:
    """The maximum of writes in ten minutes is allowed; one more is not."""
    write_limit = WriteLimit()
    assert writes(write_limit, MAX_WRITES + 2) == [True] * MAX_WRITES + [False, False]


@pytest.mark.parametrize(
    ("sentence", "later", "allowed"),
    [
        ("Just within ten minutes it still stops.", WINDOW, False),
        ("After them it allows again.", WINDOW + timedelta(seconds=1), True),
        ("A clock that was set back does not hold an issue up for as long.", -timedelta(hours=1), True),
    ],
)
def test_write_limit_forgets_old_writes(sentence: str, later: timedelta, allowed: bool) -> None:
    """Old writes are forgotten."""
    write_limit = WriteLimit()
    writes(write_limit, MAX_WRITES)
    assert writes(write_limit, 1, START + later) == [allowed], sentence


def test_write_limit_of_one_issue_leaves_others_alone() -> None:
    """A loop on one issue stops that issue alone, in that tracker."""
    write_limit = WriteLimit()
    writes(write_limit, MAX_WRITES)
    assert writes(write_limit, 1, subject="1008") == [True]
    assert write_limit.allows("other", "1009", START, answer=False)


def test_write_limit_drops_quiet_issues_beyond_the_maximum() -> None:
    """Ten thousand issues do not fill the memory; the one in hand is still counted."""
    write_limit = WriteLimit()
    for number in range(10_000):
        write_limit.allows("main", str(number), START, answer=False)
    assert writes(write_limit, MAX_WRITES + 1, subject="one more") == [True] * MAX_WRITES + [False]
