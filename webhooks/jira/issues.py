"""Jira's issues: created, updated, moved, deleted."""

from __future__ import annotations

from typing import Literal

from plugin.core.model.events import Event, IssueDeleted, IssueSeen, IssueTouched
from plugin.core.model.issue import Account
from plugin.trackers.jira.fields import account, snapshot
from webhooks.jira.body import Body, actor, happened_at, issue_id, part
from webhooks.jira.changelog import changes
from webhooks.json_object import NotUnderstoodError


def issue_created(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_created`."""
    return (_seen(body, "created"),)


def issue_changed(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_updated` without its comment; a changelog may be missing or empty."""
    return (_seen(body, "updated"),)


def issue_deleted(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_deleted`."""
    return (IssueDeleted(issue_id=_subject(body), actor=actor(body), at=happened_at(body)),)


def seen_whole(body: Body) -> tuple[Event, ...]:
    """Return what a comment event shows of its issue, nothing where it shows a part only.

    Cloud sends about six fields there (cloud-comment-created), too few to judge by.
    """
    shown = snapshot(part(body, "issue"))
    return (_seen(body, "updated"),) if shown.whole and shown.key and shown.id else ()


def _seen(body: Body, change: Literal["created", "updated"]) -> Event:
    subject = _subject(body)
    issue = snapshot(part(body, "issue"))
    if issue.id != subject:
        issue = issue.model_copy(update={"id": subject})
    at = happened_at(body, issue.created if change == "created" else issue.updated)
    if not (issue.key and issue.project):
        return IssueTouched(issue_id=subject, actor=_who(body), at=at)
    listed = changes(body, created=change == "created")
    return IssueSeen(issue=issue, change=change, changes=listed, actor=_who(body), at=at)


def _who(body: Body) -> Account | None:
    written = part(body, "comment")
    return actor(body) or account(written.get("updateAuthor")) or account(written.get("author"))


def _subject(body: Body) -> str:
    subject = issue_id(body)
    if not subject:
        raise NotUnderstoodError("the body names no issue")
    return subject
