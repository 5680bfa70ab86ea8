"""What a decision moves: shifts, due dates, and the offers that show those dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from mappings.model import Stage
from plugin.core.facts import Baseline
from plugin.core.model.effects import SetDueDate
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.slots import DUE_SLOT
from plugin.core.model.stage_state import StageState


def stage_subject(contract: str, stage: str) -> str:
    """Return the subject of a stage's own writes; no tracker has such an issue id."""
    return f"stage/{contract}/{stage}"


def move_stages(before: Baseline, after: Baseline) -> Outcome:
    """Return due dates to write, and the record entry, for stages that moved.

    A stage that was overdue is not promised anew: without a forecast its due field is left as it is, with one
    the forecast is written there.
    """
    was, now = before.schedule.dates, after.schedule.dates
    moved = {stage: day for stage, day in now.items() if day is not None and day != was[stage]}
    effects: list[EffectRequest] = []
    stages: list[StageState] = []
    for stage in after.mapping.stages:
        if stage.id not in moved:
            continue
        shown = _shown_date(before, after, stage)
        if shown is not None and stage.issue:
            subject = stage_subject(after.mapping.id, stage.id)
            effects.append(EffectRequest(subject, DUE_SLOT, set_due(after, stage.issue, shown)))
        stages += _kept(before, after, stage, shown)
    shifts = {key: [str(was[key]), str(day)] for key, day in moved.items()}
    entries = (RecordEntry("", EntryKind.BASELINE_MOVED, {"due": shifts}),) if moved else ()
    return Outcome(effects=tuple(effects), entries=entries, stages=tuple(stages))


def _shown_date(before: Baseline, after: Baseline, stage: Stage) -> date | None:
    """Return what the due field should show now; None: it is left as it is."""
    waited = any(shift.by_waiting for _, shift in set(after.shifts) ^ set(before.shifts))
    if not before.is_overdue(stage.id) or (waited and not after.is_overdue(stage.id)):
        return after.schedule.dates[stage.id]
    return after.forecast_of(stage.id)


def _kept(before: Baseline, after: Baseline, stage: Stage, shown: date | None) -> Iterator[StageState]:
    """Yield the stage's state where its due field shows no contract date."""
    contract_date = after.schedule.dates[stage.id]
    state = after.stages.get(stage.id) or StageState(contract=after.mapping.id, stage=stage.id)
    kept = None
    if shown is None:
        kept = state.kept_due or before.schedule.dates[stage.id]
    elif shown != contract_date:
        kept = shown
    if kept != state.kept_due:
        yield state.model_copy(update={"kept_due": kept})


def move_signed_dates(before: Baseline, after: Baseline, decided: Iterable[IssueState]) -> Outcome:
    """Move a signed stage by a choice that was written before the signature.

    Whichever of the two is handled first, the stage has the same date.
    """
    changed: list[StageState] = []
    for state in decided:
        decision = state.change.decision if state.change else None
        on_record = after.stages.get(state.stage or "")
        kept = on_record.dated_certificate if on_record is not None else None
        if decision is None or on_record is None or kept is None:
            continue
        is_known = any(decision.id == known for known, _ in before.shifts)
        written = decision.said_at or decision.at
        if is_known or not decision.option.moves or written > kept.signed_at or kept.due is None:
            continue
        due = after.calendar.add_working_days(kept.due, decision.option.working_days or 0)
        dated = kept.model_copy(update={"due": due})
        certificates = tuple(dated if each == kept else each for each in on_record.certificates)
        changed.append(on_record.model_copy(update={"certificates": certificates}))
    return Outcome(stages=tuple(changed))


def move_own_date(baseline: Baseline, was: IssueState | None, state: IssueState) -> Outcome:
    """Write the date of work after acceptance on its issue, or take it back.

    Where a decision is taken back or replaced, the field shows what it showed before, unless somebody has
    changed it meanwhile.
    """
    before, now = _own_date(was), _own_date(state)
    if before == now:
        return NOTHING
    field = baseline.mapping.tracker.fields.get("due", "duedate")
    shown = state.issue.find_due(field)
    if now is not None:
        kept = shown if before is None else state.due_before
        changed = state.model_copy(update={"due_before": kept})
    else:
        changed = state.model_copy(update={"due_before": None})
        if before is not None and shown not in (before[1], state.due_before):
            return Outcome(states=(changed,))
    effect = SetDueDate(issue=state.issue.key, due=now[1] if now else state.due_before, field=field)
    return Outcome(states=(changed,), effects=(EffectRequest(state.issue.id, DUE_SLOT, effect),))


def _own_date(state: IssueState | None) -> tuple[str, date] | None:
    """Return the decision in force that gives its issue a date of its own, with it."""
    decision = state.change.decision if state is not None and state.change is not None else None
    if decision is None or not decision.option.own_date or decision.option.after is None:
        return None
    return decision.id, decision.option.after


def find_shown_due(baseline: Baseline, stage: str) -> date | None:
    """Return what a stage's due field should show."""
    on_record = baseline.stages.get(stage)
    kept = on_record.kept_due if on_record is not None else None
    return kept or baseline.schedule.dates.get(stage)


def set_due(baseline: Baseline, issue: str, day: date) -> SetDueDate:
    """Return the effect that writes a date where this tracker keeps it."""
    return SetDueDate(issue=issue, due=day, field=baseline.mapping.tracker.fields.get("due", "duedate"))
