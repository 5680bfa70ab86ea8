"""The gate: flags work on a shut stage, and moves it back if the contract says so."""

from __future__ import annotations

from plugin.core.gate.gate import enforce_gate
from plugin.core.model.events import IssueSeen
from plugin.core.model.outcome import NOTHING, Outcome
from plugin.core.step import Step


def hold_gate(step: Step) -> Outcome:
    """Flag work that began on a stage that is shut."""
    if not isinstance(step.event, IssueSeen) or step.state is None:
        return NOTHING
    return enforce_gate(step.now.baseline, step.was, step.state, step.event)
