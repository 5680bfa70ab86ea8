"""How the dates of an offer are counted: on time, overdue, or after acceptance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from plugin.core.calendar.schedule import count_working_days
from plugin.core.calendar.working_days import WorkingCalendar
from plugin.core.facts import Baseline
from plugin.core.model.issue_state import Change, ChangeState, IssueState

ParkedUntil = Literal["stage", "next_stage", "next_month"]


@dataclass(frozen=True)
class OfferDates:
    """Which date an offer names, and from where it is counted.

    Attributes:
        calendar: the contract's working days.
        is_overdue: the stage's contract date has passed: no date in the past is named as something to come.
        forecast: the date that our side named for an overdue stage; None where it named none that lies ahead.
        counted_from: the earliest day of counting in an offer of an older version of the service.
        own_from: the day from which work after acceptance is counted; None: the stage is not signed off.
        queued_hours: accepted and unfinished work after acceptance, which comes first.
        parked_until: what parking waits for; None: there is nothing to wait for.
    """

    calendar: WorkingCalendar = WorkingCalendar()
    is_overdue: bool = False
    forecast: date | None = None
    counted_from: date | None = None
    own_from: date | None = None
    queued_hours: Decimal = Decimal(0)
    parked_until: ParkedUntil | None = "stage"

    def own_date(self, hours: Decimal, capacity: Decimal | None) -> tuple[int, date] | None:
        """Return the working days and the date of work after acceptance.

        The hours of all such work that is accepted and unfinished are added up and rounded up once.
        """
        if self.own_from is None or capacity is None:
            return None
        days = count_working_days(self.queued_hours + hours, capacity)
        return days, self.calendar.add_working_days(self.own_from, days)


def find_offer_dates(
    baseline: Baseline, state: IssueState, change: Change, at: datetime | None = None
) -> OfferDates:
    """Return how the dates of an issue's offer are counted.

    Args:
        baseline: the contract at this moment.
        state: the issue.
        change: its change.
        at: when a choice was written: a signature that came later does not touch it. None: now.
    """
    stage = state.stage or ""
    own = frozenset(decision.id for decision in change.decisions)
    signed = baseline.has_signed_date(stage, at)
    due = baseline.schedule_without(own).dates.get(stage)
    is_overdue = not signed and due is not None and due < baseline.today
    return OfferDates(
        calendar=baseline.calendar,
        is_overdue=is_overdue,
        forecast=baseline.forecast_of(stage, besides=own) if is_overdue else None,
        own_from=_first_day(baseline, change) if signed else None,
        queued_hours=sum(
            (hours for issue, hours in baseline.own_pieces.items() if issue != state.issue.id), Decimal(0)
        ),
        parked_until=_parked_until(baseline, state, signed=signed),
    )


def _first_day(baseline: Baseline, change: Change) -> date:
    """Return the day on which the offer was published, until it ends; else today."""
    offer = change.offer
    stands = change.state is ChangeState.OFFERED and offer is not None and baseline.today <= offer.answer_by
    return offer.made_on if stands and offer is not None else baseline.today


def _parked_until(baseline: Baseline, state: IssueState, *, signed: bool) -> ParkedUntil | None:
    item = baseline.mapping.item(state.item or "")
    if item is not None and item.hours_per_month is not None:
        return "next_month"
    if not signed:
        return "stage"
    is_left = any(not baseline.is_signed_off(stage.id) for stage in baseline.mapping.stages)
    return "next_stage" if is_left else None
