"""Handling what was seen of an issue: judged in its contract, released from an earlier one, deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from plugin.core.decide import decide_deleted, decide_seen, rejudge, seen
from plugin.core.model.events import IssueDeleted, IssueSeen
from plugin.core.model.issue import FieldChange, IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.outcome import Outcome, RecordEntry
from plugin.core.model.placement import Evidence
from plugin.core.model.stage_issues import stage_of
from plugin.core.signoff.coverage import is_agreed
from plugin.store import heard, issues, stages, work
from plugin.store.deliveries import WaitingDelivery
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker.active_contracts import ActiveContract, ActiveContracts
from plugin.worker.load_facts import load_baseline, load_facts
from plugin.worker.save_outcome import reassert_label, save_outcome
from plugin.worker.stage_handler import about_stages, mover_of, stage_touched
from plugin.worker.unit_of_work import Transactions

PAYLOAD_FRESHNESS = timedelta(minutes=10)
"""A payload older than this is not believed any more: the issue is read."""


class IssueHandler:
    """Handles issues that were created, changed, moved or deleted."""

    def __init__(self, transactions: Transactions, active_contracts: ActiveContracts) -> None:
        self._transactions = transactions
        self._active_contracts = active_contracts

    def seen(
        self, lease: work.Lease, tracker: Tracker, delivery: WaitingDelivery, event: IssueSeen, now: datetime
    ) -> str:
        """Judge an issue by its payload where that is fresh, whole and the newest; else read it first."""
        with self._transactions.look() as connection:
            state = issues.load(connection, tracker.name, event.issue.id)
            buried = heard.has_tombstone(connection, tracker.name, event.issue.id)
        if (
            state is None
            and self._active_contracts.governing(tracker.name, event.issue) is None
            and event.issue.whole
        ):
            return "not_governed"
        fresh = (
            delivery.attempts == 0 and now - delivery.received_at < PAYLOAD_FRESHNESS and event.issue.whole
        )
        superseded = state is not None and _older(event.issue, state.issue)
        if not fresh or buried:
            return self.read_and_see(lease, tracker, event.issue.id, now, event)
        if superseded and state is not None:
            # Its changelog still tells what a person did; what the issue is now is on record already.
            event = event.model_copy(update={"issue": state.issue})
        return self.judge_seen(lease, tracker, event, now)

    def read_and_see(
        self,
        lease: work.Lease,
        tracker: Tracker,
        issue: str,
        now: datetime,
        event: IssueSeen | None = None,
    ) -> str:
        """Read an issue and judge it as it is now; one that is gone is handled as deleted."""
        try:
            reading = tracker.read(issue)
        except IssueGone:
            if not self.is_deleted(tracker.name, issue):
                # A permission scheme being edited looks the same for a moment: the delivery waits.
                raise
            return self.deleted(lease, IssueDeleted(issue_id=issue), now)
        return self.see_as_read(lease, tracker, reading.issue, now, event)

    def see_as_read(
        self,
        lease: work.Lease,
        tracker: Tracker,
        issue: IssueSnapshot,
        now: datetime,
        event: IssueSeen | None = None,
    ) -> str:
        """Judge an issue as it was just read; a change of status that no event told is noticed too."""
        seen_now = event or self._unannounced(tracker, issue)
        return self.judge_seen(lease, tracker, seen_now.model_copy(update={"issue": issue}), now)

    def _unannounced(self, tracker: Tracker, issue: IssueSnapshot) -> IssueSeen:
        """Return what was seen, with a change of status against the record, by the tracker's own history.

        YouTrack tells of a comment made together with a change of status as of a comment alone
        (docs/trackers/youtrack.md#webhook-triggers), and any webhook may be lost.
        """
        looked = IssueSeen(issue=issue, at=issue.updated)
        with self._transactions.look() as connection:
            state = issues.load(connection, tracker.name, issue.id)
        if state is None or state.deleted or not issue.status or state.issue.status == issue.status:
            return looked
        moves = [move for move in tracker.moves(issue.id) or () if move.to_status == issue.status]
        last = moves[-1] if moves else None
        if last is not None and last.by.id == tracker.own_account():
            return looked
        change = FieldChange(field="status", before=state.issue.status, after=issue.status)
        actor, at = (last.by, last.at or issue.updated) if last else (None, issue.updated)
        return looked.model_copy(update={"changes": (change,), "actor": actor, "at": at})

    def look_again(self, lease: work.Lease, tracker: Tracker, subjects: Iterable[str], now: datetime) -> None:
        """Read issues before a word about them counts, and judge them as they are now.

        Raises:
            TrackerError: one of them cannot be read; the word waits.
        """
        with self._transactions.none_is_last():
            for subject in subjects:
                self.read_and_see(lease, tracker, subject, now)

    def issues_to_sign(self, tracker: str, contract: str, stage: str) -> tuple[str, ...]:
        """Return the ids of the issues that a signature of a stage would cover."""
        with self._transactions.look() as connection:
            belonging = stages.issues_of(connection, contract, stage)
        return tuple(state.issue.id for state in belonging if state.tracker == tracker and is_agreed(state))

    def is_deleted(self, tracker: str, issue: str) -> bool:
        """Tell whether the tracker said that the issue was deleted."""
        with self._transactions.look() as connection:
            return heard.has_tombstone(connection, tracker, issue)

    def judge_seen(
        self,
        lease: work.Lease,
        adapter: Tracker,
        event: IssueSeen,
        now: datetime,
    ) -> str:
        """Judge an issue as seen, in the contract it belongs to now; an earlier contract releases it."""
        tracker = adapter.name
        active = self._active_contracts.governing(tracker, event.issue)
        mover = mover_of(adapter, active, event, now) if active else None
        moved = stage_of(active.mapping, event.issue) if active and mover else None
        if active is not None and moved is not None:
            signed = self.issues_to_sign(tracker, active.mapping.id, moved.id)
            self.look_again(lease, adapter, signed, now)
        with self._transactions.change(lease) as connection:
            state = issues.load(connection, tracker, event.issue.id)
            left = state is not None and (active is None or active.mapping.id != state.contract)
            if state is not None and left:
                if state.decided and self._active_contracts.of(state.contract) is not None:
                    self._stays(connection, tracker, state, event, now)
                    return "decided_stays"
                self._release(connection, tracker, state, event.issue, now)
            if active is None:
                return "not_governed"
            outcome = self.decide_on_seen(connection, active, tracker, state, event, now)
            save_outcome(connection, active, tracker, outcome, now)
            reassert_label(connection, tracker, event.issue, outcome, now)
            about = about_stages(connection, active, tracker, event.issue, now, mover)
            save_outcome(connection, active, tracker, about, now)
            reassert_label(connection, tracker, event.issue, about, now)
            if state is not None and state.stage:
                self._stage_left(connection, active, tracker, state, now)
            return about.result if about.result != "nothing" else outcome.result

    def decide_on_seen(
        self,
        connection: Connection,
        active: ActiveContract,
        tracker: str,
        state: IssueState | None,
        event: IssueSeen,
        now: datetime,
    ) -> Outcome:
        """Decide on an issue as it was seen, under the contract's lock; nothing is kept yet."""
        baseline = load_baseline(connection, tracker, active, now)
        before = state if state is not None and state.contract == active.mapping.id else None
        after = seen(baseline, before, event.issue)
        return decide_seen(load_facts(connection, baseline, before, after, deciding=False), event)

    def _stays(
        self, connection: Connection, tracker: str, state: IssueState, event: IssueSeen, now: datetime
    ) -> None:
        """Leave a decided change with the contract it was decided under, whatever was moved or relabelled."""
        active = self._active_contracts.of(state.contract)
        if active is None or state.issue == event.issue:
            return
        payload = {"issue": event.issue.key, "by": event.actor.name if event.actor else ""}
        entry = RecordEntry(state.issue.id, "left_contract_decided", payload)
        moved = state.model_copy(update={"issue": event.issue})
        save_outcome(
            connection, active, tracker, Outcome("decided_stays", states=(moved,), entries=(entry,)), now
        )

    def _stage_left(
        self, connection: Connection, active: ActiveContract, tracker: str, before: IssueState, now: datetime
    ) -> None:
        """Hold a stage's sign-off against an issue that may have left it: deleted, or moved to another."""
        about = stage_touched(connection, active, tracker, before.stage, now)
        save_outcome(connection, active, tracker, about, now)

    def _release(
        self, connection: Connection, tracker: str, state: IssueState, issue: IssueSnapshot, now: datetime
    ) -> None:
        """Take an issue that moved away out of its contract's totals; nothing is written to it."""
        active = self._active_contracts.of(state.contract)
        if active is None or state.evidence is Evidence.UNGOVERNED:
            return
        baseline = load_baseline(connection, tracker, active, now)
        after = state.model_copy(update={"issue": issue})
        outcome = rejudge(load_facts(connection, baseline, state, after, deciding=False), state, after)
        save_outcome(connection, active, tracker, outcome, now)

    def deleted(self, lease: work.Lease, event: IssueDeleted, now: datetime) -> str:
        """Take a deleted issue out of its contract's totals, and remember that it is gone."""
        with self._transactions.change(lease) as connection:
            heard.add_tombstone(connection, lease.tracker, event.issue_id, now)
            state = issues.load(connection, lease.tracker, event.issue_id)
            active = self._active_contracts.of(state.contract) if state else None
            if state is None or active is None:
                return "not_governed"
            baseline = load_baseline(connection, lease.tracker, active, now)
            gone = state.model_copy(update={"deleted": True})
            outcome = decide_deleted(load_facts(connection, baseline, state, gone, deciding=False))
            save_outcome(connection, active, lease.tracker, outcome, now)
            self._stage_left(connection, active, lease.tracker, state, now)
            return outcome.result


def _older(seen_now: IssueSnapshot, on_record: IssueSnapshot) -> bool:
    return (
        seen_now.updated is not None
        and on_record.updated is not None
        and seen_now.updated < on_record.updated
    )
