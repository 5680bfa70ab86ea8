"""People who owe a reply by a field of the tracker: `pendingReplyFrom`.

Yandex Tracker has it, and our side puts somebody there by calling them. Nobody named a day then, so such a
wait moves no date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from plugin.core.model.events import IssueSeen
from plugin.core.model.issue_state import IssueState
from plugin.core.model.named_people import find_people
from plugin.core.model.outcome import NOTHING, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.waits import Wait, WaitKind
from plugin.core.step import Step
from plugin.core.waiting.asks import find_due, open_wait
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.replies import close_by_status
from plugin.texts.waiting_messages import WHAT_TO_GO_ON

PENDING_REPLY = "pendingReplyFrom"


def see_called(step: Step) -> Outcome:
    """Open a wait for whom our side calls, and end it where our side takes them out."""
    event, state = step.event, step.state
    if not isinstance(event, IssueSeen) or state is None or state.deleted or event.actor is None:
        return NOTHING
    mapping = step.now.baseline.mapping
    found = mapping.person_by_account(event.actor.id) if event.actor.id else None
    if found is None or found[1].side != "contractor":
        # Who replies is taken out by the tracker itself; the reply says so.
        return NOTHING
    at = event.at or step.now.baseline.now
    before, after = _read_change(step, event)
    outcome = NOTHING
    for key in sorted(after - before):
        outcome = outcome.and_then(_open(step.with_outcome(outcome), state, key, found[0], at))
    gone = [wait for wait in _list_open(step, state) if wait.is_called and wait.owed_by in before - after]
    return outcome.and_then(close_by_status(state, gone, at))


def _read_change(step: Step, event: IssueSeen) -> tuple[set[str], set[str]]:
    """Return who of the client's side stood in the field before, and who does now."""
    before, after = set[str](), set[str]()
    for change in event.changes:
        if PENDING_REPLY in (change.field, change.name):
            before |= set(_find_clients(step, change.before))
            after |= set(_find_clients(step, change.after))
    return before, after


def _find_clients(step: Step, names: str) -> Iterator[str]:
    people = step.now.baseline.mapping.people
    for name in filter(None, names.split("\n")):
        found = find_people(step.now.baseline.mapping, name)
        if len(found) == 1 and people[found[0]].side == "client":
            yield found[0]


def _open(step: Step, state: IssueState, person: str, asked_by: str, at: datetime) -> Outcome:
    """Return the wait of somebody who owes nothing else on the issue."""
    if any(wait.owed_by == person for wait in _list_open(step, state)):
        return NOTHING
    baseline = step.now.baseline
    wait = open_wait(
        step,
        state,
        WaitKind.INPUT,
        what=WHAT_TO_GO_ON[baseline.mapping.contract.language],
        owed_by=person,
        asked_by=asked_by,
        at=at,
        due=find_due(baseline),
        urgent=False,
    ).model_copy(update={"is_called": True})
    return Outcome(Result.ASKED_FOR, entries=(make_entry(state, EntryKind.ASKED, wait),), waits=(wait,))


def _list_open(step: Step, state: IssueState) -> list[Wait]:
    found = step.now.waits_of(state.issue.id)
    return [wait for wait in found if wait.is_open and wait.kind is WaitKind.INPUT]
