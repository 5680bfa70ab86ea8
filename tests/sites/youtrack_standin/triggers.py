"""JetBrains' Webhook Triggers, as its code sends (1.0.5).

A token, no actor, gaps and all.

The keys: tests/data/youtrack/triggers. What is lost: docs/trackers/youtrack.md#webhook-triggers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from youtrack_standin.fields import YouTrackField, shown
from youtrack_standin.outbox import Outbox
from youtrack_standin.people import YouTrackPerson
from youtrack_standin.state import Activity, YouTrackChange, YouTrackNote
from youtrack_standin.views import milliseconds


class WebhookTriggers:
    """The app, attached to every project, all events to one address."""

    def __init__(self, outbox: Outbox, url: str, token: str) -> None:
        self._outbox = outbox
        self._url = url
        self._headers = {"Content-Type": "application/json", "X-YouTrack-Token": token}

    def hear(self, change: YouTrackChange) -> None:
        """Send what the app's rules make of a transaction."""
        for name, more in _events(change):
            body = {
                "event": name,
                "timestamp": change.at.astimezone(UTC)
                .isoformat(timespec="milliseconds")
                .replace("+00:00", "Z"),
                "id": change.issue.key,
                "summary": change.issue.summary,
                "project": {
                    "key": change.issue.project,
                    "name": change.issue.project.title(),
                    "shortName": change.issue.project,
                },
                **more,
            }
            self._outbox.put(self._url, self._headers, json.dumps(body, ensure_ascii=False).encode())


def _events(change: YouTrackChange) -> Iterator[tuple[str, dict[str, Any]]]:
    issue = change.issue
    if change.is_removed:
        yield "issueDeleted", {"description": issue.description}
        return
    if change.is_new:
        created = {"created": milliseconds(issue.created), "reporter": _user(issue.reporter)}
        yield "issueCreated", {"description": issue.description, **created}
        return
    notes = (change.notes_added, change.notes_edited, change.notes_removed)
    others = (*notes, change.files_added, change.work_added)
    texts = [each for each in change.texts if each[0] != "project"]
    if (change.fields or texts) and not any(others):
        changed = [{"name": name, "oldValue": before, "value": after} for name, before, after in texts]
        changed += [_changed(each) for each in change.fields]
        yield (
            "issueUpdated",
            {
                "description": issue.description,
                "updated": milliseconds(issue.updated),
                "updatedBy": _user(change.by),
                "changedFields": changed,
            },
        )
    for name, written in (
        ("commentAdded", change.notes_added),
        ("commentUpdated", change.notes_edited),
        ("commentDeleted", change.notes_removed),
    ):
        if written:
            yield name, {"comments": [_comment(note) for note in written]}
    if change.files_added:
        yield "issueAttachmentAdded", {"attachments": [{"name": each["name"]} for each in change.files_added]}
    if change.work_added:
        yield "workItemAdded", {"workItems": change.work_added}


def _user(person: YouTrackPerson) -> dict[str, str]:
    return {"login": person.login, "fullName": person.name, "email": f"{person.login}@acme.example"}


def _comment(note: YouTrackNote) -> dict[str, Any]:
    return {
        "id": note.id,
        "text": note.text,
        "textPreview": note.text,
        "created": milliseconds(note.created),
        "updated": milliseconds(note.updated),
        "author": _user(note.author),
    }


def _changed(activity: Activity) -> dict[str, Any]:
    field = activity.field
    return {
        "name": field.name,
        "oldValue": _value(field, activity.removed),
        "value": _value(field, activity.added),
    }


def _value(field: YouTrackField, value: object) -> object:
    view = shown(field, value)
    listed = view if isinstance(view, list) else [view]
    read = [_element(each) for each in listed]
    return read if isinstance(view, list) else read[0]


def _element(view: object) -> object:
    if not isinstance(view, dict):
        return view
    if view.get("$type") == "PeriodValue":
        return {"minutes": view["minutes"], "presentation": view["presentation"]}
    return {"name": view["name"], "presentation": view["name"]}
