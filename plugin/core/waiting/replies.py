"""Answers: a reply hands the ball over; `/got` or two days' silence ends a wait."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from plugin.core.commands import Cancel, Got, PromiseKept, Remind
from plugin.core.commands.vocabulary import pick_example
from plugin.core.facts import Baseline
from plugin.core.model.actor import Speaker
from plugin.core.model.internal_events import CommentHeard, WaitTimerDue
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.waits import ClosedBy, Side, Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.find_wait import LISTED, find_meant
from plugin.core.waiting.hand_over import hand_over, plan_let_stand
from plugin.core.waiting.wait_lines import find_name, find_waited, make_line
from plugin.texts import answer_messages
from plugin.texts import waiting_messages as say

_SEVERAL = 2
_SWITCHES = {True: {True: "on", False: "off"}, False: {True: "да", False: "нет"}}
"""How reminders are switched, in words like the command: in Latin letters or not."""


def hear_reply(step: Step) -> Outcome:
    """Hand the ball over where the side that owes answers, and back."""
    event, state = step.event, step.state
    if not isinstance(event, CommentHeard) or state is None or not event.comment.public:
        return NOTHING
    at = event.speaker.at or step.now.baseline.now
    side = find_side(step.now.baseline, event.speaker)
    if not event.says:
        return NOTHING
    return hand_over(step, state, side, event.speaker.key, at, only_asked=event.decides)


def let_stand(step: Step) -> Outcome:
    """Take an answer as complete to which the asker said nothing for two days."""
    event, state = step.event, step.state
    if not isinstance(event, WaitTimerDue) or state is None:
        return NOTHING
    baseline, outcome = step.now.baseline, NOTHING
    for wait in step.now.waits_of(state.issue.id):
        # Nobody's silence is the yes of somebody else.
        is_listed = wait.kind in LISTED and wait.kind is not WaitKind.CONFIRMATION
        if wait.state is not WaitState.ANSWERED or not is_listed:
            continue
        ended = wait.closed(WaitState.GOT, baseline.now, ClosedBy.SILENCE)
        message = _closed(baseline, ended)
        slot = Slot(SlotKind.WAITING, f"stood:{wait.number}:{len(wait.turns)}")
        entry = make_entry(state, EntryKind.GOT, ended, by="", silence=True)
        told = make_answer(baseline, state, slot, message)
        outcome = outcome.and_then(Outcome(Result.GOT, effects=(told,), entries=(entry,), waits=(ended,)))
    return outcome


def take_got(step: Step, state: IssueState, command: Got, speaker: Speaker) -> Outcome:
    """End a wait, or hand the ball back for what is missing."""
    baseline = step.now.baseline
    if speaker.key is not None and not speaker.public:
        # The other side would have the ball again, or no longer, without a word that it can read.
        unseen = say.AskUnclear(speaker.name, "private", written="", names=(), word="got")
        told = make_answer(baseline, state, reply_slot(speaker.comment), unseen, (speaker.key,))
        return Outcome(Result.HINT, effects=(told,))
    word = command.word or "got"
    part = "part" if word.isascii() else "не всё"
    rest = f"{part}: {command.missing}" if command.missing else ""
    meant = find_meant(step, state, speaker, word, command.number, _is_received, rest=rest)
    if meant.wait is None:
        return meant.question
    wait, at, slot = meant.wait, speaker.at or baseline.now, reply_slot(speaker.comment)
    if not speaks_for_asker(baseline, wait, speaker):
        return _not_the_asker(step, state, wait, speaker)
    if command.missing:
        back = wait if wait.state is WaitState.OPEN else wait.passed(wait.owed_side, at)
        back = back.model_copy(update={"missing": command.missing})
        owes = find_name(baseline, wait.owed_by)
        told = make_answer(
            baseline, state, slot, say.PartMissing(owes, wait.what, command.missing), (wait.owed_by,)
        )
        entry = make_entry(state, EntryKind.GOT_PART, back, by=speaker.key, missing=command.missing)
        return Outcome(Result.GOT_PART, effects=(told,), entries=(entry,), waits=(back,))
    ended = wait.closed(WaitState.GOT, at, ClosedBy.WORD)
    entry = make_entry(state, EntryKind.GOT, ended, by=speaker.key)
    told = make_answer(baseline, state, slot, _closed(baseline, ended))
    return Outcome(Result.GOT, effects=(told,), entries=(entry,), waits=(ended,))


def take_cancel(step: Step, state: IssueState, command: Cancel, speaker: Speaker) -> Outcome:
    """Take a wait back that was a mistake: it never counted."""
    baseline = step.now.baseline
    meant = find_meant(step, state, speaker, command.word or "cancel", command.number)
    if meant.wait is None:
        return meant.question
    wait, at, slot = meant.wait, speaker.at or baseline.now, reply_slot(speaker.comment)
    is_own_promise = wait.kind is WaitKind.PROMISE and speaker.key == wait.owed_by
    if not is_own_promise and not speaks_for_asker(baseline, wait, speaker):
        asker = find_name(baseline, wait.asked_by)
        message = answer_messages.NotYours(speaker.name, f"/{command.word or 'cancel'}", (asker,))
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    ended = wait.closed(WaitState.CANCELLED, at, ClosedBy.WORD)
    entry = make_entry(state, EntryKind.WAIT_CANCELLED, ended, by=speaker.key)
    told = make_answer(baseline, state, slot, say.WaitCancelled(wait.what))
    return Outcome(Result.WAIT_CANCELLED, effects=(told,), entries=(entry,), waits=(ended,))


def take_remind(step: Step, state: IssueState, command: Remind, speaker: Speaker) -> Outcome:
    """Halt the reminders of a wait, or go on with them: our own side says so."""
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    if find_side(baseline, speaker) != "contractor" or speaker.key is None:
        ours = tuple(each.name for each in baseline.mapping.people.values() if each.side == "contractor")
        message = answer_messages.NotYours(speaker.name, f"/{command.word or 'remind'}", ours)
        return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
    waits = [wait for wait in step.now.waits_of(state.issue.id) if _is_remindable(wait)]
    # An offer and a sign-off have no number that anybody reads: without one they are meant where nothing
    # else is reminded of.
    found = [] if command.number or any(each.series == "asked" for each in waits) else waits
    if not found:
        word = command.word or "remind"
        rest = _SWITCHES[word.isascii()][command.on]
        meant = find_meant(step, state, speaker, word, command.number, _is_remindable, rest=rest)
        if meant.wait is None:
            return meant.question
        found = [meant.wait]
    switched = tuple(wait.model_copy(update={"quiet": not command.on}) for wait in found)
    entries = tuple(
        make_entry(state, EntryKind.REMINDERS_SWITCHED, wait, by=speaker.key, on=command.on)
        for wait in switched
    )
    first, is_only = switched[0], len([each for each in waits if each.series == "asked"]) < _SEVERAL
    word = command.word or "remind"
    again = f"{word} {_SWITCHES[word.isascii()][True]}" + ("" if is_only else f" {first.number}")
    said = say.RemindersSwitched(first.what, command.on, again)
    told = make_answer(baseline, state, slot, said)
    return Outcome(Result.REMINDERS_SWITCHED, effects=(told,), entries=entries, waits=switched)


def keep_promise(step: Step, state: IssueState, command: PromiseKept, speaker: Speaker) -> Outcome:
    """End a promise that its giver has kept; without one, `/done` lacks its number."""
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)

    is_named = command.word in ("promise", "обещаю", "обещание")

    def is_own(wait: Wait) -> bool:
        if not wait.is_open or wait.kind is not WaitKind.PROMISE:
            return False
        # Who it was given to may say so by the word for promises; a mere "done" may mean something else.
        return wait.owed_by == speaker.key or (is_named and speaks_for_asker(baseline, wait, speaker))

    has_own = any(is_own(wait) for wait in step.now.waits_of(state.issue.id))
    if not has_own and command.number is None and not is_named:
        word = command.word or "done"
        hint = answer_messages.CommandHint(word, word, pick_example("done", word), "number")
        return Outcome(Result.HINT, effects=(make_answer(baseline, state, slot, hint),))
    meant = find_meant(step, state, speaker, _kept_words(command.word), command.number, is_own)
    if meant.wait is None:
        return meant.question
    at = speaker.at or baseline.now
    ended = meant.wait.passed(meant.wait.asked_side, at).closed(WaitState.GOT, at, ClosedBy.WORD)
    entry = make_entry(state, EntryKind.GOT, ended, by=speaker.key)
    told = make_answer(baseline, state, slot, _closed(baseline, ended))
    return Outcome(Result.GOT, effects=(told,), entries=(entry,), waits=(ended,))


def _kept_words(word: str) -> str:
    """Return how one says that a promise is kept, in the language of a word."""
    return "promise done" if (word or "promise").isascii() else "обещаю готово"


def close_by_status(state: IssueState, waits: Iterable[Wait], at: datetime) -> Outcome:
    """End the waits of the status that an issue has left."""
    ended = tuple(wait.closed(WaitState.GOT, at, ClosedBy.STATUS) for wait in waits)
    entries = tuple(
        make_entry(state, EntryKind.GOT, wait, by="", status=state.issue.status) for wait in ended
    )
    return Outcome(Result.GOT, entries=entries, waits=ended) if ended else NOTHING


def find_side(baseline: Baseline, speaker: Speaker) -> Side:
    """Return whose word it is; who is named nowhere speaks for the client's side."""
    if speaker.key is None:
        return "contractor" if speaker.proven_ours else "client"
    return baseline.mapping.people[speaker.key].side


