"""Timers of an offer: ask again after its validity, then suggest a call. Silence decides nothing."""

from __future__ import annotations

from datetime import date, datetime

from plugin.core.choice.choice import answer
from plugin.core.facts import Baseline, Facts
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import Outcome, RecordEntry, TimerSet
from plugin.core.presenter.presenter import addressee_name, end_of_validity
from plugin.texts import messages as say

REMIND, CALL = "offer:remind", "offer:call"
_CALL_AFTER_WORKING_DAYS = 2


def offer_timers(baseline: Baseline, before: IssueState | None, state: IssueState) -> tuple[TimerSet, ...]:
    """Return the timers that a state calls for: set with a new offer, called off with anything else."""
    was = before.change if before else None
    change = state.change
    open_now = change is not None and change.state is ChangeState.OFFERED and change.offer is not None
    open_before = was is not None and was.state is ChangeState.OFFERED
    if change is None or not open_now or change.offer is None:
        return tuple(TimerSet(state.issue.id, name, None) for name in (REMIND, CALL)) if open_before else ()
    if was is not None and was.offer == change.offer and open_before:
        return ()
    first = end_of_validity(baseline, change.offer.answer_by)
    return (TimerSet(state.issue.id, REMIND, _morning(baseline, first)), TimerSet(state.issue.id, CALL, None))


def remind_of_offer(facts: Facts, state: IssueState, name: str) -> Outcome:
    """Ask the decider again when an offer's validity has passed; nothing is decided by it."""
    change, baseline = state.change, facts.baseline
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return Outcome("nothing_open")
    message = say.OfferReminder(
        decider=addressee_name(baseline, state) or "",
        summary=state.issue.summary,
        answer_by=change.offer.answer_by,
        step=1 if name == REMIND else 2,
        bare_digit=baseline.mapping.answers.bare_digit,
    )
    told = answer(baseline, state, f"{name}:{change.offer.version}", message)
    entry = RecordEntry(state.issue.id, "offer_reminded", {"issue": state.issue.key, "step": message.step})
    timers: tuple[TimerSet, ...] = ()
    if name == REMIND:
        next_step = baseline.calendar.add_working_days(baseline.today, _CALL_AFTER_WORKING_DAYS)
        timers = (TimerSet(state.issue.id, CALL, _morning(baseline, next_step)),)
    return Outcome("offer_reminded", effects=(told,), entries=(entry,), timers=timers)


def _morning(baseline: Baseline, day: date) -> datetime:
    """Return when people begin to be written to on a day, in the contract's time zone."""
    return datetime.combine(day, baseline.mapping.hours.starts, tzinfo=baseline.mapping.contract.zone)
