"""Bodies of webhooks, in the shapes that were recorded.

Cloud sends one webhook a comment, with an issue of six fields; Data Center sends two, a bare
`comment_created` and a full `jira:issue_updated`, and names no `fieldId` in a changelog:
docs/trackers/jira.md#payloads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugin.practice.tracker.changelog import changelog_item
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import (
    ChangelogItem,
    PracticeEdit,
    PracticeIssue,
    PracticeNote,
    PracticeSite,
)
from plugin.practice.tracker.views import brief_issue, issue_json, note_json, person_json

_COMMENTED = {
    "comment_created": "issue_commented",
    "comment_updated": "issue_comment_edited",
    "comment_deleted": "issue_comment_deleted",
}


def send_issue_event(
    state: PracticeSite,
    issue: PracticeIssue,
    actor: PracticeUser,
    event: str,
    *,
    changed: Iterable[ChangelogItem] = (),
    kind: str = "",
    note: PracticeNote | None = None,
) -> None:
    """Send an issue event.

    Args:
        state: the site.
        issue: as it is now.
        actor: who did it.
        event: such as `jira:issue_updated`.
        changed: for the changelog; none for events without one.
        kind: `issue_event_type_name`, where it is not the event's own name.
        note: the comment that came with it, on Data Center.
    """
    payload: dict[str, Any] = {
        "timestamp": int(state.now().timestamp() * 1000),
        "webhookEvent": event,
        "issue_event_type_name": kind or event.removeprefix("jira:"),
        "user": person_json(state, actor),
        "issue": issue_json(state, issue),
    }
    changed = tuple(changed)
    items = [changelog_item(state, one) for one in changed]
    edited = tuple(one for one in changed if one.field != "status")
    if edited and event != "jira:issue_created":
        issue.edits.append(PracticeEdit(state.new_id(), actor, issue.updated, edited))
    if items:
        payload["changelog"] = {"id": state.new_id(), "items": items}
    if note is not None:
        payload["comment"] = note_json(state, issue, note)
    state.hooks.send(event, payload, cloud=state.is_cloud)


def send_note_event(
    state: PracticeSite,
    issue: PracticeIssue,
    note: PracticeNote,
    actor: PracticeUser,
    event: str,
    changed: Iterable[ChangelogItem] = (),
) -> None:
    """Send a comment event: one webhook on Cloud, two on Data Center."""
    payload: dict[str, Any] = {
        "timestamp": int(state.now().timestamp() * 1000),
        "webhookEvent": event,
        "comment": note_json(state, issue, note),
    }
    if state.is_cloud:
        payload["issue"] = brief_issue(state, issue)
    state.hooks.send(event, payload, cloud=state.is_cloud)
    if not state.is_cloud:
        send_issue_event(
            state,
            issue,
            actor,
            "jira:issue_updated",
            kind=_COMMENTED[event],
            changed=changed,
            note=None if event == "comment_deleted" else note,
        )
