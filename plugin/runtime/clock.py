"""Time as an argument: the service asks a clock, tests set one.

The service's clock governs what contracts are about. Practice time may set it
(`plugin.runtime.practice_clock`); then leases, back-off, heartbeats and sessions keep to the machine's clock.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import UTC, datetime, timedelta
from typing import Protocol

NO_SHIFT = timedelta(0)


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""


class ShiftedClock(ABC):
    """A clock that is ahead of another one, or behind it.

    A class and no protocol: it is asked for at every look at the time, and a protocol would look at all its
    methods each time.
    """

    @property
    @abstractmethod
    def machine(self) -> Clock:
        """The clock that it is measured from."""

    @abstractmethod
    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    @abstractmethod
    def shift(self) -> timedelta:
        """Return by how much it is ahead."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment."""
        return datetime.now(UTC)


def machine_clock(clock: Clock) -> Clock:
    """Return the clock for what must not follow practice time, such as leases."""
    return clock.machine if isinstance(clock, ShiftedClock) else clock


def shift_of(clock: Clock) -> timedelta:
    """Return by how much the service's time is ahead of the machine's."""
    return clock.shift() if isinstance(clock, ShiftedClock) else NO_SHIFT
