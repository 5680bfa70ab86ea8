"""Waiting statuses: entering one opens a wait, leaving it ends what it stood for.

A file that the owing side attaches, or the field that was asked for, is an answer like any word.
"""

from __future__ import annotations

import re
from datetime import datetime

from plugin.core.facts import Baseline
from plugin.core.model.events import IssueDeleted, IssueSeen
from plugin.core.model.internal_events import IssueLeft
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.waits import ClosedBy, Side, Wait, WaitKind, WaitState
from plugin.core.step import Step
from plugin.core.waiting.asks import find_contact, find_due, open_wait
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.hand_over import hand_over
from plugin.core.waiting.replies import close_by_status
from plugin.texts.waiting_messages import WHAT_TO_GO_ON

_MIN_FIELD_CHARS = 4
_OF_NO_ANSWER = frozenset(
    {"status", "summary", "subject", "labels", "tags", "rank", "resolution", "sprint", "priority", "assignee"}
)
"""Fields that people edit for the sake of the work, whatever words a question has."""


def see_status(step: Step) -> Outcome:
    """Open, hand over or end waits by what was done to the issue itself."""
    event, state, was = step.event, step.state, step.was
    if not isinstance(event, IssueSeen) or state is None or was is None or state.deleted:
        return NOTHING
    waiting = step.now.baseline.mapping.tracker.statuses.waiting_for_client
    at = event.at or step.now.baseline.now
    entered = state.issue.status in waiting and was.issue.status not in waiting
    left = was.issue.status in waiting and state.issue.status not in waiting
    if entered:
        return _open(step, state, event, at)
    side, person = _find_actor(step.now.baseline, event)
    if left and side == "contractor":
        ended = [wait for wait in _asked_of_client(step, state) if wait.turns[-1].since <= at]
        return close_by_status(state, ended, at)
    if left or _brings_answer(event, _asked_of(step, state, side)):
        return hand_over(step, state, side, person, at, is_looked_up=event.is_looked_up)
    return NOTHING


def end_lost_waits(step: Step) -> Outcome:
    """End what is waited for on an issue that is gone: it never counted."""
    event, state = step.event, step.state
    if not isinstance(event, IssueDeleted | IssueLeft) or state is None:
        return NOTHING
    now = step.now.baseline.now
    lost = [wait for wait in step.now.waits_of(state.issue.id) if wait.is_open]
    ended = tuple(wait.closed(WaitState.CANCELLED, now, ClosedBy.STATUS) for wait in lost)
    entries = tuple(make_entry(state, EntryKind.WAIT_CANCELLED, wait, by="") for wait in ended)
    return Outcome(entries=entries, waits=ended) if ended else NOTHING


def _open(step: Step, state: IssueState, event: IssueSeen, at: datetime) -> Outcome:
    """Open a wait for the contact, unless something is asked of the client already."""
    baseline = step.now.baseline
    contact = find_contact(baseline, "contractor")
    asked = _asked_of_client(step, state)
    if asked:
        # Who puts the issue back into waiting says that the answer was not all.
        back = tuple(w.passed(w.owed_side, at) for w in asked if w.state is WaitState.ANSWERED)
        return Outcome(waits=back) if len(back) == len(asked) else NOTHING
    if contact is None:
        return NOTHING
    side, person = _find_actor(baseline, event)
    wait = open_wait(
        step,
        state,
        WaitKind.INPUT,
        what=WHAT_TO_GO_ON[baseline.mapping.contract.language],
        owed_by=contact,
        asked_by=person or "" if side == "contractor" else "",
        at=at,
        due=find_due(baseline),
    ).model_copy(update={"by_status": True})
    return Outcome(Result.ASKED_FOR, entries=(make_entry(state, EntryKind.ASKED, wait),), waits=(wait,))


def _asked_of_client(step: Step, state: IssueState) -> tuple[Wait, ...]:
    return tuple(wait for wait in _asked_of(step, state, "client") if wait.asked_side == "contractor")


def _asked_of(step: Step, state: IssueState, side: Side) -> tuple[Wait, ...]:
    """Return the open questions to one side on an issue."""
    return tuple(
        wait
        for wait in step.now.waits_of(state.issue.id)
        if wait.is_open and wait.kind is WaitKind.INPUT and wait.owed_side == side
    )


def _brings_answer(event: IssueSeen, asked: tuple[Wait, ...]) -> bool:
    """Tell whether an edit attaches a file, or sets a field that was asked for."""
    for change in event.changes:
        if change.brings_files:
            return True
        names = {name.casefold() for name in (change.field, change.name) if name}
        wanted = " ".join(wait.what for wait in asked).casefold()
        if change.after and not names & _OF_NO_ANSWER and any(_is_named(name, wanted) for name in names):
            return True
    return False


def _is_named(field: str, wanted: str) -> bool:
    return len(field) >= _MIN_FIELD_CHARS and bool(re.search(rf"\b{re.escape(field)}\b", wanted))


def _find_actor(baseline: Baseline, event: IssueSeen) -> tuple[Side, str | None]:
    """Return whose act it is, and the person's key.

    What the tracker cannot tell, and what a stranger does who is not proven to be ours, is the client's.
    """
    account = event.actor.id if event.actor is not None else ""
    found = baseline.mapping.person_by_account(account) if account else None
    if found is None:
        return "contractor" if event.is_by_team else "client", None
    return found[1].side, found[0]
