"""A date at risk, said while it can be kept, with the last day for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from plugin.core.calendar.schedule import count_working_days
from plugin.core.facts import Baseline
from plugin.core.model.waits import Wait
from plugin.core.waiting.clock import counts_for_dates
from plugin.core.waiting.counted_days import find_stage
from plugin.texts.reminder_messages import DateAtRisk


def find_risk(baseline: Baseline, wait: Wait, hours: Decimal) -> DateAtRisk | None:
    """Return the date that a wait puts at risk, and the last day of its answer.

    None where nothing is at risk, and where it is too late: what cannot be avoided is no warning.

    Args:
        baseline: the contract at this moment.
        wait: what is waited for.
        hours: of the work that begins with the answer.
    """
    stage = find_stage(baseline, wait)
    due = baseline.schedule.dates.get(stage.id) if stage else None
    if stage is None or due is None or not counts_for_dates(wait, baseline.mapping):
        return None
    capacity = baseline.mapping.capacity
    needed = max(1, count_working_days(hours, capacity)) if capacity else 1
    last_day = _go_back(baseline, due, needed)
    if last_day < baseline.today or last_day <= wait.due:
        return None
    return DateAtRisk(stage.title, due, last_day)


def _go_back(baseline: Baseline, day: date, working_days: int) -> date:
    """Return the working day that lies a number of working days before another."""
    for _ in range(working_days):
        day -= timedelta(days=1)
        while not baseline.calendar.is_working(day):
            day -= timedelta(days=1)
    return day
