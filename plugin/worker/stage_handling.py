"""What an issue that was seen means for the stages: its own, or the one for which it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from plugin.decider.checklist import STAGE_SLOT, tick
from plugin.decider.outcome import Outcome
from plugin.decider.stage_facts import Giver, StageFacts, is_kick_off, stage_of
from plugin.decider.stages import kick_off_seen, stage_seen, touched
from plugin.effects import reference
from plugin.events import IssueSeen
from plugin.issue import Account, IssueSnapshot
from plugin.store import issues, stages
from plugin.texts.ticks import ticks_in
from plugin.trackers.base import Reading, Tracker
from plugin.worker.agreements import Agreement
from plugin.worker.facts import ground_of, stage_facts_of


def mover_of(tracker: Tracker, agreement: Agreement, event: IssueSeen, now: datetime) -> Giver | None:
    """Return who moved a stage's issue to an accepted status, as the tracker's own history tells it.

    The event only says that it is time to look. A history that does not know the move means that nobody
    signed; a tracker that gives no history leaves the event's word.

    Raises:
        TrackerError: the history cannot be read now; the delivery waits.
    """
    accepted = agreement.mapping.tracker.statuses.accepted
    moved = next((change for change in event.changes if change.field == "status"), None)
    if moved is None or moved.after not in accepted or moved.before in accepted:
        return None
    if stage_of(agreement.mapping, event.issue) is None:
        return None
    by, before, at = event.actor, moved.before, event.at
    history = tracker.moves(event.issue.id)
    if history is not None:
        last = next((move for move in reversed(history) if move.to_status in accepted), None)
        if last is None:
            return None
        by, before, at = last.by, last.from_status, last.at
    return _giver(agreement, by or Account(id=""), before, moved.after, at or now)


def about_stages(
    connection: Connection,
    agreement: Agreement,
    tracker: str,
    issue: IssueSnapshot,
    now: datetime,
    mover: Giver | None = None,
    reading: Reading | None = None,
) -> Outcome:
    """Decide what an issue that was seen means for stages, under the contract's lock.

    Args:
        connection: the transaction.
        agreement: the issue's contract.
        tracker: the tracker's name.
        issue: the issue as it was seen.
        now: the moment.
        mover: who moved it to an accepted status, where it stands for a stage.
        reading: the issue as read, with our checklist on it; ticks in there are taken over.
    """
    mapping = agreement.mapping
    stage = stage_of(mapping, issue)
    state = issues.load(connection, tracker, issue.id)
    if stage is None and is_kick_off(mapping, issue):
        return kick_off_seen(ground_of(connection, tracker, agreement, now), issue.id)
    if stage is not None:
        ground = ground_of(connection, tracker, agreement, now)
        facts = stage_facts_of(connection, ground, stage)
        return stage_seen(_with_native_ticks(facts, reading, tracker, issue.id), issue.id, mover)
    own_stage = mapping.stage(state.stage) if state and state.stage else None
    if own_stage is None:
        return Outcome("nothing")
    on_record = stages.load_all(connection, mapping.id).get(own_stage.id)
    if on_record is None or not (on_record.certificates or on_record.words):
        # Nobody has said a word about the stage yet: there is nothing to hold against it.
        return Outcome("nothing")
    ground = ground_of(connection, tracker, agreement, now)
    return touched(stage_facts_of(connection, ground, own_stage))


def _with_native_ticks(facts: StageFacts, reading: Reading | None, tracker: str, issue_id: str) -> StageFacts:
    """Take over boxes that were ticked in our comment itself; the tracker does not tell who did."""
    own = reading.own_comments.get(reference(tracker, issue_id, STAGE_SLOT)) if reading else None
    if own is None:
        return facts
    known = {each.number for each in facts.state.ticks}
    for number, ticked in ticks_in(own.text).items():
        if number <= len(facts.stage.criteria) and ticked != (number in known):
            changed = tick(facts, number, done=ticked, by="", name="", at=facts.ground.now)
            if changed is not None:
                facts = replace(facts, state=changed[0])
    return facts


def _giver(agreement: Agreement, by: Account, before: str, after: str, at: datetime) -> Giver:
    found = agreement.mapping.person_by_account(by.id)
    return Giver(
        key=found[0] if found else None,
        name=found[1].name if found else by.name,
        means="status",
        at=at,
        said_in=f"moved:{at.isoformat()}",
        moved_from=before,
        moved_to=after,
    )
