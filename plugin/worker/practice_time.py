"""Moves the timers when practice time jumps.

Timers wait by the machine's clock, like all work. Each remembers by which shift of practice time it was set;
when the shift changes, it is set anew.
"""

from __future__ import annotations

from datetime import timedelta

from plugin.runtime.clock import Clock, ShiftedClock, shift_of
from plugin.store import timers
from plugin.store.engine import Database


class TimerShift:
    """Keeps the timers of a database at the shift of a clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: timedelta | None = None

    @property
    def is_practice(self) -> bool:
        """Whether the clock may jump at any time."""
        return isinstance(self._clock, ShiftedClock)

    def follow(self) -> bool:
        """Set the timers anew where practice time jumped, began or ended.

        Return whether it did.
        """
        shift = shift_of(self._clock)
        if shift == self._known:
            return False
        with self._database.change() as connection:
            timers.move_to_shift(connection, shift)
        self._known = shift
        return True
