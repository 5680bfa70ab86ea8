"""What an issue that was seen means for the stages: its own, or the one for which it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from plugin.core.due_dates.deadline_shift import DUE_SLOT, stage_subject
from plugin.core.mails.mail_requests import may_be_mailed
from plugin.core.model.actor import Actor
from plugin.core.model.effects import Effect, ShowVerdict
from plugin.core.model.events import BoxTicked, IssueSeen
from plugin.core.model.issue import Account, IssueSnapshot
from plugin.core.model.outcome import Outcome
from plugin.core.model.stage_issues import is_kick_off, stage_of
from plugin.core.signoff.checklist import present_stage, tick
from plugin.core.signoff.stage_events import kick_off_seen, stage_seen, touched
from plugin.store import issues, stages
from plugin.texts.ticks import ticks_in
from plugin.trackers.base import Tracker
from plugin.worker.active_contracts import ActiveContract
from plugin.worker.load_facts import load_baseline, load_stage_facts


def mover_of(tracker: Tracker, active: ActiveContract, event: IssueSeen, now: datetime) -> Actor | None:
    """Return who moved a stage's issue to an accepted status, as the tracker's own history tells it.

    The event only says that it is time to look. A history that does not know the move means that nobody
    signed; a tracker that gives no history leaves the event's word.

    Raises:
        TrackerError: the history cannot be read now; the delivery waits.
    """
    accepted = active.mapping.tracker.statuses.accepted
    moved = next((change for change in event.changes if change.field == "status"), None)
    if moved is None or moved.after not in accepted or moved.before in accepted:
        return None
    if stage_of(active.mapping, event.issue) is None:
        return None
    by, before, at = event.actor, moved.before, event.at
    history = tracker.moves(event.issue.id)
    if history is not None:
        last = history[-1] if history else None
        if last is None or last.to_status not in accepted:
            # Moved on, or never there: what the issue shows now is nobody's yes.
            return None
        by, before, at = last.by, last.from_status, last.at
    return _giver(active, by or Account(id=""), before, moved.after, at or now)


def about_stages(
    connection: Connection,
    active: ActiveContract,
    tracker: str,
    issue: IssueSnapshot,
    now: datetime,
    mover: Actor | None = None,
) -> Outcome:
    """Decide what an issue that was seen means for stages, under the contract's lock.

    Args:
        connection: the transaction.
        active: the issue's contract.
        tracker: the tracker's name.
        issue: the issue as it was seen.
        now: the moment.
        mover: who moved it to an accepted status, where it stands for a stage.
    """
    mapping = active.mapping
    stage = stage_of(mapping, issue)
    state = issues.load(connection, tracker, issue.id)
    if stage is None and is_kick_off(mapping, issue):
        return kick_off_seen(load_baseline(connection, tracker, active, now), issue.id)
    if stage is not None:
        baseline = load_baseline(connection, tracker, active, now)
        facts = load_stage_facts(connection, baseline, stage)
        return stage_seen(facts, issue.id, mover)
    own_stage = mapping.stage(state.stage) if state and state.stage else None
    if own_stage is None:
        return Outcome("nothing")
    on_record = stages.load_all(connection, mapping.id).get(own_stage.id)
    finished = {*mapping.tracker.statuses.done, *mapping.tracker.statuses.accepted}
    spoken = on_record is not None and (on_record.certificates or on_record.words)
    if not spoken and not (issue.status in finished and may_be_mailed(mapping, own_stage)):
        # Nobody has said a word about the stage yet: there is nothing to hold against it.
        return Outcome("nothing")
    baseline = load_baseline(connection, tracker, active, now)
    return touched(load_stage_facts(connection, baseline, own_stage))


def stage_touched(
    connection: Connection, active: ActiveContract, tracker: str, stage_id: str | None, now: datetime
) -> Outcome:
    """Hold a stage's sign-off against what belongs to it now; nothing is loaded where nobody has signed."""
    stage = active.mapping.stage(stage_id) if stage_id else None
    on_record = stages.load_all(connection, active.mapping.id).get(stage.id) if stage else None
    if stage is None or on_record is None or not (on_record.certificates or on_record.words):
        return Outcome("nothing")
    return touched(load_stage_facts(connection, load_baseline(connection, tracker, active, now), stage))


def dates_moved(
    connection: Connection, active: ActiveContract, tracker: str, decided: Outcome, now: datetime
) -> Outcome:
    """Show the new due dates in the checklists of the stages that a decision moved.

    The date that the service itself writes to a stage's issue brings no event that would be looked at.
    """
    moved = {asked.subject for asked in decided.effects if asked.slot == DUE_SLOT}
    if not moved:
        return Outcome("nothing")
    baseline = load_baseline(connection, tracker, active, now)
    checklists = [
        present_stage(load_stage_facts(connection, baseline, stage))
        for stage in baseline.mapping.stages
        if stage_subject(baseline.mapping.id, stage.id) in moved
    ]
    return Outcome("shown", effects=tuple(asked for asked in checklists if asked is not None))


def boxes_ticked(
    connection: Connection, active: ActiveContract, tracker: str, event: BoxTicked, now: datetime
) -> Outcome:
    """Take over boxes that were ticked in our comment itself; they inform like `/done` does."""
    baseline = load_baseline(connection, tracker, active, now)
    state = issues.load(connection, tracker, event.issue_id)
    stage = stage_of(baseline.mapping, state.issue) if state else None
    if stage is None:
        return Outcome("nothing")
    facts = load_stage_facts(connection, baseline, stage)
    found = baseline.mapping.person_by_account(event.by.id) if event.by else None
    key, name = (found[0], found[1].name) if found else ("", event.by.name if event.by else "")
    outcome = Outcome("nothing")
    for number, done in sorted(event.boxes.items()):
        changed = tick(facts, number, done=done, by=key, name=name, at=event.at or now)
        if changed is not None:
            facts = replace(facts, state=changed[0])
            outcome = outcome.and_then(Outcome("ticked", stages=(changed[0],), entries=(changed[1],)))
    return outcome.and_then(replace(touched(facts), result=outcome.result))


def boxes_changed(applied: Effect | None, text: str) -> dict[int, bool]:
    """Return the boxes of a checklist that differ from what we wrote there last."""
    if not isinstance(applied, ShowVerdict) or applied.comment is None:
        return {}
    wrote = ticks_in(applied.comment)
    return {number: done for number, done in ticks_in(text).items() if wrote.get(number, done) != done}


def _giver(active: ActiveContract, by: Account, before: str, after: str, at: datetime) -> Actor:
    found = active.mapping.person_by_account(by.id)
    return Actor(
        key=found[0] if found else None,
        name=found[1].name if found else by.name,
        means="status",
        at=at,
        said_in=f"moved:{at.isoformat()}",
        moved_from=before,
        moved_to=after,
    )
