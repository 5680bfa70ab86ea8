"""Bodies of JetBrains' Webhook Triggers 1.0.5, by its code, not its README.

What it does not tell (docs/trackers/youtrack.md#webhook-triggers): tags; who did it, but for `issueUpdated`;
who may read a comment; and what changed together with a comment, of which only `commentAdded` arrives. So an
issue is always read again, and a comment counts as private until it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from plugin.core.model.events import (
    CommentDeleted,
    CommentWritten,
    Event,
    IssueDeleted,
    IssueSeen,
    IssueTouched,
)
from plugin.core.model.issue import Account, Comment, FieldChange, IssueSnapshot
from plugin.trackers.http.json_values import read_identifier, read_moment
from plugin.trackers.youtrack.fields import STATE
from webhooks.json_object import NotUnderstoodError
from webhooks.youtrack.body import (
    Body,
    find_issue_key,
    format_value,
    get_object,
    iter_objects,
    read_comment_id,
    read_name,
    read_person,
    read_text,
    read_time,
)

STATUS = "status"

IGNORED: Mapping[str, str] = {
    "issueAttachmentDeleted": "a file that is gone decides nothing",
}
"""Every event that is ignored on purpose, by name, and why."""


def find_event_name(body: Body) -> str:
    """Return the name of the event."""
    return read_name(body.get("event"))


def read_events(body: Body) -> tuple[Event, ...]:
    """Return what happened.

    Raises:
        NotUnderstoodError: the event is not known, or names no issue or comment.
    """
    name = find_event_name(body)
    read = _READERS.get(name)
    if read is None:
        raise NotUnderstoodError(
            f"no event is known by the name {name}" if name else "the body does not name its event"
        )
    if not find_issue_key(body):
        raise NotUnderstoodError("the body names no issue")
    return read(body)


def _read_created(body: Body) -> tuple[Event, ...]:
    return (_read_seen(body, "created", read_person(body.get("reporter"))),)


def _read_updated(body: Body) -> tuple[Event, ...]:
    return (_read_seen(body, "updated", read_person(body.get("updatedBy"))),)


def _read_deleted(body: Body) -> tuple[Event, ...]:
    return (IssueDeleted(issue_id=find_issue_key(body), at=read_time(body)),)


def _read_touched(body: Body) -> tuple[Event, ...]:
    return (IssueTouched(issue_id=find_issue_key(body), at=read_time(body)),)


def _read_comments_added(body: Body) -> tuple[Event, ...]:
    return _read_written(body, edited=False)


def _read_comments_updated(body: Body) -> tuple[Event, ...]:
    return _read_written(body, edited=True)


def _read_comments_deleted(body: Body) -> tuple[Event, ...]:
    key, at = find_issue_key(body), read_time(body)
    ids = [read_comment_id(entry.get("id")) for entry in _require_comments(body, "deleted")]
    known = tuple(CommentDeleted(issue_id=key, comment_id=each, at=at) for each in ids if each)
    return known or (IssueTouched(issue_id=key, at=at),)


def _read_written(body: Body, *, edited: bool) -> tuple[Event, ...]:
    """Return each comment, and before them that the issue was touched.

    Its changes are not in the body.
    """
    key, at = find_issue_key(body), read_time(body)
    written = (
        CommentWritten(issue_id=key, comment=_read_comment(entry), edited=edited, at=at)
        for entry in _require_comments(body, "written")
        if read_comment_id(entry.get("id"))
    )
    return (IssueTouched(issue_id=key, at=at), *written)


def _require_comments(body: Body, done: str) -> list[Body]:
    """Return the comments that have an id.

    By one that REST does not know the issue is only touched.

    Raises:
        NotUnderstoodError: there is none.
    """
    found = [entry for entry in iter_objects(body, "comments") if read_identifier(entry.get("id"))]
    if not found:
        raise NotUnderstoodError(f"the body does not say which comment was {done}")
    return found


def _read_comment(entry: Body) -> Comment:
    return Comment(
        id=read_comment_id(entry.get("id")),
        author=read_person(entry.get("author")) or Account(id=""),
        body=read_text(entry.get("text")),
        created=read_moment(entry.get("created")),
        updated=read_moment(entry.get("updated")),
        # The body carries the text of limited comments, and does not say that they are limited.
        public=False,
    )


def _read_seen(body: Body, change: Literal["created", "updated"], actor: Account | None) -> Event:
    key, project = find_issue_key(body), get_object(body, "project")
    issue = IssueSnapshot(
        id=key,
        key=key,
        project=read_identifier(project.get("shortName"))
        or read_identifier(project.get("key"))
        or key.rpartition("-")[0],
        summary=read_text(body.get("summary")),
        description=read_text(body.get("description")),
        reporter=read_person(body.get("reporter")),
        created=read_moment(body.get("created")),
        updated=read_moment(body.get("updated")) or read_moment(body.get("created")),
        whole=False,
    )
    changes = tuple(
        _read_change(entry) for entry in iter_objects(body, "changedFields") if read_name(entry.get("name"))
    )
    return IssueSeen(issue=issue, change=change, changes=changes, actor=actor, at=read_time(body))


def _read_change(entry: Body) -> FieldChange:
    name = read_name(entry.get("name"))
    return FieldChange(
        field=STATUS if name == STATE else name,
        name=name,
        before=format_value(entry.get("oldValue")),
        after=format_value(entry.get("value")),
    )


_READERS: Mapping[str, Callable[[Body], tuple[Event, ...]]] = {
    "issueCreated": _read_created,
    "issueUpdated": _read_updated,
    "issueDeleted": _read_deleted,
    "commentAdded": _read_comments_added,
    "commentUpdated": _read_comments_updated,
    "commentDeleted": _read_comments_deleted,
    "issueAttachmentAdded": _read_touched,
    "workItemAdded": _read_touched,
    "workItemUpdated": _read_touched,
    "workItemDeleted": _read_touched,
}
