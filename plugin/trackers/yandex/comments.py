"""Comments on Yandex Tracker: all of them, and whom one calls.

`@login` in a text tells nobody; who is to be told stands in `summonees`, which also puts the person into
`pendingReplyFrom` (docs/trackers/yandex.md#markup).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from plugin.core.model.issue import Comment
from plugin.trackers.base import (
    NotPrivate,
    TrackerConflict,
    TrackerRefused,
    TrackerUnreachable,
)
from plugin.trackers.http.json_values import read_identifier
from plugin.trackers.http.session import quote_segment
from plugin.trackers.yandex.fields import read_comment
from plugin.trackers.yandex.session import YandexSession, list_objects

_QUIET = "isAddToFollowers"
"""Without it the service's account would follow every issue that it comments on."""


def read_all_comments(session: YandexSession, issue: str) -> tuple[Comment, ...]:
    """Return every comment, oldest first."""
    listed = session.iter_entries(f"issues/{quote_segment(issue)}/comments")
    return tuple(sorted(map(read_comment, listed), key=_sort_key))


def write_comment(session: YandexSession, issue: str, text: str, called: Collection[str]) -> str:
    """Write a comment and return its id.

    Args:
        session: where.
        issue: its id or key.
        text: in Markdown.
        called: ids of those who are told.

    Raises:
        TrackerUnreachable: the answer names no comment.
    """
    path = f"issues/{quote_segment(issue)}/comments"
    answer = _send(session, "POST", path, text, called, {_QUIET: "false"})
    comment_id = read_identifier(answer.get("id")) if isinstance(answer, Mapping) else ""
    if not comment_id:
        raise TrackerUnreachable(f"POST {path}: the answer names no comment")
    return comment_id


def rewrite_comment(
    session: YandexSession, issue: str, comment_id: str, text: str, called: Collection[str]
) -> None:
    """Replace a comment's text; only those are told whom it did not call before."""
    path = f"issues/{quote_segment(issue)}/comments/{quote_segment(comment_id)}"
    fresh: list[str] = []
    if called:
        called_before = list_objects(session.get_object(path).get("summonees"))
        known = {read_identifier(each.get("id")) for each in called_before}
        fresh = [each for each in called if each not in known]
    _send(session, "PATCH", path, text, fresh, {})


def refuse_team_comment(issue: str) -> NotPrivate:
    """Return the error for a text that the team alone may read."""
    return NotPrivate(
        f"{issue}: Yandex Tracker has no comments that only some can read, so the comment was not posted; "
        "take team_comments out of the mapping: the team is told by mail and on the pages then"
    )


def _send(
    session: YandexSession,
    method: str,
    path: str,
    text: str,
    called: Collection[str],
    params: Mapping[str, str],
) -> object:
    """Write a comment; where somebody cannot be called, it is written all the same.

    Nothing was applied of what was refused: the person may have left the organisation.
    """
    body: dict[str, Any] = {"text": text, "markupType": "md"}
    if called:
        try:
            return session.ask(method, path, params=params, body={**body, "summonees": list(called)})
        except TrackerConflict:
            raise
        except TrackerRefused:
            pass
    return session.ask(method, path, params=params, body=body)


def _sort_key(one: Comment) -> tuple[float, str]:
    return (one.created.timestamp() if one.created else 0.0, one.id.zfill(24))
