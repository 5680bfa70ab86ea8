"""Contract dates of stages: the mapping's due dates plus accepted shifts.

They are always computed, never restored. A shift moves its own stage. Stages that come `after` it move by as
much as its new date forces them to: the working days between both due dates that the later stage does not
need for its own hours are slack, and only what is left of the shift after the slack moves the later stage
(ADR 4). A stage that was signed keeps the date that it had then (ADR 31).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType

from mappings.model import ContractMapping, Stage
from plugin.core.calendar.durations import exact_hours
from plugin.core.calendar.working_days import WorkingCalendar

NONE_SIGNED: Mapping[str, date] = MappingProxyType({})


@dataclass(frozen=True)
class Shift:
    """An accepted shift of a stage.

    Attributes:
        stage: the stage's id.
        working_days: by how much the contract date moves.
        counted_from: the earliest day from which days are counted; only decisions of versions up to 0.1 have
            one, and keep it. None: they count from the contract date, however late the stage is.
        by_waiting: the client's side was waited for; no decision made it.
    """

    stage: str
    working_days: int
    counted_from: date | None = None
    by_waiting: bool = False


@dataclass(frozen=True)
class ShiftImpact:
    """What one more shift would do: to its stage's date, and to later stages."""

    working_days: int
    before: date
    after: date
    later: tuple[tuple[str, date, date], ...] = ()


def count_working_days(hours: Decimal, capacity: Decimal) -> int:
    """Return the whole working days that hours take, rounded up.

    `capacity` is in hours a day.
    """
    return math.ceil(exact_hours(hours) / exact_hours(capacity))


class Schedule:
    """The due dates of one contract with its accepted shifts; results are cached.

    Many open offers ask the same of one contract: what its dates are, and what one more shift would do.

    Args:
        mapping: the contract in force.
        calendar: its working days.
        shifts: accepted shifts, earliest decision first.
        signed: the dates of stages as they stood when these were signed, by stage id.
    """

    def __init__(
        self,
        mapping: ContractMapping,
        calendar: WorkingCalendar,
        shifts: Sequence[Shift],
        signed: Mapping[str, date] = NONE_SIGNED,
    ) -> None:
        self._contract = mapping, calendar
        self._shifts = tuple(shifts)
        self._signed = signed
        self._impacts: dict[Shift, ShiftImpact | None] = {}

    @cached_property
    def dates(self) -> dict[str, date | None]:
        """The due date of every stage by its id; None for a stage that has none."""
        return compute_due_dates(*self._contract, self._shifts, self._signed)

    def impact(self, one_more: Shift) -> ShiftImpact | None:
        """Return what one more shift would do, or None when its stage has no due date.

        Of a signed stage only words written before the signature ask for it.
        """
        if one_more not in self._impacts:
            signed = dict(self._signed)
            if one_more.stage in signed:
                calendar = self._contract[1]
                moved = calendar.add_working_days(signed[one_more.stage], one_more.working_days)
                signed[one_more.stage] = moved
            then = compute_due_dates(*self._contract, [*self._shifts, one_more], signed)
            self._impacts[one_more] = _impact(self._contract[0], self.dates, then, one_more)
        return self._impacts[one_more]


def compute_due_dates(
    mapping: ContractMapping,
    calendar: WorkingCalendar,
    shifts: Sequence[Shift],
    signed: Mapping[str, date] = NONE_SIGNED,
) -> dict[str, date | None]:
    """Return the due date of every stage with these shifts accepted.

    Args:
        mapping: the contract in force.
        calendar: its working days.
        shifts: accepted shifts, earliest decision first.
        signed: the dates of stages as they stood when these were signed; they never move again.

    Returns:
        The date by stage id; None for a stage that has none.
    """
    dates: dict[str, date | None] = {}
    for stage in _in_order(mapping):
        if stage.id in signed:
            dates[stage.id] = signed[stage.id]
            continue
        if stage.due is None:
            dates[stage.id] = None
            continue
        own = [shift for shift in shifts if shift.stage == stage.id]
        pushed = [
            _push(mapping, calendar, stage, previous, moved)
            for previous in stage.after
            if (moved := dates.get(previous)) is not None
        ]
        due = calendar.add_working_days(stage.due, max(pushed)) if any(pushed) else stage.due
        for shift in own:
            start = due if shift.counted_from is None else max(due, shift.counted_from)
            due = calendar.add_working_days(start, shift.working_days)
        dates[stage.id] = due
    return dates


def _impact(
    mapping: ContractMapping,
    now: Mapping[str, date | None],
    then: Mapping[str, date | None],
    one_more: Shift,
) -> ShiftImpact | None:
    before, after = now.get(one_more.stage), then.get(one_more.stage)
    if before is None or after is None:
        return None
    later = tuple(
        (stage.id, old, new)
        for stage in mapping.stages
        if stage.id != one_more.stage
        and (old := now[stage.id]) is not None
        and (new := then[stage.id]) is not None
        and old != new
    )
    return ShiftImpact(one_more.working_days, before, after, later)


def _push(
    mapping: ContractMapping, calendar: WorkingCalendar, stage: Stage, previous_id: str, moved: date
) -> int:
    """Return by how many working days the moved predecessor forces the stage to move."""
    previous = mapping.stage(previous_id)
    if previous is None or previous.due is None or stage.due is None or moved <= previous.due:
        return 0
    hours = sum((item.hours for item in stage.items if item.hours is not None), Decimal(0))
    needed = count_working_days(hours, mapping.capacity) if mapping.capacity else 0
    slack = max(0, calendar.working_days_between(previous.due, stage.due) - max(1, needed))
    return max(0, calendar.working_days_between(previous.due, moved) - slack)


def _in_order(mapping: ContractMapping) -> list[Stage]:
    """Return the stages, each after those it follows; the loader has refused cycles."""
    ordered: list[Stage] = []
    waiting: Mapping[str, Stage] = {stage.id: stage for stage in mapping.stages}
    while waiting:
        placed = {stage.id for stage in ordered}
        ready = [s for s in waiting.values() if all(a in placed or a not in waiting for a in s.after)]
        chosen = ready or list(waiting.values())
        ordered += chosen
        waiting = {key: stage for key, stage in waiting.items() if stage not in chosen}
    return ordered
