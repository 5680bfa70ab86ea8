"""Jira's events by name.

Those that are handled, and those that are ignored on purpose.

The names are from Atlassian's pages on webhooks of Cloud and Data Center: docs/trackers/jira.md#events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from plugin.core.model.events import Event
from webhooks.jira.body import Body, get_object, read_name
from webhooks.jira.comments import (
    read_comment_created,
    read_comment_deleted,
    read_comment_inside_update,
    read_comment_updated,
)
from webhooks.jira.issues import (
    read_issue_changed,
    read_issue_created,
    read_issue_deleted,
    read_issue_touched,
)
from webhooks.jira.links_and_work import read_issue_link, read_worklog

Reader = Callable[[Body], tuple[Event, ...]]


def read_issue_updated(body: Body) -> tuple[Event, ...]:
    """Read `jira:issue_updated`, with the comment that it may carry."""
    return (
        *read_issue_changed(body),
        *read_comment_inside_update(body, read_name(body, "issue_event_type_name")),
    )


TRANSITION = "workflow transition"
"""What the body of a workflow's post function is called here: it has no name of its own."""

HANDLED: Mapping[str, Reader] = {
    TRANSITION: read_issue_touched,
    "jira:issue_created": read_issue_created,
    "jira:issue_updated": read_issue_updated,
    "jira:issue_deleted": read_issue_deleted,
    "jira:worklog_updated": read_issue_updated,
    "comment_created": read_comment_created,
    "comment_updated": read_comment_updated,
    "comment_deleted": read_comment_deleted,
    "worklog_created": read_worklog,
    "worklog_updated": read_worklog,
    "worklog_deleted": read_worklog,
    "issuelink_created": read_issue_link,
    "issuelink_deleted": read_issue_link,
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
    "the change of the issue tells of its files": ("attachment_created", "attachment_deleted"),
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


def find_event_name(body: Body) -> str:
    """Return the event's name, inferred where `webhookEvent` is missing.

    It is inferred only where that is safe.

    A workflow's post function names neither event nor kind, but the transition that it belongs to.

    It is safe where the body cannot be a deletion: its `issue_event_type_name` says what it is, or it
    lists changes of an issue. An issue alone, or with a comment, may have been deleted.
    """
    given = read_name(body, "webhookEvent")
    if given or not get_object(body, "issue"):
        return given
    event_type = read_name(body, "issue_event_type_name")
    if event_type in ("issue_created", "issue_deleted"):
        return f"jira:{event_type}"
    if not event_type and get_object(body, "transition"):
        return TRANSITION
    if event_type.startswith("issue_") or (not event_type and get_object(body, "changelog")):
        return "jira:issue_updated"
    return ""
