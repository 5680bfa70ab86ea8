"""Reconciling: asking a tracker what changed, so that what no webhook told is taken up all the same.

A pass asks for the issues that changed since the cursor, a little overlap included, and puts each in the
queue of its own subject; there it is read under its lease like anything else (`plugin.worker.catching_up`).
A pass that fails leaves the cursor where it was: a tracker that was down is caught up from there, so many at
a time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from plugin.events import IssueDeleted, IssueFound
from plugin.issue import IssueSnapshot
from plugin.store import cursors, deliveries, issues, timers, work
from plugin.store.cursors import Cursor
from plugin.store.engine import Database
from plugin.store.inbox import Arrival
from plugin.trackers.base import IssueGone, Tracker, TrackerBusy, TrackerError, TrackerRefused
from plugin.worker.agreements import Agreements
from plugin.worker.backoff import delay
from plugin.worker.tidying import EVERY, TIDY

log = logging.getLogger("ugovor.reconciling")

RECONCILE = "reconcile"
OVERLAP = timedelta(minutes=5)
"""So far behind the cursor a pass begins: clocks differ, and searches lag behind writes."""
MOST = 200
"""So many changed issues a pass takes up; a day's worth is caught up without a storm."""
SOON = timedelta(seconds=30)
"""After a full pass the next one begins so soon."""
LOOKS = 2
"""An issue that was missing in so many passes running was deleted."""
CONFIRMED = 25
LOOK_FOR_EVERY = timedelta(minutes=5)
"""So many issues in so much time are looked for by id: a deletion is no change that a tracker tells later."""


def tracker_subject(tracker: str) -> str:
    """Return the subject under which a tracker's own work waits."""
    return f"tracker/{tracker}"


