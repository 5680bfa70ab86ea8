"""Every issue of some projects, or those that changed, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from plugin.core.model.issue import IssueSnapshot
from plugin.trackers.base import TrackerRefused
from plugin.trackers.http.json_values import read_moment
from plugin.trackers.youtrack.fields import ISSUE, read_snapshot
from plugin.trackers.youtrack.session import YouTrackSession

_OVERLAP = 10
"""Entries that a page repeats.

An issue that changes meanwhile goes to the end, and the others move up.
"""

_PAGE_SIZE = 30
"""Issues read at once from the oldest on.

With the overlap fewer than the 42 that YouTrack gives unasked.
"""

_MAX_CLOCK_SKEW = timedelta(minutes=5)
"""By how much the two clocks may differ; asking twice for an issue is harmless."""

_SHORT_NAME = re.compile(r"[^\s{}:,]+")


def iter_issues(
    session: YouTrackSession, projects: tuple[str, ...], changed_since: datetime | None
) -> Iterator[IssueSnapshot]:
    """Give the issues of projects, oldest change first; all, or those changed since.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    if changed_since is None:
        listed = session.iter_entries("issues", ISSUE, query=_build_query(projects, "asc"), overlap=_OVERLAP)
        yield from map(read_snapshot, listed)
        return
    since = changed_since - _MAX_CLOCK_SKEW
    query = _build_query(projects, "desc")
    seen: set[str] = set()
    end = _count_changed(session, query, since) + _OVERLAP
    while end > 0:
        start = max(0, end - _PAGE_SIZE)
        page = [
            read_snapshot(entry)
            for entry in session.read_page("issues", ISSUE, start, _PAGE_SIZE + _OVERLAP, query=query)
        ]
        fresh = [
            issue for issue in reversed(page) if issue.id not in seen and not _is_quiet(issue.updated, since)
        ]
        seen |= {issue.id for issue in fresh}
        yield from fresh
        end = start


def _count_changed(session: YouTrackSession, query: str, since: datetime) -> int:
    """Return how many issues changed since a moment, counted newest first.

    A moment in a query would be read in the account's own time zone.
    """
    listed = session.iter_entries("issues", "id,updated", query=query)
    return sum(
        1 for _ in takewhile(lambda entry: not _is_quiet(read_moment(entry.get("updated")), since), listed)
    )


def _is_quiet(updated: datetime | None, since: datetime) -> bool:
    return updated is not None and updated < since


def _build_query(projects: tuple[str, ...], order: str) -> str:
    strange = next((name for name in projects if not _SHORT_NAME.fullmatch(name)), None)
    if strange is not None:
        raise TrackerRefused(
            f"{strange!r} is no short name of a YouTrack project, such as ACME; check projects in the mapping"
        )
    return f"project: {', '.join(f'{{{name}}}' for name in projects)} sort by: updated {order}"
