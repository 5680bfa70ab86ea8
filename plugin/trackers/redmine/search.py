"""Every issue of some projects, page by page, oldest change first.

`GET /issues.json` hides closed issues without `status_id=*`, shows those of subprojects unless told not to,
and gives at most a hundred at a time (https://www.redmine.org/projects/redmine/wiki/Rest_Issues).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.redmine.fields import list_objects
from plugin.trackers.redmine.session import RedmineSession

_PAGE_SIZE = 100

_OVERLAP = 10
"""Entries that a page repeats.

An issue that changes meanwhile goes to the end, and the others move up.
"""

_MAX_CLOCK_SKEW = timedelta(minutes=5)
"""By how much the two clocks may differ; asking twice for an issue is harmless."""


def iter_issues(
    session: RedmineSession, project_id: str, changed_since: datetime | None
) -> Iterator[Mapping[str, Any]]:
    """Give every issue of a project once, as Redmine shows it.

    Args:
        session: the Redmine.
        project_id: the numeric id, or the identifier.
        changed_since: leaves out what has been quiet since; None gives all.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    seen: set[str] = set()
    start = 0
    while True:
        answer = session.ask("GET", "issues", params=_build_query(project_id, changed_since, start))
        page = list_objects(answer.get("issues") if isinstance(answer, Mapping) else None)
        for entry in page:
            id_ = read_identifier(entry.get("id"))
            if id_ and id_ not in seen:
                seen.add(id_)
                yield entry
        if len(page) < _PAGE_SIZE:
            return
        start += _PAGE_SIZE - _OVERLAP


def _build_query(project_id: str, changed_since: datetime | None, start: int) -> dict[str, str | int]:
    asked: dict[str, str | int] = {
        "project_id": project_id,
        "subproject_id": "!*",
        "status_id": "*",
        "sort": "updated_on,id",
        "limit": _PAGE_SIZE,
        "offset": start,
    }
    if changed_since is not None:
        since = (changed_since.astimezone(UTC) - _MAX_CLOCK_SKEW).strftime("%Y-%m-%dT%H:%M:%SZ")
        asked["updated_on"] = f">={since}"
    return asked
