"""Reads the past of a contract's issues into its timeline, once, in pages.

It follows the first import, and happens once for a contract that was in force before there were timelines.
Nothing is decided by it and nothing is written to the tracker.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from plugin.core.model.issue_state import IssueState
from plugin.core.model.placement import Evidence
from plugin.core.timeline.comments import make_comment_exchange
from plugin.core.timeline.files import make_file_exchange
from plugin.core.timeline.heard import is_somebodys
from plugin.core.timeline.past_entries import tell_past_entries
from plugin.store import claims, deliveries, exchanges, history_imports, issues, record, timers
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.trackers.base import IssueGone, Tracker, TrackerBusy, TrackerError
from plugin.worker.active_contract import ActiveContract
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.contract_timers import contract_subject
from plugin.worker.settle_sides import settle_sides

log = logging.getLogger("ugovor.timeline")

HISTORY = "history"
ISSUES_AT_ONCE = 10
PAUSE = timedelta(seconds=5)
"""Between two pages: others come first, and the tracker is asked twice a second at the most."""
RETRY_INTERVAL = timedelta(seconds=60)
DRAIN_INTERVAL = timedelta(seconds=5)
"""How soon it is looked again whether the issues of the first import are on record."""


class HistoryImport:
    """Reads history under the lease of the contract's own subject."""

    def __init__(
        self, database: Database, active_contracts: ActiveContracts, trackers: Mapping[str, Tracker]
    ) -> None:
        self._database = database
        self._active_contracts = active_contracts
        self._trackers = trackers

    def start(self, now: datetime) -> None:
        """Begin with the contracts that were imported before there were timelines."""
        for active in self._active_contracts.all:
            tracker, contract = active.mapping.tracker.name, active.mapping.id
            if tracker not in self._trackers:
                continue
            with self._database.look() as connection:
                if not history_imports.is_to_begin(connection, contract):
                    continue
            with self._database.change() as connection:
                begin_history(connection, tracker, contract, now)

    def run(self, lease: claims.Lease, active: ActiveContract, tracker: Tracker, now: datetime) -> None:
        """Read the next issues, and set the timer of those after them."""
        contract = active.mapping.id
        with self._database.look() as connection:
            cursor = history_imports.load_cursor(connection, contract)
            is_draining = deliveries.has_waiting(connection, lease.tracker, "read-in")
            page = issues.load_page(connection, lease.tracker, contract, cursor or "", ISSUES_AT_ONCE)
        if cursor is None:
            self._next(lease, None)
        elif is_draining:
            self._next(lease, now + DRAIN_INTERVAL)
        elif page:
            self._read_page(lease, active, tracker, page, now)
        else:
            self._end(lease, active, tracker, now)

    def _read_page(
        self,
        lease: claims.Lease,
        active: ActiveContract,
        tracker: Tracker,
        page: list[IssueState],
        now: datetime,
    ) -> None:
        for state in page:
            try:
                self._read_issue(lease, active, tracker, state, now)
            except TrackerError as error:
                wait = RETRY_INTERVAL
                if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
                    wait = timedelta(seconds=max(1.0, error.retry_after_s))
                log.warning(
                    "contract=%s issue=%s history waits: %s", active.mapping.id, state.issue.key, error
                )
                self._next(lease, now + wait)
                return
        self._next(lease, now + PAUSE)

    def _read_issue(
        self,
        lease: claims.Lease,
        active: ActiveContract,
        tracker: Tracker,
        state: IssueState,
        now: datetime,
    ) -> None:
        """Read one issue; what was read and how far it is are saved together."""
        issue, mapping, own = state.issue.id, active.mapping, tracker.get_own_account()
        try:
            is_read = state.evidence is not Evidence.UNGOVERNED and not state.deleted
            reading = tracker.read(issue) if is_read else None
        except IssueGone:
            reading = None
        made = [
            make_comment_exchange(mapping, issue, comment, now)
            for comment in (reading.comments if reading else ())
            if is_somebodys(comment, own)
        ]
        files = [
            make_file_exchange(mapping, issue, file.name, file.author, file.created)
            for file in (reading.files if reading else ())
            if file.author.id != own
        ]
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            exchanges.save_comments(connection, lease.tracker, mapping.id, made, are_read=True)
            known = [file for file in files if file is not None]
            exchanges.save_acts(connection, lease.tracker, mapping.id, known)
            history_imports.save_cursor(connection, mapping.id, issue)

    def _end(self, lease: claims.Lease, active: ActiveContract, tracker: Tracker, now: datetime) -> None:
        """Tell what stands on record from before, and end."""
        contract = active.mapping.id
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            known, _ = exchanges.load_of_contract(connection, contract)
            past = record.load_of_contract(connection, contract)
            published = history_imports.load_published(connection, lease.tracker, contract)
            told = tell_past_entries(active.mapping, past, published, known)
            exchanges.save_acts(connection, lease.tracker, contract, told)
            history_imports.mark_done(connection, contract, now)
            timers.set_timer(connection, lease.tracker, lease.subject, HISTORY, None)
        settle_sides(self._database, tracker, [active])
        log.info("contract=%s the timeline has its history", contract)

    def _next(self, lease: claims.Lease, due_at: datetime | None) -> None:
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            timers.set_timer(connection, lease.tracker, lease.subject, HISTORY, due_at)


def begin_history(connection: Connection, tracker: str, contract: str, now: datetime) -> None:
    """Have the history of a contract read, unless that has begun."""
    if history_imports.begin(connection, contract):
        timers.set_timer(connection, tracker, contract_subject(contract), HISTORY, now)
