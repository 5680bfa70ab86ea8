"""Reconciles: asks a tracker what changed, to find what no webhook reported.

A pass asks for the issues that changed since the cursor, a little overlap included, and puts each in the
queue of its own subject; there it is read under its lease like anything else. A pass that fails leaves the
cursor where it was: a tracker that was down is caught up from there, a limited number of issues at a time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from plugin.core.model.events import IssueDeleted, IssueFound
from plugin.core.model.issue import IssueSnapshot
from plugin.runtime.clock import NO_SHIFT, Clock, SystemClock, shift_of
from plugin.store import claims, deliveries, reconcile_cursors, timers
from plugin.store.accepted_deliveries import save_delivery
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.store.reconcile_cursors import Cursor
from plugin.trackers.base import Tracker, TrackerBusy, TrackerError, TrackerRefused
from plugin.worker.active_contracts import ActiveContracts
from plugin.worker.backoff import compute_delay
from plugin.worker.deletion_check import MAX_CONFIRMED, check_deletions
from plugin.worker.retention import RETENTION, RUN_INTERVAL
from plugin.worker.term_lookup import TermLookup

log = logging.getLogger("ugovor.reconciling")

RECONCILE = "reconcile"
OVERLAP = timedelta(minutes=5)
"""How far behind the cursor a pass begins: clocks differ, and searches lag behind writes."""
MAX_ISSUES = 200
"""Maximum changed issues of a pass; a day's changes are caught up without a storm."""
RETRY_INTERVAL = timedelta(seconds=30)
"""How soon the next pass begins after a full one."""
DELETION_CHECK_INTERVAL = timedelta(minutes=5)
"""The time in which `MAX_CONFIRMED` issues are looked for (`plugin.worker.deletion_check`)."""


def tracker_subject(tracker: str) -> str:
    """Return the subject under which a tracker's own work waits."""
    return f"tracker/{tracker}"


