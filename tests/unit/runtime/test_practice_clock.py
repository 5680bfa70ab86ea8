"""Practice time: a file sets the service's clock, which runs on from there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plugin.runtime.clock import NO_SHIFT, SystemClock, machine_clock, shift_of
from plugin.runtime.practice_clock import CHECK_INTERVAL_S, PracticeClock, PracticeClockError

WRITTEN = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@dataclass
class Machine:
    """The machine's clock, and the monotonic one beside it."""

    moment: datetime = WRITTEN
    monotonic_s: float = 0.0

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def wait(self, seconds: float) -> None:
        """Move both clocks on."""
        self.moment += timedelta(seconds=seconds)
        self.monotonic_s += seconds


@dataclass
class Practice:
    """A file, the machine that wrote it, and the clock that follows it."""

    path: Path
    machine: Machine

    def write(self, text: str) -> None:
        """Write the file now."""
        self.path.write_text(text, encoding="utf-8")
        at_ns = int(self.machine.moment.timestamp()) * 1_000_000_000
        os.utime(self.path, ns=(at_ns, at_ns))

    def clock(self) -> PracticeClock:
        """Return a clock that follows the file."""
        return PracticeClock(self.path, self.machine, lambda: self.machine.monotonic_s)


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """A machine without the file yet."""
    return Practice(tmp_path / "now", Machine())


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-03-25T10:00:00+03:00", datetime(2027, 3, 25, 7, 0, tzinfo=UTC)),
        ("2027-03-25T10:00:00Z", datetime(2027, 3, 25, 10, 0, tzinfo=UTC)),
        ("2027-03-25T10:00", datetime(2027, 3, 25, 10, 0, tzinfo=UTC)),
        ("2027-03-25 10:00:30.5\n", datetime(2027, 3, 25, 10, 0, 30, 500_000, tzinfo=UTC)),
        ("2027-03-25", datetime(2027, 3, 25, tzinfo=UTC)),
        ("1999-01-01T00:00", datetime(1999, 1, 1, tzinfo=UTC)),
    ],
    ids=["an offset", "Z", "no offset is UTC", "a part of a second", "a day alone", "a time long ago"],
)
def test_an_iso_time_is_utc_where_it_names_no_offset(practice: Practice, text: str, moment: datetime) -> None:
    """An ISO time, UTC where it names no offset."""
    practice.write(text)
    assert practice.clock().now() == moment


def test_the_clock_runs_on_from_it(practice: Practice) -> None:
    """A process that starts later has the same time as one that started before."""
    practice.write("2027-03-25T10:00")
    first = practice.clock()
    practice.machine.wait(90)
    assert first.now() == practice.clock().now() == datetime(2027, 3, 25, 10, 1, 30, tzinfo=UTC)


def test_it_is_read_again_when_it_changed(practice: Practice) -> None:
    """Looked at every second, read again when it changed, also with the same words."""
    practice.write("2027-03-25T10:00")
    clock = practice.clock()
    practice.machine.wait(60)
    practice.write("2027-04-01T09:00")
    practice.machine.wait(CHECK_INTERVAL_S)
    assert clock.now() == datetime(2027, 4, 1, 9, 0, 1, tzinfo=UTC)
    practice.machine.wait(60)
    practice.write("2027-04-01T09:00")
    practice.machine.wait(CHECK_INTERVAL_S)
    assert clock.now() == datetime(2027, 4, 1, 9, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tomorrow", "2027-02-30T10:00"], ids=["empty", "a word", "no such day"])
def test_a_file_that_is_being_written_changes_nothing(practice: Practice, text: str) -> None:
    """The clock runs on until the file holds a time again."""
    practice.write("2027-03-25T10:00")
    clock = practice.clock()
    practice.machine.wait(60)
    practice.write(text)
    practice.machine.wait(60)
    assert clock.now() == datetime(2027, 3, 25, 10, 2, tzinfo=UTC)
    practice.path.unlink()
    practice.machine.wait(60)
    assert clock.now() == datetime(2027, 3, 25, 10, 3, tzinfo=UTC)


def test_without_a_time_it_does_not_begin(practice: Practice) -> None:
    """A file that is missing or holds no time is told in words."""
    with pytest.raises(PracticeClockError, match="cannot be read"):
        practice.clock()
    practice.write("soon")
    with pytest.raises(PracticeClockError, match="holds no time such as"):
        practice.clock()


def test_the_machine_clock_stays_beside_it(practice: Practice) -> None:
    """Leases, back-off and sessions keep the machine's clock."""
    practice.write("2027-03-25T10:00")
    clock = practice.clock()
    assert machine_clock(clock).now() == WRITTEN
    assert WRITTEN + shift_of(clock) == clock.now()
    system = SystemClock()
    assert (machine_clock(system), shift_of(system)) == (system, NO_SHIFT)
