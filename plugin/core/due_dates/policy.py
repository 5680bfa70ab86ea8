"""Due dates: what a decision moves is written to stages' issues and recorded."""

from __future__ import annotations

from plugin.core.due_dates.deadline_shift import make_due_effects
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step


def move_due_dates(step: Step) -> Outcome:
    """Write the due dates that an accepted shift moves, or one that was taken back."""
    if step.before.baseline.shifts == step.now.baseline.shifts:
        return NOTHING
    effects, entries = make_due_effects(step.before.baseline, step.now.baseline)
    return Outcome(effects=effects, entries=entries)