class Reconciler:
    """Reconciles the trackers whose subjects a worker holds."""

    def __init__(
        self,
        database: Database,
        agreements: Agreements,
        trackers: Mapping[str, Tracker],
        every: Mapping[str, timedelta],
    ) -> None:
        """Be told how often each tracker is asked."""
        self._database = database
        self._agreements = agreements
        self._trackers = trackers
        self._every = every

    def begin(self, now: datetime) -> None:
        """Let every tracker with a contract be reconciled from now on; one that is already goes on."""
        for name in sorted(
            {each.mapping.tracker.name for each in self._agreements.all} & set(self._trackers)
        ):
            with self._database.change() as connection:
                if cursors.load(connection, name) is None:
                    cursors.begin(connection, name, now)
                    timers.put(connection, name, tracker_subject(name), RECONCILE, now + self._every[name])
                    timers.put(connection, name, tracker_subject(name), TIDY, now + EVERY)

    def reconcile(self, lease: work.Lease, now: datetime) -> str:
        """Make one pass, and set the timer of the next; return a word for the log."""
        tracker = self._trackers.get(lease.tracker)
        projects = self._projects(lease.tracker)
        with self._database.look() as connection:
            cursor = cursors.load(connection, lease.tracker)
        if tracker is None or cursor is None or not projects:
            self._next(lease, now + timedelta(minutes=1), None)
            return "nothing_to_reconcile"
        try:
            asked, (found, cursor) = self._changed_where_askable(tracker, projects, cursor, now)
            gone, cursor = self._look_for(tracker, projects, cursor, now)
        except TrackerError as error:
            return self._failed(lease, cursor, error, now)
        full = len(found) >= MOST
        left_out = ", ".join(project for project in projects if project not in asked)
        reason = f"projects that the tracker refuses to be asked for: {left_out}" if left_out else ""
        cursor = replace(cursor, looked_at=now, failures=0, reason=reason)
        every = self._every[lease.tracker]
        self._next(lease, now + (min(SOON, every) if full else every), cursor, (*found, *gone))
        return f"found {len(found)}, gone {len(gone)}"

    def _projects(self, tracker: str) -> tuple[str, ...]:
        mappings = [each.mapping for each in self._agreements.all]
        named = [key for m in mappings if m.tracker.name == tracker for key in m.tracker.projects]
        return tuple(dict.fromkeys(named))

    def _failed(self, lease: work.Lease, cursor: Cursor, error: TrackerError, now: datetime) -> str:
        """Leave the cursor where it was, and try again later."""
        failures = cursor.failures + 1
        wait = min(delay(failures), self._every[lease.tracker])
        if isinstance(error, TrackerBusy) and error.retry_after_s is not None:
            wait = max(wait, timedelta(seconds=error.retry_after_s))
        self._next(lease, now + wait, replace(cursor, failures=failures, reason=str(error)))
        log.warning("tracker=%s was not reconciled (attempt %s): %s", lease.tracker, failures, error)
        return "not_reconciled"

    def _next(
        self, lease: work.Lease, at: datetime, cursor: Cursor | None, arrivals: Iterable[Arrival] = ()
    ) -> None:
        """Keep the cursor, what it found, and the time of the next pass together."""
        with self._database.change() as connection:
            work.check(connection, lease)
            for arrival in arrivals:
                deliveries.keep(connection, arrival)
            if cursor is not None:
                cursors.save(connection, cursor)
            timers.put(connection, lease.tracker, lease.subject, RECONCILE, at)

    def _changed(
        self, tracker: Tracker, projects: tuple[str, ...], cursor: Cursor, now: datetime
    ) -> tuple[list[Arrival], Cursor]:
        """Return what changed since the cursor and was not looked at yet, and the cursor behind it."""
        latest = min(cursor.since, now)
        since = latest - OVERLAP
        found: list[Arrival] = []
        for issue in tracker.issues_of(projects, since):
            if issue.updated is None:
                continue
            look = self._next_look(tracker.name, issue)
            if look is not None:
                found.append(_found(tracker.name, look, issue.id, since, issue.updated, now))
            # A tracker whose clock is ahead would take the cursor over changes that are still to come.
            latest = max(latest, min(issue.updated, now))
            if len(found) >= MOST:
                break
        return found, replace(cursor, since=latest)

    def _changed_where_askable(
        self, tracker: Tracker, projects: tuple[str, ...], cursor: Cursor, now: datetime
    ) -> tuple[tuple[str, ...], tuple[list[Arrival], Cursor]]:
        """Return what changed, and the projects that were asked: one that is gone stops no other.

        Raises:
            TrackerError: the tracker cannot be asked now, or refuses more than some of the projects.
        """
        try:
            return projects, self._changed(tracker, projects, cursor, now)
        except TrackerRefused:
            asked = tuple(each for each in projects if _is_askable(tracker, each, now))
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
        """Look whether some issues with a verdict are still there; one that is missing twice was deleted.

        A project that cannot be seen for a moment looks the same: a missing issue counts only where another
        one of its contract and its project could be read in the same pass.
        """
        share = self._every[tracker.name] / LOOK_FOR_EVERY
        most = max(1, round(CONFIRMED * min(1.0, share)))
        with self._database.look() as connection:
            candidates = cursors.governed_after(connection, tracker.name, cursor.confirmed, most)
            ids = (*candidates, *(issue for issue in cursor.missing if issue not in candidates))
            place_of = {issue: _place(connection, tracker.name, issue) for issue in ids}
        there = {issue: _read(tracker, issue) for issue in ids}
        lost = [issue for issue in ids if there[issue] is None]
        seen = {place_of[issue] for issue in ids if issue not in lost}
        missing = {
            issue: cursor.missing.get(issue, 0) + (1 if place_of[issue] in seen else 0) for issue in lost
        }
        gone = [issue for issue, times in missing.items() if times >= LOOKS]
        arrivals = [
            _arrival(tracker.name, f"gone:{issue}:{now.isoformat()}", IssueDeleted(issue_id=issue), now)
            for issue in gone
        ]
        found = [issue for issue in there.values() if issue is not None]
        arrivals += self._moved_away(tracker, projects, found, cursor, now)
        kept = {issue: times for issue, times in missing.items() if issue not in gone}
        confirmed = candidates[-1] if len(candidates) == most else ""
        return arrivals, replace(cursor, confirmed=confirmed, missing=kept)

    def _moved_away(
        self,
        tracker: Tracker,
        projects: tuple[str, ...],
        there: Iterable[IssueSnapshot],
        cursor: Cursor,
        now: datetime,
    ) -> list[Arrival]:
        """Return a look at each issue that was moved out of the projects in which changes are asked for."""
        since, arrivals = cursor.since - OVERLAP, []
        for issue in there:
            if issue.project in projects or issue.updated is None:
                continue
            look = self._next_look(tracker.name, issue)
            if look is not None:
                arrivals.append(_found(tracker.name, look, issue.id, since, issue.updated, now))
        return arrivals


def _is_askable(tracker: Tracker, project: str, now: datetime) -> bool:
    try:
        next(iter(tracker.issues_of((project,), now)), None)
    except TrackerRefused as error:
        log.warning("tracker=%s project=%s is left out: %s", tracker.name, project, error)
        return False
    return True


def _read(tracker: Tracker, issue: str) -> IssueSnapshot | None:
    try:
        return tracker.read(issue).issue
    except IssueGone:
        return None


def _place(connection: Connection, tracker: str, issue: str) -> tuple[str, str] | None:
    """Return the contract and the project of an issue: what is hidden together."""
    state = issues.load(connection, tracker, issue)
    return (state.contract, state.issue.project) if state else None


def _found(tracker: str, look: str, issue: str, since: datetime, updated: datetime, now: datetime) -> Arrival:
    """Return the look at a changed issue; a tracker whose clock is behind dates its words earlier too."""
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
