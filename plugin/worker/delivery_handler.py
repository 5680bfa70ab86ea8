"""Handling one delivery: its events in order, each with everything that follows in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from plugin.core.decide import decide_timer, rejudge
from plugin.core.model.events import (
    BoxTicked,
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueFound,
    IssueSeen,
    IssueTouched,
    PageAnswered,
)
from plugin.core.model.issue import Account
from plugin.store import issues, timers, work
from plugin.store.deliveries import WaitingDelivery, finish
from plugin.store.engine import Database
from plugin.trackers.base import Tracker
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.catch_up import CatchUp
from plugin.worker.command_handler import WordHandler
from plugin.worker.issue_handler import IssueHandler
from plugin.worker.load_facts import load_baseline, load_facts
from plugin.worker.save_outcome import save_outcome
from plugin.worker.stage_handler import about_stages
from plugin.worker.unit_of_work import Transactions


class Handler:
    """Handles deliveries and timers of the subjects that a worker holds."""

    def __init__(
        self, database: Database, active_contracts: ActiveContracts, trackers: Mapping[str, Tracker]
    ) -> None:
        self._transactions = Transactions(database)
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._issues = IssueHandler(self._transactions, active_contracts)
        self._words = WordHandler(self._transactions, active_contracts, self._issues)
        self._catch_up = CatchUp(self._transactions, active_contracts, self._issues, self._words)

    def handle(self, lease: work.Lease, delivery: WaitingDelivery, now: datetime) -> str:
        """Handle one delivery and return a machine word for what it came to.

        Raises:
            TrackerError: the issue had to be read and could not be; the delivery waits.
            LeaseLost: another worker holds the subject now; nothing was kept.
        """
        tracker = self._trackers.get(delivery.tracker)
        if tracker is None:
            raise LookupError(f"there is no tracker {delivery.tracker!r} in the settings")
        results = []
        for number, event in enumerate(delivery.events, 1):
            # The last event's transaction marks the delivery as done: both are kept or neither is.
            is_last = number == len(delivery.events)
            self._transactions.finish_with(delivery.id if is_last else None, now)
            results.append(self._event(lease, tracker, delivery, event, now))
        result = ", ".join(dict.fromkeys(results)) or "nothing"
        is_finished = self._transactions.has_finished(delivery.id)
        self._transactions.finish_with(None, now)
        if not is_finished:
            with self._transactions.change(lease) as connection:
                finish(connection, delivery.id, now, result)
        return result

    def fire(self, lease: work.Lease, name: str, now: datetime) -> str:
        """Do what a timer of an issue asks for."""
        self._transactions.finish_with(None, now)
        with self._transactions.change(lease) as connection:
            timers.put(connection, lease.tracker, lease.subject, name, None)
            state = issues.load(connection, lease.tracker, lease.subject)
            active = self._active_contracts.of(state.contract) if state else None
            if state is None or active is None:
                return "not_governed"
            baseline = load_baseline(connection, lease.tracker, active, now)
            facts = load_facts(connection, baseline, state, state, deciding=False)
            outcome = rejudge(facts, state, state) if name == timers.REJUDGE else decide_timer(facts, name)
            save_outcome(connection, active, lease.tracker, outcome, now)
            if name == timers.REJUDGE:
                about = about_stages(connection, active, lease.tracker, state.issue, now)
                save_outcome(connection, active, lease.tracker, about, now)
            return outcome.result

    def _event(
        self, lease: work.Lease, tracker: Tracker, delivery: WaitingDelivery, event: Event, now: datetime
    ) -> str:
        """Handle one event, read the issue first where the payload is not enough."""
        if isinstance(event, IssueSeen):
            event = tracker.completed(event)
        match event:
            case IssueSeen() if self._is_ours(tracker, event.actor):
                return "own"
            case IssueSeen():
                return self._issues.seen(lease, tracker, delivery, event, now)
            case IssueTouched():
                return self._issues.read_and_see(lease, tracker, event.issue_id, now)
            case CommentWritten():
                return self._words.written(lease, tracker, event, now)
            case IssueFound():
                return self._catch_up.catch_up(lease, tracker, event, now)
            case IssueDeleted():
                return self._issues.deleted(lease, event, now)
            case CommentDeleted() if self._is_ours(tracker, event.actor):
                return "own"
            case CommentDeleted():
                return self._words.comment_deleted(lease, tracker, event, now)
            case BoxTicked():
                return self._words.boxes(lease, event, now)
            case PageAnswered():
                return self._words.word_given(lease, tracker, event, now)

    def _is_ours(self, tracker: Tracker, actor: Account | None) -> bool:
        return actor is not None and actor.id != "" and actor.id == tracker.own_account()
