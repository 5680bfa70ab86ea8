"""Work logged and links made.

Jira names the issues by number only, so they have to be read.
"""

from __future__ import annotations

from plugin.core.model.events import Event, IssueTouched
from plugin.trackers.jira.fields import read_account
from webhooks.jira.body import Body, find_issue_id, get_object, read_actor, read_id, read_time
from webhooks.json_object import NotUnderstoodError


def read_worklog(body: Body) -> tuple[Event, ...]:
    """Read `worklog_*`.

    The worklog names who logged the work (recorded: zulip-worklog_created).
    """
    subject = find_issue_id(body)
    if not subject:
        raise NotUnderstoodError("the body does not say on which issue work was logged")
    worklog = get_object(body, "worklog")
    who = read_actor(body) or read_account(worklog.get("updateAuthor")) or read_account(worklog.get("author"))
    return (IssueTouched(issue_id=subject, actor=who, at=read_time(body)),)


def read_issue_link(body: Body) -> tuple[Event, ...]:
    """Read `issuelink_*`.

    Both ends are touched, the source first (recorded: ru-issuelink-created).
    """
    link = get_object(body, "issueLink")
    ends = (read_id(link.get("sourceIssueId")), read_id(link.get("destinationIssueId")))
    touched = tuple(dict.fromkeys(filter(None, ends)))
    if not touched:
        raise NotUnderstoodError("the body does not say which issues were linked")
    who, at = read_actor(body), read_time(body)
    return tuple(IssueTouched(issue_id=end, actor=who, at=at) for end in touched)
