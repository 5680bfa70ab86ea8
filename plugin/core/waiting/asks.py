"""Asking: `/ask` and `/promise` open a wait with one person who owes."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Literal

from plugin.core import commands as given
from plugin.core.commands import Ask, Promise
from plugin.core.facts import Baseline
from plugin.core.model.actor import Speaker
from plugin.core.model.issue_state import IssueState
from plugin.core.model.named_people import find_people
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.waits import ClosedBy, Side, Turn, Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.waiting.edited_asks import change_wait, clip, find_asked_before
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.find_wait import find_meant
from plugin.core.waiting.hand_over import hand_over
from plugin.core.waiting.wait_lines import find_name
from plugin.texts import answer_messages as answers
from plugin.texts import waiting_messages as say

DEFAULT_ANSWER_WITHIN = 3
"""Working days within which an answer is asked for, where contract and question name no day."""

_CALL_WITHIN = timedelta(minutes=2)
"""A comment that asks and calls somebody comes as two events, each with a time of its own."""

_AND = re.compile(r"\s+(?:и|and)\s+|\s*[,&+]\s*")

Why = Literal["unknown_person", "several_people", "several_named", "nobody", "past", "private", "stranger"]


def take_ask(step: Step, state: IssueState, command: Ask, speaker: Speaker) -> Outcome:
    """Open a wait, or move one to somebody else."""
    baseline = step.now.baseline
    why = _why_not(speaker)
    if why is not None:
        return _unclear(step, state, command, speaker, why)
    person = _find_person(baseline, command, speaker)
    known = None
    if command.number is None:
        owes = person if isinstance(person, str) else ""
        known = find_asked_before(step, state, speaker, WaitKind.INPUT, command.text, owes)
    if _is_past(baseline, command.by, known):
        return _unclear(step, state, command, speaker, "past")
    if isinstance(person, tuple):
        named = () if person else _find_named(baseline, command.person or "")
        unnamed: Why = "unknown_person" if command.person else "nobody"
        why = "several_people" if person else "several_named" if named else unnamed
        return _unclear(step, state, command, speaker, why, person or named)
    if command.number is not None:
        return _move(step, state, command, speaker, person)
    if known is not None:
        return _edit(step, state, command, speaker, known, person)
    wait = open_wait(
        step,
        state,
        WaitKind.INPUT,
        what=command.text,
        owed_by=person,
        asked_by=speaker.key or "",
        at=speaker.at or baseline.now,
        due=command.by or find_due(baseline),
        urgent=command.urgent,
        comment=speaker.comment_id,
    )
    wait = _take_over_call(step, state, wait)
    asked = Outcome(Result.ASKED_FOR, entries=(make_entry(state, EntryKind.ASKED, wait),), waits=(wait,))
    return _hand_over_by_question(step, state, speaker).and_then(asked)


def _take_over_call(step: Step, state: IssueState, asked: Wait) -> Wait:
    """Return a question under the number of the call that came with it."""
    for wait in step.now.waits_of(state.issue.id):
        is_of_it = wait.is_called and wait.is_open and wait.owed_by == asked.owed_by
        if is_of_it and abs(wait.asked_at - asked.asked_at) <= _CALL_WITHIN:
            return asked.model_copy(update={"number": wait.number})
    return asked


def _hand_over_by_question(step: Step, state: IssueState, speaker: Speaker) -> Outcome:
    """Take a question back as an answer to what its side owes.

    Without that it says nothing: one more question is no word about the answer to another.
    """
    if speaker.key is None:
        return NOTHING
    side = step.now.baseline.mapping.people[speaker.key].side
    owes = any(wait.owed_side == side for wait in step.now.waits_of(state.issue.id) if wait.is_open)
    at = speaker.at or step.now.baseline.now
    return hand_over(step, state, side, speaker.key, at) if owes else NOTHING


def take_promise(step: Step, state: IssueState, command: Promise, speaker: Speaker) -> Outcome:
    """Take somebody's word: they owe it themselves, by the day they name."""
    baseline = step.now.baseline
    why = _why_not(speaker)
    if why is not None or speaker.key is None:
        return _unclear(step, state, command, speaker, why or "stranger")
    known = find_asked_before(step, state, speaker, WaitKind.PROMISE, command.text, speaker.key)
    if _is_past(baseline, command.by, known):
        return _unclear(step, state, command, speaker, "past")
    if known is not None:
        return change_wait(
            step, state, known, speaker, what=command.text, due=command.by, urgent=known.urgent
        )
    wait = open_wait(
        step,
        state,
        WaitKind.PROMISE,
        what=command.text,
        owed_by=speaker.key,
        asked_by="",
        at=speaker.at or baseline.now,
        due=command.by,
        comment=speaker.comment_id,
    )
    entry = make_entry(state, EntryKind.PROMISED, wait)
    return Outcome(Result.PROMISED, entries=(entry,), waits=(wait,))


