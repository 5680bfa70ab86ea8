"""Gates: work on a stage waits for the sign-off before it, or for the kick-off.

What cannot be evaluated keeps a gate shut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mappings.model import Stage
from plugin.core.facts import Baseline
from plugin.core.manual_edits.manual_edits import find_previous_status, stamp_of
from plugin.core.model.effects import MoveBack
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_issues import KICK_OFF
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.signoff.quorum import find_signatories
from plugin.texts import stage_messages as say

_MAX_NEW_ISSUE_AGE = timedelta(minutes=15)
"""An older issue that is seen for the first time was there before the service: nobody just began it."""


@dataclass(frozen=True)
class Gate:
    """What keeps a stage shut.

    Attributes:
        missing: a sign-off or the kick-off.
        title: of the stage that is not signed off, or of the contract.
        who: keys of the people who can give what is missing.
        moves_back: whether work that began anyway is moved back.
        issue: where it can be given, as the mapping names it.
    """

    missing: Literal["sign_off", "kick_off"]
    title: str
    who: tuple[str, ...]
    moves_back: bool = False
    issue: str = ""


def gate_of(baseline: Baseline, stage_id: str | None) -> Gate | None:
    """Return what keeps a stage shut, or None when it is open.

    A stage whose predecessor's state is not on record is shut: what cannot be evaluated says no.
    """
    stage = baseline.mapping.stage(stage_id) if stage_id else None
    if stage is None:
        return None
    for key in stage.after:
        before = baseline.mapping.stage(key)
        if before is None or before.sign_off is None or not before.sign_off.gate_next:
            continue
        state = baseline.stages.get(key)
        if state is None or not state.signed_off:
            who = find_signatories(baseline.mapping, before)
            moves_back = before.sign_off.gate_moves_back
            return Gate("sign_off", before.title, who, moves_back, before.issue or "")
    return _kick_off_gate(baseline, stage)


def enforce_gate(
    baseline: Baseline, before: IssueState | None, state: IssueState, event: IssueSeen
) -> Outcome:
    """Flag work that began on a shut stage; move it back if the contract says so.

    Work begins by a move; an issue that was just created in a working status, or that came into the stage
    while it was being worked on, is flagged too, and has no status to go back to.
    """
    statuses = baseline.mapping.tracker.statuses
    working = (*statuses.working, *statuses.done, *statuses.accepted)
    if not state.judged or state.issue.status not in working:
        return Outcome(Result.NOTHING)
    moved_from = find_previous_status(before, event) if before else None
    if (moved_from is None or moved_from in working) and not _came_working(baseline, before, state):
        return Outcome(Result.NOTHING)
    gate = gate_of(baseline, state.stage)
    stage = baseline.mapping.stage(state.stage or "")
    if gate is None or stage is None:
        return Outcome(Result.NOTHING)
    stamp = stamp_of(event.at)
    back_to = moved_from if gate.moves_back and moved_from not in working else None
    message = say.GateClosed(
        summary=state.issue.summary,
        stage_title=stage.title,
        missing=gate.missing,
        missing_title=gate.title,
        who=list_names(baseline, gate.who),
        moved_back_to=back_to,
        missing_issue=gate.issue,
    )
    effects = [make_answer(baseline, state, Slot(SlotKind.GATE, stamp), message, gate.who)]
    if back_to:
        moved = MoveBack(from_status=state.issue.status, to_status=back_to)
        effects.insert(0, EffectRequest(state.issue.id, Slot(SlotKind.GATE_BACK, stamp), moved))
    payload = {"issue": state.issue.key, "stage": stage.id, "missing": gate.missing}
    entry = RecordEntry(state.issue.id, EntryKind.GATE_CLOSED, payload)
    return Outcome(Result.GATE_CLOSED, effects=tuple(effects), entries=(entry,))


def _came_working(baseline: Baseline, before: IssueState | None, state: IssueState) -> bool:
    """Tell whether the issue is new to its stage and is being worked on already."""
    if before is None or not before.judged:
        return baseline.now - state.created < _MAX_NEW_ISSUE_AGE
    return before.stage is not None and before.stage != state.stage


def _kick_off_gate(baseline: Baseline, stage: Stage) -> Gate | None:
    kick_off = baseline.mapping.kick_off
    if kick_off is None or stage.after or baseline.mapping.stages[0].id != stage.id:
        return None
    state = baseline.stages.get(KICK_OFF)
    if state is not None and state.signed_off:
        return None
    people = tuple(key for key in kick_off.acknowledged_by if key in baseline.mapping.people)
    return Gate("kick_off", baseline.mapping.contract.title, people, issue=kick_off.issue)
