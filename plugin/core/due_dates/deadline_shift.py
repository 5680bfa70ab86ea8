"""What a decision moves: shifts, due dates, and the offers that show those dates."""

from __future__ import annotations

from plugin.core.facts import Baseline
from plugin.core.model.effects import SetDueDate
from plugin.core.model.outcome import EffectRequest, EntryKind, RecordEntry
from plugin.core.model.slots import DUE_SLOT


def stage_subject(contract: str, stage: str) -> str:
    """Return the subject of a stage's own writes; no tracker has such an issue id."""
    return f"stage/{contract}/{stage}"


def make_due_effects(
    before: Baseline, after: Baseline
) -> tuple[tuple[EffectRequest, ...], tuple[RecordEntry, ...]]:
    """Return due dates to write and the record entry, for stages whose date differs."""
    was = before.schedule.dates
    now = after.schedule.dates
    moved = {stage: day for stage, day in now.items() if day is not None and day != was[stage]}
    requests = tuple(
        EffectRequest(
            stage_subject(after.mapping.id, stage.id), DUE_SLOT, set_due(after, stage.issue, moved[stage.id])
        )
        for stage in after.mapping.stages
        if stage.id in moved and stage.issue
    )
    shown = {key: [str(was[key]), str(day)] for key, day in moved.items()}
    entries = (RecordEntry("", EntryKind.BASELINE_MOVED, {"due": shown}),) if moved else ()
    return requests, entries


def set_due(baseline: Baseline, issue: str, day: object) -> SetDueDate:
    """Return the effect that writes a stage's date where this tracker keeps it."""
    return SetDueDate.model_validate(
        {"issue": issue, "due": day, "field": baseline.mapping.tracker.fields.get("due", "duedate")}
    )