def open_wait(
    step: Step,
    state: IssueState,
    kind: WaitKind,
    *,
    what: str,
    owed_by: str,
    asked_by: str,
    at: datetime,
    due: date,
    urgent: bool = True,
    series: Literal["asked", "offer", "sign_off"] = "asked",
    above: int = 0,
    comment: str = "",
) -> Wait:
    """Return a new wait, under the next number of its series that is above another."""
    mapping = step.now.baseline.mapping
    owed_side: Side = mapping.people[owed_by].side
    asked_side: Side = mapping.people[asked_by].side if asked_by else _other(owed_side)
    known = [wait.number for wait in step.now.waits_of(state.issue.id) if wait.series == series]
    stage = stage_of(mapping, state.issue)
    return Wait(
        contract=mapping.id,
        issue=state.issue.id,
        series=series,
        number=max((above, *known)) + 1,
        kind=kind,
        what=clip(what),
        owed_by=owed_by,
        owed_side=owed_side,
        asked_by=asked_by,
        asked_side=asked_side,
        asked_at=at,
        due=due,
        urgent=urgent,
        stage=stage.id if stage else state.stage,
        turns=(Turn(side=owed_side, since=at),),
        comment=comment,
    )


def find_due(baseline: Baseline) -> date:
    """Return the day by which an answer is asked for where nobody names one."""
    terms = baseline.mapping.waiting
    within = terms.answer_within if terms else DEFAULT_ANSWER_WITHIN
    return baseline.calendar.add_working_days(baseline.today, within)


def find_contact(baseline: Baseline, asked_side: Side) -> str | None:
    """Return who is asked where nobody is named, or None.

    On the client's side that is the contact, else the only person; on ours somebody who may publish.
    """
    mapping = baseline.mapping
    terms = mapping.waiting
    if asked_side == "contractor" and terms and terms.contact:
        return terms.contact
    others = [key for key, person in mapping.people.items() if person.side != asked_side]
    if asked_side == "client":
        may = [row.person for row in mapping.authority if "publish" in row.may and row.person in others]
        return next(iter([*may, *others]), None)
    return others[0] if len(others) == 1 else None


def _edit(step: Step, state: IssueState, command: Ask, speaker: Speaker, known: Wait, person: str) -> Outcome:
    """Change the wait of an edited question: its words, its day or its person."""
    due = command.by or known.due
    changed = change_wait(step, state, known, speaker, what=command.text, due=due, urgent=command.urgent)
    if not known.is_open or person == known.owed_by:
        return changed
    fresh = next(iter(changed.waits), known)
    at = speaker.at or step.now.baseline.now
    return give_to(step, state, fresh, person, due, at, by=speaker.key)


def _move(step: Step, state: IssueState, command: Ask, speaker: Speaker, person: str) -> Outcome:
    """Have somebody else owe an open wait that a command names."""
    meant = find_meant(
        step,
        state,
        speaker,
        command.word or "ask",
        command.number,
        lambda wait: wait.is_open and wait.kind is WaitKind.INPUT,
        rest=command.person or "",
    )
    if meant.wait is None:
        return meant.question
    old, people = meant.wait, step.now.baseline.mapping.people
    is_asker = people[speaker.key or ""].side == old.asked_side
    if not is_asker and people[person].side != old.owed_side:
        # Who owes may name a colleague, and hands nothing over to the other side.
        asker = find_name(step.now.baseline, old.asked_by)
        message = answers.NotYours(speaker.name, f"/{command.word or 'ask'}", (asker,))
        told = make_answer(step.now.baseline, state, reply_slot(speaker.comment), message)
        return Outcome(Result.NO_AUTHORITY, effects=(told,))
    due = (command.by if is_asker else None) or old.due
    if _is_past(step.now.baseline, due, old):
        return _unclear(step, state, command, speaker, "past")
    at = speaker.at or step.now.baseline.now
    return give_to(step, state, old, person, due, at, by=speaker.key)


