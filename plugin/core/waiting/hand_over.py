"""Handing the ball over: what a word, a file or an answer on a page does to waits."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.core.facts import Baseline
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry, TimerSet
from plugin.core.model.results import Result
from plugin.core.model.waits import Side, Wait, WaitKind, WaitState
from plugin.core.step import Step
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.wait_lines import hours_of

LET_STAND = "wait:stand"
"""The timer by which an answer that nobody questions counts as complete."""
LET_STAND_WORKING_DAYS = 2
_CLOCK_TOLERANCE = timedelta(minutes=2)


def hand_over(
    step: Step,
    state: IssueState,
    side: Side,
    person: str | None,
    at: datetime,
    *,
    only_asked: bool = False,
    is_looked_up: bool = False,
) -> Outcome:
    """Return what a word, a file or an answer on a page does to the waits of an issue.

    A reply hands over all waits of its side. What is asked by an offer or a sign-off comes back as soon as
    the other side has answered in turn; an answer to a question waits for a word or two days' silence.

    Args:
        step: the decision.
        state: the issue.
        side: whose word it is.
        person: the person's key; None for somebody whom the contract does not name.
        at: when it was written.
        only_asked: what an offer or a sign-off asks is answered by it otherwise.
        is_looked_up: it may have been told before, so that it answers nothing that was opened since.
    """
    changed: list[Wait] = []
    entries: list[RecordEntry] = []
    was_answered = False
    for wait in step.now.waits_of(state.issue.id):
        if (
            not wait.is_open
            or _is_from_before(wait, at, is_exact=is_looked_up)
            or wait.kind is WaitKind.PROMISE
        ):
            continue
        if only_asked and wait.series != "asked":
            continue
        own_side = wait.owed_side == wait.asked_side
        owes = person == wait.owed_by if own_side else side == wait.owed_side
        if wait.state is WaitState.OPEN and owes:
            changed.append(wait.passed(wait.asked_side, at))
            entries.append(make_entry(state, EntryKind.ANSWERED, wait, by=person, at=at.isoformat()))
        elif wait.state is WaitState.ANSWERED and not owes and wait.series != "asked":
            changed.append(wait.passed(wait.owed_side, at))
        elif wait.state is WaitState.ANSWERED:
            was_answered = True
    if not changed and not was_answered:
        return NOTHING
    result = Result.ANSWERED if entries else Result.NOTHING
    timers = plan_let_stand(step.now.baseline, state.issue.id, at) if entries or was_answered else ()
    return Outcome(result, entries=tuple(entries), waits=tuple(changed), timers=timers)


def _is_from_before(wait: Wait, at: datetime, *, is_exact: bool) -> bool:
    """Tell whether a word is older than the turn that it would end.

    What opened by itself has the service's own time, which may be a little ahead of the tracker's.
    """
    is_opened_by_itself = wait.series != "asked" and len(wait.turns) == 1
    ahead = _CLOCK_TOLERANCE if is_opened_by_itself and not is_exact else timedelta(0)
    return at < wait.turns[-1].since - ahead


def plan_let_stand(baseline: Baseline, issue: str, at: datetime) -> tuple[TimerSet, ...]:
    """Return the timer that ends an answered wait after two working days of silence."""
    zone = baseline.mapping.contract.zone
    local = at.astimezone(zone)
    day = hours_of(baseline).find_day(at)
    time = local.time() if day == local.date() else baseline.mapping.hours.starts
    due = baseline.calendar.add_working_days(day, LET_STAND_WORKING_DAYS)
    return (TimerSet(issue, LET_STAND, datetime.combine(due, time, tzinfo=zone)),)
