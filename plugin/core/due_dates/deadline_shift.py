"""What a decision moves: accepted shifts, due dates of stages, and the open offers that show those dates."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.calendar.due_dates import Shift
from plugin.core.facts import Baseline
from plugin.core.model.effects import SetDueDate
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState
from plugin.core.model.outcome import EffectRequest, RecordEntry

DUE_SLOT = "due"


def stage_subject(contract: str, stage: str) -> str:
    """Return the subject under which a stage's own writes wait; no tracker has such an issue id."""
    return f"stage/{contract}/{stage}"


def shift_of(change: Change | None, stage: str | None) -> tuple[Decision, Shift] | None:
    """Return the accepted shift that a change's decision in force makes, or None."""
    decision = change.decision if change else None
    if change is None or decision is None or change.state is not ChangeState.DECIDED:
        return None
    if decision.option.option != "move_deadline" or stage is None:
        return None
    counted_from = decision.option.counted_from or decision.on
    return decision, Shift(stage, decision.option.working_days, counted_from)


def after_decision(baseline: Baseline, state: IssueState) -> Baseline:
    """Return the ground with the state's own shift as it now is: made, replaced or taken back."""
    own = frozenset(decision.id for decision in state.change.decisions) if state.change else frozenset()
    kept = tuple(row for row in baseline.shifts if row[0] not in own)
    made = shift_of(state.change, state.stage)
    return replace(baseline, shifts=(*kept, (made[0].id, made[1])) if made else kept)


def due_effects(
    before: Baseline, after: Baseline
) -> tuple[tuple[EffectRequest, ...], tuple[RecordEntry, ...]]:
    """Return the due dates to write and the baseline entry, for every stage whose date differs."""
    was = before.schedule.dates
    now = after.schedule.dates
    moved = {stage: day for stage, day in now.items() if day is not None and day != was[stage]}
    asked = tuple(
        EffectRequest(
            stage_subject(after.mapping.id, stage.id), DUE_SLOT, set_due(after, stage.issue, moved[stage.id])
        )
        for stage in after.mapping.stages
        if stage.id in moved and stage.issue
    )
    shown = {key: [str(was[key]), str(day)] for key, day in moved.items()}
    entries = (RecordEntry("", "baseline_moved", {"due": shown}),) if moved else ()
    return asked, entries


def set_due(baseline: Baseline, issue: str, day: object) -> SetDueDate:
    """Return the effect that writes a stage's date where this tracker keeps it."""
    return SetDueDate.model_validate(
        {"issue": issue, "due": day, "field": baseline.mapping.tracker.fields.get("due", "duedate")}
    )
