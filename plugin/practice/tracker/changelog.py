"""Changelogs: what a webhook and an issue's history say about a change."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from plugin.practice.tracker.adf_rules import as_text
from plugin.practice.tracker.state import ChangelogItem, PracticeEdit, PracticeIssue, PracticeSite, StatusMove
from plugin.practice.tracker.views import jira_timestamp, person_json, status_id

_NAMES = {
    "fixVersions": "Fix Version",
    "components": "Component",
    "parent": "IssueParentAssociation",
    "key": "Key",
}


def changelog_json(state: PracticeSite, issue: PracticeIssue) -> dict[str, Any]:
    """Return an issue's history, the newest first as Cloud gives it."""
    moves = [_history(state, move, [_status_item(state, move)]) for move in issue.moves]
    edits = [
        _history(state, edit, [changelog_item(state, one) for one in edit.items]) for edit in issue.edits
    ]
    histories = [one for _, one in sorted((*moves, *edits), key=lambda one: one[0], reverse=True)]
    return {"startAt": 0, "maxResults": 100, "total": len(histories), "histories": histories}


def _history(
    state: PracticeSite, entry: StatusMove | PracticeEdit, items: list[dict[str, Any]]
) -> tuple[datetime, dict[str, Any]]:
    author, created = person_json(state, entry.by), jira_timestamp(entry.at)
    return entry.at, {"id": entry.id, "author": author, "created": created, "items": items}


def _status_item(state: PracticeSite, move: StatusMove) -> dict[str, Any]:
    item = {
        "field": "status",
        "fieldtype": "jira",
        "from": status_id(state, move.before),
        "fromString": move.before,
        "to": status_id(state, move.after),
        "toString": move.after,
    }
    return {**item, "fieldId": "status"} if state.is_cloud else item


def changelog_item(state: PracticeSite, changed: ChangelogItem) -> dict[str, Any]:
    """Return one item of a changelog, as a webhook and an issue's history show it."""
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
    if changed.field == "issuetype":
        item["from"] = state.id_of("type", str(changed.before)) if changed.before else None
        item["to"] = state.id_of("type", str(changed.after))
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