class Reconciler:
    """Reconciles the trackers whose subjects a worker holds."""

    def __init__(
        self,
        database: Database,
        active_contracts: ActiveContracts,
        trackers: Mapping[str, Tracker],
        every: Mapping[str, timedelta],
        clock: Clock | None = None,
    ) -> None:
        """Take how often each tracker is asked, and the service's clock."""
        self._clock = clock or SystemClock()
        self._database = database
        self._active_contracts = active_contracts
        self._trackers = trackers
        self._every = every
        self._lookup = TermLookup(active_contracts)

    def start(self, now: datetime) -> None:
        """Start reconciling every tracker with a contract that is not reconciled yet."""
        for name in sorted(
            {each.mapping.tracker.name for each in self._active_contracts.all} & set(self._trackers)
        ):
            with self._database.change() as connection:
                if reconcile_cursors.load(connection, name) is None:
                    since = now + min(shift_of(self._clock), NO_SHIFT)
                    reconcile_cursors.create(connection, name, since)
                    timers.set_timer(
                        connection, name, tracker_subject(name), RECONCILE, now + self._every[name]
                    )
                    timers.set_timer(connection, name, tracker_subject(name), RETENTION, now + RUN_INTERVAL)

    def reconcile(self, lease: claims.Lease, now: datetime) -> str:
        """Make one pass and set the timer of the next; return the result for the log."""
        tracker = self._trackers.get(lease.tracker)
        # The tracker's own time may be the machine's or practice time: the earlier one leaves out nothing.
        until = now + min(shift_of(self._clock), NO_SHIFT)
        projects = self._projects(lease.tracker)
        with self._database.look() as connection:
            cursor = reconcile_cursors.load(connection, lease.tracker)
        if tracker is None or cursor is None or not projects:
            self._next(lease, now, timedelta(minutes=1), None)
            return "nothing_to_reconcile"
        before = cursor
        try:
            asked, (found, cursor) = self._changed_where_askable(tracker, projects, cursor, until)
            gone, cursor = self._look_for(tracker, projects, cursor, until)
        except TrackerError as error:
            return self._failed(lease, cursor, error, now)
        self._lookup.look(tracker, projects, now)
        full = len(found) >= MAX_ISSUES
        page_url = tracker.find_page_url()
        if page_url != before.site_url:
            with self._database.change() as connection:
                reconcile_cursors.save_site_url(connection, lease.tracker, page_url)
        cursor = replace(_skip_projects(cursor, before.since, projects, asked), last_run_at=now, failures=0)
        every = self._every[lease.tracker]
        self._next(lease, now, min(RETRY_INTERVAL, every) if full else every, cursor, (*found, *gone))
        return f"found {len(found)}, gone {len(gone)}"

    def _projects(self, tracker: str) -> tuple[str, ...]:
        mappings = [each.mapping for each in self._active_contracts.all]
        named = [key for m in mappings if m.tracker.name == tracker for key in m.tracker.projects]
        return tuple(dict.fromkeys(named))

    def _failed(self, lease: claims.Lease, cursor: Cursor, error: TrackerError, now: datetime) -> str:
        """Leave the cursor where it was, and try again later."""
        failures = cursor.failures + 1
        wait = min(compute_delay(failures), self._every[lease.tracker])
        if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
            wait = max(wait, timedelta(seconds=error.retry_after_s))
        self._next(lease, now, wait, replace(cursor, failures=failures, reason=str(error)))
        log.warning("tracker=%s was not reconciled (attempt %s): %s", lease.tracker, failures, error)
        return "not_reconciled"

    def _next(
        self,
        lease: claims.Lease,
        now: datetime,
        wait: timedelta,
        cursor: Cursor | None,
        arrivals: Iterable[Arrival] = (),
    ) -> None:
        """Keep the cursor, what it found, and the time of the next pass together."""
        with self._database.change() as connection:
            claims.check_lease(connection, lease)
            for arrival in arrivals:
                received = replace(arrival, received_at=now + shift_of(self._clock), queued_at=now)
                save_delivery(connection, received)
            if cursor is not None:
                reconcile_cursors.save(connection, cursor)
            timers.set_timer(connection, lease.tracker, lease.subject, RECONCILE, now + wait)

    def _changed(
        self, tracker: Tracker, projects: tuple[str, ...], cursor: Cursor, now: datetime
    ) -> tuple[list[Arrival], Cursor]:
        """Return what changed since the cursor, and the cursor behind it."""
        latest = min(cursor.since, now)
        since = latest - OVERLAP
        found: list[Arrival] = []
        for issue in tracker.iter_issues(self._active_contracts.find_projects(tracker.name, projects), since):
            if issue.updated is None:
                continue
            look = self._next_look(tracker.name, issue)
            if look is not None:
                found.append(_found(tracker.name, look, issue.id, since, issue.updated, now))
            # A tracker whose clock is ahead would take the cursor over changes that are still to come.
            latest = max(latest, min(issue.updated, now))
            if len(found) >= MAX_ISSUES:
                break
        return found, replace(cursor, since=latest)

    def _changed_where_askable(
        self, tracker: Tracker, projects: tuple[str, ...], cursor: Cursor, now: datetime
    ) -> tuple[tuple[str, ...], tuple[list[Arrival], Cursor]]:
        """Return what changed, and the projects that were asked.

        A project that is gone does not stop the others.

        Raises:
            TrackerError: the tracker cannot be asked now, or refuses more than some of the projects.
        """
        try:
            return projects, self._changed(tracker, projects, cursor, now)
        except TrackerRefused:
            find = self._active_contracts.find_projects
            asked = tuple(
                each for each in projects if _is_askable(tracker, find(tracker.name, (each,))[0], now)
            )
            if not asked or asked == projects:
                raise
            return asked, self._changed(tracker, asked, cursor, now)

    def _next_look(self, tracker: str, issue: IssueSnapshot) -> str | None:
        """Return under which id this change is looked at next; None where it was, twice.

        A second change within the same second has the same time: the next pass looks once more.
        """
        stamp = issue.updated.isoformat() if issue.updated else ""
        with self._database.look() as connection:
            for look in ("", ":again"):
                delivery = f"reconcile:{issue.id}:{stamp}{look}"
                if deliveries.find(connection, tracker, delivery) is None:
                    return delivery
        return None

    def _look_for(
        self, tracker: Tracker, projects: tuple[str, ...], cursor: Cursor, now: datetime
    ) -> tuple[list[Arrival], Cursor]:
        """Look whether some issues still exist; return the arrivals that follow.

        These are deletions, and looks at issues that came back or moved.
        """
        share = self._every[tracker.name] / DELETION_CHECK_INTERVAL
        looked = check_deletions(
            self._database, tracker, cursor, max(1, round(MAX_CONFIRMED * min(1.0, share)))
        )
        name, since = tracker.name, cursor.since - OVERLAP
        gone = (
            _arrival(name, f"gone:{issue}:{now.isoformat()}", IssueDeleted(issue_id=issue), now)
            for issue in looked.gone
        )
        back = (
            _found(name, f"back:{issue.id}:{now.isoformat()}", issue.id, since, issue.updated or now, now)
            for issue in looked.back
        )
        arrivals = [*gone, *back, *self._moved_away(tracker, projects, looked.there, cursor, now)]
        return arrivals, replace(cursor, existence_cursor=looked.existence_cursor, missing=looked.missing)

    def _moved_away(
        self,
        tracker: Tracker,
        projects: tuple[str, ...],
        there: Iterable[IssueSnapshot],
        cursor: Cursor,
        now: datetime,
    ) -> list[Arrival]:
        """Return a look at each issue that was moved out of the contracts' projects."""
        since, arrivals = cursor.since - OVERLAP, []
        kept = self._active_contracts.kept(tracker.name)
        for issue in map(kept.recognise, there):
            if issue.project in projects or issue.updated is None:
                continue
            look = self._next_look(tracker.name, issue)
            if look is not None:
                arrivals.append(_found(tracker.name, look, issue.id, since, issue.updated, now))
        return arrivals


