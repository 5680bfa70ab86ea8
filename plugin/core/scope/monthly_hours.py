"""Hours of each month, and what one month leaves to the next.

Of what a month leaves unused at most a percentage of its hours may be used in the next, and no later. A month
uses what was left to it before its own hours, so that nothing lapses that could have been used. Months before
the contract's first one leave nothing.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

ZERO = Decimal(0)


class MonthlyHours:
    """The months of one scope item while its hours are given out.

    Args:
        hours: included in each month.
        most_left: how many hours at the most a month leaves to the next.
        first_month: the month from which on months leave something, such as `2026-11`.
    """

    def __init__(self, hours: Decimal, most_left: Decimal, first_month: str) -> None:
        self._hours = hours
        self._most_left = most_left
        self._first = first_month
        self._used: dict[str, Decimal] = defaultdict(Decimal)

    def take(self, month: str, hours: Decimal) -> None:
        """Take hours of a month."""
        self._used[month] += hours

    def left(self, month: str) -> Decimal:
        """Return how many hours of a month can still be given.

        What the next month needs of them already is not given twice.
        """
        if not self._most_left:
            return max(ZERO, self._hours - self._used[month])
        needed_next = max(ZERO, self._used[next_month(month)] - self._hours)
        return max(ZERO, self._hours + self.carried_into(month) - self._used[month] - needed_next)

    def carried_into(self, month: str) -> Decimal:
        """Return how many hours the month before leaves to this one."""
        if not self._most_left or month <= self._first:
            return ZERO
        carried, earlier = ZERO, self._first_used(month)
        while earlier < month:
            own_used = max(ZERO, self._used[earlier] - carried)
            carried = min(self._most_left, max(ZERO, self._hours - own_used))
            earlier = next_month(earlier)
        return carried

    def _first_used(self, month: str) -> str:
        """Return the month to begin with: each one before it leaves the most."""
        used = [each for each, hours in self._used.items() if hours and self._first <= each < month]
        before = previous_month(min(used, default=month))
        return max(self._first, before)


def next_month(month: str) -> str:
    """Return the month after one such as `2026-12`."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12:04}-{number % 12 + 1:02}"


def previous_month(month: str) -> str:
    """Return the month before one such as `2026-01`."""
    year, number = map(int, month.split("-"))
    return f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}"
