"""Bodies of webhooks, in the shapes that were recorded.

Cloud sends one webhook a comment, with an issue of six fields; Data Center sends two, a bare
`comment_created` and a full `jira:issue_updated`, and names no `fieldId` in a changelog:
docs/trackers/jira.md#payloads.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugin.practice.tracker.adf_rules import as_text
from plugin.practice.tracker.people import PracticeUser
from plugin.practice.tracker.state import ChangelogItem, PracticeIssue, PracticeNote, PracticeSite
from plugin.practice.tracker.views import brief_issue, issue_json, note_json, person_json, status_id

_COMMENTED = {
    "comment_created": "issue_commented",
    "comment_updated": "issue_comment_edited",
    "comment_deleted": "issue_comment_deleted",
}
_NAMES = {
    "fixVersions": "Fix Version",
    "components": "Component",
    "parent": "IssueParentAssociation",
    "key": "Key",
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
    items = [_item(state, one) for one in changed]
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


def _item(state: PracticeSite, changed: ChangelogItem) -> dict[str, Any]:
    before, after = _shown(changed.before), _shown(changed.after)
    item: dict[str, Any] = {
        "field": _NAMES.get(changed.field, changed.field),
        "fieldtype": "custom" if changed.field.startswith("customfield_") else "jira",
        "from": None,
        "fromString": before,
        "to": None,
        "toString": after,
    }
    if state.is_cloud:
        item["fieldId"] = changed.field
    if changed.field == "status":
        item["from"] = status_id(state, changed.before) if changed.before else None
        item["to"] = status_id(state, changed.after)
    if changed.field == "duedate":
        item["from"], item["to"] = before, after
    return item


def _shown(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, list):
        # Labels stand in a changelog as one string joined by spaces.
        return " ".join(str(entry) for entry in value)
    return as_text(value) if isinstance(value, dict) else str(value)
