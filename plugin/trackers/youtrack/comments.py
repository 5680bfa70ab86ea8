"""Comments on YouTrack: all of them, who may read them, and taking one back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin.core.model.issue import Comment
from plugin.trackers.base import NotPrivate, TrackerError
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.youtrack.fields import COMMENT, read_comment
from plugin.trackers.youtrack.groups import Group
from plugin.trackers.youtrack.session import YouTrackSession

LIMITED = "LimitedVisibility"


def read_all_comments(session: YouTrackSession, issue: Mapping[str, Any]) -> tuple[Comment, ...]:
    """Return every comment that the account sees, oldest first, without deleted ones.

    Args:
        session: where the rest is read.
        issue: the issue as read, with `comments` and `commentsCount`; nested lists are not said to be
            limited, and are completed where they are.
    """
    shown = issue.get("comments")
    entries = {str(entry.get("id")): entry for entry in shown or [] if isinstance(entry, Mapping)}
    count = issue.get("commentsCount")
    if isinstance(count, int) and count > len(entries):
        path = f"issues/{quote_segment(read_identifier(issue.get('id')))}/comments"
        entries |= {str(entry.get("id")): entry for entry in session.iter_entries(path, COMMENT)}
    living = (read_comment(entry) for entry in entries.values() if entry.get("deleted") is not True)
    return tuple(sorted(living, key=_sort_key))


def limit_audience(group: Group | None) -> dict[str, Any]:
    """Return the part of a comment's JSON that says who may read it.

    Nothing for everybody.
    """
    if group is None:
        return {}
    return {"visibility": {"$type": LIMITED, "permittedGroups": [{"id": group.id}], "permittedUsers": []}}


def is_private(answer: object, group: Group, own_login: str) -> bool:
    """Tell whether the answer proves that only group and account read the comment."""
    visibility = answer.get("visibility") if isinstance(answer, Mapping) else None
    if not isinstance(visibility, Mapping) or visibility.get("$type") != LIMITED:
        return False
    groups, users = visibility.get("permittedGroups"), visibility.get("permittedUsers", [])
    if not isinstance(groups, list) or not isinstance(users, list):
        return False
    ids = {each.get("id") if isinstance(each, Mapping) else None for each in groups}
    logins = {each.get("login") if isinstance(each, Mapping) else None for each in users}
    return ids == {group.id} and logins <= {own_login}


def take_back(session: YouTrackSession, issue: str, comment_id: str) -> NotPrivate | TrackerError:
    """Remove a comment that cannot be proven private, and return the error to raise.

    Writing over it would not help: YouTrack keeps the old text in the issue's history.

    Returns:
        `NotPrivate` when it is gone; else an error that names the comment to delete.
    """
    path = f"issues/{quote_segment(issue)}/comments/{quote_segment(comment_id)}"
    for method, body in (("DELETE", None), ("POST", {"deleted": True})):
        try:
            session.ask(method, path, body=body)
        except TrackerError:
            continue
        return NotPrivate(
            f"{issue}: YouTrack does not show that only the team can read the comment, so it was removed; "
            "check team_comments in the mapping"
        )
    return TrackerError(
        f"{issue}: comment {comment_id} was meant for the team, may be visible to everybody and could not be "
        "removed; delete it by hand and let the account delete its own comments"
    )


def _sort_key(one: Comment) -> tuple[float, str]:
    return (one.created.timestamp() if one.created else 0.0, one.id)
