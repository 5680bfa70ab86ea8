"""Due dates: what a decision moves is written to the tracker and recorded."""

from __future__ import annotations

from plugin.core.due_dates.deadline_shift import move_stages, set_own_date
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step


def move_due_dates(step: Step) -> Outcome:
    """Write the due dates that a decision moves, or that it took back."""
    outcome = NOTHING
    if step.before.baseline.shifts != step.now.baseline.shifts:
        outcome = move_stages(step.before.baseline, step.now.baseline)
    own = tuple(
        effect
        for state in step.outcome.states
        for effect in set_own_date(step.now.baseline, step.before.states.get(state.issue.id), state)
    )
    return outcome.and_then(Outcome(effects=own)) if own else outcome
