"""Every issue of some projects, page by page.

Cloud's old search is gone (410); the new one pages by a token, takes bounded JQL only and gives ids alone
unless fields are named; Data Center has the old search only: docs/trackers/jira.md#rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from plugin.core.model.issue import IssueSnapshot
from plugin.trackers.base import NotPermitted
from plugin.trackers.http.json_values import read_moment
from plugin.trackers.jira.fields import read_snapshot
from plugin.trackers.jira.session import JiraSession

_PAGE_SIZE = 100

_OVERLAP = 10
"""Entries that a page repeats.

An issue that changes meanwhile goes to the end, and the others move up.
"""

_MAX_CLOCK_SKEW = timedelta(minutes=5)
"""By how much the two clocks may differ; asking twice for an issue is harmless."""


def build_jql(projects: tuple[str, ...], changed_since: datetime | None, now: datetime) -> str:
    """Return bounded JQL for the issues of some projects, oldest change first.

    The moment is given as minutes before now: a date in JQL is read in the account's own time zone.
    """
    # A number stands for a project whatever its key; a key is never a number.
    keys = ", ".join(each if each.isdecimal() else _quote(each) for each in projects)
    clauses = [f"project in ({keys})"]
    if changed_since is not None:
        minutes = math.ceil((now - changed_since + _MAX_CLOCK_SKEW) / timedelta(minutes=1))
        clauses.append(f'updated >= "-{max(1, minutes)}m"')
    return " AND ".join(clauses) + " ORDER BY updated ASC"


def read_site_time(session: JiraSession, now: datetime) -> datetime:
    """Return the later of the site's time and this machine's.

    JQL counts back from the site's.

    `serverTime` of `serverInfo` (https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-server-info/).

    Raises:
        TrackerError: the site does not answer.
    """
    try:
        answer = session.ask("GET", "serverInfo")
    except NotPermitted:
        # Some sites show it to administrators alone.
        return now
    told = read_moment(answer.get("serverTime")) if isinstance(answer, Mapping) else None
    return now if told is None else max(now, told)


def search(session: JiraSession, query: str) -> Iterator[IssueSnapshot]:
    """Give every issue that a query finds, once.

    Raises:
        TrackerError: a page could not be read; those before it were given.
    """
    seen: set[str] = set()
    for page in _search_by_token(session, query) if session.is_cloud else _search_by_offset(session, query):
        for entry in page:
            read = read_whole_issue(entry)
            if read.id not in seen:
                seen.add(read.id)
                yield read


def read_whole_issue(issue_json: Mapping[str, Any]) -> IssueSnapshot:
    """Read an issue that was asked for with all its fields.

    One it does not show does not exist there.
    """
    return read_snapshot(issue_json).model_copy(update={"whole": True})


def _search_by_token(session: JiraSession, query: str) -> Iterator[list[Mapping[str, Any]]]:
    params: dict[str, str | int] = {"jql": query, "fields": "*all", "maxResults": _PAGE_SIZE}
    while True:
        answer = session.ask("GET", "search/jql", params=params)
        yield _get_issues(answer)
        token = answer.get("nextPageToken") if isinstance(answer, Mapping) else None
        if not isinstance(token, str) or token == params.get("nextPageToken"):
            return
        params["nextPageToken"] = token


def _search_by_offset(session: JiraSession, query: str) -> Iterator[list[Mapping[str, Any]]]:
    start = 0
    while True:
        answer = session.ask(
            "GET",
            "search",
            params={"jql": query, "fields": "*all", "maxResults": _PAGE_SIZE, "startAt": start},
        )
        page = _get_issues(answer)
        yield page
        if not page or start + len(page) >= _get_total(answer):
            return
        start += max(1, len(page) - _OVERLAP)


def _get_issues(answer: object) -> list[Mapping[str, Any]]:
    listed = answer.get("issues") if isinstance(answer, Mapping) else None
    if not isinstance(listed, list):
        return []
    return [entry for entry in listed if isinstance(entry, Mapping)]


def _get_total(answer: object) -> int:
    total = answer.get("total") if isinstance(answer, Mapping) else None
    return total if isinstance(total, int) else 0


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
