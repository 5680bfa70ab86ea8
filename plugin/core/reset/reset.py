"""Takes the last decision of an issue, or the sign-off of a stage, back.

The record keeps both: nothing that was decided is deleted, a new entry says that it holds no longer.
"""

from __future__ import annotations

from dataclasses import replace

from plugin.core import commands as given
from plugin.core.choice.choice import STATE_AFTER
from plugin.core.facts import Baseline, StageFacts
from plugin.core.model.actor import Speaker
from plugin.core.model.authority import may, who_may
from plugin.core.model.effects import PostComment
from plugin.core.model.internal_events import CommandGiven
from plugin.core.model.issue_state import Change, ChangeState, Decision, IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.stage_state import SignOffState
from plugin.core.offer.offer_versions import find_answer_by
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.presenter.offer_lines import option_line
from plugin.core.signoff.quorum import find_signatories
from plugin.core.signoff.stage_comment import mark_parts, present_change
from plugin.core.step import Step
from plugin.core.waiting.proposals import find_counted, take_back_waiting
from plugin.texts import answer_messages as answers
from plugin.texts import messages as say
from plugin.texts.stage_messages import SignOffReset


def take_reset(step: Step) -> Outcome:
    """Take back what was decided or signed last on the issue, if the speaker may."""
    event, state, baseline = step.event, step.state, step.now.baseline
    if not isinstance(event, CommandGiven) or not isinstance(event.command, given.Reset) or state is None:
        return NOTHING
    speaker, slot = event.speaker, reply_slot(event.speaker.comment)
    on = baseline.day_of(speaker.at)
    if not may(baseline.mapping, speaker.key, "reset", on).granted:
        who = list_names(baseline, who_may(baseline.mapping, "reset", on))
        message = answers.NotYours(speaker.name, "/reset", who)
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    stage = stage_of(baseline.mapping, state.issue)
    if _is_waiting_newest(step, state):
        return take_back_waiting(step, state, speaker)
    if stage is not None:
        facts = step.now.stage(stage)
        if facts.state.certificate is not None or facts.state.words:
            return _reset_sign_off(facts, speaker, slot)
    if state.change is not None and state.change.decision is not None:
        return _reset_decision(baseline, state, state.change, speaker, slot)
    nothing = answers.NothingToReset(speaker.name)
    return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, nothing),))


def _is_waiting_newest(step: Step, state: IssueState) -> bool:
    """Tell whether counted waiting is what was decided last on the issue."""
    counted, baseline = find_counted(step.now, state), step.now.baseline
    if counted is None or counted.counted is None:
        return False
    decision = state.change.decision if state.change else None
    return decision is None or baseline.day_of(decision.at) <= counted.counted.on


def _reset_decision(
    baseline: Baseline, state: IssueState, change: Change, speaker: Speaker, slot: Slot
) -> Outcome:
    """Take the last decision back: the one before holds again, else the offer."""
    taken_back, before = change.decisions[-1], change.decisions[:-1]
    versions = change.versions
    if not before and change.offer is not None:
        # It is put anew, with a day of its own until which an answer is expected.
        anew = {
            "version": change.offer.version + 1,
            "made_on": baseline.today,
            "answer_by": find_answer_by(baseline),
        }
        versions = (*versions, change.offer.model_copy(update=anew))
    standing = STATE_AFTER[before[-1].option.option] if before else ChangeState.RAISED
    changed = change.model_copy(
        update={"decisions": before, "state": standing, "versions": versions, "choices": ()}
    )
    message = say.DecisionReset(
        summary=state.issue.summary,
        person=speaker.name,
        option=option_line(baseline, state, taken_back.option),
        standing=option_line(baseline, state, before[-1].option) if before else None,
        currency=baseline.mapping.contract.currency,
    )
    payload = {"issue": state.issue.key, "by": speaker.key, "decision": taken_back.id}
    return Outcome(
        Result.RESET,
        states=(state.model_copy(update={"change": changed}),),
        effects=(make_answer(baseline, state, slot, message), *_swap_back(baseline, state, taken_back)),
        entries=(RecordEntry(state.issue.id, EntryKind.RESET, payload),),
    )


def _swap_back(baseline: Baseline, state: IssueState, taken_back: Decision) -> tuple[EffectRequest, ...]:
    """Tell the work that a swap had left out that it is agreed again."""
    option = taken_back.option
    if option.option != "swap" or not option.swap_issue:
        return ()
    text = baseline.says(say.SwappedBackIn(option.swap_summary, state.issue.key))
    slot = Slot(SlotKind.SWAPPED_IN, taken_back.id)
    return (EffectRequest(option.swap_issue, slot, PostComment(text=text)),)


def _reset_sign_off(facts: StageFacts, speaker: Speaker, slot: Slot) -> Outcome:
    """Take signatures and certificate back: the stage is to be accepted again."""
    state = facts.state
    fresh = state.model_copy(
        update={
            "state": SignOffState.AWAITED,
            "version": state.version + 1,
            "words": (),
            "certificates": (),
            "changed": (),
            "review": state.review.model_copy(update={"is_running": False}) if state.review else None,
        }
    )
    signing = find_signatories(facts.baseline.mapping, facts.stage)
    names = list_names(facts.baseline, signing)
    message = SignOffReset(facts.stage.title, speaker.name, names)
    payload = {"stage": state.stage, "by": speaker.key, "version": state.version}
    entry = RecordEntry(state.issue_id or "", EntryKind.SIGN_OFF_RESET, payload)
    outcome = present_change(replace(facts, state=fresh), Result.RESET, (entry,), slot, message, signing)
    return replace(outcome, effects=(*outcome.effects, *mark_parts(facts, state.changed, ())))
