"""Work logged and links made: Jira names the issues by number only, so they have to be read."""

from __future__ import annotations

from plugin.core.model.events import Event, IssueTouched
from plugin.trackers.jira.fields import account
from webhooks.jira.body import Body, actor, as_id, happened_at, issue_id, part
from webhooks.json_object import NotUnderstoodError


def worklog_written(body: Body) -> tuple[Event, ...]:
    """Read `worklog_*`; whoever logged the work stands in the worklog (recorded: zulip-worklog_created)."""
    subject = issue_id(body)
    if not subject:
        raise NotUnderstoodError("the body does not say on which issue work was logged")
    worklog = part(body, "worklog")
    who = actor(body) or account(worklog.get("updateAuthor")) or account(worklog.get("author"))
    return (IssueTouched(issue_id=subject, actor=who, at=happened_at(body)),)


def issues_linked(body: Body) -> tuple[Event, ...]:
    """Read `issuelink_*`: both ends are touched, the source first (recorded: ru-issuelink-created)."""
    link = part(body, "issueLink")
    ends = (as_id(link.get("sourceIssueId")), as_id(link.get("destinationIssueId")))
    touched = tuple(dict.fromkeys(filter(None, ends)))
    if not touched:
        raise NotUnderstoodError("the body does not say which issues were linked")
    who, at = actor(body), happened_at(body)
    return tuple(IssueTouched(issue_id=end, actor=who, at=at) for end in touched)
