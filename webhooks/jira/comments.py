"""Jira's comments: alone in `comment_*`, or inside an update of the issue.

Data Center sends both for one comment, a bare `comment_*` and a full `jira:issue_updated`:
docs/trackers/jira.md#payloads. Both become the same event, and the second is known as a repeat by the
comment's id and time.
"""

from __future__ import annotations

from plugin.core.model.events import CommentDeleted, CommentWritten, Event
from plugin.trackers.jira.fields import read_comment
from webhooks.jira.body import Body, find_issue_id, get_object, read_actor, read_id, read_name, read_time
from webhooks.jira.issues import read_whole_issue
from webhooks.json_object import NotUnderstoodError


def read_comment_created(body: Body) -> tuple[Event, ...]:
    """Read `comment_created`."""
    return (_read_written(body, edited=False), *read_whole_issue(body))


def read_comment_updated(body: Body) -> tuple[Event, ...]:
    """Read `comment_updated`."""
    return (_read_written(body, edited=True), *read_whole_issue(body))


def read_comment_deleted(body: Body) -> tuple[Event, ...]:
    """Read `comment_deleted`.

    Nobody is named where there is no `user`: the comment's author need not be who deleted it.
    """
    deleted = read_comment(get_object(body, "comment"))
    subject = find_issue_id(body)
    if not (read_id(deleted.id) and subject):
        raise NotUnderstoodError("the body does not say which comment of which issue was deleted")
    event = CommentDeleted(
        issue_id=subject, comment_id=deleted.id, actor=read_actor(body), at=read_time(body)
    )
    return (event, *read_whole_issue(body))


def read_comment_inside_update(body: Body, event_type: str) -> tuple[Event, ...]:
    """Read the comment that an issue's update carries, if it carries one.

    Args:
        body: of `jira:issue_updated`; a transition may carry a comment too.
        event_type: `issue_event_type_name`; old bodies have none (server-old-*), there an edited comment
            is known by its times.
    """
    found = read_comment(get_object(body, "comment"))
    if not read_id(found.id):
        return ()
    if event_type == "issue_comment_deleted":
        event = CommentDeleted(
            issue_id=find_issue_id(body), comment_id=found.id, actor=read_actor(body), at=read_time(body)
        )
        return (event,)
    later = found.created is not None and found.updated is not None and found.updated > found.created
    edited = event_type == "issue_comment_edited" or (event_type != "issue_commented" and later)
    return (_read_written(body, edited=edited),)


def _read_written(body: Body, *, edited: bool) -> CommentWritten:
    written = read_comment(get_object(body, "comment"))
    subject = find_issue_id(body)
    if not (read_id(written.id) and subject):
        raise NotUnderstoodError("the body does not say which comment of which issue was written")
    at = read_time(body, written.updated or written.created)
    project = read_name(get_object(get_object(get_object(body, "issue"), "fields"), "project"), "key")
    return CommentWritten(issue_id=subject, comment=written, edited=edited, at=at, project=project)
