"""What somebody owes whom a new version of the contract names no more."""

from __future__ import annotations

from collections.abc import Iterator

from plugin.core.facts import Baseline
from plugin.core.model.internal_events import PeopleChanged
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, EntryKind, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import team_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.waits import Wait, WaitKind, WaitState
from plugin.core.presenter.comments import make_comment
from plugin.core.step import Step
from plugin.core.waiting.asks import find_contact, give_to
from plugin.core.waiting.entries import make_entry
from plugin.core.waiting.wait_lines import find_name
from plugin.texts import waiting_messages as say

PEOPLE_CHANGED = "wait:people"
"""The timer by which the waits of an issue are looked at after a new version of the mapping."""


def replace_lost_people(step: Step) -> Outcome:
    """Give what a person owes who is named no more to somebody, or tell the team.

    The same person under another key goes on owing it. A question to the client's side goes to its contact.
    """
    event, state = step.event, step.state
    if not isinstance(event, PeopleChanged) or state is None or state.deleted:
        return NOTHING
    outcome = NOTHING
    for wait in step.now.waits_of(state.issue.id):
        if wait.is_open and wait.owed_by not in step.now.baseline.mapping.people:
            outcome = outcome.and_then(_replace(step.with_outcome(outcome), state, wait))
    return outcome


def _replace(step: Step, state: IssueState, wait: Wait) -> Outcome:
    baseline = step.now.baseline
    same = _find_same_person(baseline, wait.owed_by) or _find_signatory(baseline, state, wait)
    contact = find_contact(baseline, wait.asked_side) if wait.kind is WaitKind.INPUT else None
    if contact is not None and baseline.mapping.people[contact].side != wait.owed_side:
        contact = None
    if same is not None or (contact is not None and wait.state is WaitState.ANSWERED):
        # An answer is still an answer, and the contact owes what is missing of it.
        changed = wait.model_copy(update={"owed_by": same or contact})
        entry = make_entry(state, EntryKind.WAIT_MOVED, wait, to=changed.owed_by, by="")
        return Outcome(Result.WAIT_MOVED, entries=(entry,), waits=(changed,))
    if contact is not None and wait.asked_by in baseline.mapping.people:
        return give_to(step, state, wait, contact, wait.due, baseline.now, by="")
    return Outcome(effects=tuple(_tell_team(step, state, wait)))


def _find_same_person(baseline: Baseline, key: str) -> str | None:
    """Return the key under which the same account or address is named now, or None."""
    former = baseline.history.people.get(key)
    if former is None:
        return None
    return next(
        (
            each
            for each, person in baseline.mapping.people.items()
            if (former.account and person.account == former.account)
            or (former.email and person.email == former.email)
        ),
        None,
    )


def _find_signatory(baseline: Baseline, state: IssueState, wait: Wait) -> str | None:
    """Return who signs the stage now, where a signature is awaited, or None."""
    stage = stage_of(baseline.mapping, state.issue)
    is_signed = wait.kind is WaitKind.SIGNATURE and stage is not None and stage.sign_off is not None
    return stage.sign_off.by[0] if is_signed and stage and stage.sign_off else None


def _tell_team(step: Step, state: IssueState, wait: Wait) -> Iterator[EffectRequest]:
    baseline = step.now.baseline
    if wait.series != "asked":
        # An offer is addressed anew by itself, when its issue is judged by the new version.
        return
    message = say.WaitOrphaned(
        find_name(baseline, wait.owed_by), wait.what, wait.number, is_question=wait.kind is WaitKind.INPUT
    )
    slot = team_slot(f"orphan:{wait.number}:{wait.owed_by}")
    yield EffectRequest(state.issue.id, slot, make_comment(baseline, message))
