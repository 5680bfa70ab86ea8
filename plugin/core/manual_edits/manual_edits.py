"""Manual edits: labels changed by hand, extras begun early, due dates edited."""

from __future__ import annotations

from datetime import datetime, timedelta

from plugin.core.due_dates.deadline_shift import find_shown_due
from plugin.core.facts import Baseline
from plugin.core.model.authority import who_may
from plugin.core.model.effects import MoveBack
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import Account, FieldChange
from plugin.core.model.issue_state import ChangeState, IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import VERDICT_SLOT, Slot, SlotKind, team_slot
from plugin.core.presenter.addressees import find_addressee_name, list_names
from plugin.core.presenter.comments import make_answer, make_comment
from plugin.core.presenter.our_labels import find_label, list_our_labels, list_stray_labels
from plugin.core.presenter.presenter import find_asked, present_issue, says_the_same
from plugin.texts import messages as say
from plugin.texts import team_messages

_UNDECIDED = (ChangeState.RAISED, ChangeState.OFFERED)
_CLOCK_TOLERANCE = timedelta(seconds=5)


def answer_manual_edits(
    baseline: Baseline, before: IssueState | None, state: IssueState, event: IssueSeen
) -> Outcome:
    """Answer what a person did by hand to a judged issue.

    Args:
        baseline: the contract at this moment.
        before: the state before the event; None when the issue was never seen.
        state: the state after it, judged.
        event: what was seen, with its changelog.
    """
    if before is None or before.verdict is None or event.is_looked_up:
        return NOTHING
    stamp = stamp_of(event.at)
    return _label_touched(baseline, before, state, event, stamp).and_then(
        _begun_too_early(baseline, before, state, event, stamp)
    )


def _label_touched(
    baseline: Baseline, before: IssueState, state: IssueState, event: IssueSeen, stamp: str
) -> Outcome:
    """Restore a label that a person changed, and say what it means."""
    touched = _find_touched_label(baseline, before, event)
    if touched is None or state.verdict is None:
        return NOTHING
    label, removed = touched
    person = _name(baseline, event.actor)
    payload = {"issue": state.issue.key, "by": person, "label": label, "removed": removed}
    entry = RecordEntry(state.issue.id, EntryKind.LABEL_TOUCHED, payload)
    shown, same = present_issue(baseline, state), says_the_same(before, state)
    restored = EffectRequest(state.issue.id, VERDICT_SLOT, shown, again=True, keeps_wording=same)
    told = _tell_label(baseline, state, label, person, stamp, removed=removed)
    return Outcome(Result.LABEL_RESTORED, effects=(restored, *told), entries=(entry,))


def _find_touched_label(baseline: Baseline, before: IssueState, event: IssueSeen) -> tuple[str, bool] | None:
    """Return the label that was changed by hand, and whether it was taken off."""
    if before.verdict is None:
        return None
    expected = find_label(baseline.mapping, before.verdict.kind)
    ours = {*list_our_labels(baseline.mapping), *list_stray_labels(baseline, before.issue)}
    for change in event.changes:
        if change.field != "labels":
            continue
        was, now = set(change.before.split()), set(change.after.split())
        if expected in was - now:
            return expected, True
        added = (now - was) & ours - {expected}
        if added:
            return sorted(added)[0], False
    return None


def _tell_label(
    baseline: Baseline, state: IssueState, label: str, person: str, stamp: str, *, removed: bool
) -> tuple[EffectRequest, ...]:
    """Return what is said about a label that was changed by hand.

    The client hears what it means, the team how to get a ruling.

    Where the team has no comments of its own, one comment says both.
    """
    mapping = baseline.mapping
    who = list_names(baseline, who_may(mapping, "rule_scope", baseline.today))
    slot = Slot(SlotKind.LABEL, stamp)
    if mapping.tracker.team_comments is None:
        return (make_answer(baseline, state, slot, say.LabelRestored(person, label, removed, who)),)
    meanings = {name: key for key, name in mapping.tracker.labels.model_dump().items()}
    explained = say.LabelExplained(label, meanings[label], removed)
    touched = team_messages.LabelTouched(person, label, removed, who, find_item_to_rule(baseline, state))
    return (
        make_answer(baseline, state, slot, explained),
        make_answer(baseline, state, team_slot(f"label:{stamp}"), touched),
    )


