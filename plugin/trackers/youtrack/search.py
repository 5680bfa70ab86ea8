"""Every issue of some projects, or those that changed, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import takewhile

from plugin.core.model.issue import IssueSnapshot
from plugin.trackers.base import TrackerRefused
from plugin.trackers.http.json_values import moment
from plugin.trackers.youtrack.fields import ISSUE, snapshot
from plugin.trackers.youtrack.session import YouTrackSession

_OVERLAP = 10
"""Entries that a page repeats: an issue that changes meanwhile goes to the end, and the others move up."""

_STEP = 30
"""Issues read at once from the oldest on; with the overlap fewer than the 42 that YouTrack gives unasked."""

_SKEW = timedelta(minutes=5)
"""By how much the two clocks may differ; asking twice for an issue is harmless."""

_SHORT_NAME = re.compile(r"[^\s{}:,]+")


def issues_of(
    session: YouTrackSession, projects: tuple[str, ...], changed_since: datetime | None
) -> Iterator[IssueSnapshot]:
    """Give every issue of these projects, oldest change first, or those changed since a moment.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    if changed_since is None:
        listed = session.listed("issues", ISSUE, query=_query(projects, "asc"), overlap=_OVERLAP)
        yield from map(snapshot, listed)
        return
    since = changed_since - _SKEW
    query = _query(projects, "desc")
    seen: set[str] = set()
    end = _changed(session, query, since) + _OVERLAP
    while end > 0:
        start = max(0, end - _STEP)
        page = [
            snapshot(entry) for entry in session.page("issues", ISSUE, start, _STEP + _OVERLAP, query=query)
        ]
        fresh = [
            issue for issue in reversed(page) if issue.id not in seen and not _is_quiet(issue.updated, since)
        ]
        seen |= {issue.id for issue in fresh}
        yield from fresh
        end = start


def _changed(session: YouTrackSession, query: str, since: datetime) -> int:
    """Return how many issues changed since a moment, counted newest first by id and time alone.

    A moment in a query would be read in the account's own time zone.
    """
    listed = session.listed("issues", "id,updated", query=query)
    return sum(1 for _ in takewhile(lambda entry: not _is_quiet(moment(entry.get("updated")), since), listed))


def _is_quiet(updated: datetime | None, since: datetime) -> bool:
    return updated is not None and updated < since


def _query(projects: tuple[str, ...], order: str) -> str:
    strange = next((name for name in projects if not _SHORT_NAME.fullmatch(name)), None)
    if strange is not None:
        raise TrackerRefused(
            f"{strange!r} is no short name of a YouTrack project, such as ACME; check projects in the mapping"
        )
    return f"project: {', '.join(f'{{{name}}}' for name in projects)} sort by: updated {order}"
