"""A date at risk, said while it can be kept, with the last day for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from mappings.model import ContractMapping
from plugin.core.calendar.schedule import count_working_days
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.facts import Baseline
from plugin.core.model.waits import Wait, WaitState
from plugin.core.waiting.clock import counts_for_dates
from plugin.texts.reminder_messages import DateAtRisk


@dataclass(frozen=True)
class StageDates:
    """The contract dates of the stages that can still move, on a day.

    Attributes:
        mapping: the contract in force.
        calendar: its working days.
        dates: by the stage's id; those of signed stages never move and are left out.
        today: the contract's day.
    """

    mapping: ContractMapping
    calendar: WorkingCalendar
    dates: Mapping[str, date | None]
    today: date


def dates_of(baseline: Baseline) -> StageDates:
    """Return the dates of a contract at this moment."""
    found = baseline.schedule.dates.items()
    dates = {stage: due for stage, due in found if not baseline.is_signed_off(stage)}
    return StageDates(baseline.mapping, baseline.calendar, dates, baseline.today)


def find_risk(known: StageDates, wait: Wait, hours: Decimal) -> DateAtRisk | None:
    """Return the date that a wait puts at risk, and the last day of its answer.

    None where nothing is at risk, and where it is too late: what cannot be avoided is no warning.

    Args:
        known: the dates of the contract.
        wait: what is waited for.
        hours: of the work that begins with the answer.
    """
    mapping = known.mapping
    stage, due = mapping.stage(wait.stage or ""), known.dates.get(wait.stage or "")
    if stage is None or due is None or not counts_for_dates(wait, mapping):
        return None
    needed = max(1, count_working_days(hours, mapping.capacity)) if mapping.capacity else 1
    last_day = _go_back(known.calendar, due, needed)
    if last_day < known.today or last_day <= wait.due:
        return None
    return DateAtRisk(stage.title, due, last_day)


def find_late_risk(known: StageDates, wait: Wait, hours: Decimal) -> DateAtRisk | None:
    """Return the date that a late wait puts at risk; before its day all is well."""
    is_late = wait.state is WaitState.OPEN and wait.due < known.today
    return find_risk(known, wait, hours) if is_late else None


def _go_back(calendar: WorkingCalendar, day: date, working_days: int) -> date:
    """Return the working day that lies a number of working days before another."""
    for _ in range(working_days):
        day -= timedelta(days=1)
        while not calendar.is_working(day):
            day -= timedelta(days=1)
    return day
