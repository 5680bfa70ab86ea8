"""Our own app for YouTrack: one signed body for everything that a transaction did.

It says what `deploy/youtrack/app/events.js` says; both are held against tests/data/youtrack/app.
"""

from __future__ import annotations

import json
from typing import Any

from plugin.practice.tracker.webhooks import signature
from youtrack_standin.fields import YouTrackField, shown
from youtrack_standin.outbox import Outbox
from youtrack_standin.people import YouTrackPerson
from youtrack_standin.state import Activity, YouTrackChange, YouTrackNote
from youtrack_standin.views import milliseconds


class OwnApp:
    """The app, attached to every project."""

    def __init__(self, outbox: Outbox, url: str, secret: str) -> None:
        self._outbox = outbox
        self._url = url
        self._secret = secret
        self._count = 0

    def hear(self, change: YouTrackChange) -> None:
        """Sign and send what a transaction did."""
        self._count += 1
        body = body_of(change, f"{change.issue.key}.{milliseconds(change.at)}.{self._count:06d}")
        if not body["kinds"]:
            return
        # Plain ASCII, so that no encoding on the way changes what was signed.
        raw = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Ugovor-Signature": signature(self._secret, raw),
            "X-Ugovor-Delivery": str(body["delivery"]),
        }
        self._outbox.put(self._url, headers, raw)


def body_of(change: YouTrackChange, delivery: str) -> dict[str, Any]:
    """Return the body of a transaction; without kinds there is nothing to tell."""
    issue = change.issue
    comments = [
        *(_comment("added", note) for note in change.notes_added),
        *(_comment("edited", note) for note in change.notes_edited),
        *(_comment("removed", note) for note in change.notes_removed),
    ]
    changes = [_text_change(*each) for each in change.texts] + [_field_change(each) for each in change.fields]
    tags = {
        "added": [tag.name for tag in change.tags_added],
        "removed": [tag.name for tag in change.tags_removed],
    }
    happened = {
        "created": change.is_new,
        "updated": bool(changes) and not change.is_new,
        "tagged": bool(tags["added"] or tags["removed"]),
        "commented": bool(change.notes_added),
        "edited": bool(change.notes_edited),
        "uncommented": bool(change.notes_removed),
        "attached": bool(change.files_added),
        "worked": bool(change.work_added),
        "deleted": change.is_removed,
    }
    return {
        "app": "ugovor",
        "version": 1,
        "delivery": delivery,
        "sent": milliseconds(change.at),
        "kinds": [kind for kind, did in happened.items() if did],
        "issue": {
            "key": issue.key,
            "project": issue.project,
            "summary": issue.summary,
            "created": milliseconds(issue.created),
            "updated": milliseconds(issue.updated),
            "reporter": _user(issue.reporter),
        },
        "actor": _user(change.by),
        "changes": changes,
        "tags": tags,
        "comments": comments,
    }


def _user(person: YouTrackPerson) -> dict[str, str]:
    return {"login": person.login, "name": person.name}


def _text_change(name: str, before: str, after: str) -> dict[str, Any]:
    if name == "description":
        # Read again anyway, and too long to be sent twice.
        return {"field": name, "kind": "text"}
    return {"field": name, "kind": "text", "from": before, "to": after}


def _field_change(activity: Activity) -> dict[str, Any]:
    field = activity.field
    return {
        "field": field.name,
        "kind": "state" if field.kind == "state" else "field",
        "from": _value(field, activity.removed),
        "to": _value(field, activity.added),
    }


def _value(field: YouTrackField, value: object) -> object:
    view = shown(field, value)
    if isinstance(view, list):
        return [each["name"] for each in view]
    if isinstance(view, dict):
        return view["presentation"] if field.kind == "period" else view["name"]
    return view


def _comment(what: str, note: YouTrackNote) -> dict[str, Any]:
    comment: dict[str, Any] = {"what": what, "id": note.id, "author": _user(note.author)}
    if what != "removed":
        comment |= {
            "created": milliseconds(note.created),
            "updated": milliseconds(note.updated),
            "restricted": note.is_limited,
            "text": note.text,
        }
    return comment
