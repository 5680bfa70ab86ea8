"""Comments that ask for something, once they are edited or deleted.

A comment and what it asks for are one: an edit changes the same wait, and who takes the comment away takes
the question back. History keeps every wording.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from plugin.core.model.actor import Speaker
from plugin.core.model.events import CommentDeleted
from plugin.core.model.internal_events import CommentHeard
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.waits import MAX_WHAT_CHARS, ClosedBy, Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.wait_lines import find_name
from plugin.texts import waiting_messages as say

_OF_A_COMMENT = (WaitKind.INPUT, WaitKind.PROMISE)


def find_asked_before(
    step: Step, state: IssueState, speaker: Speaker, kind: WaitKind, text: str, person: str
) -> Wait | None:
    """Return the wait that an earlier wording of a line opened, or None.

    A comment may ask for several things. What it still asks for in the same words is that line; of the others
    the first is what was changed.

    Args:
        step: the decision on a command.
        state: the issue.
        speaker: who gave it.
        kind: a question or a promise.
        text: what it asks for now.
        person: who owes it now.
    """
    known = [wait for wait in _list_of(step, state, speaker.comment_id, speaker.at) if wait.kind is kind]
    same = [wait for wait in known if wait.what == clip(text)]
    said = {clip(each) for each in getattr(step.event, "asked", ())}
    changed = [wait for wait in known if wait.what not in said]
    found = [*(wait for wait in same if wait.owed_by == person), *same, *changed]
    return found[0] if found else None


def change_wait(
    step: Step, state: IssueState, wait: Wait, speaker: Speaker, *, what: str, due: date, urgent: bool
) -> Outcome:
    """Return the same wait in other words or for another day, and say so.

    One that is over stays so: nobody is asked again by an edit that tells nobody.
    """
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    if not wait.is_open:
        over = say.AskOver(speaker.name, wait.what, is_promise=wait.kind is WaitKind.PROMISE)
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, over),))
    changed = wait.model_copy(update={"what": clip(what), "due": due, "urgent": urgent})
    if changed == wait:
        return NOTHING
    before = {"what_before": wait.what, "due_before": wait.due.isoformat()}
    entry = make_entry(state, EntryKind.WAIT_CHANGED, changed, by=speaker.key, **before)
    message = say.WaitChanged(
        person=find_name(baseline, wait.owed_by),
        number=wait.number,
        what=changed.what,
        due=due,
        before=wait.what if wait.what != changed.what else "",
        due_before=wait.due if wait.due != due else None,
        is_promise=wait.kind is WaitKind.PROMISE,
    )
    asks = (wait.owed_by,) if wait.kind is WaitKind.INPUT and wait.state is WaitState.OPEN else ()
    told = make_answer(baseline, state, slot, message, asks)
    return Outcome(Result.WAIT_CHANGED, effects=(told,), entries=(entry,), waits=(changed,))


def drop_unasked(step: Step) -> Outcome:
    """Take back what an edited comment asks for no more."""
    event, state = step.event, step.state
    if not isinstance(event, CommentHeard) or state is None or not event.edited:
        return NOTHING
    known = [wait for wait in _list_of(step, state, event.comment.id, event.speaker.at) if wait.is_open]
    said = [clip(each) for each in event.asked]
    gone = [wait for wait in known if wait.what not in said]
    fresh = set(said) - {wait.what for wait in known}
    # As many as have new words were changed, the first ones; the others were taken away.
    return _take_back(step, state, gone[len(fresh) :], event.speaker.at, event.speaker.key)


def see_deleted_ask(step: Step) -> Outcome:
    """Take back what its writer deleted; what somebody else deleted stays and is told."""
    event, state = step.event, step.state
    if not isinstance(event, CommentDeleted) or state is None or state.deleted:
        return NOTHING
    baseline = step.now.baseline
    account = event.actor.id if event.actor is not None else ""
    found = baseline.mapping.person_by_account(account) if account else None
    waits = [wait for wait in _list_of(step, state, event.comment_id, None) if wait.is_open]
    own = [wait for wait in waits if found is not None and found[0] == _find_writer(wait)]
    others = [wait for wait in waits if wait not in own]
    word = "снять" if baseline.mapping.contract.language == "ru" else "cancel"
    told = tuple(
        make_answer(
            baseline,
            state,
            Slot(SlotKind.WAITING, f"deleted:{wait.number}"),
            say.AskDeleted(
                find_name(baseline, _find_writer(wait)),
                wait.number,
                wait.what,
                word,
                is_promise=wait.kind is WaitKind.PROMISE,
            ),
        )
        for wait in others
    )
    outcome = Outcome(effects=told) if told else NOTHING
    by = found[0] if found is not None else ""
    return outcome.and_then(_take_back(step, state, own, event.at or baseline.now, by))


def clip(text: str) -> str:
    """Return what is asked for, as a wait keeps it."""
    return text.strip()[:MAX_WHAT_CHARS]


def _take_back(
    step: Step, state: IssueState, waits: Iterable[Wait], at: datetime | None, by: str | None
) -> Outcome:
    baseline, outcome = step.now.baseline, NOTHING
    for wait in waits:
        ended = wait.closed(WaitState.CANCELLED, at or baseline.now, ClosedBy.WORD)
        slot = Slot(SlotKind.WAITING, f"withdrawn:{wait.number}")
        told = make_answer(baseline, state, slot, say.WaitCancelled(wait.what))
        entry = make_entry(state, EntryKind.WAIT_CANCELLED, ended, by=by)
        taken = Outcome(Result.WAIT_CANCELLED, effects=(told,), entries=(entry,), waits=(ended,))
        outcome = outcome.and_then(taken)
    return outcome


def _list_of(step: Step, state: IssueState, comment: str, before: datetime | None) -> list[Wait]:
    """Return the waits that a comment opened, before a moment if one is given."""
    return [
        wait
        for wait in step.now.waits_of(state.issue.id)
        if comment
        and wait.comment == comment
        and wait.kind in _OF_A_COMMENT
        and wait.state is not WaitState.MOVED
        and (before is None or wait.asked_at < before)
    ]


def _find_writer(wait: Wait) -> str:
    return wait.owed_by if wait.kind is WaitKind.PROMISE else wait.asked_by