def find_item_to_rule(baseline: Baseline, state: IssueState) -> str:
    """Return an item to name in a command: of the issue's stage, else the first."""
    stages = sorted(baseline.mapping.stages, key=lambda stage: stage.id != state.stage)
    return next((item.id for stage in stages for item in stage.items), "")


def _begun_too_early(
    baseline: Baseline, before: IssueState, state: IssueState, event: IssueSeen, stamp: str
) -> Outcome:
    """Answer an undecided extra that was begun; move it back if the contract says so."""
    working = set(baseline.mapping.tracker.statuses.working)
    undecided = state.change is not None and state.change.state in _UNDECIDED
    moved_from = find_previous_status(before, event)
    if not undecided or state.issue.status not in working or moved_from is None or moved_from in working:
        return NOTHING
    effects: list[EffectRequest] = []
    back_to = moved_from if baseline.mapping.answers.move_back_undecided else None
    if back_to:
        moved = MoveBack(from_status=state.issue.status, to_status=back_to)
        effects.append(EffectRequest(state.issue.id, Slot(SlotKind.MOVE_BACK, stamp), moved))
    shown = state.change is not None and state.change.state is ChangeState.OFFERED
    message = say.StartedUndecided(
        summary=state.issue.summary,
        status=state.issue.status,
        decider=find_addressee_name(baseline, state) if shown else None,
        moved_back_to=back_to,
        has_options=shown,
    )
    asks = find_asked(baseline, state) if shown else ()
    effects.append(make_answer(baseline, state, Slot(SlotKind.STARTED, stamp), message, asks))
    payload = {"issue": state.issue.key, "by": _name(baseline, event.actor), "status": state.issue.status}
    entry = RecordEntry(state.issue.id, EntryKind.BEGUN_UNDECIDED, payload)
    return Outcome(Result.BEGUN_UNDECIDED, effects=tuple(effects), entries=(entry,))


def find_previous_status(before: IssueState, event: IssueSeen) -> str | None:
    """Return the status that the event moved the issue out of, or None."""
    moved = next((change for change in event.changes if change.field == "status"), None)
    if moved is not None:
        return None if _noticed_before(before, event, moved) else moved.before
    if event.changes or event.issue.status == before.issue.status:
        return None
    return before.issue.status


def _noticed_before(before: IssueState, event: IssueSeen, moved: FieldChange) -> bool:
    """Tell whether a move was noticed by an earlier read; its webhook comes late.

    A tracker's clock for the issue and for its webhook may differ by a moment.
    """
    at, known = event.at, before.issue.updated
    same = before.issue.status == moved.after
    return same and at is not None and known is not None and at <= known + _CLOCK_TOLERANCE


def report_due_drift(baseline: Baseline, event: IssueSeen) -> Outcome:
    """Tell the team that a due date was edited by hand; the computed one stands."""
    stage = next(
        (s for s in baseline.mapping.stages if s.issue in (event.issue.key, event.issue.id) and s.issue), None
    )
    field = baseline.mapping.tracker.fields.get("due", "duedate")
    edited = next((change for change in event.changes if field in (change.field, change.name)), None)
    if stage is None or edited is None or event.is_looked_up:
        return NOTHING
    computed = find_shown_due(baseline, stage.id)
    if computed is None or event.issue.due == computed or not _edited(edited):
        return NOTHING
    person = _name(baseline, event.actor)
    message = team_messages.DueDateDrifted(person, stage.title, event.issue.due, computed)
    slot = team_slot(f"drift:{stamp_of(event.at)}")
    told = EffectRequest(event.issue.id, slot, make_comment(baseline, message))
    payload = {"stage": stage.id, "by": person, "shown": str(event.issue.due), "computed": str(computed)}
    return Outcome(
        Result.DUE_DRIFT,
        effects=(told,),
        entries=(RecordEntry(event.issue.id, EntryKind.DUE_DRIFT, payload),),
    )


def _edited(change: FieldChange) -> bool:
    return change.before != change.after


def _name(baseline: Baseline, actor: Account | None) -> str:
    if actor is None:
        return ""
    found = baseline.mapping.person_by_account(actor.id)
    return found[1].name if found else actor.name


def stamp_of(at: datetime | None) -> str:
    """Return a slot's part that is the same for every delivery of one event."""
    return at.isoformat() if at else "undated"
