"""Timers of an offer: ask again after its validity, then suggest a call.

Silence decides nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from plugin.core.facts import Baseline
from plugin.core.model.internal_events import OfferTimerDue
from plugin.core.model.issue_state import ChangeState, IssueState, OfferVersion
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry, TimerSet
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.presenter.addressees import find_addressee_name, find_addressees, find_reporter_key
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import end_of_validity, option_line
from plugin.core.step import Step
from plugin.texts import messages as say


class OfferTimer(StrEnum):
    """The timers of an open offer, by the names under which they are stored."""

    REMIND = "offer:remind"
    CALL = "offer:call"
    OVERDUE = "offer:overdue"


_SLOTS = {OfferTimer.REMIND: SlotKind.REMIND, OfferTimer.CALL: SlotKind.CALL}
_CALL_AFTER_WORKING_DAYS = 2


def plan_offer_timers(
    baseline: Baseline, before: IssueState | None, state: IssueState
) -> tuple[TimerSet, ...]:
    """Return the timers of a state: set with a new offer, else cancelled."""
    was = before.change if before else None
    change = state.change
    open_now = change is not None and change.state is ChangeState.OFFERED and change.offer is not None
    open_before = was is not None and was.state is ChangeState.OFFERED
    if change is None or not open_now or change.offer is None:
        return tuple(TimerSet(state.issue.id, name, None) for name in OfferTimer) if open_before else ()
    if was is not None and open_before and was.offer and was.offer.differs_in_forecast_only(change.offer):
        return ()
    first = end_of_validity(baseline, change.offer.answer_by)
    named = _named_date(change.offer)
    if baseline.mapping.waiting is not None:
        # What is owed is asked for by the ladder, an offer like everything else.
        return (_recount_after(baseline, state, named),) if named is not None else ()
    timers = [TimerSet(state.issue.id, OfferTimer.REMIND, baseline.morning_of(first))]
    if open_before:
        # Only an offer that was open before can have its second timer set.
        timers.append(TimerSet(state.issue.id, OfferTimer.CALL, None))
    if named is not None and named < first:
        # Its date passes while it stands: from then on it names none in the past.
        timers.append(_recount_after(baseline, state, named))
    return tuple(timers)


def _named_date(offer: OfferVersion) -> date | None:
    """Return the stage's date that an offer names, or None."""
    named = [option.before for option in offer.options if option.before and not option.overdue]
    return min(named, default=None)


def _recount_after(baseline: Baseline, state: IssueState, day: date) -> TimerSet:
    """Return the timer that has an offer made anew once a date has passed."""
    return TimerSet(state.issue.id, OfferTimer.OVERDUE, baseline.morning_of(day + timedelta(days=1)))


def remind_of_offer(baseline: Baseline, state: IssueState, name: OfferTimer) -> Outcome:
    """Ask the decider again when an offer's validity has passed; decide nothing."""
    change = state.change
    if change is None or change.state is not ChangeState.OFFERED or change.offer is None:
        return Outcome(Result.NOTHING_OPEN)
    message = say.OfferReminder(
        decider=find_addressee_name(baseline, state) or "",
        summary=state.issue.summary,
        answer_by=change.offer.answer_by,
        step=1 if name is OfferTimer.REMIND else 2,
        bare_digit=baseline.mapping.answers.bare_digit,
        options=tuple(option_line(baseline, state, option) for option in change.offer.options),
        currency=baseline.mapping.contract.currency,
    )
    asks = find_addressees(baseline, change, find_reporter_key(baseline, state))
    reminder = make_answer(baseline, state, Slot(_SLOTS[name], str(change.offer.version)), message, asks)
    entry = RecordEntry(
        state.issue.id, EntryKind.OFFER_REMINDED, {"issue": state.issue.key, "step": message.step}
    )
    timers: tuple[TimerSet, ...] = ()
    if name is OfferTimer.REMIND:
        next_step = baseline.calendar.add_working_days(baseline.today, _CALL_AFTER_WORKING_DAYS)
        timers = (TimerSet(state.issue.id, OfferTimer.CALL, baseline.morning_of(next_step)),)
        named = _named_date(change.offer)
        if named is not None and named >= baseline.today:
            timers += (_recount_after(baseline, state, named),)
    return Outcome(Result.OFFER_REMINDED, effects=(reminder,), entries=(entry,), timers=timers)


def set_offer_timers(step: Step) -> Outcome:
    """Set the timers of new offers, and cancel those of offers no longer open."""
    timers = tuple(
        timer for was, state in step.followed for timer in plan_offer_timers(step.now.baseline, was, state)
    )
    return Outcome(timers=timers) if timers else NOTHING


def remind(step: Step) -> Outcome:
    """Ask the decider again when a timer of an open offer falls due."""
    if not isinstance(step.event, OfferTimerDue) or step.state is None:
        return NOTHING
    if step.now.baseline.mapping.waiting is not None:
        return NOTHING
    return remind_of_offer(step.now.baseline, step.state, OfferTimer(step.event.name))
