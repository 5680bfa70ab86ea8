"""Due dates: what a decision moves is written to the tracker and recorded."""

from __future__ import annotations

from plugin.core.due_dates.deadline_shift import move_own_date, move_signed_dates, move_stages
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step


def move_due_dates(step: Step) -> Outcome:
    """Write the due dates that a decision moves, or that it took back."""
    outcome, before, now = NOTHING, step.before.baseline, step.now.baseline
    if before.shifts != now.shifts or before.signed_dates != now.signed_dates:
        late = move_signed_dates(before, now, step.outcome.states)
        outcome = late.and_then(move_stages(before, now.with_stages(late.stages)))
    for state in step.outcome.states:
        own = move_own_date(now, step.before.states.get(state.issue.id), state)
        outcome = outcome.and_then(own)
    return outcome
