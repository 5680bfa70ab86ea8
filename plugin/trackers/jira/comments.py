"""Comments on Jira.

Whose they are, who may read them, and all of them where the issue shows only some.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mappings.model import TeamComments
from plugin.core.model.issue import Comment
from plugin.trackers.base import NotPrivate, TrackerError
from plugin.trackers.http.session import quote_segment
from plugin.trackers.jira.fields import read_comment
from plugin.trackers.jira.session import JiraSession

_PAGE_SIZE = 100


def read_all_comments(session: JiraSession, issue: str, shown: Mapping[str, Any]) -> tuple[Comment, ...]:
    """Return every comment of an issue, oldest first.

    Args:
        session: where the rest is read.
        issue: the id or key.
        shown: the issue's `read_comment` field; it says in `total` how many there are.
    """
    found = {one.id: one for one in _read(shown)}
    total = shown.get("total")
    # A field configuration can hide the comments of an issue; then they are asked for by themselves.
    wanted = total if isinstance(total, int) else len(found) if shown else 1
    start = 0
    while len(found) < wanted:
        answer = session.ask(
            "GET",
            f"issue/{quote_segment(issue)}/comment",
            params={"startAt": start, "maxResults": _PAGE_SIZE, "orderBy": "-created"},
        )
        fresh = _read(answer)
        if not fresh:
            break
        found |= {one.id: one for one in fresh}
        start += len(fresh)
        told = answer.get("total") if isinstance(answer, Mapping) else None
        wanted = told if isinstance(told, int) else wanted
    return tuple(sorted(found.values(), key=_sort_key))


def limit_audience(team: TeamComments | None) -> dict[str, Any]:
    """Return the part of a comment's JSON that says who may read it.

    A service desk's internal comment has no visibility but a property: docs/trackers/jira.md#permissions.
    """
    if team is None:
        return {}
    if team.internal:
        return {"properties": [{"key": "sd.public.comment", "value": {"internal": True}}]}
    kind = "role" if team.role else "group"
    return {"visibility": {"type": kind, "value": team.role or team.group}}


def is_private(answer: object, team: TeamComments) -> bool:
    """Say whether Jira's answer proves that only the team can read the comment."""
    if not isinstance(answer, Mapping):
        return False
    if team.internal:
        return answer.get("jsdPublic") is False
    visibility = answer.get("visibility")
    if not isinstance(visibility, Mapping):
        return False
    wanted = limit_audience(team)["visibility"]
    named = (visibility.get("value"), visibility.get("identifier"))
    return visibility.get("type") == wanted["type"] and wanted["value"] in named


def take_back(session: JiraSession, issue: str, comment_id: str, blank: object) -> NotPrivate | TrackerError:
    """Remove a comment that cannot be proven internal, and return the error to raise.

    Args:
        session: where the comment stands.
        issue: the id or key of its issue.
        comment_id: its id.
        blank: a body that says nothing, for an account that may edit but not delete its comments.

    Returns:
        `NotPrivate` when nothing of it stands any more; else an error that names the comment to delete.
    """
    path = f"issue/{quote_segment(issue)}/comment/{quote_segment(comment_id)}"
    for method, body in (("DELETE", None), ("PUT", {"body": blank})):
        try:
            session.ask(method, path, body=body)
        except TrackerError:
            continue
        return NotPrivate(
            f"{issue}: Jira does not show that only the team can read the comment, so it was removed; "
            "check team_comments in the mapping and the account's role"
        )
    return TrackerError(
        f"{issue}: comment {comment_id} was meant for the team, may be visible to everybody and could not be "
        "removed; delete it by hand and give the account the permission Delete Own Comments"
    )


def _read(answer: object) -> list[Comment]:
    listed = answer.get("comments") if isinstance(answer, Mapping) else None
    if not isinstance(listed, list):
        return []
    return [read_comment(entry) for entry in listed if isinstance(entry, Mapping)]


def _sort_key(one: Comment) -> tuple[float, int, str]:
    return (
        one.created.timestamp() if one.created else 0.0,
        int(one.id) if one.id.isdecimal() else 0,
        one.id,
    )
