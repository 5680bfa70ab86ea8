"""Jira's comments: alone in `comment_*`, or inside an update of the issue.

Data Center sends both for one comment, a bare `comment_*` and a full `jira:issue_updated`:
docs/trackers/jira.md#payloads. Both become the same event, and the second is known as a repeat by the
comment's id and time.
"""

from __future__ import annotations

from plugin.core.model.events import CommentDeleted, CommentWritten, Event
from plugin.trackers.jira.fields import comment
from webhooks.jira.body import Body, actor, as_id, happened_at, issue_id, part
from webhooks.jira.issues import seen_whole
from webhooks.json_object import NotUnderstoodError


def comment_created(body: Body) -> tuple[Event, ...]:
    """Read `comment_created`."""
    return (_written(body, edited=False), *seen_whole(body))


def comment_updated(body: Body) -> tuple[Event, ...]:
    """Read `comment_updated`."""
    return (_written(body, edited=True), *seen_whole(body))


def comment_deleted(body: Body) -> tuple[Event, ...]:
    """Read `comment_deleted`.

    Nobody is named where there is no `user`: the comment's author need not be who deleted it.
    """
    deleted = comment(part(body, "comment"))
    subject = issue_id(body)
    if not (as_id(deleted.id) and subject):
        raise NotUnderstoodError("the body does not say which comment of which issue was deleted")
    event = CommentDeleted(issue_id=subject, comment_id=deleted.id, actor=actor(body), at=happened_at(body))
    return (event, *seen_whole(body))


def comment_inside(body: Body, event_type: str) -> tuple[Event, ...]:
    """Read the comment that an issue's update carries, if it carries one.

    Args:
        body: of `jira:issue_updated`; a transition may carry a comment too.
        event_type: `issue_event_type_name`; old bodies have none (server-old-*), there an edited comment
            is known by its times.
    """
    found = comment(part(body, "comment"))
    if not as_id(found.id):
        return ()
    if event_type == "issue_comment_deleted":
        event = CommentDeleted(
            issue_id=issue_id(body), comment_id=found.id, actor=actor(body), at=happened_at(body)
        )
        return (event,)
    later = found.created is not None and found.updated is not None and found.updated > found.created
    edited = event_type == "issue_comment_edited" or (event_type != "issue_commented" and later)
    return (_written(body, edited=edited),)


def _written(body: Body, *, edited: bool) -> CommentWritten:
    written = comment(part(body, "comment"))
    subject = issue_id(body)
    if not (as_id(written.id) and subject):
        raise NotUnderstoodError("the body does not say which comment of which issue was written")
    at = happened_at(body, written.updated or written.created)
    return CommentWritten(issue_id=subject, comment=written, edited=edited, at=at)
