"""The waiting clock: the working days on which each side had the ball.

A working day belongs to the side that has the ball when its work ends; what comes later comes on the next
working day. So the days of two sides never overlap, and an answer on the day asked for costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mappings.model import ContractMapping
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.model.terms_history import TermsHistory
from plugin.core.model.waits import Side, Wait, WaitKind, WaitState


@dataclass(frozen=True)
class Hours:
    """The contract's days and hours: its calendar, and when its working day ends.

    Attributes:
        calendar: the working days.
        mapping: the contract, for its time zone and hours.
        history: when the terms of waiting did not hold.
    """

    calendar: WorkingCalendar
    mapping: ContractMapping
    history: TermsHistory = TermsHistory()

    def find_day(self, moment: datetime) -> date:
        """Return the working day on which something that came at a moment is there."""
        local = moment.astimezone(self.mapping.contract.zone)
        is_late = local.time() >= self.mapping.hours.until
        return self.calendar.on_or_after(local.date() + timedelta(days=1 if is_late else 0))

    def list_days(self, start: date, end: date) -> Iterator[date]:
        """Yield the working days from a day on, the end not among them."""
        day = self.calendar.on_or_after(start)
        while day < end:
            yield day
            day = self.calendar.on_or_after(day + timedelta(days=1))

    def is_paused(self, day: date) -> bool:
        """Tell whether the terms of waiting did not hold when the work of a day ended."""
        ends = datetime.combine(day, self.mapping.hours.until, tzinfo=self.mapping.contract.zone)
        return self.history.is_paused(ends)


def find_held_days(wait: Wait, side: Side, hours: Hours, now: datetime) -> frozenset[date]:
    """Return the working days on which a side had the ball of a wait, up to now.

    Those of a wait that was given to somebody else go on in the one that took its place.
    """
    if wait.state in (WaitState.CANCELLED, WaitState.MOVED):
        return frozenset()
    return frozenset(
        day
        for turn in wait.turns
        if turn.side == side
        for day in hours.list_days(hours.find_day(turn.since), hours.find_day(turn.until or now))
    )


def find_late_days(wait: Wait, hours: Hours, now: datetime) -> tuple[date, ...]:
    """Return the working days after the day asked for on which an answer was owed.

    After a part came, they go on from the word that something is missing.
    """
    first = hours.calendar.on_or_after(wait.due + timedelta(days=1))
    held = find_held_days(wait, wait.owed_side, hours, now)
    return tuple(sorted(day for day in held if day >= first))


def find_counted_days(wait: Wait, hours: Hours, now: datetime) -> frozenset[date]:
    """Return the days of a wait that may move its stage: late ones beyond the grace.

    Days on which the contract had no terms of waiting, or was only observed, bind nobody.
    """
    terms = hours.mapping.waiting
    late = [day for day in find_late_days(wait, hours, now) if not hours.is_paused(day)]
    return frozenset(late[terms.grace if terms else 0 :])


def counts_for_dates(wait: Wait, mapping: ContractMapping) -> bool:
    """Tell whether a wait is of a kind that may move its stage's date.

    That is an input of the client's side, or a signature by which the next stage is gated; never a decision,
    a promise or a confirmation, nothing that was asked as not urgent, and no question within one side.
    """
    is_between_sides = wait.owed_side == "client" and wait.asked_side == "contractor"
    if not is_between_sides or wait.stage is None or not wait.urgent:
        return False
    if wait.kind is WaitKind.SIGNATURE:
        stage = mapping.stage(wait.stage)
        return stage is not None and stage.sign_off is not None and stage.sign_off.gate_next
    return wait.kind is WaitKind.INPUT


def unite(days: Iterable[frozenset[date]]) -> frozenset[date]:
    """Return the days of several waits, those that overlap once."""
    return frozenset[date]().union(*days)
