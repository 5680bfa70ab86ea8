"""Every issue of some projects, or those that changed, page by page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from plugin.issue import IssueSnapshot
from plugin.trackers.base import TrackerRefused
from plugin.trackers.youtrack_fields import ISSUE, snapshot
from plugin.trackers.youtrack_session import YouTrackSession

_OVERLAP = 10
"""Entries that a page repeats: an issue that changes meanwhile goes to the end, and the others move up."""

_SKEW = timedelta(minutes=5)
"""By how much the two clocks may differ; asking twice for an issue is harmless."""

_SHORT_NAME = re.compile(r"[^\s{}:,]+")


def issues_of(
    session: YouTrackSession, projects: tuple[str, ...], changed_since: datetime | None
) -> Iterator[IssueSnapshot]:
    """Give every issue of these projects, oldest change first, or those changed since a moment.

    A moment in a query would be read in the account's own time zone. So the newest changes are asked for
    first, and reading ends at the first issue that has been quiet for longer.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    if changed_since is None:
        listed = session.listed("issues", ISSUE, query=_query(projects, "asc"), overlap=_OVERLAP)
        yield from (snapshot(entry) for entry in listed)
        return
    found: list[IssueSnapshot] = []
    for entry in session.listed("issues", ISSUE, query=_query(projects, "desc")):
        issue = snapshot(entry)
        if issue.updated is not None and issue.updated < changed_since - _SKEW:
            break
        found.append(issue)
    yield from reversed(found)


def _query(projects: tuple[str, ...], order: str) -> str:
    strange = next((name for name in projects if not _SHORT_NAME.fullmatch(name)), None)
    if strange is not None:
        raise TrackerRefused(
            f"{strange!r} is no short name of a YouTrack project, such as ACME; check projects in the mapping"
        )
    return f"project: {', '.join(f'{{{name}}}' for name in projects)} sort by: updated {order}"
