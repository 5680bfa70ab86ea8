"""What happens on a stage's issue, and what it means for the stage's sign-off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from plugin.core import commands as given
from plugin.core.facts import StageFacts
from plugin.core.model.actor import Actor
from plugin.core.model.effects import Effect, ShowVerdict
from plugin.core.model.events import PageAnswered
from plugin.core.model.issue import Account
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome, RecordEntry
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_state import SignOffState
from plugin.core.presenter.addressees import list_names
from plugin.core.signoff.certificate import complete_sign_off
from plugin.core.signoff.checklist import find_missing_signatories, tick
from plugin.core.signoff.coverage import find_signatory, has_changed_since, hash_coverage
from plugin.core.signoff.invalidation import invalidate
from plugin.core.signoff.quorum import find_signatories
from plugin.core.signoff.signature import accept, refuse
from plugin.core.signoff.stage_comment import present_change
from plugin.texts import answer_messages as answers
from plugin.texts.ticks import ticks_in

STAGE_COMMANDS = (given.Accept, given.Refuse, given.Done, given.Undo)


def show_stage(facts: StageFacts, issue_id: str, mover: Actor | None) -> Outcome:
    """Show the checklist on a stage's issue, and take an accepting move as a yes.

    Args:
        facts: the stage; what was signed is compared with what is there now.
        issue_id: the tracker's id of the stage's issue.
        mover: who moved it to an accepted status, by the tracker's history; None: nobody did.
    """
    known = replace(facts, state=facts.state.model_copy(update={"issue_id": issue_id}))
    outcome = review_sign_off(known)
    if mover is not None:
        stage = outcome.stages[-1] if outcome.stages else known.state
        outcome = outcome.and_then(accept(replace(known, state=stage), mover))
    return outcome


def review_sign_off(facts: StageFacts) -> Outcome:
    """Compare a stage's sign-off with what is there now.

    It may be outdated, whole again, or complete at last.
    """
    outcome = present_change(facts, Result.STAGE_SHOWN, ()).and_then(invalidate(facts))
    state = outcome.stages[-1]
    now = replace(facts, state=state)
    signing = find_signatories(facts.baseline.mapping, facts.stage)
    accepted = [
        statement for statement in state.words if statement.counts and statement.outcome == "accepted"
    ]
    counted = [statement for statement in accepted if find_signatory(statement) in signing]
    waits = state.state is SignOffState.PRELIMINARY and counted
    stale = any(has_changed_since(now, statement) for statement in counted)
    if waits and (stale or not find_missing_signatories(now)):
        completed = complete_sign_off(now, None)
        if completed.result is not Result.SIGN_OFF_WAITS:
            return outcome.and_then(completed)
    return outcome


def take_page_statement(facts: StageFacts, actor: Actor, event: PageAnswered) -> Outcome:
    """Take a statement from a signed page.

    One about an older version or other content no longer counts.
    """
    if event.version != facts.state.version:
        return Outcome(Result.OLDER_VERSION)
    if event.content and event.content != hash_coverage(facts):
        payload = {"stage": facts.state.stage, "by": actor.key, "word": event.word}
        return Outcome(
            Result.CONTENT_CHANGED, entries=(RecordEntry(event.issue_id, EntryKind.CONTENT_CHANGED, payload),)
        )
    return (
        refuse(facts, actor, event.reason) if event.word == "refuse" else accept(facts, actor, event.remarks)
    )


def run_stage_command(facts: StageFacts, command: given.Command | given.Hint, actor: Actor) -> Outcome:
    """Carry out one command about a stage."""
    match command:
        case given.Accept():
            return accept(facts, actor, command.remarks)
        case given.Refuse():
            return refuse(facts, actor, command.reason)
        case given.Done() | given.Undo():
            return _tick(facts, command, actor)
        case _:
            return NOTHING


def _tick(facts: StageFacts, command: given.Done | given.Undo, actor: Actor) -> Outcome:
    """Tick or untick what a command names, for people whom the contract names.

    A tick is information and no signature.
    """
    slot = reply_slot(actor.said_in)
    if actor.key is None:
        who = list_names(facts.baseline, find_signatories(facts.baseline.mapping, facts.stage))
        return present_change(
            facts, Result.NO_AUTHORITY, (), slot, answers.NotYours(actor.name, "/done", who)
        )
    done = isinstance(command, given.Done)
    changed = tick(facts, command.number, done=done, by=actor.key, name=actor.name, at=actor.at)
    if changed is None:
        count = len(facts.stage.criteria) + len(facts.state.points)
        word = command.word or ("done" if done else "undo")
        return present_change(
            facts, Result.HINT, (), slot, answers.NoSuchCriterion(word, command.number, count)
        )
    state, entry = changed
    outcome = present_change(replace(facts, state=state), Result.TICKED, (entry,))
    return outcome.and_then(replace(review_sign_off(replace(facts, state=state)), result=Result.TICKED))


def take_ticks(facts: StageFacts, boxes: Mapping[int, bool], by: Account | None, at: datetime) -> Outcome:
    """Take over boxes ticked in our comment; they inform as `/done` does."""
    found = facts.baseline.mapping.person_by_account(by.id) if by else None
    key, name = (found[0], found[1].name) if found else ("", by.name if by else "")
    outcome = NOTHING
    for number, done in sorted(boxes.items()):
        changed = tick(facts, number, done=done, by=key, name=name, at=at)
        if changed is not None:
            facts = replace(facts, state=changed[0])
            outcome = outcome.and_then(Outcome(Result.TICKED, stages=(changed[0],), entries=(changed[1],)))
    return outcome.and_then(replace(review_sign_off(facts), result=outcome.result))


def find_changed_boxes(applied: Effect | None, text: str) -> dict[int, bool]:
    """Return the boxes of a checklist that differ from what we wrote there last."""
    if not isinstance(applied, ShowVerdict) or applied.comment is None:
        return {}
    wrote = ticks_in(applied.comment)
    return {number: done for number, done in ticks_in(text).items() if wrote.get(number, done) != done}