def _skip_projects(cursor: Cursor, since: datetime, projects: Iterable[str], asked: Iterable[str]) -> Cursor:
    """Return the cursor with the projects that could not be asked.

    A project that can be asked again is caught up.

    Args:
        cursor: the cursor after the pass.
        since: where it was before: from there a project that is skipped now must be caught up.
        projects: all that contracts name.
        asked: those that the tracker took.
    """
    waiting = [project for project in projects if project not in asked]
    left_out = {project: cursor.skipped_projects.get(project, since.isoformat()) for project in waiting}
    back = [at for project, at in cursor.skipped_projects.items() if project in asked]
    behind = min((datetime.fromisoformat(at) for at in back), default=cursor.since)
    named = ", ".join(waiting)
    reason = f"projects that the tracker refuses to be asked for: {named}" if named else ""
    return replace(cursor, since=min(cursor.since, behind), skipped_projects=left_out, reason=reason)


def _is_askable(tracker: Tracker, project: str, now: datetime) -> bool:
    try:
        next(iter(tracker.iter_issues((project,), now)), None)
    except TrackerRefused as error:
        log.warning("tracker=%s project=%s is left out: %s", tracker.name, project, error)
        return False
    return True


def _found(tracker: str, look: str, issue: str, since: datetime, updated: datetime, now: datetime) -> Arrival:
    """Return the arrival of a changed issue.

    A tracker whose clock is behind dates its comments earlier, too.
    """
    event = IssueFound(issue_id=issue, since=min(since, updated - OVERLAP), at=updated)
    return _arrival(tracker, look, event, now, updated)


def _arrival(
    tracker: str,
    delivery: str,
    event: IssueFound | IssueDeleted,
    now: datetime,
    happened_at: datetime | None = None,
) -> Arrival:
    return Arrival(
        tracker=tracker,
        delivery_id=delivery,
        received_at=now,
        headers={},
        body=b"",
        kind="handled",
        event_name="reconcile",
        subject=event.issue_id,
        happened_at=happened_at,
        events=(event,),
    )