def give_to(
    step: Step, state: IssueState, old: Wait, person: str, due: date, at: datetime, *, by: str | None
) -> Outcome:
    """Have somebody else owe a wait; its clock goes on, and history keeps both.

    Args:
        step: the decision.
        state: the issue.
        old: the wait as it stands.
        person: the key of who owes it from now on.
        due: the day asked for.
        at: when it was given.
        by: the key of who gave it; empty where that follows from the mapping.
    """
    fresh = open_wait(
        step,
        state,
        old.kind,
        what=old.missing or old.what,
        owed_by=person,
        asked_by=old.asked_by,
        at=at,
        due=due,
        urgent=old.urgent,
        comment=old.comment,
    )
    # Each day stays with the side that held it: handing a wait on wipes nothing out, and wakes nobody up.
    turns = old.passed(fresh.owed_side, at).turns
    fresh = fresh.model_copy(update={"turns": turns, "rests": old.rests})
    moved = old.closed(WaitState.MOVED, at, ClosedBy.WORD).model_copy(update={"moved_to": fresh.number})
    entry = make_entry(state, EntryKind.WAIT_MOVED, old, to=person, by=by, goes_on_as=fresh.number)
    return Outcome(Result.WAIT_MOVED, entries=(entry,), waits=(moved, fresh))


def _why_not(speaker: Speaker) -> Why | None:
    """Return why nobody's question or promise can be taken here, or None."""
    if speaker.key is None:
        return "stranger"
    return None if speaker.public else "private"


def _is_past(baseline: Baseline, by: date | None, known: Wait | None) -> bool:
    """Tell whether a day that is over is asked for anew."""
    return by is not None and by < baseline.today and (known is None or known.due != by)


def _find_person(baseline: Baseline, command: given.Ask, speaker: Speaker) -> str | tuple[str, ...]:
    """Return the key of the person who is asked, or the several that may be meant."""
    mapping = baseline.mapping
    side = mapping.people[speaker.key or ""].side
    if command.person is None:
        return find_contact(baseline, side) or ()
    found = find_people(mapping, command.person)
    if len(found) == 1:
        return found[0]
    others = tuple(key for key in found if mapping.people[key].side != side)
    return others[0] if len(others) == 1 else found


def _find_named(baseline: Baseline, written: str) -> tuple[str, ...]:
    """Return the people whom «Анну и Петра» names; () where it does not name several."""
    parts = [find_people(baseline.mapping, part) for part in _AND.split(written)]
    return tuple(dict.fromkeys(chain.from_iterable(parts))) if len(parts) > 1 and all(parts) else ()


def _unclear(
    step: Step,
    state: IssueState,
    command: Ask | Promise,
    speaker: Speaker,
    why: Why,
    several: tuple[str, ...] = (),
) -> Outcome:
    """Ask what is meant; nothing is opened."""
    people, key = step.now.baseline.mapping.people, speaker.key
    side = people[key].side if key else None
    known = several or tuple(
        each for each, person in people.items() if side in (None,) or person.side != side
    )
    message = say.AskUnclear(
        person=speaker.name,
        why=why,
        written=(command.person or "") if isinstance(command, Ask) else "",
        names=tuple(people[each].name for each in known),
        word=command.word or "ask",
        due=command.by,
        is_promise=isinstance(command, Promise),
    )
    answer = make_answer(step.now.baseline, state, reply_slot(speaker.comment), message, (key,))
    return Outcome(Result.HINT, effects=(answer,))


def _other(side: Side) -> Side:
    return "contractor" if side == "client" else "client"