def speaks_for_asker(baseline: Baseline, wait: Wait, speaker: Speaker) -> bool:
    """Tell whether somebody may say that a wait is over."""
    if speaker.key is None or find_side(baseline, speaker) != wait.asked_side:
        return False
    # Within one side the asker and the others may, and who owes may not, unless they ask themselves.
    return wait.owed_side != wait.asked_side or speaker.key != wait.owed_by or speaker.key == wait.asked_by


def _not_the_asker(step: Step, state: IssueState, wait: Wait, speaker: Speaker) -> Outcome:
    """Take a `/got` of the owing side as its answer to that one question."""
    baseline, at = step.now.baseline, speaker.at or step.now.baseline.now
    asker = find_name(baseline, wait.asked_by)
    message = say.NotTheAsker(speaker.name, asker)
    told: tuple[EffectRequest, ...] = (make_answer(baseline, state, reply_slot(speaker.comment), message),)
    if wait.state is not WaitState.OPEN or find_side(baseline, speaker) != wait.owed_side:
        return Outcome(Result.HINT, effects=told)
    answered = wait.passed(wait.asked_side, at)
    entry = make_entry(state, EntryKind.ANSWERED, wait, by=speaker.key, at=at.isoformat())
    timers = plan_let_stand(baseline, state.issue.id, at)
    return Outcome(Result.ANSWERED, effects=told, entries=(entry,), waits=(answered,), timers=timers)


def _is_received(wait: Wait) -> bool:
    """Tell whether the asker may say that all is there; a yes is its giver's own word."""
    return wait.is_open and wait.kind is not WaitKind.CONFIRMATION


def _is_remindable(wait: Wait) -> bool:
    return wait.is_open and wait.kind is not WaitKind.PROMISE


def _closed(baseline: Baseline, wait: Wait) -> say.WaitClosed:
    line = make_line(baseline, wait)
    return say.WaitClosed(
        person=line.person,
        what=wait.what,
        kind=line.kind,
        waited=find_waited(baseline, wait),
        came_on=line.answered_on,
        by_silence=wait.closed_by is ClosedBy.SILENCE,
    )
