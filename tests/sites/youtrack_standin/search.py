"""YouTrack's search, as far as the service uses it: projects, and an order."""

from __future__ import annotations

import re

from youtrack_standin.refusals import YouTrackRefused
from youtrack_standin.state import YouTrackIssue, YouTrackState

_QUERY = re.compile(
    r"project: (?P<projects>\{[^{}]+\}(?:, \{[^{}]+\})*) sort by: updated (?P<order>asc|desc)"
)


def found(state: YouTrackState, query: str) -> list[YouTrackIssue]:
    """Return the issues that a query finds.

    Raises:
        Refused: 400, the query is not understood, or names a project that nobody knows.
    """
    match = _QUERY.fullmatch(query)
    if match is None:
        raise YouTrackRefused(400, "invalid_query", "Can't parse search query", query)
    projects = re.findall(r"\{([^{}]+)\}", match["projects"])
    unknown = [name for name in projects if name not in state.projects]
    if unknown:
        children = [f'The value "{name}" isn\'t used for the project field.' for name in unknown]
        raise YouTrackRefused(400, "invalid_query", "Can't parse search query", *children)
    issues = [issue for issue in state.issues.values() if issue.project in projects]
    return sorted(issues, key=lambda issue: issue.updated, reverse=match["order"] == "desc")
