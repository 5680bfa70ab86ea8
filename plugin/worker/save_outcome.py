"""Keeping an outcome: states, effects, timers and the record, in the transaction that decided it."""

from __future__ import annotations

from datetime import datetime

from plugin.core.model.effects import ShowVerdict
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.outcome import EffectRequest, Outcome
from plugin.store import effects, heard, issues, record, stages, timers
from plugin.store.connection import Connection
from plugin.worker.active_contracts import ActiveContract


def save_outcome(
    connection: Connection, active: ActiveContract, tracker: str, outcome: Outcome, now: datetime
) -> None:
    """Keep an outcome: states, effects, timers, and the record last, since it is the narrowest lock."""
    contract = active.mapping.id
    for state in outcome.states:
        issues.save(connection, active.mapping, state)
    for stage in outcome.stages:
        stages.save(connection, stage)
    for deputy in outcome.deputies:
        stages.name_deputy(connection, contract, deputy)
    if active.mapping.contract.mode != "observe":
        for asked in outcome.effects:
            if asked.once and not _is_first(connection, tracker, contract, asked, now):
                continue
            effects.ask(
                connection, tracker, contract, asked.subject, asked.slot, asked.effect, now, again=asked.again
            )
        for timer in outcome.timers:
            timers.put(connection, tracker, timer.subject, timer.name, timer.due_at)
    record.append(
        connection,
        now,
        [
            record.NewEntry(contract, tracker, entry.subject, entry.kind, entry.payload)
            for entry in outcome.entries
        ],
    )


def _is_first(
    connection: Connection, tracker: str, contract: str, asked: EffectRequest, now: datetime
) -> bool:
    """Tell whether an effect that is asked once in a contract is asked for the first time, or of the same."""
    if effects.is_asked(connection, tracker, asked.subject, asked.slot):
        return True
    return heard.say_once(connection, contract, asked.slot, now)


def reassert_label(
    connection: Connection, tracker: str, issue: IssueSnapshot, outcome: Outcome, now: datetime
) -> None:
    """Show the verdict again where a later state of the issue lacks what was seen on it before."""
    asked = next((each for each in outcome.effects if isinstance(each.effect, ShowVerdict)), None)
    if asked is None or asked.subject != issue.id or not isinstance(asked.effect, ShowVerdict):
        return
    shown = effects.shown(connection, tracker, issue.id, asked.slot)
    if shown is None or shown[1] is None or issue.updated is None or issue.updated <= shown[1]:
        return
    effect = asked.effect
    carried = issue.labels & set(effect.our_labels)
    if carried != ({effect.label} if effect.label else set()):
        state = issues.load(connection, tracker, issue.id)
        contract = state.contract if state else ""
        effects.ask(connection, tracker, contract, issue.id, asked.slot, effect, now, again=True)
