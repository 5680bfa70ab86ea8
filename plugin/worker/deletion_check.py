"""Checks whether issues still exist: a tracker's search does not show deletions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plugin.core.model.issue import IssueSnapshot
from plugin.store import issues, reconcile_cursors
from plugin.store.connection import Connection
from plugin.store.engine import Database
from plugin.store.reconcile_cursors import Cursor
from plugin.trackers.base import IssueGone, Tracker

CHECKS_PER_PASS = 2
"""An issue that was missing in this many passes in a row was deleted."""
CONFIRMATIONS = 24
"""How many more passes look whether it comes back: it may only have been hidden."""
MAX_CONFIRMED = 25
"""Maximum issues that a pass looks for in turn, and maximum deleted ones beside them."""


@dataclass(frozen=True)
class DeletionCheck:
    """What a look found.

    Attributes:
        there: the issues that could be read.
        gone: ids of those that count as deleted from now on.
        back: of those that are there, the ones that counted as deleted.
        existence_cursor: the id after which the next look continues.
        missing: how often in a row each issue was missing, for the next look.
    """

    there: tuple[IssueSnapshot, ...]
    gone: tuple[str, ...]
    back: tuple[IssueSnapshot, ...]
    existence_cursor: str
    missing: Mapping[str, int]


def check_deletions(database: Database, tracker: Tracker, cursor: Cursor, most: int) -> DeletionCheck:
    """Look whether some issues still exist; one that is missing twice was deleted.

    A project that cannot be seen for a moment looks the same: a missing issue counts only where another
    one of its contract and its project could be read in the same pass. One that was missing alone and is
    there again comes back by the same look.

    Args:
        database: where the issues are on record.
        tracker: that they are read from.
        cursor: whose turn it is, and which were missing before.
        most: how many are looked for.

    Raises:
        TrackerError: the tracker cannot be asked now.
    """
    with database.look() as connection:
        candidates = reconcile_cursors.load_governed_after(
            connection, tracker.name, cursor.existence_cursor, most
        )
        ids = (*candidates, *(issue for issue in cursor.missing if issue not in candidates))
        place_of = {issue: _place(connection, tracker.name, issue) for issue in ids}
    read = {issue: _read(tracker, issue) for issue in ids}
    there = {issue: found for issue, found in read.items() if found is not None}
    seen = {place_of[issue] for issue in there}
    before = cursor.missing
    missing = {issue: before.get(issue, 0) + (place_of[issue] in seen) for issue in ids if issue not in there}
    return DeletionCheck(
        there=tuple(there.values()),
        gone=tuple(
            issue for issue, times in missing.items() if before.get(issue, 0) < CHECKS_PER_PASS <= times
        ),
        back=tuple(found for issue, found in there.items() if before.get(issue, 0) >= CHECKS_PER_PASS),
        existence_cursor=candidates[-1] if len(candidates) == most else "",
        missing=_still_looked_for(missing),
    )


def _still_looked_for(missing: Mapping[str, int]) -> dict[str, int]:
    """Return the missing issues that the next pass looks for again.

    Of those that count as deleted only the latest are among them.
    """
    gone = sorted(
        (times, issue)
        for issue, times in missing.items()
        if CHECKS_PER_PASS <= times < CHECKS_PER_PASS + CONFIRMATIONS
    )
    return {issue: times for issue, times in missing.items() if times < CHECKS_PER_PASS} | {
        issue: times for times, issue in gone[:MAX_CONFIRMED]
    }


def _read(tracker: Tracker, issue: str) -> IssueSnapshot | None:
    try:
        return tracker.read(issue).issue
    except IssueGone:
        return None


def _place(connection: Connection, tracker: str, issue: str) -> tuple[str, str] | None:
    """Return the contract and the project of an issue: what is hidden together."""
    state = issues.load(connection, tracker, issue)
    return (state.contract, state.issue.project) if state else None
