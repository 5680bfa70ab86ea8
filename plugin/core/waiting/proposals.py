"""What is asked of the decider about waiting: move the stage, or leave its date."""

from __future__ import annotations

from datetime import date

from mappings.model import Stage
from plugin.core.contract_facts import ContractFacts
from plugin.core.facts import Baseline
from plugin.core.model.actor import Speaker
from plugin.core.model.authority import Cost, may, who_may
from plugin.core.model.internal_events import ChoiceGiven
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import NOTHING, EffectRequest, Outcome
from plugin.core.model.results import Result
from plugin.core.model.slots import Slot, SlotKind, reply_slot
from plugin.core.model.stage_issues import stage_of
from plugin.core.model.waits import Wait
from plugin.core.presenter.addressees import list_names
from plugin.core.presenter.comments import make_answer
from plugin.core.step import Step
from plugin.core.waiting.counted_days import find_heirs, inherit, make_counted_entry
from plugin.texts import answer_messages as answers
from plugin.texts import waiting_date_messages as say

MOVE, LEAVE = 1, 2
"""The options of a proposal."""


def find_proposals(facts: ContractFacts, state: IssueState) -> tuple[Wait, ...]:
    """Return the waits about which the decider is asked on the issue of a stage."""
    stage = stage_of(facts.baseline.mapping, state.issue)
    if stage is None or facts.baseline.is_signed_off(stage.id):
        # The date of a signed stage never moves.
        return ()
    return tuple(
        wait
        for _, wait in sorted(facts.waits.items())
        if wait.stage == stage.id and wait.counted is not None and wait.counted.state == "proposed"
    )


def choose_waiting(step: Step) -> Outcome:
    """Take the decider's choice on what waiting does to a stage's date.

    Several proposals of a stage are decided together: each stood there when the choice was written.
    """
    event, state = step.event, step.state
    if not isinstance(event, ChoiceGiven) or state is None or state.deleted:
        return NOTHING
    stage = stage_of(step.now.baseline.mapping, state.issue)
    proposed = find_proposals(step.now, state)
    if stage is None or not proposed:
        return NOTHING
    return _choose(step, state, stage, proposed, event.numbers, event.speaker)


def take_back_waiting(step: Step, state: IssueState, speaker: Speaker) -> Outcome:
    """Take the newest counted waiting of an issue back, with its shift."""
    baseline, found = step.now.baseline, find_counted(step.now, state)
    if found is None or found.counted is None:
        return NOTHING
    stage = baseline.mapping.stage(found.stage or "")
    taken = found.counted.model_copy(update={"state": "reset", "by": speaker.key or ""})
    changed = found.model_copy(update={"counted": taken})
    heirs = find_heirs(step, found)
    given = tuple(inherit(wait, days, found.counted) for wait, days in heirs)
    after = baseline.with_counted(changed)
    for wait in given:
        after = after.with_counted(wait)
    due = after.schedule.dates.get(found.stage or "")
    given = tuple(_with_date(wait, due) for wait in given)
    slot = reply_slot(speaker.comment)
    effects: tuple[EffectRequest, ...] = ()
    if stage is not None and due is not None:
        kept = sum(len(days) for wait, days in heirs)
        shared_with = heirs[0][0].what if heirs else ""
        message = say.WaitingReset(speaker.name, stage.title, taken.days, due, kept, shared_with)
        effects = (make_answer(baseline, state, slot, message),)
    owner = step.now.states.get(found.issue, state)
    entries = [make_counted_entry(owner, changed)]
    entries += [make_counted_entry(step.now.states.get(wait.issue, state), wait) for wait in given]
    return Outcome(Result.RESET, effects=effects, entries=tuple(entries), waits=(changed, *given))


def _with_date(wait: Wait, due: date | None) -> Wait:
    """Return a wait that gained days, with the date that its stage has."""
    if wait.counted is None or wait.counted.state != "moved":
        return wait
    return wait.model_copy(update={"counted": wait.counted.model_copy(update={"after": due})})


def find_counted(facts: ContractFacts, state: IssueState) -> Wait | None:
    """Return the newest waiting of an issue or its stage that moved a date."""
    stage = stage_of(facts.baseline.mapping, state.issue)
    found = [
        wait
        for wait in facts.waits.values()
        if wait.counted is not None
        and wait.counted.state == "moved"
        and (wait.issue == state.issue.id or (stage is not None and wait.stage == stage.id))
        and not facts.baseline.is_signed_off(wait.stage or "")
    ]
    return max(found, key=lambda wait: (wait.counted.on if wait.counted else None, wait.key), default=None)


def _choose(
    step: Step,
    state: IssueState,
    stage: Stage,
    proposed: tuple[Wait, ...],
    numbers: tuple[int, ...],
    speaker: Speaker,
) -> Outcome:
    baseline, slot = step.now.baseline, reply_slot(speaker.comment)
    chosen = set(numbers)
    if len(chosen) != 1 or not chosen <= {MOVE, LEAVE}:
        why = "several" if len(chosen) > 1 else "unknown_number"
        unclear = answers.NoSuchOption(speaker.name, (MOVE, LEAVE), why)  # type: ignore[arg-type]
        return Outcome(Result.UNKNOWN_NUMBER, effects=(make_answer(baseline, state, slot, unclear),))
    moves = chosen == {MOVE}
    days = sum(wait.counted.days for wait in proposed if wait.counted)
    cost = Cost(working_days=days) if moves else Cost()
    on = baseline.day_of(speaker.at)
    if not may(baseline.mapping, speaker.key, "decide", on, cost).granted:
        return _refuse(baseline, state, slot, speaker, cost)
    changed = tuple(
        wait.model_copy(
            update={
                "counted": wait.counted.model_copy(
                    update={"state": "moved" if moves else "withdrawn", "by": speaker.key or ""}
                )
            }
        )
        for wait in proposed
        if wait.counted
    )
    after = baseline
    for wait in changed:
        after = after.with_counted(wait)
    before, due = baseline.schedule.dates.get(stage.id), after.schedule.dates.get(stage.id)
    if before is None or due is None:
        return NOTHING
    message = say.WaitingDecided(speaker.name, stage.title, moves, days, due, before)
    decided = make_answer(baseline, state, Slot(SlotKind.WAITING, f"decided:{speaker.comment}"), message)
    entries = tuple(make_counted_entry(step.now.states.get(wait.issue, state), wait) for wait in changed)
    return Outcome(Result.DECIDED, effects=(decided,), entries=entries, waits=changed)


def _refuse(baseline: Baseline, state: IssueState, slot: Slot, speaker: Speaker, cost: Cost) -> Outcome:
    """Thank somebody who may not decide, and name who can."""
    who = list_names(baseline, who_may(baseline.mapping, "decide", baseline.today, cost))
    message = answers.NotYours(speaker.name, "/choose", who)
    return Outcome(Result.NO_AUTHORITY, effects=(make_answer(baseline, state, slot, message),))
