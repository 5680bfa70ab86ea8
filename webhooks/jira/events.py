"""Jira's events by name: those that are handled, and those that are ignored on purpose.

The names are from Atlassian's pages on webhooks of Cloud and Data Center: docs/trackers/jira.md#events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugin.core.model.events import Event
from webhooks.jira.body import Body, named, part
from webhooks.jira.comments import comment_created, comment_deleted, comment_inside, comment_updated
from webhooks.jira.issues import issue_changed, issue_created, issue_deleted
from webhooks.jira.touches import issues_linked, worklog_written

Reader = Callable[[Body], tuple[Event, ...]]


def issue_updated(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_updated`, with the comment that it may carry."""
    return (*issue_changed(body), *comment_inside(body, named(body, "issue_event_type_name")))


HANDLED: Mapping[str, Reader] = {
    "jira:issue_created": issue_created,
    "jira:issue_updated": issue_updated,
    "jira:issue_deleted": issue_deleted,
    "jira:worklog_updated": issue_updated,
    "comment_created": comment_created,
    "comment_updated": comment_updated,
    "comment_deleted": comment_deleted,
    "worklog_created": worklog_written,
    "worklog_updated": worklog_written,
    "worklog_deleted": worklog_written,
    "issuelink_created": issues_linked,
    "issuelink_deleted": issues_linked,
}

_IGNORED_BECAUSE = {
    "boards are a view of issues": (
        "board_created",
        "board_updated",
        "board_deleted",
        "board_configuration_changed",
    ),
    "sprints are the team's own plan, not the contract's": (
        "sprint_created",
        "sprint_updated",
        "sprint_deleted",
        "sprint_started",
        "sprint_closed",
    ),
    "issues of a changed version send their own updates": (
        "jira:version_created",
        "jira:version_updated",
        "jira:version_deleted",
        "jira:version_moved",
        "jira:version_merged",
        "jira:version_released",
        "jira:version_unreleased",
    ),
    "the mapping says which projects are governed": (
        "project_created",
        "project_updated",
        "project_deleted",
        "project_soft_deleted",
        "project_restored_deleted",
        "project_archived",
        "project_restored_archived",
    ),
    "the mapping says who is who": ("user_created", "user_updated", "user_deleted"),
    "files decide nothing": ("attachment_created", "attachment_deleted"),
    "issue properties are markers of programs, ours among them": (
        "issue_property_set",
        "issue_property_deleted",
    ),
    "types of issues are named by the mapping": (
        "issuetype_created",
        "issuetype_updated",
        "issuetype_deleted",
    ),
    "filters are a view of issues": ("filter_created", "filter_updated", "filter_deleted"),
    "options of the site change no issue": (
        "option_voting_changed",
        "option_watching_changed",
        "option_unassigned_issues_changed",
        "option_subtasks_changed",
        "option_attachments_changed",
        "option_issuelinks_changed",
        "option_timetracking_changed",
    ),
    "it reports a fault in another app": ("jira_expression_evaluation_failed",),
}

IGNORED: Mapping[str, str] = {name: why for why, names in _IGNORED_BECAUSE.items() for name in names}
"""Every event that is ignored on purpose, by name, and why."""


def event_of(body: Body) -> str:
    """Return the name of the event, inferred where the body lacks `webhookEvent` and that is safe.

    It is safe where the body cannot be a deletion: its `issue_event_type_name` says what it is, or it
    lists changes of an issue. An issue alone, or with a comment, may have been deleted.
    """
    given = named(body, "webhookEvent")
    if given or not part(body, "issue"):
        return given
    event_type = named(body, "issue_event_type_name")
    if event_type in ("issue_created", "issue_deleted"):
        return f"jira:{event_type}"
    if event_type.startswith("issue_") or (not event_type and part(body, "changelog")):
        return "jira:issue_updated"
    return ""
