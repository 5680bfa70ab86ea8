"""Imports a contract's existing issues when it is first loaded.

Its quantities then start out right.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mappings.model import ContractMapping
from plugin.core.model.events import IssueSeen
from plugin.core.model.issue import IssueSnapshot
from plugin.runtime.clock import NO_SHIFT
from plugin.store import contracts, reconcile_cursors, record
from plugin.store.accepted_deliveries import save_delivery
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.trackers.base import Tracker
from plugin.worker.lost_record import find_traces, report_traces


def import_issues(
    database: Database,
    tracker: Tracker,
    mapping: ContractMapping,
    now: datetime,
    shift: timedelta = NO_SHIFT,
) -> int:
    """Put every issue of a contract's projects in the queue; return how many were new.

    They take the same way as a webhook: those older than `live_from` count only, later ones are judged.

    Args:
        database: of the service.
        tracker: that has the issues.
        mapping: of the contract.
        now: the moment, by the machine's clock.
        shift: by how much practice time is ahead.

    Raises:
        TrackerError: the tracker did not give them; nothing is lost, it is tried again.
    """
    count = 0
    with database.look() as connection:
        is_empty = record.is_empty(connection)
    traces: list[str] = []
    for issue in tracker.iter_issues(mapping.tracker.projects, None):
        traces += find_traces(mapping, [issue] if is_empty else [])
        with database.change() as connection:
            count += save_delivery(connection, _arrival(tracker.name, mapping.id, issue, now, shift))
    report_traces(mapping, traces)
    page_url = tracker.find_page_url()
    with database.change() as connection:
        reconcile_cursors.save_site_url(connection, tracker.name, page_url)
        contracts.mark_imported(connection, mapping.id, now + shift)
    return count


def _arrival(tracker: str, contract: str, issue: IssueSnapshot, now: datetime, shift: timedelta) -> Arrival:
    stamp = issue.updated.isoformat() if issue.updated else ""
    return Arrival(
        tracker=tracker,
        delivery_id=f"read-in:{contract}:{issue.id}:{stamp}",
        received_at=now + shift,
        queued_at=now,
        headers={},
        body=b"",
        kind="handled",
        event_name="read-in",
        subject=issue.id,
        happened_at=issue.updated,
        events=(IssueSeen(issue=issue, at=issue.updated),),
    )
