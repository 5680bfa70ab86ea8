"""Bodies of JetBrains' Webhook Triggers (1.0.5), by its code, which differs from its README.

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
from plugin.trackers.http.json_values import identifier, moment
from plugin.trackers.youtrack.fields import STATE
from webhooks.json_object import NotUnderstoodError
from webhooks.youtrack.body import (
    Body,
    comment_id,
    happened_at,
    issue_key,
    named,
    part,
    parts,
    person,
    shown,
    text,
)

STATUS = "status"

IGNORED: Mapping[str, str] = {
    "issueAttachmentAdded": "files decide nothing",
    "issueAttachmentDeleted": "files decide nothing",
}
"""Every event that is ignored on purpose, by name, and why."""


def event_of(body: Body) -> str:
    """Return the name of the event."""
    return named(body.get("event"))


def events(body: Body) -> tuple[Event, ...]:
    """Return what happened.

    Raises:
        NotUnderstoodError: the event is not known, or names no issue or comment.
    """
    name = event_of(body)
    read = _READ.get(name)
    if read is None:
        raise NotUnderstoodError(
            f"no event is known by the name {name}" if name else "the body does not name its event"
        )
    if not issue_key(body):
        raise NotUnderstoodError("the body names no issue")
    return read(body)


def _created(body: Body) -> tuple[Event, ...]:
    return (_seen(body, "created", person(body.get("reporter"))),)


def _updated(body: Body) -> tuple[Event, ...]:
    return (_seen(body, "updated", person(body.get("updatedBy"))),)


def _deleted(body: Body) -> tuple[Event, ...]:
    return (IssueDeleted(issue_id=issue_key(body), at=happened_at(body)),)


def _worked(body: Body) -> tuple[Event, ...]:
    return (IssueTouched(issue_id=issue_key(body), at=happened_at(body)),)


def _comments_added(body: Body) -> tuple[Event, ...]:
    return _written(body, edited=False)


def _comments_updated(body: Body) -> tuple[Event, ...]:
    return _written(body, edited=True)


def _comments_deleted(body: Body) -> tuple[Event, ...]:
    key, at = issue_key(body), happened_at(body)
    ids = [comment_id(entry.get("id")) for entry in _comments(body, "deleted")]
    known = tuple(CommentDeleted(issue_id=key, comment_id=each, at=at) for each in ids if each)
    return known or (IssueTouched(issue_id=key, at=at),)


def _written(body: Body, *, edited: bool) -> tuple[Event, ...]:
    """Return each comment, and before them that the issue was touched: its changes are not in the body."""
    key, at = issue_key(body), happened_at(body)
    written = (
        CommentWritten(issue_id=key, comment=_comment(entry), edited=edited, at=at)
        for entry in _comments(body, "written")
        if comment_id(entry.get("id"))
    )
    return (IssueTouched(issue_id=key, at=at), *written)


def _comments(body: Body, done: str) -> list[Body]:
    """Return the comments that have an id; by one that REST does not know the issue is only touched.

    Raises:
        NotUnderstoodError: there is none.
    """
    found = [entry for entry in parts(body, "comments") if identifier(entry.get("id"))]
    if not found:
        raise NotUnderstoodError(f"the body does not say which comment was {done}")
    return found


def _comment(entry: Body) -> Comment:
    return Comment(
        id=comment_id(entry.get("id")),
        author=person(entry.get("author")) or Account(id=""),
        body=text(entry.get("text")),
        created=moment(entry.get("created")),
        updated=moment(entry.get("updated")),
        # The body carries the text of limited comments, and does not say that they are limited.
        public=False,
    )


def _seen(body: Body, change: Literal["created", "updated"], actor: Account | None) -> Event:
    key, project = issue_key(body), part(body, "project")
    issue = IssueSnapshot(
        id=key,
        key=key,
        project=identifier(project.get("shortName"))
        or identifier(project.get("key"))
        or key.rpartition("-")[0],
        summary=text(body.get("summary")),
        description=text(body.get("description")),
        reporter=person(body.get("reporter")),
        created=moment(body.get("created")),
        updated=moment(body.get("updated")) or moment(body.get("created")),
        whole=False,
    )
    changes = tuple(_change(entry) for entry in parts(body, "changedFields") if named(entry.get("name")))
    return IssueSeen(issue=issue, change=change, changes=changes, actor=actor, at=happened_at(body))


def _change(entry: Body) -> FieldChange:
    name = named(entry.get("name"))
    return FieldChange(
        field=STATUS if name == STATE else name,
        name=name,
        before=shown(entry.get("oldValue")),
        after=shown(entry.get("value")),
    )


_READ: Mapping[str, Callable[[Body], tuple[Event, ...]]] = {
    "issueCreated": _created,
    "issueUpdated": _updated,
    "issueDeleted": _deleted,
    "commentAdded": _comments_added,
    "commentUpdated": _comments_updated,
    "commentDeleted": _comments_deleted,
    "workItemAdded": _worked,
    "workItemUpdated": _worked,
    "workItemDeleted": _worked,
}
