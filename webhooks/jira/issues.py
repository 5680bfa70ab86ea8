"""Jira's issues: created, updated, moved, deleted."""

from __future__ import annotations

from typing import Literal

from plugin.core.model.events import Event, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account
from plugin.trackers.jira.fields import read_account, read_snapshot
from webhooks.jira.body import Body, find_issue_id, get_object, read_actor, read_time
from webhooks.jira.changelog import read_changes
from webhooks.json_object import NotUnderstoodError


def read_issue_created(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_created`."""
    return (_read_seen(body, "created"),)


def read_issue_changed(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_updated` without its comment.

    A changelog may be missing or empty.
    """
    return (_read_seen(body, "updated"),)


def read_issue_deleted(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_deleted`."""
    return (IssueDeleted(issue_id=_require_issue_id(body), actor=read_actor(body), at=read_time(body)),)


def read_issue_touched(body: Body) -> tuple[Event, ...]:
    """Read the body of a workflow's post function.

    It was made while the issue was being moved, so it may show it before or after: it is read.
    """
    return (IssueTouched(issue_id=_require_issue_id(body), actor=read_actor(body), at=read_time(body)),)


def read_whole_issue(body: Body) -> tuple[Event, ...]:
    """Return a comment event's issue where it is whole, else nothing.

    Cloud sends about six fields there (cloud-comment-created), too few to judge by.
    """
    shown = read_snapshot(get_object(body, "issue"))
    return (_read_seen(body, "updated"),) if shown.whole and shown.key and shown.id else ()


def _read_seen(body: Body, change: Literal["created", "updated"]) -> Event:
    subject = _require_issue_id(body)
    issue = read_snapshot(get_object(body, "issue"))
    if issue.id != subject:
        issue = issue.model_copy(update={"id": subject})
    at = read_time(body, issue.created if change == "created" else issue.updated)
    if not (issue.key and issue.project):
        return IssueTouched(issue_id=subject, actor=_find_actor(body), at=at)
    listed = read_changes(body, created=change == "created")
    return IssueSeen(issue=issue, change=change, changes=listed, actor=_find_actor(body), at=at)


def _find_actor(body: Body) -> Account | None:
    written = get_object(body, "comment")
    return (
        read_actor(body) or read_account(written.get("updateAuthor")) or read_account(written.get("author"))
    )


def _require_issue_id(body: Body) -> str:
    subject = find_issue_id(body)
    if not subject:
        raise NotUnderstoodError("the body names no issue")
    return subject
