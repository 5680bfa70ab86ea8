"""Compares a sign-off with what is there now: outdated in parts, or whole again."""

from __future__ import annotations

from dataclasses import replace

from plugin.core.facts import StageFacts
from plugin.core.model.outcome import EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind
from plugin.core.model.stage_state import SignOffState
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.checklist import make_changed_line
from plugin.core.signoff.coverage import find_changed_parts
from plugin.core.signoff.quorum import find_signatories
from plugin.core.signoff.stage_comment import mark_parts, present_change
from plugin.texts import stage_messages as say


def invalidate(facts: StageFacts) -> Outcome:
    """Compare what is signed with what is there now: outdated, or whole again."""
    state, parts = facts.state, find_changed_parts(facts)
    if state.certificate is None or parts == state.changed or state.state is SignOffState.REFUSED:
        # A refusal stands until the person who refused says otherwise, even if changes are undone.
        return Outcome(Result.NOTHING)
    back = SignOffState(state.certificate.outcome)
    told = _find_standing_notice(facts)
    if not parts:
        restored = state.model_copy(update={"changed": (), "state": back, "words": (), "told_version": 0})
        entry = RecordEntry(state.issue_id or "", EntryKind.SIGN_OFF_HOLDS_AGAIN, {"stage": state.stage})
        outcome = present_change(
            replace(facts, state=restored),
            Result.SIGN_OFF_HOLDS_AGAIN,
            (entry,),
            Slot(SlotKind.OUTDATED, str(told)) if told else None,
            say.SignOffHoldsAgain(facts.stage.title),
        )
        return replace(outcome, effects=(*outcome.effects, *mark_parts(facts, state.changed, ())))
    told = told or state.version + 1
    fresh = state.model_copy(
        update={
            "changed": parts,
            "state": SignOffState.OUTDATED,
            "version": state.version + 1,
            "words": (),
            "told_version": told,
        }
    )
    outdated = replace(facts, state=fresh)
    lines = tuple(make_changed_line(outdated, part) for part in parts)
    signing = find_signatories(facts.baseline.mapping, facts.stage)
    message = say.SignOffOutdated(facts.stage.title, lines, list_names(facts.baseline, signing))
    payload = {"stage": state.stage, "version": fresh.version, "parts": [part.model_dump() for part in parts]}
    entry = RecordEntry(state.issue_id or "", EntryKind.SIGN_OFF_OUTDATED, payload)
    outcome = present_change(
        outdated,
        Result.SIGN_OFF_OUTDATED,
        (entry,),
        Slot(SlotKind.OUTDATED, str(told)),
        message,
        signing,
    )
    return replace(outcome, effects=(*outcome.effects, *mark_parts(facts, state.changed, parts)))


def _find_standing_notice(facts: StageFacts) -> int:
    """Return the number of the unanswered message that names what changed.

    What changes meanwhile is named in the same message: a bundle of changes makes one notice.
    """
    state = facts.state
    return state.told_version if state.state is SignOffState.OUTDATED and not state.words else 0
