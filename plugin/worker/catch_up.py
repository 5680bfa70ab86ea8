"""Taking up what no webhook told: an issue that reconciling found is read, and held against the record."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from plugin.core.model.events import CommentDeleted, CommentWritten, IssueFound
from plugin.core.model.issue import IssueSnapshot
from plugin.core.model.issue_state import IssueState
from plugin.core.model.readings import IssueReading
from plugin.core.presenter.presenter import our_labels
from plugin.store import cursors, effects, issues, work
from plugin.trackers.base import IssueGone, Tracker
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.command_handler import WordHandler
from plugin.worker.issue_handler import IssueHandler
from plugin.worker.unit_of_work import Transactions

log = logging.getLogger("ugovor.worker")

_KNOWN_BEFORE = frozenset({"heard_before", "no_command", "own", "not_governed", "comment_gone", "nothing"})
"""What a comment comes to where nothing was missed."""

_OURS_TOO = frozenset({"updated", "labels", "due", "fields", "logged_hours", "whole"})
"""What our own writes change, or what no webhook is sent for: a difference there was not missed."""


class CatchUp:
    """Handles issues that reconciling found changed."""

    def __init__(
        self,
        transactions: Transactions,
        active_contracts: ActiveContracts,
        issue_handler: IssueHandler,
        words: WordHandler,
    ) -> None:
        self._transactions = transactions
        self._active_contracts = active_contracts
        self._issues = issue_handler
        self._words = words

    def catch_up(self, lease: work.Lease, tracker: Tracker, event: IssueFound, now: datetime) -> str:
        """Read an issue, judge it as it is, and hear the comments that were written since.

        Returns:
            `healed` where something was taken up that was not on record, else `known`.
        """
        try:
            reading = tracker.read(event.issue_id)
        except IssueGone:
            # Deleted meanwhile, or hidden for a moment: looking for it by id decides that, in its own time.
            return "gone_meanwhile"
        with self._transactions.none_is_last():
            with self._transactions.look() as connection:
                before = issues.load(connection, tracker.name, event.issue_id)
            result = self._issues.see_as_read(lease, tracker, reading.issue, now)
            missed = result != "not_governed" and self._was_missed(before, reading.issue)
            for word in self._words_since(lease, tracker, reading, event.since, now):
                missed = missed or word not in _KNOWN_BEFORE
            self._say_nothing_twice(lease, tracker, reading)
        if not missed:
            return "known"
        with self._transactions.change(lease) as connection:
            cursors.recovered_count(connection, tracker.name)
        return "healed"

    def _say_nothing_twice(self, lease: work.Lease, tracker: Tracker, reading: IssueReading) -> None:
        """Let comments that stand there, though none is on record, be looked at before they are written."""
        if not reading.own_comments:
            return
        with self._transactions.change(lease) as connection:
            known = effects.look_first(connection, tracker.name, reading.issue.id, reading.own_comments)
        if known:
            log.warning(
                "subject=%s has %d comments of ours that are not on record and are not written twice: "
                "the database seems to be an older backup",
                reading.issue.id,
                known,
            )

    def _words_since(
        self, lease: work.Lease, tracker: Tracker, reading: IssueReading, since: datetime, now: datetime
    ) -> Iterator[str]:
        """Hear comments written or edited since a moment, and put back those of ours that are gone."""
        subject = reading.issue.id
        for comment in reading.comments:
            at = comment.updated or comment.created
            if at is None or at >= since:
                edited = comment.updated is not None and comment.updated != comment.created
                written = CommentWritten(issue_id=subject, comment=comment, edited=edited, at=at)
                yield self._words.written(lease, tracker, written, now, reading)
        there = {comment.id for comment in reading.comments}
        with self._transactions.look() as connection:
            held = effects.comments_held(connection, tracker.name, subject)
        for comment_id in sorted(held - there):
            gone = CommentDeleted(issue_id=subject, comment_id=comment_id)
            yield self._words.comment_deleted(lease, tracker, gone, now)

    def _was_missed(self, before: IssueState | None, issue: IssueSnapshot) -> bool:
        """Tell whether the issue shows what is not on record, our own writes left out."""
        if before is None:
            return True
        active = self._active_contracts.of(before.contract)
        ours = set(our_labels(active.mapping)) if active else set()
        if before.issue.labels - ours != issue.labels - ours:
            return True
        names = set(IssueSnapshot.model_fields) - _OURS_TOO
        return any(getattr(before.issue, name) != getattr(issue, name) for name in names)
