"""Comments on Yandex Tracker: all of them, and whom one calls.

`@login` in a text tells nobody; who is to be told stands in `summonees`, which also puts the person into
`pendingReplyFrom` (docs/trackers/yandex.md#markup).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from plugin.core.model.issue import Comment
from plugin.trackers.base import NotPrivate, TrackerUnreachable
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
    answer = session.ask("POST", path, params={_QUIET: "false"}, body=_build_body(text, called))
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
    session.ask("PATCH", path, body=_build_body(text, fresh))


def refuse_team_comment(issue: str) -> NotPrivate:
    """Return the error for a text that the team alone may read."""
    return NotPrivate(
        f"{issue}: Yandex Tracker has no comments that only some can read, so the comment was not posted; "
        "take team_comments out of the mapping: the team is told by mail and on the pages then"
    )


def _build_body(text: str, called: Collection[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"text": text, "markupType": "md"}
    return body | {"summonees": list(called)} if called else body


def _sort_key(one: Comment) -> tuple[float, str]:
    return (one.created.timestamp() if one.created else 0.0, one.id.zfill(24))
