"""Saves an outcome in the transaction that decided it.

That is states, effects, timers and the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import REJUDGE, EffectRequest, Outcome
from plugin.core.model.verdict import VerdictKind
from plugin.core.model.waits import WaitState
from plugin.runtime.clock import NO_SHIFT
from plugin.store import (
    absences,
    calls,
    claims,
    contracts,
    effects,
    exchanges,
    issues,
    notices,
    own_comments,
    processed_commands,
    record,
    reminders,
    stages,
    timers,
    waits,
)
from plugin.store.connection import Connection
from plugin.worker.active_contract import ActiveContract
from plugin.worker.contract_timers import ask_for_register
from plugin.worker.save_anchors import save_anchors


def save_outcome(
    connection: Connection,
    active: ActiveContract,
    lease: claims.Lease,
    outcome: Outcome,
    now: datetime,
    on_record: Mapping[str, IssueState],
    shift: timedelta = NO_SHIFT,
) -> bool:
    """Save an outcome; the record comes last, since its lock is the narrowest.

    Args:
        connection: the transaction that decided it.
        active: the contract.
        lease: what is held.
        outcome: what was decided.
        now: the moment.
        on_record: the states as they were before, by the issue's id; a new issue is not among them.
        shift: by how much practice time, in which `now` is, is ahead: work waits by the machine's clock.

    Returns:
        Whether an effect of the subject that is held is due at once.
    """
    tracker, contract, is_due = lease.tracker, active.mapping.id, False
    asked: list[EffectRequest] = []
    for state in outcome.states:
        issues.save(connection, active.mapping, state, on_record.get(state.issue.id))
    known = [on_record.get(state.issue.id) for state in outcome.states]
    decided = any(_has_decisions(state) for state in (*outcome.states, *known))
    for wait in outcome.waits:
        looks = wait.is_reminded and active.mapping.waiting is not None
        waits.save(connection, tracker, wait, now if looks else None)
        if wait.state is not WaitState.OPEN or wait.rests:
            effects.drop_reminders(connection, tracker, wait.issue)
    counted = any(wait.counted is not None and wait.counted.days for wait in outcome.waits)
    if counted:
        # What is offered names dates that waiting has moved.
        for owner, issue in issues.load_undecided(connection, contract):
            is_held = (owner, issue) == (tracker, lease.subject)
            timers.set_timer(connection, owner, issue, REJUDGE, now - shift, is_held=is_held)
    if outcome.stages or outcome.deputies or outcome.absences or decided or counted:
        contracts.count_change(connection, contract)
    if counted or any(_is_in_register(state) for state in (*outcome.states, *known)):
        ask_for_register(connection, active.mapping, now - shift)
    for stage in outcome.stages:
        stages.save(connection, stage)
    for deputy in outcome.deputies:
        stages.name_deputy(connection, contract, deputy)
    for call in outcome.calls:
        calls.save(connection, tracker, contract, call)
    for absence in outcome.absences:
        absences.save(connection, contract, absence)
        reminders.look_again_at(connection, contract, absence.person, now)
    _save_comments(connection, tracker, outcome, now - shift)
    _save_notices(connection, lease.tracker, contract, outcome, now)
    exchanges.save_acts(connection, tracker, contract, outcome.exchanges)
    if active.mapping.contract.mode != "observe":
        is_due, asked = _request_effects(connection, lease, contract, outcome, now - shift, shift)
    places = record.append(
        connection,
        now,
        [
            record.NewEntry(contract, tracker, entry.subject, entry.kind, entry.payload)
            for entry in outcome.entries
        ],
    )
    save_anchors(connection, tracker, contract, asked, list(zip(outcome.entries, places, strict=True)))
    return is_due


def _request_effects(
    connection: Connection,
    lease: claims.Lease,
    contract: str,
    outcome: Outcome,
    now: datetime,
    shift: timedelta,
) -> tuple[bool, list[EffectRequest]]:
    """Request the effects and set the timers.

    Return whether one is due at once, and which are new.
    """
    tracker, is_due, asked = lease.tracker, False, []
    for request in _last_of_each_slot(outcome):
        if request.once and not _is_first(connection, tracker, contract, request, now):
            continue
        is_new = effects.request_effect(
            connection,
            tracker,
            contract,
            request.subject,
            request.slot,
            effects.keep_wording(connection, tracker, request) if request.keeps_wording else request.effect,
            now,
            request.again,
            settles=effects.SETTLE_DELAY if request.settles else timedelta(0),
            is_held=request.subject == lease.subject,
        )
        if is_new:
            asked.append(request)
        is_due |= is_new and not request.settles and request.subject == lease.subject
    for timer in outcome.timers:
        is_held, due_at = timer.subject == lease.subject, timer.due_at and timer.due_at - shift
        timers.set_timer(connection, tracker, timer.subject, timer.name, due_at, is_held=is_held, shift=shift)
    return is_due, asked


def _save_notices(
    connection: Connection, tracker: str, contract: str, outcome: Outcome, now: datetime
) -> None:
    for issue, person in outcome.answered_notices:
        notices.mark_answered(connection, contract, issue, person, now)
    for issue, slot, person in outcome.repeated_notices:
        notices.mark_repeated(connection, contract, issue, slot, person, now)
    notices.add_notices(connection, contract, tracker, outcome.notices, now)


def _is_in_register(state: IssueState | None) -> bool:
    return state is not None and (state.change is not None or state.kind is VerdictKind.BONUS)


def _has_decisions(state: IssueState | None) -> bool:
    return state is not None and state.change is not None and bool(state.change.decisions)


def _last_of_each_slot(outcome: Outcome) -> tuple[EffectRequest, ...]:
    """Return what each slot should show in the end.

    A slot that has to be written anew stays so.
    """
    newest: dict[tuple[str, str], EffectRequest] = {}
    for request in outcome.effects:
        key = (request.subject, str(request.slot))
        earlier = newest.get(key)
        again = request.again or (earlier is not None and earlier.again)
        keeps_wording = request.keeps_wording and (earlier is None or earlier.keeps_wording)
        newest[key] = replace(request, again=again, keeps_wording=keeps_wording)
    return tuple(newest.values())


def _save_comments(connection: Connection, tracker: str, outcome: Outcome, now: datetime) -> None:
    for comment, heard in outcome.processed.items():
        processed_commands.mark_commands_processed(
            connection, tracker, comment, heard.text, now, said=heard.said
        )
    for link in outcome.used_links:
        processed_commands.mark_link_used(connection, link, now)
    for issue, comment in outcome.rewritten_comments:
        own_comments.request_rewrite(connection, tracker, issue, comment, now)
    for issue, comment in outcome.lost_comments:
        own_comments.request_repost(connection, tracker, issue, comment, now)


def _is_first(
    connection: Connection, tracker: str, contract: str, request: EffectRequest, now: datetime
) -> bool:
    """Tell whether a note that a contract gives only once may be given here.

    It may where it was given nowhere, or by this very slot.
    """
    if effects.was_requested(connection, tracker, request.subject, str(request.slot)):
        return True
    return processed_commands.mark_said(connection, contract, str(request.slot), now)
